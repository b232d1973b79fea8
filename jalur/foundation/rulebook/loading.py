"""The reference files of the rulebook, read into rows. Writing them is `services.load_rulebook`."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from jalur.foundation.rulebook.models import Extent
from jalur.kit import reference

Row = dict[str, Any]


def legal_sources(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "legal_sources.csv"):
        yield {**row, "verified": reference.yes(row["verified"])}


def destination_rules(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "destination_rules.csv"):
        key = [row[name] for name in ("country", "occupation", "employer_type", "route", "valid_from")]
        yield {
            "id": reference.stable_id("destination rule", *key),
            "country_id": row["country"] or None,
            "occupation_id": row["occupation"] or None,
            "employer_type": row["employer_type"],
            "route": row["route"],
            "status": row["status"],
            "extent": row["extent"] or Extent.UNDERWAY,
            **_dated(row),
        }


def age_rules(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "age_rules.csv"):
        key = [row[name] for name in ("purpose", "country", "occupation", "employer_type", "valid_from")]
        yield {
            "id": reference.stable_id("age rule", *key),
            "purpose": row["purpose"],
            "country_id": row["country"] or None,
            "occupation_id": row["occupation"] or None,
            "employer_type": row["employer_type"],
            "min_age": reference.whole(row["min_age"]),
            "max_age": reference.whole(row["max_age"]),
            **_dated(row),
        }


def cost_items(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "cost_items.csv"):
        yield {**row, "position": int(row["position"])}


def cost_rules(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "cost_rules.csv"):
        yield {
            "id": reference.stable_id("cost rule", row["item"], row["occupation"], row["valid_from"]),
            "item_id": row["item"],
            "occupation_id": row["occupation"] or None,
            "worker_may_pay": reference.yes(row["worker_may_pay"]),
            **_dated(row),
        }


def contributions(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "contributions.csv"):
        yield {
            "id": reference.stable_id("contribution", row["phase"], row["months"], row["valid_from"]),
            "phase": row["phase"],
            "months": reference.whole(row["months"]),
            "amount": int(row["amount"]),
            "is_monthly": reference.yes(row["is_monthly"]),
            **_dated(row),
        }


def licence_duties(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "licence_duties.csv"):
        whose = row["route"] or row["organisation_kind"]
        yield {
            "id": reference.stable_id("licence duty", whose, row["licence_kind"], row["valid_from"]),
            "route": row["route"],
            "organisation_kind": row["organisation_kind"],
            "licence_kind": row["licence_kind"],
            **_dated(row),
        }


def order_checks(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "order_checks.csv"):
        whose = (row["employer_type"], row["route"], row["kind"])
        yield {
            "id": reference.stable_id("order check", *whose, row["valid_from"]),
            "employer_type": row["employer_type"],
            "route": row["route"],
            "kind": row["kind"],
            **_dated(row),
        }


def permit_duties(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "permit_duties.csv"):
        key = (row["route"], row["occupation"], row["paper"])
        yield {
            "id": reference.stable_id("permit duty", *key, row["valid_from"]),
            "route": row["route"],
            "occupation_id": row["occupation"] or None,
            "paper": row["paper"],
            **_dated(row),
        }


def verification_ways(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "verification_ways.csv"):
        key = (row["whose"], row["way"])
        yield {
            "id": reference.stable_id("verification way", *key, row["valid_from"]),
            "whose": row["whose"],
            "way": row["way"],
            **_dated(row),
        }


def thresholds(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "thresholds.csv"):
        yield {
            "id": reference.stable_id("threshold", row["key"], row["valid_from"]),
            "key": row["key"],
            "number": int(row["number"]),
            "unit": row["unit"],
            **_dated(row),
        }


def exchange_rates(home: Path) -> Iterator[Row]:
    for row in reference.read_rows(home / "exchange_rates.csv"):
        yield {
            "id": reference.stable_id("exchange rate", row["currency"], row["valid_from"]),
            "currency": row["currency"],
            "rupiah": Decimal(row["rupiah"]),
            **_dated(row),
        }


def _dated(row: dict[str, str]) -> Row:
    return {**reference.dated(row), "legal_source_id": row["legal_source"] or None}
