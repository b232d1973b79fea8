"""The embedded PostgreSQL: one cluster in one folder, reached by a private socket, started and stopped by us alone."""

import atexit
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from jalur.project.launcher import binaries, folders, processes
from jalur.project.launcher.binaries import Programs
from jalur.project.launcher.folders import LauncherError

NAME = "jalur"
START_SECONDS = 90
STOP_SECONDS = 30
PING_SECONDS = 2

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "jit": "off",
    # Tables lie on SSD or in memory, and many ask at once: no page's query takes every core.
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "TimeZone": "UTC",
    # Nothing a person typed may reach the log: no statements, no parameters, no "Key (nik)=(…)" detail.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "400",
}

# Servers that this process started: kept so that their end can be waited for.
_children: dict[Path, subprocess.Popen[bytes]] = {}


def _cache_megabytes() -> int:
    """An eighth of the machine's memory, 128 MB to 1 GB: at 300,000 people pages read their tables again and again."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(1024, max(128, memory // 8 // 2**20))


@dataclass(frozen=True)
class Server:
    """The files of one embedded server."""

    folder: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.folder / "cluster"

    @property
    def socket(self) -> Path:
        """The folder of its socket."""
        return folders.socket_folder(self.folder)

    @property
    def password_file(self) -> Path:
        """Holds the password that only our own account can read."""
        return self.folder / "password"

    @property
    def kept(self) -> Path:
        """Exists while `jalur db start` asked for a server that outlives its users."""
        return self.folder / "kept"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "postgres.log"

    def dsn(self) -> str:
        """The address for psycopg and `DATABASE_URL`; the password is part of it once the cluster exists."""
        password = (
            self.password_file.read_text(encoding="ascii").strip() if self.password_file.exists() else ""
        )
        return f"postgresql://{NAME}:{password}@/{NAME}?host={quote(str(self.socket), safe='')}"

    def pid(self) -> int | None:
        """The process id of the running server, or None. A stale or recycled number counts as none."""
        try:
            number = int((self.cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return number if number in processes.working_in(self.cluster) else None

    def answers(self) -> bool:
        """True when it takes connections: libpq's own ping, since the files of a server killed just now still say so."""
        from psycopg import pq

        found = pq.PGconn.ping(f"host='{self.socket}' connect_timeout={PING_SECONDS}".encode())
        return found == pq.Ping.OK


def server(data_dir: Path | None = None) -> Server:
    """The embedded server below `data_dir` (default: the data folder)."""
    return Server(folders.server_folder(Path(data_dir).resolve() if data_dir else folders.data_folder()))


def address(data_dir: Path | None = None) -> str:
    """The database's address without starting anything: `$DATABASE_URL`, else the embedded server's."""
    return os.environ.get("DATABASE_URL") or server(data_dir).dsn()


def ensure(data_dir: Path | None = None, *, durable: bool = True, leash: bool = False) -> str:
    """Have a database running and return its address.

    With `$DATABASE_URL` set nothing is started. `durable=False` is for throw-away clusters: faster, and they end with
    the process that started them; `leash` ties a durable one to this process in the same way.
    Raises LauncherError with one plain sentence when the machine stands in the way.
    """
    if os.environ.get("DATABASE_URL"):
        return os.environ["DATABASE_URL"]
    this = server(data_dir)
    _make_folder(this)
    with _alone(this):
        _bring_up(this, durable=durable, leash=leash or not durable)
        _create_database(this)
    return this.dsn()


def stop(data_dir: Path | None = None) -> bool:
    """Stop the embedded server; True when one was running."""
    this = server(data_dir)
    if not this.folder.exists():
        return False
    with _alone(this):
        this.kept.unlink(missing_ok=True)
        return _stop(this)


@contextmanager
def running(data_dir: Path | None = None, *, leash: bool = False) -> Iterator[str]:
    """A running database for the length of a block; the last user of an embedded server stops it.

    A server that `jalur db start` started stays.
    """
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    this = server(data_dir)
    _make_folder(this)
    with (this.folder / "users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield ensure(data_dir, leash=leash)
        finally:
            with _alone(this):
                if _is_last(users) and not this.kept.exists():
                    _stop(this)


def command(action: str) -> int:
    """`jalur db start|stop|status|address`: print one line, return the exit code (status: 0 runs, 3 does not)."""
    if action == "address":
        print(address())
        return 0
    if os.environ.get("DATABASE_URL"):
        print("DATABASE_URL is set: the database is served elsewhere, nothing to start or stop here.")
        return 0
    this = server()
    if action == "start":
        _make_folder(this)
        this.kept.touch()
        ensure()
        print(f"PostgreSQL runs (process {this.pid()}), socket in {this.socket}.")
        return 0
    if action == "stop":
        print("PostgreSQL stopped." if stop() else "PostgreSQL was not running.")
        return 0
    pid = this.pid()
    print(f"PostgreSQL runs (process {pid}), socket in {this.socket}." if pid else "PostgreSQL does not run.")
    return 0 if pid else 3


def _owner() -> int:
    return folders.NOBODY if folders.is_root() else os.geteuid()


def _make_folder(this: Server) -> None:
    try:
        this.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        (this.folder / "lock").touch()
        if folders.is_root():
            this.folder.chmod(0o755)
    except PermissionError as error:
        raise LauncherError(
            f"{this.folder} can't be written by this user. It was made by another one (root?): "
            "start as that user, or set JALUR_DATA to a folder of your own."
        ) from error


@contextmanager
def _alone(this: Server) -> Iterator[None]:
    """Only one process at a time starts or stops this server; the lock ends with its process."""
    with (this.folder / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(this: Server, *, durable: bool, leash: bool) -> subprocess.Popen[bytes]:
    programs = binaries.find(this.folder, major=_written_by(this))
    owner = _owner()
    if _written_by(this) is None:
        _initialise(this, programs, owner)
    folders.make_private(this.socket, owner=owner)
    _clear_remains(this)
    settings = {
        **ALWAYS,
        **({} if durable else THROW_AWAY),
        "shared_buffers": f"{_cache_megabytes()}MB",
        "unix_socket_directories": str(this.socket),
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with this.log.open("ab") as log:
        _children[this.cluster] = processes.start(
            [programs.path("postgres"), "-D", str(this.cluster), *options],
            output=log,
            user=owner,
            folder=this.cluster,
            ends_with_us=signal.SIGINT if leash else None,
        )
    return _children[this.cluster]


def _written_by(this: Server) -> int | None:
    """The major version that wrote the cluster; None when there is none yet."""
    version = this.cluster / "PG_VERSION"
    try:
        return int(version.read_text(encoding="ascii").strip()) if version.exists() else None
    except PermissionError as error:
        raise LauncherError(
            f"{this.cluster} can't be read by this user. Start as the user who made it, "
            "or set JALUR_DATA to a folder of your own."
        ) from error


def _initialise(this: Server, programs: Programs, owner: int) -> None:
    """Make the cluster beside its place and move it there whole: a stopped attempt leaves nothing half-made."""
    partial = this.folder / "cluster.partial"
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(this.cluster, ignore_errors=True)
    folders.make_private(partial, owner=owner)
    this.password_file.unlink(missing_ok=True)
    password = secrets.token_urlsafe(24)
    handed_over = this.folder / "password.partial"
    _write_private(handed_over, password, owner=owner)
    base = [programs.path("initdb"), "-D", str(partial), "-U", NAME, "-E", "UTF8", "-A", "scram-sha-256"]
    base += ["--pwfile", str(handed_over), "--no-sync"]
    for locale in ("C.UTF-8", "C"):
        done = processes.run([*base, f"--locale={locale}"], user=owner, folder=partial)
        if done.returncode == 0:
            break
        for leftover in partial.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    else:
        raise LauncherError(
            f"PostgreSQL could not make its data folder in {this.folder}: {_last_line(done.stderr)}"
        )
    handed_over.unlink()
    _write_private(this.password_file, password, owner=os.geteuid())
    partial.rename(this.cluster)


def _write_private(path: Path, text: str, *, owner: int) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text + "\n")
    if owner != os.geteuid():
        os.chown(path, owner, owner)


def _clear_remains(this: Server) -> None:
    """After a crash: wait for the last of its processes, then drop pid and lock files that nobody holds any more."""
    end = time.monotonic() + STOP_SECONDS
    if (child := _children.pop(this.cluster, None)) is not None:
        child.wait(STOP_SECONDS)
    while left := processes.working_in(this.cluster):
        if time.monotonic() > end:
            raise LauncherError(
                f"Processes of a crashed PostgreSQL are still there: {sorted(left)}. End them first."
            )
        time.sleep(0.05)
    (this.cluster / "postmaster.pid").unlink(missing_ok=True)
    for remains in this.socket.glob(".s.PGSQL.*"):
        remains.unlink()


def _bring_up(this: Server, *, durable: bool, leash: bool) -> None:
    """Start the server where none runs and wait until it takes connections.

    One that is found dying (a kill a moment ago) is waited out and replaced.
    """
    end = time.monotonic() + START_SECONDS
    ours: subprocess.Popen[bytes] | None = None
    while not (this.pid() and this.answers()):
        if ours is None and this.pid() is None:
            ours = _start(this, durable=durable, leash=leash)
            if not durable:
                atexit.register(_stop, this)
        if (ours and ours.poll() is not None) or time.monotonic() > end:
            text = this.log.read_text(encoding="utf-8", errors="replace") if this.log.exists() else ""
            raise LauncherError(f"PostgreSQL did not start: {_last_line(text)} (more in {this.log})")
        time.sleep(0.02)


def _create_database(this: Server) -> None:
    """The database itself, once. A marker spares later starts the question."""
    marker = this.folder / "created"
    if marker.exists():
        return
    import psycopg

    with psycopg.connect(this.dsn(), dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f'CREATE DATABASE "{NAME}"')
    marker.touch()


def _stop(this: Server) -> bool:
    child = _children.pop(this.cluster, None)
    pid = this.pid() or (child.pid if child and child.poll() is None else None)
    if pid is None:
        return False
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        processes.send(pid, request)
        if _is_gone(this, child, seconds=STOP_SECONDS):
            return True
    raise LauncherError(f"PostgreSQL (process {pid}) does not end.")


def _is_gone(this: Server, child: subprocess.Popen[bytes] | None, *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if child is not None:
            child.poll()
        if not processes.working_in(this.cluster):
            if child is not None:
                child.wait()
            return True
        time.sleep(0.02)
    return False


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"
