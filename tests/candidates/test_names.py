"""Signs in a person's name are asked back about at every door, and taken when they are meant."""

import pytest

from jalur.foundation.imports import services
from jalur.foundation.imports.kinds import kind_of
from jalur.foundation.people.models import Person
from jalur.foundation.people.rules import has_odd_signs
from jalur.kit.forms import AS_TYPED
from tests.access.operations import connect, send
from tests.access.world import TODAY
from tests.candidates.examples import NEW, WRITES
from tests.imports.examples import rows_of

ODD = "S4ri <b>Contoh"


@pytest.mark.parametrize(
    "name", ["Siti Nur'aini, S.Pd.", "I Gusti A.A. Ngurah", "Sári Dé-wi", "Maria (Lia)", "陈 丽"]
)
def test_usual_names_are_not_asked_about(name):
    assert not has_odd_signs(name)


@pytest.mark.parametrize("name", [ODD, "Budi 2", "Ani_", "Dewi@rumah", "Joko=Joko", "Rini 😀"])
def test_odd_ones_are(name):
    assert has_odd_signs(name)


@pytest.mark.django_db
def test_the_form_asks_and_takes_it_when_it_is_meant(cast, sign_in):
    client, typed = sign_in(cast.wulan), {**WRITES["candidates:register"].sends, "name": ODD, "consent": "on"}
    typed["notice_read"] = "on"
    asked = client.post("/candidates/register/", typed)
    assert "angka atau tanda seperti ini" in asked.content.decode()
    assert not Person.objects.filter(name=ODD).exists()
    client.post("/candidates/register/", {**typed, AS_TYPED: "on"})
    assert Person.objects.filter(name=ODD).exists()


@pytest.mark.django_db
def test_a_program_is_asked_too(cast, settings):
    settings.IDP_OIDC_RATE_LIMITS = {"api": None, "api_by_strangers": None}
    token, body = connect(cast.wulan), {**NEW, "name": ODD}
    refused = send("POST", "/api/v1/candidates/", token, body, Idempotency_Key="a")
    assert (refused.status_code, refused.json()["faults"][0]["code"]) == (422, "unlikely")
    taken = send("POST", "/api/v1/candidates/", token, {**body, "confirmed": True}, Idempotency_Key="b")
    assert (taken.status_code, taken.json()["name"]) == (201, ODD)


@pytest.mark.django_db
def test_a_list_waits_for_an_answer(cast):
    kind = kind_of("candidates")
    draft = services.take_rows(
        actor=cast.wulan.actor, kind=kind, rows=rows_of(kind, name=ODD, national_id=""), today=TODAY
    )
    (asked,) = services.look_of(cast.wulan.actor, draft, TODAY).questions.values()
    assert (asked.lines, [code for code, _words in asked.choices]) == ([1], ["as_written"])
