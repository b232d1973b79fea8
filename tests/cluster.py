"""One throw-away PostgreSQL a test run, with a template database that holds migrations and all reference data.

Building the template takes half a minute, so it is kept below var/tests under a fingerprint of what goes into it, and each
run starts from a copy. With DATABASE_URL set, that server is used instead and the template is a database on it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from jalur.project.launcher import postgres

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "tests"
INGREDIENTS = (
    "jalur/**/migrations/*.py",
    "jalur/foundation/*/services*.py",
    "jalur/foundation/*/services/*.py",
    "data/**/*",
)

_started: list[Path] = []


@cache
def fingerprint() -> str:
    """Of everything the template is made from; taken once a run and handed to the workers, as files may change meanwhile."""
    if "JALUR_TEST_FINGERPRINT" in os.environ:
        return os.environ["JALUR_TEST_FINGERPRINT"]
    digest = hashlib.sha256(postgres.__file__.encode())
    for pattern in INGREDIENTS:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(
                    str(path.relative_to(ROOT)).encode() + hashlib.sha256(path.read_bytes()).digest()
                )
    os.environ["JALUR_TEST_FINGERPRINT"] = digest.hexdigest()[:16]
    return os.environ["JALUR_TEST_FINGERPRINT"]


def planner_fingerprint() -> str:
    """Of the planner's source."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("jalur/planner/**/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def template_name() -> str:
    return f"jalur_template_{fingerprint()}"


def with_name(dsn: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(dsn)
    return urlunsplit(parts._replace(path=f"/{name}"))


def start() -> str:
    """Have a server with the template ready; return the address of the server's default database."""
    if os.environ.get("DATABASE_URL"):
        dsn = os.environ["DATABASE_URL"]
        with _alone("served"):
            _fill_template(dsn)
        return dsn
    kept = kept_cluster()
    folder = Path(tempfile.mkdtemp(prefix="jalur-tests-"))
    folder.chmod(0o755)
    _started.append(folder)
    subprocess.run(["cp", "-a", f"{kept}/.", str(folder)], check=True)
    return postgres.ensure(folder, durable=False)


def clear() -> None:
    """Stop the run's own server and take its files away."""
    for folder in _started:
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def kept_cluster() -> Path:
    """The stopped cluster that holds the template, made when today's ingredients have none yet."""
    kept = KEPT / fingerprint()
    with _alone("build"):
        if kept.exists():
            os.utime(kept)
            return kept
        _forget_old()
        building = Path(tempfile.mkdtemp(prefix="jalur-build-"))
        building.chmod(0o755)
        try:
            _fill_template(postgres.ensure(building, durable=False))
        finally:
            postgres.stop(building)
        partial = KEPT / f"partial-{kept.name}"
        shutil.rmtree(partial, ignore_errors=True)
        subprocess.run(["cp", "-a", str(building), str(partial)], check=True)
        partial.rename(kept)
        os.utime(kept)
        shutil.rmtree(building)
    return kept


def _forget_old() -> None:
    """Keep the three newest, and whatever another run may be copying right now."""
    newest_first = sorted(KEPT.glob("[0-9a-f]*/"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest_first[3:]:
        if old.stat().st_mtime < time.time() - 900:
            shutil.rmtree(old, ignore_errors=True)


def _alone(what: str):
    KEPT.mkdir(parents=True, exist_ok=True)
    handle = (KEPT / f"{what}.lock").open("a")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _fill_template(dsn: str) -> None:
    name = template_name()
    with psycopg.connect(dsn, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(f"{name}_draft")))
    environment = {**os.environ, "DATABASE_URL": with_name(dsn, f"{name}_draft"), "JALUR_POOL": "0"}
    commands = [["migrate", "--verbosity=0"], ["load_reference", "--apply"]]
    if not list(ROOT.glob("jalur/foundation/*/management/commands/load_reference.py")):
        commands.pop()
    for command in commands:
        subprocess.run(
            [sys.executable, "-m", "jalur.project.cli", "manage", *command],
            check=True,
            env=environment,
            cwd=ROOT,
        )
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("alter database {} rename to {}").format(
                sql.Identifier(f"{name}_draft"), sql.Identifier(name)
            )
        )


def make_database(dsn: str, name: str, template: str = "") -> None:
    """A fresh copy of a database, else of the template, under this name; whatever had the name is gone.

    Who is still connected to what is copied is sent away: a server's thread may not have let go yet.
    """
    source = template or template_name()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where datname = %s and backend_type = 'client backend'",
            [source],
        )
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
