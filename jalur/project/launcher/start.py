"""`jalur start`: from a set-up checkout to a running Jalur with data in it, doing only what is not done yet."""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

from jalur.project.launcher import folders, postgres, processes, serve
from jalur.project.launcher.folders import CHECKOUT, LauncherError


@dataclass(frozen=True)
class Step:
    """One piece of preparation: its name, the Django command that does it, what it says, what it depends on."""

    name: str
    command: list[str]
    saying: str
    inputs: Callable[[], str]


def start(*, port: int | None = None, demo: bool = True) -> int:
    """Prepare what is missing, serve until asked to stop, leave nothing running. Returns the exit code."""
    if os.environ.get("MAKELEVEL"):
        processes.end_with_parent(signal.SIGTERM)
    if demo:
        be_the_example_country()
    try:
        with serve.stoppable():
            run(port, demo=demo)
    except serve.Stop:
        print("\nJalur stopped.", flush=True)
    return 0


def be_the_example_country() -> None:
    """Settings of the example country: its people on the sign-in page, its day instead of today."""
    from demo.country import TODAY

    os.environ.setdefault("JALUR_DEMO", "1")
    os.environ.setdefault("JALUR_TODAY", TODAY.isoformat())


def run(port: int | None, *, demo: bool) -> None:
    """The start itself; ends by serve.Stop or a LauncherError."""
    port = serve.choose_port(port)
    if demo:
        os.environ.setdefault("JALUR_ADDRESS", f"http://localhost:{port}")
    say(
        "starting PostgreSQL"
        if not os.environ.get("DATABASE_URL")
        else "using the PostgreSQL of DATABASE_URL"
    )
    with postgres.running(leash=True) as dsn:
        os.environ["DATABASE_URL"] = dsn
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalur.project.settings")
        prepare(dsn, demo=demo)
        say("starting the web server and the job worker")
        with tempfile.TemporaryFile() as roles, ExitStack() as beside:
            if demo:
                beside.enter_context(started(["demo_codes"], output=roles))
            with serve.serving(port) as programs:
                print(
                    f"\nJalur runs at {serve.address(programs)}   (Ctrl-C stops it, data stay)\n", flush=True
                )
                beside.close()
                show(roles)
                serve.watch(programs)


def say(text: str) -> None:
    """One progress line."""
    print(f"  · {text}", flush=True)


def steps(*, demo: bool) -> list[Step]:
    """The preparation in its order."""
    wanted = [
        Step("migrate", ["migrate", "--verbosity", "0"], "preparing the tables", _migrations),
        Step(
            "reference",
            ["load_reference", "--apply"],
            "loading places, occupations, standards and rules",
            _reference,
        ),
    ]
    if demo:
        # Loaded once: what people then do in it stays, also when a new version would draw another country.
        wanted.append(
            Step("demo", ["demo_load", "--apply"], "loading the example country", lambda: "loaded once")
        )
    return wanted


def prepare(dsn: str, *, demo: bool) -> None:
    """Run the steps whose inputs changed since they were last done on this database and data folder.

    Collecting files needs no database, so it runs beside the others.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS launcher_step "
            "(name text PRIMARY KEY, inputs text NOT NULL, done_at timestamptz NOT NULL)"
        )
        done: dict[str, str] = dict(connection.execute("SELECT name, inputs FROM launcher_step").fetchall())
        files_are_due = _is_due(done, STATIC)
        with ExitStack() as beside:
            if files_are_due:
                say(STATIC.saying)
                beside.enter_context(started(STATIC.command))
            for step in steps(demo=demo):
                if _is_due(done, step):
                    began = time.monotonic()
                    say(step.saying)
                    django(step.command)
                    _mark_done(connection, step)
                    say(f"… done in {time.monotonic() - began:.0f} s")
        if files_are_due:
            _mark_done(connection, STATIC)


def _key(step: Step) -> str:
    """Collected files belong to the data folder, everything else to the database."""
    return f"{step.name} {folders.data_folder()}" if step is STATIC else step.name


def _is_due(done: dict[str, str], step: Step) -> bool:
    gone = step is STATIC and not (folders.data_folder() / "static").is_dir()
    return gone or done.get(_key(step)) != step.inputs()


def _mark_done(connection: psycopg.Connection, step: Step) -> None:
    connection.execute(
        "INSERT INTO launcher_step VALUES (%s, %s, now()) "
        "ON CONFLICT (name) DO UPDATE SET inputs = excluded.inputs, done_at = excluded.done_at",
        [_key(step), step.inputs()],
    )


@contextmanager
def started(words: list[str], *, output: IO[bytes] | None = None) -> Iterator[None]:
    """A Django command running beside the block; waited for at its end, ended when the block fails or is stopped."""
    child = processes.start(
        [sys.executable, "-m", "django", *words], output=output, ends_with_us=signal.SIGTERM
    )
    try:
        yield
        code = child.wait()
    except BaseException:
        with serve.deaf():
            processes.send(child.pid, signal.SIGINT)
            try:
                child.wait(timeout=serve.STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        raise
    if code != 0:
        raise LauncherError(f"`jalur manage {' '.join(words)}` failed; what it said stands above.")


def django(words: list[str]) -> None:
    """Run one Django command in a process of its own; its output is shown, its failure stops the start."""
    with started(words):
        pass


def show(roles: IO[bytes]) -> None:
    """Print the people one can sign in as, with passwords and the second factor's codes of this moment."""
    roles.seek(0)
    if text := roles.read().decode().rstrip():
        print(f"{text}\n\nNew second-factor codes any time: .venv/bin/jalur demo codes", flush=True)


def _migrations() -> str:
    own = (CHECKOUT / "jalur").glob("**/migrations/*.py")
    return _digest([*own, CHECKOUT / "requirements" / "base.txt"])


def _reference() -> str:
    code = (
        path for path in (CHECKOUT / "jalur" / "foundation").rglob("*.py") if "migrations" not in path.parts
    )
    data = (path for path in (CHECKOUT / "data").rglob("*") if path.is_file())
    return _digest([*code, *data])


def _static() -> str:
    folders = [*(CHECKOUT / "jalur").rglob("static"), CHECKOUT / "docs" / "images" / "walks"]
    own = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return _digest([*own, CHECKOUT / "requirements" / "base.txt", CHECKOUT / "package-lock.json"])


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        digest.update(str(path.relative_to(CHECKOUT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


STATIC = Step(
    "static",
    ["collectstatic", "--noinput", "--clear", "--verbosity", "0"],
    "collecting front-end files",
    _static,
)
