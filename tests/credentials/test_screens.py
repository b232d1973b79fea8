"""Who sees which keys, and what nobody sees."""

import pytest
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.credentials import services
from tests.credentials.statements import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(body, cast):
    return services.rotate_key(actor=SYSTEM, issuer=cast.hendra.organisation, now=NOW)


def test_a_body_sees_its_own_keys_and_the_ministry_all(body, far, cast, sign_in):
    for member, seen in (
        (cast.laras, {body.key}),
        (cast.yusuf, {body.key, far}),
        (cast.bayu, {body.key, far}),
    ):
        browser = sign_in(member)
        page = browser.get(reverse("credentials:keys")).content.decode()
        for key in (body.key, far):
            assert (key.kid in page) == (key in seen)
            opened = browser.get(reverse("credentials:key", args=[key.pk]))
            assert opened.status_code == (200 if key in seen else 404)
    for member in (cast.sari, cast.hendra, cast.anwar, cast.wulan):
        browser = sign_in(member)
        assert browser.get(reverse("credentials:keys")).status_code == 403
        assert browser.get(reverse("credentials:key", args=[body.key.pk])).status_code in {403, 404}


def test_the_page_of_a_key_says_what_to_do(body, cast, sign_in):
    browser, page = sign_in(cast.laras), reverse("credentials:key", args=[body.key.pk])
    assert "belum pernah diperiksa" in browser.get(page).content.decode()
    services.report_stolen(actor=SYSTEM, key=body.key, since=NOW, now=NOW)
    said = browser.get(page).content.decode()
    assert "Terbitkan ulang" in said
    assert "PRIVATE" not in said


def test_public_documents_name_nobody(body, client):
    signed = body.sign(holder="Kenaridesa Rahasiawati")
    listed = [body.issuer.pk, signed.entry.list.number]
    for address in (
        reverse("credentials:issuer", args=[body.issuer.pk]),
        *(
            reverse("credentials:status_list", args=[*listed, what])
            for what in ("revocation", "suspension", "token")
        ),
        reverse("credentials:vct"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        said = answer.content.decode()
        assert not any(word in said for word in ("Kenaridesa", signed.entry.code, "3517080000000001"))
        assert client.post(address).status_code == 405


def test_after_a_move_the_old_name_goes_on_naming_the_keys_made_there(body, client, settings):
    settings.ALLOWED_HOSTS = ["jalur.example", "baru.example", "lain.example"]
    settings.ADDRESS = "https://baru.example"
    new = services.rotate_key(actor=SYSTEM, issuer=body.issuer, now=NOW)
    address = reverse("credentials:issuer", args=[body.issuer.pk])

    def named(host):
        document = client.get(address, headers={"host": host}).json()
        return document["id"].split(":")[2], [one.partition("#")[2] for one in document["assertionMethod"]]

    assert named("jalur.example") == ("jalur.example", [body.key.kid])
    assert named("baru.example") == ("baru.example", [new.kid])
    # Under a name where no key was made the body is called as it is today.
    assert named("lain.example") == ("baru.example", [new.kid])
    services.report_stolen(actor=SYSTEM, key=body.key, since=NOW, now=NOW)
    assert named("jalur.example") == ("jalur.example", [])
