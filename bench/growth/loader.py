"""The example country grown by COPY: each room's part is a module of `bench.growth.rooms` with that room's name.

Triggers stay off meanwhile: field history (pghistory) would write each row once more, in PL/pgSQL, and no page counts
those tables. Foreign keys are triggers too, so `check` looks at all of them afterwards, and at every counter; check
constraints, unique ones and indexes hold during COPY.
"""

import datetime as dt
import importlib
import pkgutil
import time
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from bench.growth import rooms

SEED = 9


@dataclass
class Growth:
    """How much is added, and the frames that one room leaves for those behind it."""

    people: int = 300_000
    # Of them, those of the office whose officer exports her list.
    of_the_office: int = 38_000
    vacancies: int = 20_000
    orders: int = 10_000
    forecasts: int = 10_000
    curricula: int = 2_000
    intakes: int = 10_000
    seats: int = 60_000
    held: int = 20_000
    bookings: int = 40_000
    plans: int = 6
    proposals: int = 64_700
    today: dt.date = dt.date(2026, 1, 12)
    draw: np.random.Generator = field(default_factory=lambda: np.random.default_rng(SEED))
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    def instants(self, count: int, days: int = 360) -> pl.Series:
        """Moments in the last so many days, none today."""
        seconds = self.draw.integers(86_400, days * 86_400, count)
        return pl.Series(np.datetime64(self.today, "us") - seconds.astype("timedelta64[s]"))

    def days(self, count: int, first: int, last: int) -> pl.Series:
        """Days between so many after today and so many."""
        return pl.Series(np.datetime64(self.today, "D") + self.draw.integers(first, last + 1, count))

    def chosen(self, frame: pl.DataFrame, count: int) -> pl.DataFrame:
        """So many rows, each as often as it comes."""
        return frame[self.draw.integers(0, frame.height, count)]

    def shuffled(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame[self.draw.permutation(frame.height)]


def scaled(people: int) -> Growth:
    """The same proportions with another number of people."""
    full, share = Growth(), people / Growth.people
    names = (
        "people",
        "of_the_office",
        "vacancies",
        "orders",
        "forecasts",
        "curricula",
        "intakes",
        "seats",
        "held",
        "bookings",
        "proposals",
    )
    return Growth(**{name: max(1, int(getattr(full, name) * share)) for name in names})


def parts() -> list[str]:
    """The rooms that have a part, those that others stand on first."""
    from django.conf import settings

    named = {each.name for each in pkgutil.iter_modules(rooms.__path__)}
    order = [app.rpartition(".")[2] for app in reversed(settings.INSTALLED_APPS) if app.startswith("jalur.")]
    return [name for name in order if name in named]


def load(growth: Growth) -> dict[str, float]:
    """Fill the database; seconds by part."""
    spent = {}
    for name in parts():
        begun = time.perf_counter()
        importlib.import_module(f"bench.growth.rooms.{name}").load(growth)
        spent[name] = time.perf_counter() - begun
    return spent


def settle() -> float:
    """What autovacuum would have done by the next day; seconds."""
    from django.db import connection

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return time.perf_counter() - begun


def check() -> list[str]:
    """What the triggers would have refused: rows that point nowhere, counters that count wrongly. Empty when sound."""
    from django.apps import apps
    from django.db import connection

    faults = []
    with connection.cursor() as cursor:
        for model in (each for each in apps.get_models() if each.__module__.startswith("jalur.")):
            for key in (
                each for each in model._meta.concrete_fields if each.is_relation and each.db_constraint
            ):
                target = key.target_field
                cursor.execute(
                    f'SELECT count(*) FROM "{model._meta.db_table}" a LEFT JOIN "{target.model._meta.db_table}" b'
                    f' ON a."{key.column}" = b."{target.column}"'
                    f' WHERE a."{key.column}" IS NOT NULL AND b."{target.column}" IS NULL'
                )
                if count := cursor.fetchone()[0]:
                    faults.append(f"{model._meta.label}.{key.name}: {count} rows point nowhere")
    return faults + broken()


def broken() -> list[str]:
    """The rooms' invariants that do not hold, and states that no choice knows. Empty when sound."""
    from django.apps import apps
    from django.db import connection

    queries = {}
    for name in parts():
        queries |= getattr(importlib.import_module(f"bench.growth.rooms.{name}"), "INVARIANTS", {})
    for model in (each for each in apps.get_models() if each.__module__.startswith("jalur.")):
        for state in (each for each in model._meta.concrete_fields if each.name in ("state", "status")):
            legal = ", ".join(f"'{value}'" for value, _label in state.choices or ())
            if legal:
                queries[f"{model._meta.label} in no legal state"] = (
                    f'SELECT 1 FROM "{model._meta.db_table}" WHERE "{state.column}" NOT IN ({legal})'
                )
    faults = []
    with connection.cursor() as cursor:
        for what, query in queries.items():
            cursor.execute(f"SELECT count(*) FROM ({query}) AS wrong")
            if count := cursor.fetchone()[0]:
                faults.append(f"{what}: {count} rows")
    return faults
