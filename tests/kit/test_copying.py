"""Rows that go in by COPY are those that `bulk_create` would have written, and the field history knows whose deed it was."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from jalur.foundation.history.models import Event
from jalur.foundation.imports import services
from jalur.foundation.imports.kinds import kind_of
from jalur.foundation.people.models import Person
from jalur.kit.database import copy_in
from tests.imports.examples import rows_of

TODAY = date(2026, 1, 12)
pytestmark = pytest.mark.django_db


def made(name):
    return Person(
        name=name,
        name_folded=name.lower(),
        birth_date=date(2001, 4, 12),
        sex="F",
        residence_id="35.17.08.2001",
    )


def test_every_column_is_as_bulk_create_writes_it(cast):
    odd = 'Sari\t"N\\" Contoh\n;é'
    copied, created = made(odd), made(odd)
    copy_in([copied])
    Person.objects.bulk_create([created])
    assert (copied._state.adding, copied._state.db) == (False, "default")
    own = {"id", "created_at"}
    first, second = (Person.objects.filter(pk=one.pk).values().get() for one in (copied, created))
    assert {name: value for name, value in first.items() if name not in own} == {
        name: value for name, value in second.items() if name not in own
    }
    assert first["created_at"]


def test_what_the_table_refuses_is_an_integrity_error_and_nothing_is_written(cast):
    one = made("Dua Kali")
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in([one, one])
    assert not Person.objects.filter(pk=one.pk).exists()
    copy_in([])


def test_the_field_history_of_a_list_names_who_read_it_in(cast):
    kind = kind_of("candidates")
    rows = rows_of(kind, national_id="", name="Anggun Contoh")
    draft = services.take_rows(actor=cast.wulan.actor, kind=kind, rows=rows, today=TODAY)
    services.apply(actor=cast.wulan.actor, draft=draft, today=TODAY)
    person = Person.objects.get(name="Anggun Contoh")
    kept = apps.get_model("people", "PersonEvent").objects.get(pgh_obj_id=person.pk)
    event = Event.objects.get(event="people:person:registered", subject_key=str(person.pk))
    assert kept.pgh_context_id == event.context_id is not None
