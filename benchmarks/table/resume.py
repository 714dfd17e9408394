"""What becomes of live streams when their line is cut: through the kit's network, which cuts on command."""
import contextlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import kit

STREAMS = 32  # each way
BYTES, SMOKE_BYTES = 6_000_000, 1_000_000  # of each
RATE = "20M"  # of the network, so that the transfer lasts
CUTS, SMOKE_CUTS = 200, 10
PAUSES, SMOKE_PAUSES = 11, 3
HOST = "127.0.0.1"
FIRST_PORT = 18000
LIMIT_S = 60


def measure(pair, smoke):
    """Cuts made, whether every byte was right, growth of both ends' memory in MiB, and the pause of a request in ms."""
    cuts, count, pauses = (SMOKE_CUTS, SMOKE_BYTES, SMOKE_PAUSES) if smoke else (CUTS, BYTES, PAUSES)
    found = {"cuts": 0, "exact": True, "streams": 2 * STREAMS}
    with tunnel(pair, target=0) as (load, network, port, pids):
        start_verify(load, port, 4, count).wait()  # warm: what the code needs is not what cuts need
        before = resident(pids)
        while found["cuts"] < cuts and found["exact"]:
            made, found["exact"] = transfer(load, network, port, count, cuts - found["cuts"])
            found["cuts"] += made
        found["grown"] = (resident(pids) - before) / 2**20
    with tunnel(pair, target=2) as (_, network, port, _):
        found["pause"] = pause(network, port, pauses)
    return found


def transfer(load, network, port, count, most_cuts):
    """Cuts made, and whether every byte was right."""
    cuts, running = 0, start_verify(load, port, STREAMS, count)
    while running.poll() is None:
        time.sleep(random.uniform(0.02, 0.12))
        if running.poll() is None and cuts < most_cuts:
            tell(network, "cut")
            cuts += 1
    return cuts, json.loads(running.stdout.read() or "{}").get("exact", False)


def pause(network, port, times):
    """The median time from a cut to the answer of the request that was under way, ms."""
    with socket.create_connection((HOST, port)) as client:
        client.settimeout(LIMIT_S)
        def ask():
            began = time.monotonic()
            client.sendall(b"x" * 64)
            left = 64
            while left:
                left -= len(client.recv(left))
            return (time.monotonic() - began) * 1000
        pauses = []
        for _ in range(times):
            for _ in range(20):
                ask()
            tell(network, "cut")
            pauses.append(ask())
            time.sleep(0.3)
        return statistics.median(pauses)


def start_verify(load, port, streams, count):
    return subprocess.Popen([load, "verify", "-address", f"{HOST}:{port}", "-streams", str(streams), "-count", str(count)],
                            stdout=subprocess.PIPE, text=True)


def tell(network, command):
    network.stdin.write(command + "\n")
    network.stdin.flush()


def resident(pids):
    return sum(int(open(f"/proc/{pid}/statm").read().split()[1]) * os.sysconf("SC_PAGESIZE") for pid in pids)


@contextlib.contextmanager
def tunnel(pair, target):
    """A sink, the pair and the network between its ends; the pair leads to one of the sink's ports."""
    sys.path.insert(0, str(kit.PLACE))
    import build
    load, wan = build.go("load"), build.go("wan")
    listen, carrier, dial, sink = (free_port(FIRST_PORT + 20 * i) for i in range(4))
    environment = {**os.environ, "PEER_LISTEN": str(listen), "PEER_CARRIER": str(carrier), "PEER_DIAL": str(dial), "PEER_TARGET": str(sink + target)}
    started = []
    with tempfile.TemporaryFile() as log:
        try:
            started.append(subprocess.Popen([load, "sink", "-port", str(sink)], stdout=log, stderr=log))
            network = subprocess.Popen([wan, "-listen", f"{HOST}:{dial}", "-target", f"{HOST}:{carrier}", "-rate", RATE],
                                       stdin=subprocess.PIPE, stdout=log, stderr=log, text=True)
            started.append(network)
            ends = subprocess.Popen([pair], env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
            started.append(ends)
            if "READY" not in ends.stdout.readline():
                sys.exit("figures: the pair did not start")
            yield load, network, listen, children(ends.pid)
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def children(pid):
    return [int(child) for child in open(f"/proc/{pid}/task/{pid}/children").read().split()]


def free_port(first):
    for port in range(first, first + 2000, 100):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)):
                return port
    sys.exit("figures: no free port")
