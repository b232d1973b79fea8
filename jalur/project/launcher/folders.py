"""Where Jalur keeps its data on this machine, and who may reach it."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
# Debian's `nobody`: PostgreSQL refuses to run as root, so root lends it this account.
NOBODY = 65534
# Linux allows 107 bytes for a socket's path; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 80


class LauncherError(Exception):
    """Something on this machine stands in the way; the text says what, and what to do about it."""


def data_folder() -> Path:
    """The folder of everything that must survive: `$JALUR_DATA`, else `var/` in the checkout."""
    return Path(os.environ.get("JALUR_DATA") or CHECKOUT / "var").resolve()


def is_root() -> bool:
    """True when this process may become any user (and must not run PostgreSQL as itself)."""
    return os.geteuid() == 0


def open_to_nobody(path: Path) -> bool:
    """True when the account `nobody` may walk down to `path`: every folder on the way lets others pass."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents] if folder.is_dir())


def server_folder(data: Path) -> Path:
    """The folder of the embedded server below `data`, chosen once and remembered.

    As root below a closed folder (/root) the server's own account could not reach it: then it lives in /var/lib/jalur
    and `data/postgres.place` says where, so that the choice stays when permissions change.
    """
    place = data / "postgres.place"
    if place.exists():
        return Path(place.read_text(encoding="utf-8").strip())
    chosen = data / "postgres"
    if is_root() and not chosen.exists():
        data.mkdir(parents=True, exist_ok=True)
        if not open_to_nobody(data):
            digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
            chosen = Path("/var/lib/jalur") / digest
            place.write_text(f"{chosen}\n", encoding="utf-8")
    return chosen


def socket_folder(server: Path) -> Path:
    """The folder of the server's socket: inside `server`, or a short private one where that path is too long."""
    inside = server / "socket"
    if len(str(inside).encode()) <= LONGEST_SOCKET_FOLDER:
        return inside
    digest = hashlib.sha256(str(server).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"jalur-{os.geteuid()}-{digest}"


def make_private(folder: Path, *, owner: int) -> None:
    """Make `folder` readable by `owner` alone; refuse one that somebody else put there first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise LauncherError(
            f"{folder} belongs to somebody else. Remove it, or set JALUR_DATA to another folder."
        )
    if found.st_uid != owner:
        os.chown(folder, owner, owner)
    folder.chmod(0o700)
