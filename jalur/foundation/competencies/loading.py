"""The reference files of competencies, read into rows. Writing them is `services.load_competencies`."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from jalur.foundation.competencies.models import Kind
from jalur.kit import reference

Row = dict[str, Any]


def occupations(home: Path) -> Iterator[Row]:
    everyday = {row["code"]: row["words"] for row in reference.read_rows(home / "occupation_words.csv")}
    for row in reference.read_rows(home / "occupations.csv"):
        yield {
            "code": row["code"],
            "title_id": row["title_id"],
            "title_en": row["title_en"],
            "parent_id": row["parent"] or None,
            "everyday": everyday.pop(row["code"], ""),
        }
    if everyday:
        raise ValueError(f"everyday words of no occupation: {sorted(everyday)}")


def scales(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "language_scales.csv"):
        yield {
            "code": row["code"],
            "title_id": row["name_id"],
            "title_en": row["name_en"],
            "language": row["language"],
            "kind": row["kind"],
        }


def competencies(home: Path) -> Iterator[Row]:
    """Units, language levels, soft skills and culture modules as one table."""
    for row in reference.read_rows(home / "units.csv"):
        yield _competency(row, Kind.SKILL, row["title_id"], row["title_en"])
    for row in reference.read_rows(home / "language_levels.csv"):
        yield _competency(row, Kind.LANGUAGE, row["name_id"], row["name_en"])
    for name, kind in [("soft_skills.csv", Kind.SOFT), ("culture.csv", Kind.CULTURE)]:
        for row in reference.read_rows(home / name):
            yield _competency(row, kind, row["title_id"], row["title_en"])


def _competency(row: dict[str, str], kind: Kind, title_id: str, title_en: str) -> Row:
    decree = re.split(r":|;|,| \(", row["source"])[0]
    return {
        "code": row["code"],
        "kind": kind.value,
        "title_id": title_id,
        "title_en": title_en,
        "body": decree if row.get("scheme") == "skkni" else "",
        "scheme": row.get("scheme", ""),
        "country_id": row.get("country") or None,
        "occupation_id": row.get("occupation") or None,
        "scale_id": row.get("scale") or None,
        "rank": reference.whole(row.get("position", "")),
        **_sourced(row),
    }


def implications(home: Path) -> Iterator[Row]:
    """What the file says, and what a scale says by itself: every level implies the one below it."""
    levels: dict[str, list[tuple[int, str]]] = {}
    for row in reference.read_rows(home / "language_levels.csv"):
        levels.setdefault(row["scale"], []).append((int(row["position"]), row["code"]))
    for scale, steps in levels.items():
        ordered = [code for _, code in sorted(steps)]
        for low, high in pairwise(ordered):
            yield _implication(high, low, _order_of(scale))
    for row in reference.read_rows(home / "implications.csv"):
        yield _implication(row["competency"], row["implies"], row)


def _order_of(scale: str) -> dict[str, str]:
    return {
        "source": f"Urutan skala {scale}",
        "source_en": f"Order of the scale {scale}",
        "source_url": "",
        "verified": "true",
    }


def _implication(code: str, implied: str, row: dict[str, str]) -> Row:
    return {
        "id": reference.stable_id("implication", code, implied),
        "competency_id": code,
        "implied_id": implied,
        **_sourced(row),
    }


def standards(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "standards.csv"):
        yield {
            "id": standard_id(row),
            "series": row["code"],
            "country_id": row["country"],
            "occupation_id": row["occupation"],
            "route": row["route"],
            "title_id": row["name_id"],
            "title_en": row["name_en"],
            "min_age": reference.whole(row["min_age"]),
            "max_age": reference.whole(row["max_age"]),
            "sex": row["sex"],
            "min_education": reference.whole(row["min_education"]),
            "contract_months": reference.whole(row["contract_months"]),
            "valid_from": reference.day(row["valid_from"]),
            "valid_to": reference.day(row["valid_to"]),
            **_sourced(row),
        }


def asked(home: Path, *, required: bool) -> Iterator[Row]:
    """What the standards of the file ask for (or, not required, call an advantage), for every version there."""
    versions: dict[str, list[Any]] = {}
    for row in reference.read_rows(home / "standards.csv"):
        versions.setdefault(row["code"], []).append(standard_id(row))
    for row in reference.read_rows(home / "standard_requirements.csv"):
        if reference.yes(row["required"]) is required:
            for standard in versions[row["standard"]]:
                yield {
                    "id": reference.stable_id("asked", str(standard), row["competency"], str(required)),
                    "standard_id": standard,
                    "competency_id": row["competency"],
                }


def standard_id(row: dict[str, str]) -> Any:
    return reference.stable_id("standard", row["code"], row["valid_from"])


def _sourced(row: dict[str, str]) -> Row:
    return {
        "source": row["source"],
        "source_en": row["source_en"],
        "source_url": row["source_url"],
        "verified": reference.yes(row["verified"]),
    }
