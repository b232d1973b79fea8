"""Tables point downwards too: a string foreign key escapes the import lint, so the models' relations are walked."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

CONTRACTS = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
)


def order() -> list[str]:
    """Every place a table may live, highest first, read from the import contracts: one order for both."""
    found = {contract["id"]: contract for contract in CONTRACTS["tool"]["importlinter"]["contracts"]}

    def layers(name: str) -> list[str]:
        return [part.strip(" ()") for layer in found[name]["layers"] for part in layer.split("|")]

    places = []
    for floor in layers("floors"):
        inner = [f"jalur.{floor}.{room}" for room in layers(floor)] if floor in found else [f"jalur.{floor}"]
        places += inner
    return places


def place_of(module: str, places: list[str]) -> int | None:
    """The position of the room that holds `module`; None for tables of other people's packages."""
    return next((n for n, place in enumerate(places) if f"{module}.".startswith(f"{place}.")), None)


def upward(tables: list[type[models.Model]]) -> list[str]:
    """The relations that point to a higher room."""
    places = order()
    broken = []
    for table in tables:
        here = place_of(table.__module__, places)
        targets = [
            field.related_model
            for field in [*table._meta.fields, *table._meta.many_to_many]
            if field.is_relation
        ]
        for target in targets:
            there = place_of(target.__module__, places) if isinstance(target, type) else None
            if here is not None and there is not None and there < here:
                broken.append(f"{table.__module__}.{table.__name__} → {target.__module__}.{target.__name__}")
    return broken


def test_no_table_points_upwards():
    assert upward(apps.get_models(include_auto_created=True)) == []


def test_every_table_of_ours_has_its_place():
    places = order()
    ours = [table for table in apps.get_models() if table.__module__.startswith("jalur.")]
    assert ours
    assert [table for table in ours if place_of(table.__module__, places) is None] == []


@pytest.mark.parametrize("kind", [models.ForeignKey, models.OneToOneField, models.ManyToManyField])
def test_a_planted_upward_relation_is_seen(kind):
    candidate = apps.get_model("candidates", "Candidate")
    with isolate_apps("jalur.foundation.geography"):
        more = {} if kind is models.ManyToManyField else {"on_delete": models.CASCADE}
        body = {
            "__module__": "jalur.foundation.geography.models",
            "candidate": kind(candidate, related_name="+", **more),
            "Meta": type("Meta", (), {"app_label": "geography"}),
        }
        planted = type("Planted", (models.Model,), body)
    assert upward([planted]) == [
        "jalur.foundation.geography.models.Planted → jalur.journey.candidates.models.Candidate",
    ]
