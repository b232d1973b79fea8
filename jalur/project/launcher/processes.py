"""Starting processes that end when they should, and knowing which ones run."""

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO

from jalur.project.launcher import folders

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(request: int = signal.SIGTERM) -> None:
    """Ask the kernel to send `request` to this process when its parent ends, however the parent ends (Linux)."""
    with contextlib.suppress(AttributeError):
        _libc.prctl(PR_SET_PDEATHSIG, int(request), 0, 0, 0)


def _leash(request: int) -> Callable[[], None]:
    starter = os.getpid()

    def before_exec() -> None:
        end_with_parent(request)
        if os.getppid() != starter:
            os._exit(1)

    return before_exec


def _account(user: int) -> dict:
    """Popen's arguments for running as `user`; nothing to change when that is who we are."""
    return {} if user == os.geteuid() else {"user": user, "group": user, "extra_groups": []}


def start(
    words: list[str],
    *,
    output: IO[bytes] | None = None,
    user: int | None = None,
    folder: Path | None = None,
    environment: dict[str, str] | None = None,
    ends_with_us: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start `words` in a process group of its own, so that Ctrl-C at the terminal reaches only us.

    `ends_with_us` is the signal the kernel sends it when we end without having stopped it.
    """
    return subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=folder or folders.CHECKOUT,
        env=environment,
        process_group=0,
        umask=0o077,
        preexec_fn=_leash(ends_with_us) if ends_with_us else None,  # noqa: PLW1509 - calls prctl, takes no lock
        **_account(os.geteuid() if user is None else user),
    )


def run(words: list[str], *, user: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `words` to their end as `user` and return what they said."""
    environment = {**os.environ, "LC_ALL": "C", "HOME": str(folder)}
    return subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
        umask=0o077,
        **_account(user),
    )


def send(pid: int, request: int) -> None:
    """Send a signal; a process that is gone already is fine."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, request)


def working_in(folder: Path) -> set[int]:
    """The processes whose working directory is `folder`: for PostgreSQL's data folder, all of that server's."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == folder:
                    found.add(int(entry.name))
    return found
