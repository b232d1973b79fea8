"""`python -m bench steps [COUNT]`: 100,000 random steps over every room's tables, held against the oracle of tests/workflow."""

import math
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
TEST = "tests/workflow/test_steps.py"
# Of one walk, which begins in a fresh world: a longer one reads more history at every step.
STEPS = 1500


def main() -> int:
    """0 when every step ended as its table says; prints what it cost."""
    count = int(sys.argv[1]) if sys.argv[1:] else 100_000
    walks = math.ceil(count / STEPS)
    begun = time.perf_counter()
    words = [sys.executable, "-m", "pytest", "-q", "--timeout=0", "-n", "auto", TEST]
    ended = subprocess.run(words, cwd=CHECKOUT, env={**os.environ, "JALUR_WALKS": str(walks)}, check=False)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, own = time.perf_counter() - begun, spent.ru_utime + spent.ru_stime
    print(f"{walks} walks of at least {STEPS:,} steps: {seconds:.0f} s, {own:.0f} s of processor")
    return ended.returncode
