"""`python -m bench api [COUNT]`: 20,000 calls made up from the API's schema: no failure of ours, every answer as the schema says."""

import os
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
TEST = "tests/api/test_made_up.py"


def main() -> int:
    """0 when every call was answered as the schema says; prints how long it took."""
    count = int(sys.argv[1]) if sys.argv[1:] else 20_000
    begun = time.perf_counter()
    words = [sys.executable, "-m", "pytest", "-q", "--timeout=0", "-n", "2", TEST]
    ended = subprocess.run(words, cwd=CHECKOUT, env={**os.environ, "JALUR_CALLS": str(count)}, check=False)
    print(f"at least {count:,} calls: {time.perf_counter() - begun:.0f} s")
    return ended.returncode
