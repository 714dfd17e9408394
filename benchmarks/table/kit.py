"""The kit that measures tunnels side by side."""
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PLACE = Path(os.environ.get("HAWSER_PEERS", Path(__file__).resolve().parents[3] / "shared" / "peers"))
TLS, PLAIN = "hawser", "hawser-plain"


@dataclass
class Settings:
    only: str | None = None
    rounds: int = 3
    seconds: float = 4
    warm_up: float = 5
    streams: str = "1,8,64"
    rtt: str = "0,40ms"
    tests: str = "verify,idle,bulk,latency,connections"


def smoke(only):
    return Settings(only=only, rounds=1, seconds=0.3, warm_up=0.5, streams="1", rtt="0", tests="verify,bulk,latency,connections")


def check():
    if not (PLACE / "measure").exists():
        sys.exit(f"figures: no kit of peers at {PLACE}: set HAWSER_PEERS to the directory of its `measure`")


def measure(pair, settings, file, lock):
    command = [PLACE / "measure", "--hawser", pair, "--exec-plain", f"{PLAIN}={pair} --plain", "--json", file,
               "--rounds", settings.rounds, "--seconds", settings.seconds, "--warm-up", settings.warm_up,
               "--streams", settings.streams, "--rtt", settings.rtt, "--tests", settings.tests]
    if settings.only:
        command += ["--only", f"{TLS},{PLAIN},{settings.only}"]
    if lock:
        command += ["--lock", lock]
    subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, check=True)  # its tables are in the JSON
    return with_kinds(json.loads(Path(file).read_text()))


def with_kinds(found):
    """Says of each contender whether its streams share one connection."""
    sys.path.insert(0, str(PLACE))
    import contenders
    shares = {c.name: c.mux for c in contenders.table()} | {TLS: True, PLAIN: True}
    for name, contender in found["contenders"].items():
        contender["shares"] = shares[name]
    return found
