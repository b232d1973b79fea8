"""`python -m bench steps [COUNT]`: 100,000 random steps over every room's tables, held against the oracle of tests/workflow."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
TEST = "tests/workflow/test_steps.py"


def main() -> int:
    """0 when every step ended as its table says; prints what it cost."""
    count = int(sys.argv[1]) if sys.argv[1:] else 100_000
    begun = time.perf_counter()
    words = [sys.executable, "-m", "pytest", "-q", "--timeout=0", TEST]
    ended = subprocess.run(words, cwd=CHECKOUT, env={**os.environ, "JALUR_STEPS": str(count)}, check=False)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, own = time.perf_counter() - begun, spent.ru_utime + spent.ru_stime
    print(f"{count:,} steps: {seconds:.0f} s, of which {own:.0f} s of processor in the test's own process")
    return ended.returncode
