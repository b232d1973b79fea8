"""What later rooms keep of a candidate for their lists is hers, now and after a change; every such table inherits these."""

import pytest
from django.apps import apps
from django.db import connection

from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, CopiesCandidate
from tests.access.world import make_world
from tests.cast import LUMAJANG_VILLAGE

MODELS = [model for model in apps.get_models() if issubclass(model, CopiesCandidate)]
every_table = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
pytestmark = pytest.mark.django_db


def test_some_tables_copy():
    assert {model._meta.label for model in MODELS} >= {"training.Enrolment", "proposals.Proposal"}


@every_table
def test_its_triggers_are_there(model):
    assert COPY_CANDIDATE in model._meta.triggers
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'candidates_candidate'::regclass")
        names = {name for (name,) in cursor.fetchall()}
    assert f"{model._meta.db_table}_follow_candidate" in names


@every_table
def test_a_row_copies_its_candidate_and_follows(cast, model):
    near = make_world(cast).near
    row = model.objects.filter(candidate=near.candidate).get()
    # What is worked out from other rows keeps no history of its own.
    happened = getattr(row, "events", model.objects.none())
    events = happened.count()
    assert [getattr(row, name) for name in COPIED] == [
        near.person.residence_id,
        near.person.name,
        near.candidate.number,
    ]
    type(near.person).objects.filter(pk=near.person.pk).update(residence=LUMAJANG_VILLAGE, name="Nama Baru")
    type(near.candidate).objects.filter(pk=near.candidate.pk).update(number="J-BARU-0001")
    row.refresh_from_db()
    assert [getattr(row, name) for name in COPIED] == [LUMAJANG_VILLAGE, "Nama Baru", "J-BARU-0001"]
    assert not model.objects.visible_to(cast.wulan.actor).filter(pk=row.pk).exists()
    assert model.objects.visible_to(cast.gatot.actor).filter(pk=row.pk).exists()
    # A copy is no change of the row.
    assert happened.count() == events
