"""Two databases on one throw-away server: the example country with a plan of it, and the same grown."""

import os
from pathlib import Path

import psycopg
from psycopg import sql

from bench.measure import measure
from bench.product import database

EXAMPLE, GROWN, RACES = "jalur_example", "jalur_grown", "jalur_races"


def serve(folder: Path) -> str:
    """Start the server and set the environment of every step; the server's address."""
    from jalur.project.launcher import postgres

    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    os.environ |= {
        "JALUR_DATA": str(folder),
        "JALUR_POOL": "0",
        "JALUR_STATIC": "plain",
        "JALUR_DEMO": "1",
        "JALUR_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "JALUR_TODAY": "2026-01-12",
        "DJANGO_SETTINGS_MODULE": "jalur.project.settings",
        "NUMBA_CACHE_DIR": os.environ.get("NUMBA_CACHE_DIR", str(folder / "numba")),
    }
    return postgres.ensure(folder, durable=False)


def prepare(dsn: str, people: int) -> tuple[str, str]:
    """The addresses of both databases, made when they are not there yet."""
    example, _made = make(dsn, EXAMPLE, "template1", "example")
    grown, told = make(dsn, GROWN, EXAMPLE, "load_grown", str(people))
    if told:
        spent, faults = told["spent"], told["faults"]
        parts = ", ".join(f"{name} {seconds:.0f}" for name, seconds in spent.items())
        print(f"{people:,} people loaded in {sum(spent.values()):.0f} s: {parts}")
        if faults:
            drop(dsn, GROWN)
            raise SystemExit("\n".join(faults))
    return example, grown


def races(dsn: str) -> str:
    """A fresh copy of the example country for those who write."""
    make(dsn, EXAMPLE, "template1", "example")
    drop(dsn, RACES)
    return database(dsn, RACES, template=EXAMPLE)[0]


def make(dsn: str, name: str, template: str, *words: str) -> tuple[str, dict]:
    """The address of a database that a step has filled, and what it told when it did so now; half filled none stays."""
    address, was_there = database(dsn, name, template)
    if was_there:
        return address, {}
    try:
        return address, step(address, *words)
    except BaseException:
        drop(dsn, name)
        raise


def drop(dsn: str, name: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def step(address: str, *words: str) -> dict:
    """Run one step on a database in a process of its own; what it told."""
    os.environ["DATABASE_URL"] = address
    done = measure("bench.growth.step", *words)
    if done.code:
        raise SystemExit(f"{' '.join(words)}: failed")
    return done.told
