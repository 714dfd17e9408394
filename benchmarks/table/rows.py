"""The figures to reach. To add one: a function that yields rows, named in EVERY."""
from dataclasses import dataclass

from found import Found
from kit import PLAIN, TLS

WAYS = [f"{way} {streams}" for streams in (1, 8, 64) for way in ("up", "down")]
SIDES = ((TLS, "TLS", "haproxy-tls"), (PLAIN, "plaintext", "haproxy"))
RTT_S = 0.040
MOST_IN_FLIGHT_GB = 16 * 2**20 / 1e9  # of one stream: its window grows no further
TURNS = 2  # of 32 KiB, in the 64 KiB that are an operation of RelayBenchmark
MOST_GROWN_MIB = 96  # what may wait to be sent again, at both ends, and what collectors have not collected


@dataclass
class Goal:
    text: str
    reached: bool | None  # None: what it is compared with was not measured


@dataclass
class Row:
    work: str
    unit: str
    decimals: int
    own: float | None
    rival: str | None = None
    rival_value: float | None = None
    must: Goal | None = None
    aim: Goal | None = None


def at_least(text, own, limit):
    return Goal(text, None if None in (own, limit) else own >= limit)


def at_most(text, own, limit):
    return Goal(text, None if None in (own, limit) else own <= limit)


def times(factor, value):
    return None if value is None else factor * value


def first(found, ours, figure, unit, decimals, best, must, sharing=False, but=()):
    """A row, if the figure was to be measured, whose must is to be better than every rival."""
    if not found.asked(figure):
        return
    own, values = found.of(ours, figure), found.rivals(ours, figure, sharing, but)
    rival = best(values, key=values.get) if values else None
    goal = (at_least if best is max else at_most)(must, own, values.get(rival))
    yield Row(f"{figure}, {dict((s[:2] for s in SIDES))[ours]}", unit, decimals, own, rival, values.get(rival), goal)


def bulk(found):
    for way in WAYS:
        for row in first(found, TLS, way, "GB/s", 3, max, "first of all"):
            row.aim = at_least("1.3 × ssh", row.own, times(1.3, found.of("ssh", way)))
            yield row
    for way in WAYS:
        for row in first(found, PLAIN, way, "GB/s", 3, max, "first of multiplexers", sharing=True):
            row.aim = at_least("0.9 × haproxy", row.own, times(0.9, found.of("haproxy", way)))
            yield row


def cpu(found):
    for ours, must, but, aim in ((TLS, "lowest of all", (), 1.3), (PLAIN, "lowest but haproxy", ("haproxy",), 0.8)):
        for way in WAYS:
            for row in first(found, ours, f"cpu {way}", "CPU s/GB", 2, min, must, but=but):
                row.aim = at_most(str(aim), row.own, aim)
                yield row


def latency(found):
    for ours, _, haproxy in SIDES:
        for figure in ("idle p50", "idle p99"):
            for row in first(found, ours, figure, "µs", 0, min, "best of multiplexers", sharing=True):
                row.aim = at_most(f"{haproxy}'s", row.own, found.of(haproxy, figure))
                yield row
        yield from first(found, ours, "paced p50", "µs", 0, min, "best of multiplexers", sharing=True)
        for row in first(found, ours, "paced p99", "µs", 0, min, f"best of multiplexers, ≤ {haproxy}'s", sharing=True):
            limit = found.of(haproxy, "paced p99")
            if row.must.reached and limit is not None:
                row.must.reached = row.own <= limit
            row.aim = at_most("3 × own idle p99", row.own, times(3, found.of(ours, "idle p99")))
            yield row
        yield from first(found, ours, "loaded p50", "µs", 0, min, "lowest of multiplexers", sharing=True)
        for row in first(found, ours, "loaded p99", "µs", 0, min, "lowest of multiplexers", sharing=True):
            row.aim = at_most("5 ms", row.own, 5000)
            yield row


def connections(found):
    for ours, _, haproxy in SIDES:
        for figure, unit, best, aimed in (("connections", "/s", max, at_least), ("connections cpu", "CPU µs", min, at_most)):
            for row in first(found, ours, figure, unit, 0, best, "first but ssh and haproxy", but=("ssh", haproxy)):
                row.aim = aimed("ssh's", row.own, found.of("ssh", figure))
                yield row


def memory(found):
    for ours, _, haproxy in SIDES:
        for row in first(found, ours, "idle KiB", "KiB/stream", 1, min, "smallest but haproxy", but=(haproxy,)):
            row.aim = at_most("6", row.own, 6)
            yield row
    for row in first(found, TLS, "idle base", "MiB", 0, min, "192"):
        row.must, row.aim = at_most("192", row.own, 192), at_most("128", row.own, 128)
        yield row


def distance(found):
    """The rival is ourselves without the distance."""
    for ours, title, _ in SIDES:
        for way in WAYS[:4]:
            if found.asked(f"{way} @40ms"):
                own, near = found.of(ours, f"{way} @40ms"), found.of(ours, way)
                most = int(way.split()[1]) * MOST_IN_FLIGHT_GB / RTT_S
                limit = None if near is None else 0.9 * min(near, most)
                yield Row(f"{way} @40ms, {title}", "GB/s", 3, own, "own @0", near, at_least("0.9 × own @0, unless 16 MiB in flight bind", own, limit))


def allocated(found):
    for work, benchmark, frames in (
        ("to read a DATA frame", "FrameReaderBenchmark.data payloadBytes=16384", 1),
        ("to write its header", "FrameWriterBenchmark.data", 1),
        ("to choose a stream of 64", "FairQueueBenchmark.bulk flows=64", 1),
        ("for a turn of 32 KiB through both ends, TLS", "RelayBenchmark.bulk", TURNS),
    ):
        own = times(1 / frames, found.allocated.get(benchmark))
        yield Row(f"allocated {work}", "B", 1, own, must=at_most("32", own, 32), aim=at_most("0", own, 0.5))


def resume(found):
    """200 cuts while 32 streams carry bytes each way."""
    cut = found.resume
    exact = cut["streams"] if cut["exact"] else 0
    yield Row(f"{cut['cuts']} cuts: streams that lived, byte-exact", "streams", 0, exact, must=at_least(f"all {cut['streams']}", exact, cut["streams"]))
    yield Row(f"{cut['cuts']} cuts: growth of both ends", "MiB", 0, cut["grown"], must=at_most(f"bounded: {MOST_GROWN_MIB}", cut["grown"], MOST_GROWN_MIB))
    yield Row("pause of a request at a cut, median", "ms", 0, cut["pause"], aim=at_most("1 RTT + reconnect: 250", cut["pause"], 250))


EVERY = (bulk, cpu, latency, connections, memory, distance, resume, allocated)


def of(found):
    return [row for some in EVERY for row in some(Found(found))]
