"""The web server and the job worker, watched until somebody asks to stop."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from jalur.project.launcher import folders, postgres, processes
from jalur.project.launcher.folders import LauncherError

FIRST_PORT = 8000
PORTS_TRIED = 20
HEALTH_SECONDS = 90
# A server that answers, but with an error, for this long will not get better by waiting.
FAILING_SECONDS = 3
STOP_SECONDS = 10
# gunicorn makes a nameless file there: nothing to guess for anybody.
MEMORY = "/dev/shm"  # nosec B108
# A process that dies this often within a minute will not be started again: something is wrong that patience won't mend.
RESTARTS_PER_MINUTE = 5


class Stop(BaseException):
    """Somebody asked to stop (Ctrl-C, TERM, HUP). Not an Exception, so that nothing swallows it."""


@dataclass
class Program:
    """One watched program: how to start it, where it writes, the process that runs it now."""

    name: str
    words: list[str]
    log: Path
    # What the kernel sends it when this process ends without having stopped it.
    ends_with_us: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a process group of its own, tied to this process."""
        self.starts.append(time.monotonic())
        with self.log.open("ab") as output:
            self.process = processes.start(self.words, output=output, ends_with_us=self.ends_with_us)

    def fails_too_often(self) -> bool:
        """True when it was started more often in the last minute than a hiccup explains."""
        return sum(at > time.monotonic() - 60 for at in self.starts) > RESTARTS_PER_MINUTE


@contextmanager
def stoppable() -> Iterator[None]:
    """Within the block INT, TERM and HUP raise Stop; afterwards they are as before."""

    def raise_stop(number: int, _frame: FrameType | None) -> None:
        raise Stop(signal.Signals(number).name)

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, raise_stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def deaf() -> Iterator[None]:
    """Within the block a second Ctrl-C changes nothing: stopping is under way and short."""
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(*, port: int | None = None) -> int:
    """`jalur serve`: database, web server and worker until asked to stop. Nothing is prepared or migrated."""
    try:
        with stoppable(), postgres.running(leash=True) as dsn:
            os.environ["DATABASE_URL"] = dsn
            with serving(choose_port(port)) as programs:
                print(f"Jalur runs at {address(programs)} (Ctrl-C stops it)", flush=True)
                watch(programs)
    except Stop:
        return 0
    return 0


@contextmanager
def serving(port: int) -> Iterator[list[Program]]:
    """Web server and worker, healthy, for the length of the block; stopped in order at its end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalur.project.settings")
    # Compiled kernels are kept where this user may write, also when the checkout belongs to somebody else.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(folders.data_folder() / "cache" / "numba"))
    logs = folders.data_folder() / "log"
    logs.mkdir(parents=True, exist_ok=True)
    programs = [
        Program("web server", web_words(port), logs / "web.log"),
        # Asked to end, it waits for its job and then 30 s and more for a database that may have gone with us.
        # Every job can be begun again, so it is killed.
        Program("job worker", worker_words(), logs / "worker.log", ends_with_us=signal.SIGKILL),
    ]
    try:
        for program in programs:
            program.start()
        wait_until_healthy(programs, port)
        yield programs
    finally:
        with deaf():
            end(programs)


def web_words(port: int) -> list[str]:
    """The web server's command: synchronous workers with a few threads each."""
    cores = os.cpu_count() or 1
    # gunicorn's heartbeat file belongs on memory, not on a disk that may stall
    memory = ["--worker-tmp-dir", MEMORY] if os.access(MEMORY, os.W_OK) else []
    bind = os.environ.get("JALUR_BIND", "127.0.0.1")
    size = [
        "--workers",
        os.environ.get("JALUR_WEB_WORKERS") or str(min(4, max(2, cores // 2))),
        "--threads",
        "4",
    ]
    patience = ["--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning"]
    application = "jalur.project.wsgi:application"
    return [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        "--bind",
        f"{bind}:{port}",
        *size,
        *patience,
        *memory,
    ]


def worker_words() -> list[str]:
    """The job worker's command."""
    words = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
    return [*words, "--shutdown-graceful-timeout", "5"]


def choose_port(wish: int | None) -> int:
    """The wished port (also `$JALUR_PORT`), which must be free; else the first free one from 8000 on."""
    wish = wish or int(os.environ.get("JALUR_PORT") or 0)
    for port in [wish] if wish else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((os.environ.get("JALUR_BIND", "127.0.0.1"), port))
                return port
    taken = f"Port {wish} is" if wish else f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are"
    raise LauncherError(f"{taken} taken by another program. Choose one: `make demo PORT=9000`.")


def wait_until_healthy(programs: list[Program], port: int) -> None:
    """Return once the first page is there; raise with the last line of the log when it won't come."""
    began = time.monotonic()
    failing_since: float | None = None
    while (status := _status(port)) is None or status >= 500:
        revive(programs)
        now = time.monotonic()
        failing_since = None if status is None else failing_since or now
        if now - began > HEALTH_SECONDS or now - (failing_since or now) > FAILING_SECONDS:
            log = programs[0].log
            raise LauncherError(f"The first page does not come: {_last_line(log)} (more in {log})")
        time.sleep(0.1)


def _status(port: int) -> int | None:
    """The status of the first page; None while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status
    return None


def watch(programs: list[Program]) -> None:
    """Start again what dies, until Stop."""
    while True:
        revive(programs)
        time.sleep(0.5)


def revive(programs: list[Program]) -> None:
    """Start each dead program again, what is left of it ended first; raise when one dies too often."""
    for program in programs:
        if program.process is not None and program.process.poll() is not None:
            with suppress(ProcessLookupError):
                os.killpg(program.process.pid, signal.SIGKILL)
            if program.fails_too_often():
                raise LauncherError(
                    f"The {program.name} keeps stopping: {_last_line(program.log)} (more in {program.log})"
                )
            program.start()


def end(programs: list[Program]) -> None:
    """Ask every program to end, wait a little, then end its whole group."""
    running = [program.process for program in programs if program.process is not None]
    for process in running:
        processes.send(process.pid, signal.SIGTERM)
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def address(programs: list[Program]) -> str:
    """The address to open, read from the web server's own command."""
    bind = programs[0].words[programs[0].words.index("--bind") + 1]
    return f"http://localhost:{bind.rpartition(':')[2]}/"


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    said = [line.strip() for line in lines if line.strip()]
    return said[-1] if said else "it gave no reason"
