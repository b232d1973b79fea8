"""Lists that lay in candidates' own table lie in everybody's: with their rows, sealed for their new place."""

import json
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from jalur.foundation.history.kinds import kind_of
from jalur.foundation.imports import services
from jalur.foundation.imports.models import Import
from jalur.kit.vault import seal
from tests.access.world import TODAY

BEFORE = [("candidates", "0005_name_and_current"), ("imports", "0001_initial")]
CELLS = {
    "name": "Dewi",
    "birth_date": "12-04-2001",
    "sex": "P",
    "residence": "35.17.08.2001",
    "education": "SMK",
}


@pytest.mark.django_db
def test_what_waits_for_a_decision_can_still_be_applied(cast):
    migration = import_module("jalur.journey.candidates.migrations.0006_imports_have_a_room")
    apps = MigrationLoader(connection).project_state(BEFORE).apps
    old = apps.get_model("candidates", "CandidateImport")
    with connection.schema_editor() as editor:
        editor.create_model(old)
    counts, decided = {"new": 1, "known": 0, "faults": 0}, timezone.now()
    waiting = old(
        uploaded_by_id=cast.wulan.user.pk, organisation_id=cast.wulan.organisation.pk, counts=counts
    )
    place = {"table": "candidates.candidateimport", "row": str(waiting.pk), "field": "content"}
    waiting.content_sealed = seal(json.dumps([(2, CELLS)]), **place)
    waiting.save()
    applied = old.objects.create(
        uploaded_by_id=cast.gatot.user.pk, state="applied", counts=counts, decided_at=decided
    )
    old.objects.update(created_at="2026-01-01T00:00Z")
    connection.check_constraints()  # rows of an earlier transaction, as in a real move

    with connection.schema_editor() as editor:
        migration.move(apps, editor)
        editor.delete_model(old)

    moved = Import.objects.order_by("state").values_list(
        "pk", "kind", "uploaded_by", "state", "counts", "decided_at", "created_at__day"
    )
    assert list(moved) == [
        (applied.pk, "candidates", cast.gatot.user.pk, "applied", counts, decided, 1),
        (waiting.pk, "candidates", cast.wulan.user.pk, "shown", counts, None, 1),
    ]
    draft = Import.objects.get(pk=waiting.pk)
    (newcomer,) = services.plan_of(cast.wulan.actor, draft, TODAY).new
    assert (newcomer[0], newcomer[1].name) == (2, "Dewi")


@pytest.mark.parametrize("verb", ["uploaded", "applied", "dropped"])
def test_old_histories_read_as_new_ones(verb):
    assert str(kind_of(f"candidates:import:{verb}").text) == str(kind_of(f"imports:import:{verb}").text)
