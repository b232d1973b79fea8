"""A program of ours in a process of its own, with bounded memory and time: whatever a file does there costs nobody else."""

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What a program needs to start; neither keys nor the address of the database are among it.
PASSED_ON = ("PATH", "LANG", "TMPDIR")


def run(module: str, *arguments: str, content: bytes, seconds: int) -> "subprocess.CompletedProcess[bytes]":
    """Start a module as a program and give it `content`. subprocess.TimeoutExpired once its time is over; it has ended then."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        input=content,
        capture_output=True,
        timeout=seconds,
        check=False,
        cwd=ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
    )


def bound(*, address_space: int, data: int = resource.RLIM_INFINITY, written: int = 0) -> None:
    """The first thing such a program does. Bytes: all it maps, what it holds in memory, and how long a file it writes may be."""
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_DATA, (data, data))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def most_memory() -> int:
    """The most bytes of memory that this process has held so far; getrusage would say what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
