"""What JMH finds to be allocated."""
import json
import subprocess
from pathlib import Path

SMOKE = ["-f", "1", "-wi", "1", "-i", "1", "-w", "200ms", "-r", "200ms", "-p", "flows=64", "-p", "payloadBytes=16384", "-p", "batchBytes=16384"]
FULL = ["-f", "1", "-wi", "3", "-i", "3", "-w", "1", "-r", "2"]


def measure(jmh, settings, file, lock):
    """Bytes for each operation, by benchmark and its parameters."""
    command = [jmh, *settings, "-rf", "json", "-rff", file]
    if lock:
        command = ["flock", lock, *command]
    subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, check=True)
    return {name(result): result["secondaryMetrics"]["gc.alloc.rate.norm"]["score"] for result in json.loads(Path(file).read_text())}


def name(result):
    words = [".".join(result["benchmark"].split(".")[-2:])]
    return " ".join(words + [f"{key}={value}" for key, value in sorted(result.get("params", {}).items())])
