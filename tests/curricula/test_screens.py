"""A curriculum through the browser's door: the institute writes, the company comments and agrees, everybody reads what stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalur.journey.curricula import services
from jalur.journey.curricula.models import Party, Remark, Version
from tests.curricula.examples import PART
from tests.curricula.factories import TODAY, add_part, agreed, discussed, draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def text(answer):
    return answer.content.decode()


def test_from_the_first_part_to_the_day_it_is_in_force(cast, sign_in, client):
    hendra, lestari = sign_in(cast.hendra), sign_in(cast.lestari)
    assert hendra.post("/curricula/new/", {"title": "Las Korea"}).status_code == 422  # how long is a JP?
    assert hendra.post("/curricula/new/", {"title": "Las Korea", "lesson_minutes": "45"}).status_code == 302
    version = Version.objects.get()
    address = f"/curricula/{version.code}/"
    assert client.get(address).status_code == 404
    assert hendra.post(f"{address}parts/new/", {**PART, "evidence": ""}).status_code == 422
    assert hendra.post(f"{address}parts/new/", PART).status_code == 302
    assert hendra.post(f"{address}discuss/").status_code == 302
    company = cast.lestari.organisation
    assert lestari.get(address).status_code == 404
    assert hendra.post(f"{address}invite/", {"organisation": str(company.pk)}).status_code == 302
    assert version.title in text(lestari.get("/"))
    part = version.parts.get()
    assert f"part_key={part.key}" in text(lestari.get(address))
    sent = {"text": "Tambah 16 JP", "part_key": str(part.key)}
    assert lestari.post(f"{address}remarks/new/", sent).status_code == 302
    remark = Remark.objects.get()
    assert remark.part_title == part.title
    settled = {"settlement": "Sudah 76 JP"}
    assert hendra.post(f"/curricula/remarks/{remark.pk}/settle/", settled).status_code == 302
    changed = {**PART, "hours": "76"}
    assert hendra.post(f"{address}parts/{part.pk}/", changed).status_code == 302
    assert "Sudah 76 JP" in text(lestari.get(address))
    asked = hendra.post(f"{address}put_in_force/", {"valid_from": "2026-01-12"})
    assert (asked.status_code, company.name in text(asked)) == (422, True)
    party = Party.objects.get()
    assert lestari.get(f"/curricula/invitations/{party.pk}/").headers["Location"] == address
    assert lestari.post(f"/curricula/invitations/{party.pk}/agree/").status_code == 302
    assert version.title not in text(lestari.get("/"))
    assert hendra.post(f"{address}put_in_force/", {"valid_from": "2026-01-12"}).status_code == 302
    page = text(client.get(address))
    assert "76 JP, 57 jam" in page
    assert remark.text not in page


def test_many_hours_a_week_are_asked_back_once(cast, sign_in):
    version, hendra = draft(cast, 40, weeks=1), sign_in(cast.hendra)
    asked = hendra.post(f"/curricula/{version.code}/parts/new/", PART)
    assert asked.status_code == 422
    assert version.parts.count() == 1
    assert hendra.post(f"/curricula/{version.code}/parts/new/", {**PART, "as_typed": "on"}).status_code == 302


def test_two_versions_stand_side_by_side(cast, client):
    first = agreed(cast, 40, 20)
    second = services.copy_version(actor=cast.hendra.actor, version=first)
    add_part(cast, second, title="Budaya kerja", kind="culture")
    second = services.discuss(actor=cast.hendra.actor, version=second)
    services.put_in_force(actor=cast.hendra.actor, version=second, valid_from=TODAY, today=TODAY)
    page = text(client.get(f"/curricula/{second.code}/compare/?with={first.code}"))
    assert "Budaya kerja" in page
    assert "ditambahkan" in page
    assert first.code in text(client.get(f"/curricula/{second.code}/")), "the older one is a click away"


def test_a_version_is_nobodys_whom_it_was_not_shown_to(cast, sign_in):
    version = discussed(cast)
    for key in ("gatot", "sari", "ratna"):
        browser = sign_in(getattr(cast, key))
        assert browser.get(f"/curricula/{version.code}/").status_code == 404
        assert browser.get(f"/curricula/{version.code}/compare/").status_code == 404
        assert version.code not in text(browser.get("/curricula/"))


def test_the_page_asks_as_often_for_many_parts_as_for_few(cast, sign_in):
    version, browser = draft(cast, 10, 20), sign_in(cast.hendra)

    def queries_of() -> int:
        with CaptureQueriesContext(connection) as made:
            assert browser.get(f"/curricula/{version.code}/").status_code == 200
        return len(made)

    queries_of()  # what is kept for the process is read once
    few = queries_of()
    for number in range(12):
        add_part(cast, version, title=f"Lagi {number}", competency_id="EN-A1")
    assert queries_of() == few
