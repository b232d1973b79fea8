"""Keys: files that only their owner opens, rotation, backup, and what is believed once one is lost or stolen."""

import stat
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.credentials import keyring, services
from jalur.foundation.credentials.models import SigningKey, StatusEntry
from jalur.foundation.credentials.reading import read
from jalur.foundation.credentials.shapes import compact, open_badge
from jalur.foundation.credentials.statement import Verdict
from jalur.kit.refusals import codes_of
from tests.credentials.statements import NOW, known

pytestmark = pytest.mark.django_db


def did(browser, body):
    return browser.get(reverse("credentials:issuer", args=[body.issuer.pk])).json()


def test_files_are_their_owners_alone(body, signing):
    assert stat.S_IMODE(signing.stat().st_mode) == 0o700
    path = signing / f"{body.key.kid}.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    keyring._load.cache_clear()
    with pytest.raises(ValidationError) as refused:
        body.sign()
    assert codes_of(refused.value) == ["no_key_file"]
    assert not StatusEntry.objects.exists()


def test_a_passphrase_seals_the_files(body, signing, settings):
    settings.SIGNING = {**settings.SIGNING, "passphrase": "dua orang, satu ruang"}
    sealed = services.rotate_key(actor=SYSTEM, issuer=body.issuer, now=NOW)
    assert b"ENCRYPTED" in (signing / f"{sealed.kid}.pem").read_bytes()
    assert read(body.sign().compact, now=NOW).verdict == Verdict.VALID
    settings.SIGNING = {**settings.SIGNING, "passphrase": "salah"}
    with pytest.raises(ValidationError):
        body.sign()


def test_who_may_not_sign_signs_nothing(body, cast):
    for member in (cast.anwar, cast.hendra, cast.sari, cast.yusuf):
        with pytest.raises(Refused):
            services.sign(actor=member.actor, statement=known(body.issuer.pk), now=NOW)
    assert not StatusEntry.objects.exists()
    with pytest.raises(Refused):
        services.make_key(actor=cast.laras.actor, issuer=body.issuer)
    assert SigningKey.objects.count() == 1


def test_a_body_without_a_key_is_told_so(cast, signing):
    with pytest.raises(ValidationError) as refused:
        services.sign(actor=cast.laras.actor, statement=known(cast.laras.organisation.pk), now=NOW)
    assert codes_of(refused.value) == ["no_key"]


@pytest.mark.parametrize(
    "changes",
    [
        {"holder": ""},
        {"title": "x" * 301},
        {"holder": "Sari\u202eitnas"},
        {"code": "SHORT"},
        {"units": (("A", "b"), ("A", "c"))},
        {"ends": NOW - timedelta(days=2)},
        {"begins": NOW.replace(microsecond=5)},
        {"personal": {"phone": "1"}},
    ],
)
def test_what_cannot_be_signed_is_refused(body, changes):
    with pytest.raises(ValidationError) as refused:
        body.sign(**changes)
    assert codes_of(refused.value)[0].startswith("unfit_")
    assert not StatusEntry.objects.exists()


def test_a_code_is_signed_once(body):
    signed = body.sign()
    with pytest.raises(ValidationError) as refused:
        body.sign(code=signed.entry.code)
    assert codes_of(refused.value) == ["again"]


def test_after_a_rotation_the_old_still_verifies(body, client):
    before = body.sign()
    key = services.rotate_key(actor=SYSTEM, issuer=body.issuer, now=NOW)
    after = body.sign()
    assert [read(one.open_badge, now=NOW).key.kid for one in (before, after)] == [body.key.kid, key.kid]
    assert all(read(one.sd_jwt, now=NOW).verdict == Verdict.VALID for one in (before, after))
    assert [one.rpartition("#")[2] for one in did(client, body)["assertionMethod"]] == [body.key.kid, key.kid]


def test_a_lost_key_still_verifies_and_signs_no_more(body, client, signing):
    signed = body.sign()
    (signing / f"{body.key.kid}.pem").unlink()
    services.lose_key(actor=SYSTEM, key=body.key, now=NOW)
    assert read(signed.open_badge, now=NOW).verdict == Verdict.VALID
    assert body.key.kid in str(did(client, body))
    with pytest.raises(ValidationError):
        body.sign()


def test_of_a_stolen_key_only_our_records_are_believed(body, client, signing):
    signed = body.sign()
    private = keyring.load(body.key.kid)
    services.report_stolen(actor=SYSTEM, key=body.key, since=NOW - timedelta(days=1), now=NOW)
    for form in (signed.open_badge, signed.sd_jwt, signed.compact):
        assert read(form, now=NOW).verdict == Verdict.VALID
    # What a thief signs, also dated back: nobody here has a record of it.
    entry = signed.entry
    said = open_badge.parse(signed.open_badge).judge(body.key.facts).said
    for forged in (
        open_badge.write(type(said)(**{**vars(said), "statement": known(body.issuer.pk)}), private.sign)[0],
        compact.write(type(said)(**{**vars(said), "statement": known(body.issuer.pk)}), private.sign)[0],
        open_badge.write(
            type(said)(**{**vars(said), "statement": known(body.issuer.pk, code=entry.code, title="Dokter")}),
            private.sign,
        )[0],
    ):
        assert read(forged, now=NOW).verdict == Verdict.FORGED
    assert body.key.kid not in str(did(client, body))


def test_the_page_of_lost_and_stolen_keys_does_what_it_says(body, client, signing, tmp_path, capsys):
    """docs/how-to/lost-signing-key.md and signing-keys.md, command by command."""
    kid, safe = body.key.kid, str(tmp_path / "safe")
    call_command("keys", "backup", kid, safe, "--apply")
    call_command("keys", "check-backup", kid, safe, "--apply")
    body.key.refresh_from_db()
    assert body.key.backup_checked_on is not None
    signed = body.sign()
    (signing / f"{kid}.pem").unlink()
    call_command("keys", "restore", kid, safe, "--apply")
    assert read(body.sign().compact, now=NOW).verdict == Verdict.VALID
    call_command("keys", "stolen", kid, "--since", "2026-01-01T08:00")
    body.key.refresh_from_db()
    assert body.key.state == "active"  # only shown
    call_command("keys", "stolen", kid, "--since", "2026-01-01T08:00", "--apply")
    assert "2 signed with it" in capsys.readouterr().out
    call_command("keys", "rotate", body.issuer.name, "--apply")
    assert kid not in str(did(client, body))
    assert read(signed.compact, now=NOW).verdict == Verdict.VALID
    call_command("keys", "list")
    assert kid in capsys.readouterr().out
    other = SigningKey.objects.get(state="active")
    call_command("keys", "lost", other.kid, "--apply")
    call_command("keys", "make", body.issuer.name, "--apply")
    made = SigningKey.objects.get(state="made")
    call_command("keys", "activate", made.kid, "--apply")
    call_command("keys", "retire", made.kid, "--apply")
    with pytest.raises(CommandError):
        call_command("keys", "activate", made.kid, "--apply")


def test_a_backup_of_another_key_is_found_out(body, tmp_path):
    other = services.make_key(actor=SYSTEM, issuer=body.issuer)
    copy = keyring.back_up(other.kid, tmp_path / "safe")
    copy.rename(copy.with_name(f"{body.key.kid}.pem"))
    with pytest.raises(ValidationError):
        services.check_backup(actor=SYSTEM, key=body.key, folder=tmp_path / "safe", today=NOW.date())
    body.key.refresh_from_db()
    assert body.key.backup_checked_on is None
