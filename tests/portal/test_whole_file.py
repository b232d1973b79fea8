"""A person's whole file asks each room once; only those that say her next step are asked how she reads it herself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import services
from jalur.kit import parts
from jalur.kit.parts import FilePart, NextStep
from tests.training.factories import TODAY, open_class

pytestmark = pytest.mark.django_db
LEADING = {"candidates", "certification", "proposals", "job_orders", "training"}
MOST = 58


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def seated(cast):
    sari = Candidate.objects.get(number="J-SARI-0001")
    services.enrol(actor=SYSTEM, intake=open_class(cast), candidate=sari, today=TODAY)
    return cast


def test_an_officer_reads_a_whole_file_by_few_queries(seated, sign_in):
    address, office = reverse("portal:case_file", args=[seated.sari.person.pk]), sign_in(seated.wulan)
    office.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = office.get(address).content.decode()
    assert "Pelatihan LAS-KR" in page
    assert len(asked) <= MOST


def test_each_room_is_asked_once_and_those_that_lead_her_once_more(seated, sign_in, monkeypatch):
    asked: list[str] = []

    def counted(room, order, read):
        def reads(actor, person, today):
            asked.append(room)
            return read(actor, person, today)

        return order, reads

    rooms = {room: counted(room, *one) for room, one in parts._files.items()}
    monkeypatch.setattr(parts, "_files", rooms)
    address = reverse("portal:case_file", args=[seated.sari.person.pk])
    sign_in(seated.wulan).get(address)
    assert {room: asked.count(room) for room in rooms} == {room: 1 + (room in LEADING) for room in rooms}


def test_a_room_that_leads_says_so_where_it_is_registered(seated, monkeypatch):
    step = FilePart(next_step=NextStep("Datang ke balai desa.", day=TODAY + timedelta(days=1)))
    monkeypatch.setattr(parts, "_files", {**parts._files, "premises": (38, lambda *_asked: step)})
    person = Person.objects.get(pk=seated.sari.person.pk)
    with pytest.raises(AssertionError, match="premises"):
        parts.file_parts(seated.wulan.actor, person, TODAY)
