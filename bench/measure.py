"""Run one step in a process of its own: wall seconds, peak memory, and the JSON it printed last."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

GIB = 2**30


@dataclass(frozen=True)
class Measured:
    """One run of one step; `told` is what it printed as JSON on its last line, `code` its exit code."""

    seconds: float
    peak_bytes: int
    code: int
    told: dict[str, Any] = field(default_factory=dict)


def measure(*words: str, limit: float | None = None, python: str = sys.executable) -> Measured:
    """Run `python -m words…`; past `limit` seconds it is ended and its code is −9."""
    begun = time.perf_counter()
    process = subprocess.Popen([python, "-m", *words], stdout=subprocess.PIPE, text=True)
    try:
        printed, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.kill()
        printed, _ = process.communicate()
    seconds = time.perf_counter() - begun
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    told = json.loads(lines[-1]) if lines else {}
    return Measured(seconds, int(told.get("peak_bytes", 0)), process.returncode, told)


def tell(**values: Any) -> None:
    """Print what a step has to say, with the peak memory of its process, as one line of JSON."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(json.dumps(values | {"peak_bytes": peak}) + "\n")
    sys.stdout.flush()
