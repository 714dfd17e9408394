"""What a run has found."""
from statistics import median

from kit import PLAIN, TLS


class Found:
    """Medians, by contender and by the kit's names of figures: `up 8`, `cpu up 8 @40ms`, `idle p50`."""

    def __init__(self, found):
        self.contenders, self.figures, self.options = found["contenders"], found["figures"], found["options"]
        self.resume = found["resume"]
        self.allocated = found["allocated"]  # bytes for each operation, by benchmark

    def of(self, contender, figure):
        values = self.figures.get(figure, {}).get(contender)
        return median(values) if values else None

    def rivals(self, ours, figure, sharing, but):
        """The figures of those that encrypt where we do: all, or those whose streams share one connection."""
        names = (name for name, c in self.contenders.items()
                 if c["encrypted"] == (ours == TLS) and (c["shares"] or not sharing) and name not in (TLS, PLAIN, "direct", *but))
        values = {name: self.of(name, figure) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def asked(self, figure):
        """Whether the run was to measure it."""
        name, _, rtt = figure.partition(" @")
        last = name.split()[-1]
        if last.isdigit():
            test = "bulk"
        elif name.startswith("connections"):
            test = "connections"
        else:
            test = "idle" if name in ("idle KiB", "idle base") else "latency"
        chosen = {key: self.options[key].split(",") for key in ("tests", "streams", "rtt")}
        return test in chosen["tests"] and (rtt or "0") in chosen["rtt"] and (test != "bulk" or last in chosen["streams"])
