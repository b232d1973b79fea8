"""What programs read and write of notes: never what is restricted, never what somebody wrote for herself."""

import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.notes import services
from jalur.foundation.notes.kinds import kind_of
from jalur.foundation.notes.models import Note
from jalur.kit import dates
from tests.access.operations import connect, send

NOTES = "/api/v1/notes/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.IDP_OIDC_RATE_LIMITS = {"api": None, "api_by_strangers": None}


@pytest.fixture
def file(cast):
    return cast.sari.person.candidate


def written(by, row, audience, *, restricted=False):
    note = Note(text=f"Kenari {audience}", audience=audience, is_restricted=restricted)
    kind = kind_of("candidate")
    return services.write_note(actor=by.actor, kind=kind, row=row, note=note, today=dates.today())


def sent(file, **other):
    body = {"about": "candidate", "row": file.number, "text": "Datang hari Kamis", "audience": "workers"}
    return body | other


def test_a_program_reads_what_its_office_reads_without_what_is_restricted(cast, file):
    token = connect(cast.wulan)
    open_ones = {written(cast.wulan, file, audience) for audience in ("office", "workers", "person")}
    closed, own = written(cast.wulan, file, "workers", restricted=True), written(cast.wulan, file, "me")
    for address in (NOTES, f"{NOTES}?about=candidate&row={file.number}"):
        answer = send("GET", address, token)
        texts = {item["id"]: item["text"] for item in answer.json()["items"]}
        assert texts == {str(one.pk): one.text for one in open_ones} | {str(closed.pk): None}
        assert {item["row"] for item in answer.json()["items"]} == {file.number}
    assert send("GET", f"{NOTES}{own.pk}/", token).status_code == 404
    answer = send("GET", f"{NOTES}{closed.pk}/", token)
    assert (answer.status_code, answer.json()["text"]) == (200, None)
    assert send("POST", reverse("notes:open", args=[closed.pk]), token, {}).status_code in (302, 403, 404)
    assert not Event.objects.filter(event="notes:note:opened").exists()


def test_a_program_writes_one_and_the_person_is_told(cast, file):
    token = connect(cast.wulan)
    for key, other in (("a", {"audience": "person"}), ("b", {"is_restricted": True})):
        answer = send("POST", NOTES, token, sent(file, **other), Idempotency_Key=key)
        assert answer.status_code == 201, answer.content
    assert answer.json()["text"] is None
    assert Message.objects.filter(kind="notes:for_you").count() == 1
    assert {*Note.objects.values_list("audience", "is_restricted", "text")} == {
        ("person", False, "Datang hari Kamis"),
        ("workers", True, ""),
    }


@pytest.mark.parametrize(
    ("by", "other", "status"),
    [
        ("wulan", {"audience": "me"}, 422),
        ("wulan", {"text": "-"}, 422),
        ("wulan", {"row": "J-NOBODY"}, 404),
        ("wulan", {"about": "organisation", "row": "no-key"}, 404),
        ("wulan", {"about": "moon"}, 404),
        ("gatot", {}, 404),
        ("hendra", {}, 404),
    ],
)
def test_what_is_refused_writes_nothing(cast, file, by, other, status):
    answer = send("POST", NOTES, connect(getattr(cast, by)), sent(file, **other), Idempotency_Key="a")
    assert answer.status_code == status
    assert not Note.objects.exists()


def test_nobody_without_a_person_is_written_to(cast):
    body = {
        "about": "organisation",
        "row": cast.hendra.organisation.pk,
        "text": "Datang",
        "audience": "person",
    }
    assert send("POST", NOTES, connect(cast.wulan), body, Idempotency_Key="a").status_code == 422
    answer = send("POST", NOTES, connect(cast.wulan), body | {"audience": "workers"}, Idempotency_Key="b")
    assert (answer.status_code, answer.json()["row"]) == (201, str(cast.hendra.organisation.pk))
