"""What a centre has is read in from spreadsheets, and its calendar is kept by programs."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jalur.foundation.imports import services as imports
from jalur.foundation.imports.kinds import kind_of
from jalur.journey.premises.models import BookedUnit, Booking, Opening, Resource
from tests.access.operations import connect, send
from tests.premises.factories import MONDAY, TODAY, add_resource, at, book

pytestmark = pytest.mark.django_db
API = "/api/v1/premises/"


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY
    settings.IDP_OIDC_RATE_LIMITS = {"api": None, "api_by_strangers": None}


def read_in(cast, kind, *rows):
    kind = kind_of(kind)
    lines = [";".join(column.heading for column in kind.columns), *rows]
    draft = imports.upload(
        actor=cast.hendra.actor,
        kind=kind,
        content="\n".join(lines).encode(),
        file_name="sarana.csv",
        today=TODAY,
    )
    imports.apply(actor=cast.hendra.actor, draft=draft, today=TODAY)
    draft.refresh_from_db()
    return draft.counts


def test_a_list_adds_what_is_new_and_nothing_twice(cast):
    rows = (
        "bengkel;Bengkel las;;16;baik",
        "peralatan;Mesin las SMAW;12;;rusak ringan",
        "asrama putri;Melati 1;8;;",
        "bengkel;Bengkel dua;3;;",
        "kolam;Kolam renang;;;",
        "Bengkel;bengkel  LAS;;;",
    )
    assert read_in(cast, "resources", *rows) == {"new": 3, "known": 0, "faults": 3}
    assert read_in(cast, "resources", *rows[:3]) == {"new": 0, "known": 3, "faults": 0}
    room = Resource.objects.get(name="Melati 1")
    assert (room.units, room.sex, room.organisation) == (8, "F", cast.hendra.organisation)


def test_a_list_says_for_which_age_a_dormitory_room_is(cast):
    rows = (
        "asrama putri;Melati 1;8;;;di bawah 18",
        "asrama putra;Cempaka 1;8;;;dewasa",
        "asrama putra;Cempaka 2;8;;;",
        "bengkel;Bengkel las;;16;baik;dewasa",
        "asrama putra;Cempaka 3;8;;;lansia",
    )
    assert read_in(cast, "resources", *rows) == {"new": 3, "known": 0, "faults": 2}
    ages = dict(Resource.objects.values_list("name", "ages"))
    assert ages == {"Melati 1": "young", "Cempaka 1": "adults", "Cempaka 2": ""}


def test_very_many_are_asked_back_about(cast):
    counts = read_in(cast, "resources", "peralatan;Kabel;400;;baik")
    assert (counts["new"], counts["waiting"]) == (0, 1)
    assert not Resource.objects.exists()


def test_instructors_are_those_who_work_there_and_no_account_is_made(cast):
    from jalur.foundation.accounts.models import User

    before = User.objects.count()
    counts = read_in(
        cast, "instructors", "TUTI@contoh.example;;30", "wulan@contoh.example;;", "baru@contoh.example;;"
    )
    assert counts == {"new": 1, "known": 0, "faults": 2}
    assert Resource.objects.get().member.user == cast.tuti.user
    assert User.objects.count() == before


def call(method, path, token, body=None, **headers):
    if method != "GET":
        headers = {"Idempotency_Key": uuid4().hex, "If_Match": "*"} | headers
    return send(method, API + path, token, body, **headers)


def test_a_program_books_moves_and_is_told_what_stands_in_the_way(cast):
    workshop = add_resource(cast)
    machines = add_resource(cast, "Mesin las", "equipment", units=4)
    token = connect(cast.hendra)
    asked = {
        "title": "Las dasar",
        "day": "2026-02-02",
        "from_hour": "08.00",
        "to_hour": "12.00",
        "wants": [{"resource": str(workshop.pk)}, {"resource": str(machines.pk), "count": 3}],
    }
    made = call("POST", "bookings/", token, asked)
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    assert {held["name"]: len(held["units"]) for held in made.json()["holds"]} == {
        "Bengkel las": 1,
        "Mesin las": 3,
    }
    refused = call("POST", "bookings/", token, asked | {"title": "Lain"})
    assert (refused.status_code, refused.json()["code"]) == (422, "taken")
    assert Booking.objects.count() == 1
    free = call("GET", f"free-times/?day=2026-02-02&resources={workshop.pk}", token).json()["times"]
    assert free
    assert all(one["starts"] != made.json()["starts"] for one in free)
    moved = call("PATCH", f"bookings/{number}/", token, {"day": "2026-02-03"})
    assert moved.status_code == 200, moved.content
    assert BookedUnit.objects.filter(booking__number=number).count() == 4
    fewer = call("PATCH", f"bookings/{number}/", token, {"wants": [{"resource": str(workshop.pk)}]})
    assert [held["name"] for held in fewer.json()["holds"]] == ["Bengkel las"]


def test_a_closed_hour_is_asked_back_and_meant_when_a_program_says_so(cast):
    workshop = add_resource(cast)
    token = connect(cast.hendra)
    late = {
        "title": "Malam",
        "day": "2026-02-02",
        "from_hour": "19.00",
        "to_hour": "21.00",
        "wants": [{"resource": str(workshop.pk)}],
    }
    assert call("POST", "bookings/", token, late).status_code == 422
    assert call("POST", "bookings/", token, late | {"confirmed": True}).status_code == 201


def test_a_program_reads_and_sets_for_which_age_a_room_is(cast):
    room, token = add_resource(cast, "Melati 1", "dormitory", units=2, sex="F"), connect(cast.hendra)
    address = f"resources/{room.pk}/"
    assert call("GET", address, token).json()["ages"] == ""
    changed = call("PATCH", address, token, {"ages": "young"})
    assert (changed.status_code, changed.json()["ages"]) == (200, "young")
    assert call("PATCH", address, token, {"ages": "old"}).status_code == 422
    assert Resource.objects.get().ages == "young"


def test_hours_are_changed_one_by_one(cast):
    token = connect(cast.hendra)
    answer = call("POST", "opening/", token, {"closes": "17.30"})
    assert (answer.status_code, answer.json()["closes"], answer.json()["opens"]) == (200, "17.30", "08.00")
    assert f"{Opening.objects.get().closes:%H.%M}" == "17.30"


def test_the_week_says_weekdays_in_both_languages(cast, sign_in):
    book(cast, at(MONDAY, 8), at(MONDAY, 12), add_resource(cast))
    client = sign_in(cast.hendra)
    address = f"/premises/week/?monday={MONDAY + timedelta(days=2)}"
    assert "Sen, 2 Feb" in client.get(address).content.decode()
    client.cookies["language"] = "en"
    assert "Mon, 2 Feb" in client.get(address).content.decode()
