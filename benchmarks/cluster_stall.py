"""A reader that stops: what it costs both ends, and what it does to others."""
import os
import signal
import socket
import subprocess
import time

STALL_SECONDS = 6
STREAMS = 8


def stalled(run, contender):
    """Memory while eight streams are not read, and whether a request still passes."""
    before = contender.resident()
    with_requests(run, contender, "out", lambda: stop_reading(contender))
    note_growth(run, contender, "out", before)
    if "in" in contender.ways:
        before = contender.resident()
        with_requests(run, contender, "in", lambda: stop_sink(run, contender))
        note_growth(run, contender, "in", before)


def with_requests(run, contender, way, stall):
    release = stall()
    try:
        time.sleep(STALL_SECONDS / 2)
        # in the other direction's own way, which does not touch the reader that stands still
        result = run.ask(contender, "out", "latency", "-streams", 0)
        run.keep(contender, f"{way} stalled p99 ms", result["p99"] / 1000 if result else float("inf"))
        time.sleep(STALL_SECONDS / 2)
        run.peak = contender.resident()
    finally:
        release()


def note_growth(run, contender, way, before):
    for name, mib in run.peak.items():
        run.keep(contender, f"{way} stalled {name} MiB more", mib - before[name])


def stop_reading(contender):
    """Streams that the sink feeds and nobody reads."""
    host, port = contender.address("out").split(":")
    open_streams = []
    for _ in range(STREAMS):
        stream = socket.create_connection((host, int(port)), 5)
        stream.sendall(b"s" + bytes(16))
        open_streams.append(stream)
    return lambda: [stream.close() for stream in open_streams]


def stop_sink(run, contender):
    """The local process stands still while pods send to it."""
    sink = contender.local_sink()
    sender = subprocess.Popen(
        contender.space.kubectl("exec", "client", "--", "/load", "bulk", "-address", contender.address("in"), "-streams", str(STREAMS), "-up=true",
                                "-length", f"{2 * STALL_SECONDS}s"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    os.kill(sink, signal.SIGSTOP)

    def release():
        os.kill(sink, signal.SIGCONT)
        sender.wait()

    return release
