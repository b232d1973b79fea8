"""Throw-away data folders, and a way to see every process that a test started."""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

from jalur.project.launcher import folders, postgres, processes

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_server(monkeypatch):
    """The launcher looks after its own server here, whatever the rest of the tests run on."""
    for name in ("DATABASE_URL", "JALUR_POSTGRES", "JALUR_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(own_server):
    """A data folder that every account may reach; its server and files are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jalur-launcher-"))
    folder.chmod(0o755)
    yield folder
    with contextlib.suppress(Exception):
        postgres.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def belonging_to(data: Path) -> set[int]:
    """Every process that works in or was started for this data folder, PostgreSQL's own included."""
    found = processes.working_in(postgres.server(data).cluster)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if f"JALUR_DATA={data}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.add(int(entry.name))
    return found


def wait_until(condition, *, seconds: float = 60) -> bool:
    """Poll until `condition()` holds; False when it never did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def kill_all(pids: set[int]) -> None:
    """kill -9 of each."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def require_for_nobody() -> None:
    """Skip where another account could not even run this checkout's Python."""
    for path in (CHECKOUT, Path(sys.executable), Path(sys.executable).resolve()):
        if not folders.open_to_nobody(path):
            pytest.skip(f"{path} lies below a folder that only its owner may enter")
