"""Writes of the geography room: there is one, bringing places and countries up to their files."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import transaction

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography import rules
from jalur.foundation.geography.models import Country, Level, Place
from jalur.foundation.geography.rights import Right
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed
from jalur.kit import reference
from jalur.kit.reference import TableChange

LEVELS = {
    "province": Level.PROVINCE,
    "regency": Level.REGENCY,
    "district": Level.DISTRICT,
    "village": Level.VILLAGE,
}
KEPMENDAGRI = {
    "source": "Kepmendagri 300.2.2-2430/2025, github.com/cahyadsn/wilayah @b7ad440",
    "source_en": "",
    "verified": "true",
}


@deed
def load_places(*, actor: Actor, apply: bool, folder: Path | None = None) -> list[TableChange]:
    """Bring countries and places up to `folder`/geography; without `apply` only say what would change.

    ValueError names the code of a place whose form, kind or parent does not fit.
    """
    access.check(actor, Right.LOAD_PLACE)
    home = (folder or reference.folder()) / "geography"
    changes = [
        reference.upsert(Country, _countries(home), apply=apply),
        reference.upsert(Place, _places(home), apply=apply),
    ]
    if apply and not all(change.is_nothing for change in changes):
        counts = {change.table: [change.added, change.changed] for change in changes}
        record(actor=actor, event="geography:place:loaded", subject=Place(), detail=counts)
        transaction.on_commit(cache.clear)
    return changes


def _countries(home: Path) -> Iterator[dict[str, Any]]:
    for row in reference.read_rows(home / "countries.csv"):
        yield {
            "code": row["code"],
            "alpha3": row["alpha_3"],
            "numeric": row["numeric"],
            "name_id": row["name_id"],
            "name_en": row["name_en"],
            "region": row["region"],
            "currency": row["currency"],
        }


def _places(home: Path) -> Iterator[dict[str, Any]]:
    """Places with their counts and measures joined on: today's first, then the codes no longer given out."""
    people = {row["code"]: row for row in reference.read_rows(home / "population.csv")}
    measures = {row["code"]: row for row in reference.read_rows(home / "area_centroid.csv")}
    known: set[str] = set()
    current = reference.read_rows(home / "places.csv.gz")
    historic = list(reference.read_rows(home / "places_historic.csv"))
    for row in current:
        known.add(row["code"])
        yield _place({**KEPMENDAGRI, **row}, people.get(row["code"], {}), measures.get(row["code"], {}))
    for row in historic:
        if row["successor"] not in known or row["code"] in known:
            raise ValueError(
                f"historic place {row['code']}: its successor {row['successor']} is no place of today"
            )
        yield _place(row, {}, {})


def _place(row: dict[str, str], people: dict[str, str], measure: dict[str, str]) -> dict[str, Any]:
    code = row["code"]
    fits = (
        rules.is_code(code)
        and rules.kind_of(code) == row["kind"]
        and rules.parent_code(code) == row["parent"]
    )
    if not fits:
        raise ValueError(f"place {code}: kind {row['kind']} or parent {row['parent']} does not fit its code")
    return {
        "code": code,
        "name": row["name"],
        "level": LEVELS[row["level"]].value,
        "kind": row["kind"],
        "parent_id": row["parent"] or None,
        "successor_id": row["successor"] or None,
        "valid_from": reference.day(row["valid_from"]),
        "valid_to": reference.day(row["valid_to"]),
        "women": reference.whole(people.get("female", "")),
        "men": reference.whole(people.get("male", "")),
        "population_on": _as_of(people),
        "area_km2": _measure(measure, "area_km2"),
        "latitude": _measure(measure, "latitude"),
        "longitude": _measure(measure, "longitude"),
        "source": row["source"],
        "source_en": row["source_en"],
        "source_url": "",
        "verified": reference.yes(row["verified"]),
    }


def _as_of(people: dict[str, str]) -> date | None:
    return reference.day(people.get("as_of", ""))


def _measure(measure: dict[str, str], name: str) -> float | None:
    return float(measure[name]) if measure.get(name) else None
