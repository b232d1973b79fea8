"""Keys of a body: made, put to use, retired, lost, stolen. The private half lies in the keyring, never here."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials import keyring
from jalur.foundation.credentials.models import KeyState, SigningKey
from jalur.foundation.credentials.workflow import KEY
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import deed, in_turn
from jalur.kit.refusals import refusal


@deed
def make_key(*, actor: Actor, issuer: Organisation) -> SigningKey:
    """A new key of a body, not used yet. What the keyring wrote stays when the database refuses: a file that no row names."""
    made = SigningKey(issuer=issuer, address=settings.ADDRESS)
    with KEY.step("make", actor=actor, subject=made) as key:
        key.kid, key.public = keyring.make()
    return made


@deed
def activate_key(*, actor: Actor, key: SigningKey, now: datetime) -> SigningKey:
    """Sign with this key from now on; the one before it is retired, and what it signed stays valid."""
    in_turn(f"credentials:{key.issuer_id}")
    try:
        keyring.load(key.kid)
    except keyring.KeyringError as fault:
        raise refusal("key", "no_file", str(fault)) from fault
    for older in SigningKey.objects.filter(issuer=key.issuer_id, state=KeyState.ACTIVE).exclude(pk=key.pk):
        retire_key(actor=actor, key=older, now=now)
    with KEY.step("activate", actor=actor, subject=key) as active:
        active.activated_at = now
    return active


@deed
def rotate_key(*, actor: Actor, issuer: Organisation, now: datetime) -> SigningKey:
    """A new key at once in the place of the one before."""
    return activate_key(actor=actor, key=make_key(actor=actor, issuer=issuer), now=now)


@deed
def retire_key(*, actor: Actor, key: SigningKey, now: datetime) -> SigningKey:
    """It signs nothing more; what it signed stays valid."""
    with KEY.step("retire", actor=actor, subject=key) as retired:
        retired.ended_at = now
    return retired


@deed
def check_backup(*, actor: Actor, key: SigningKey, folder: Path, today: date) -> SigningKey:
    """Record that the copy in a folder opens and is this very key; refused when it is not."""
    with KEY.step("check_backup", actor=actor, subject=key) as checked:
        try:
            keyring.check_backup(checked.kid, folder)
        except keyring.KeyringError as fault:
            raise refusal("folder", "no_backup", str(fault)) from fault
        checked.backup_checked_on = today
    return checked


@deed
def lose_key(*, actor: Actor, key: SigningKey, now: datetime) -> SigningKey:
    """Nobody has the private half any more: nothing new is signed with it, what it signed stays valid."""
    with KEY.step("lose", actor=actor, subject=key) as lost:
        lost.ended_at = lost.ended_at or now
    return lost


@deed
def report_stolen(*, actor: Actor, key: SigningKey, since: datetime, now: datetime) -> SigningKey:
    """Somebody else may sign with it since then. Believed is only what our records hold the digest of; the issuer's document
    names the key no more.
    """
    if since > now:
        raise refusal("since", "future", _("That moment lies ahead."))
    with KEY.step("report_stolen", actor=actor, subject=key) as stolen:
        stolen.stolen_from, stolen.ended_at = since, stolen.ended_at or now
    return stolen
