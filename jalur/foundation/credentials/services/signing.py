"""Sign a statement in its three forms."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials import keyring
from jalur.foundation.credentials.models import KeyState, SigningKey, StatusEntry, StatusList
from jalur.foundation.credentials.rights import Right
from jalur.foundation.credentials.rules import LIST_ENTRIES, LIST_FULL, Said, fault_of, whole
from jalur.foundation.credentials.shapes import compact, open_badge, sd_jwt
from jalur.foundation.credentials.statement import Statement
from jalur.foundation.workflow.locks import deed, in_turn
from jalur.kit.refusals import refusal

TRIES = 40


@dataclass(frozen=True)
class Signed:
    open_badge: str  # JSON
    sd_jwt: str  # with every disclosure; shapes.sd_jwt.show leaves some out
    compact: str  # text of the printed QR code
    key: SigningKey
    entry: StatusEntry


@deed
def sign(*, actor: Actor, statement: Statement, now: datetime) -> Signed:
    """All three forms of a statement, by the key in use of its issuer, and the record of them.

    Refused without the right (`credentials:statement:sign` for the issuer), without a key in use, and for texts that cannot be signed.
    """
    key = (
        SigningKey.objects.select_related("issuer")
        .filter(issuer=statement.issuer, state=KeyState.ACTIVE)
        .first()
    )
    access.check(actor, Right.SIGN_STATEMENT, key or SigningKey(issuer_id=statement.issuer))
    if key is None:
        raise refusal(
            "issuer", "no_key", _("This body has no key to sign with. Ask who keeps the server for one.")
        )
    if fault := fault_of(statement):
        raise refusal(
            "statement",
            f"unfit_{fault}",
            _("This cannot be signed: one of its texts is missing, too long or holds unseen signs."),
        )
    try:
        private = keyring.load(key.kid)
    except keyring.KeyringError as fault_found:
        raise refusal(
            "issuer", "no_key_file", _("The body's key cannot be used now. Ask who keeps the server.")
        ) from fault_found
    entry = _placed(StatusEntry(code=statement.code, key=key, signed_at=whole(now)))
    said = Said(
        statement, key.issuer.name, key.address, key.kid, entry.list.number, entry.index, entry.signed_at
    )
    badge, entry.badge_digest = open_badge.write(said, private.sign)
    token, entry.sd_jwt_digest = sd_jwt.write(said, private.sign)
    code, entry.compact_digest = compact.write(said, private.sign)
    _save(entry)
    return Signed(badge, token, code, key, entry)


def _placed(entry: StatusEntry) -> StatusEntry:
    """At a random place, so that a place tells nothing of when and after whom somebody was certified."""
    entry.list = _open_list(entry.key)
    for _try in range(TRIES):
        entry.index = secrets.randbelow(LIST_ENTRIES)
        if not StatusEntry.objects.filter(list=entry.list, index=entry.index).exists():
            return entry
    raise RuntimeError("no free place found in a status list that is not full")


def _save(entry: StatusEntry) -> None:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        raise refusal(
            "statement", "again", _("This code was signed before. Try again with a new one.")
        ) from error


def _open_list(key: SigningKey) -> StatusList:
    """The body's list that has room, at the address of its key; a new one where there is none."""
    mine = StatusList.objects.filter(issuer=key.issuer_id).order_by("-number")
    for _try in range(2):
        newest = mine.first()
        if (
            newest is not None
            and newest.address == key.address
            and not StatusEntry.objects.filter(list=newest)[LIST_FULL : LIST_FULL + 1].exists()
        ):
            return newest
        in_turn(f"credentials:{key.issuer_id}")
    number = newest.number + 1 if newest else 1
    return StatusList.objects.create(issuer_id=key.issuer_id, address=key.address, number=number)
