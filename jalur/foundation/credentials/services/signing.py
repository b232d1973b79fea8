"""Sign a statement in its three forms."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials import keyring
from jalur.foundation.credentials.models import SigningKey, StatusEntry, StatusList
from jalur.foundation.credentials.queries import active_key
from jalur.foundation.credentials.rights import Right
from jalur.foundation.credentials.rules import LIST_ENTRIES, NO_KEY, Said, fault_of, is_plain, whole
from jalur.foundation.credentials.shapes import compact, open_badge, sd_jwt
from jalur.foundation.credentials.statement import Statement
from jalur.foundation.workflow.locks import deed, in_turn
from jalur.kit.refusals import refusal

TRIES = 12


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
    key = active_key(statement.issuer)
    access.check(actor, Right.SIGN_STATEMENT, key or SigningKey(issuer_id=statement.issuer))
    if key is None:
        raise refusal("issuer", "no_key", str(NO_KEY))
    fault = fault_of(statement) or ("" if is_plain(key.issuer.name, 200) else "issuer")
    if fault:
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
    for lists in (_newest, _next):
        entry.list = lists(entry.key)
        drawn = [secrets.randbelow(LIST_ENTRIES) for _try in range(TRIES)]
        taken = StatusEntry.objects.filter(list=entry.list, index__in=drawn).values_list("index", flat=True)
        if free := [place for place in drawn if place not in set(taken)]:
            entry.index = free[0]
            return entry
    raise RuntimeError("a new status list is full")


def _save(entry: StatusEntry) -> None:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        raise refusal(
            "statement", "again", _("This code was signed before. Try again with a new one.")
        ) from error


def _newest(key: SigningKey) -> StatusList:
    """The body's newest list, at the address of its key; the first one where there is none."""
    mine = StatusList.objects.filter(issuer=key.issuer_id, address=key.address)
    return mine.order_by("-number").first() or _next(key)


def _next(key: SigningKey) -> StatusList:
    """A list more, once the newest has hardly a place left."""
    in_turn(f"credentials:{key.issuer_id}")
    last = StatusList.objects.filter(issuer=key.issuer_id).aggregate(last=Max("number"))["last"] or 0
    return StatusList.objects.create(issuer_id=key.issuer_id, address=key.address, number=last + 1)
