"""What somebody hands in: taken apart, judged by the issuer's keys and lists. Never an exception: whatever is odd is forged."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from jalur.foundation.credentials.lists import Marks, marks_in
from jalur.foundation.credentials.models import BELIEVED, KeyState, SigningKey, StatusEntry
from jalur.foundation.credentials.rules import PURPOSES, Said
from jalur.foundation.credentials.shapes import carriers, compact, open_badge, sd_jwt
from jalur.foundation.credentials.shapes.parsed import Judged, Parsed
from jalur.foundation.credentials.statement import Form, Reading, Verdict
from jalur.foundation.organisations.models import Organisation

DID = re.compile(r"did:web:[!-~]{1,300}:issuers:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
FORGED = Reading(Verdict.FORGED)


def read(raw: str | bytes, *, now: datetime, lists: Mapping[str, str] | None = None) -> Reading:
    """Judge a text, a JSON document, a PDF with one attached, or a PNG or SVG with one inside.

    In this order: forged, issuer unknown, revoked, suspended, not yet, expired, list unreachable, valid.
    lists: address → text of the lists at hand, to judge by them alone as a reader elsewhere does; else our own records count.
    """
    try:
        parsed = _parsed(raw)
    except (ValueError, TypeError, OverflowError):
        return FORGED
    key = SigningKey.objects.select_related("issuer").filter(kid=parsed.kid).first()
    if key is None:
        return Reading(_without_key(parsed), parsed.form)
    if key.state == KeyState.MADE or (parsed.did and parsed.did != key.did):
        return Reading(Verdict.FORGED, parsed.form)
    try:
        judged = parsed.judge(key.facts)
    except (ValueError, TypeError, OverflowError, KeyError):
        return Reading(Verdict.FORGED, parsed.form)
    entry = StatusEntry.objects.select_related("list").filter(code=judged.said.statement.code).first()
    if not _is_on_record(entry, judged, parsed.form, key):
        return Reading(Verdict.FORGED, parsed.form)
    verdict, checked_at = _verdict(judged.said, key, entry, now, lists)
    return Reading(verdict, parsed.form, judged.said.statement, key, judged.said.issuer_name, checked_at)


def _parsed(raw: str | bytes) -> Parsed:
    """By what it begins with."""
    if isinstance(raw, bytes):
        if len(raw) > carriers.MOST_BYTES:
            raise ValueError("too large")
        inside = carriers.text_in(raw)
        raw = raw.decode("utf-8") if inside is None else inside
    if len(raw) > carriers.MOST_BYTES:
        raise ValueError("too large")
    text = raw.strip()
    if text.startswith(compact.PREFIX):
        return compact.parse(text)
    if text.startswith("{"):
        return open_badge.parse(text)
    if "~" in text:
        return sd_jwt.parse(text)
    if text.startswith("<"):
        return _parsed(text.encode("utf-8")) if carriers.SVG_SIGN in text[:4096] else _nothing()
    return _nothing()


def _nothing() -> Parsed:
    raise ValueError("none of our forms")


def _without_key(parsed: Parsed) -> Verdict:
    """An issuer of ours that has no such key was never its signer; of others nothing is known here."""
    found = DID.fullmatch(parsed.did)
    if found is None:
        return Verdict.ISSUER_UNKNOWN
    issuer = Organisation.objects.filter(pk=UUID(found.group(1))).first()
    known = issuer is not None and any(key.did == parsed.did for key in issuer.signing_keys.order_by("pk"))
    return Verdict.FORGED if known else Verdict.ISSUER_UNKNOWN


def _is_on_record(entry: StatusEntry | None, judged: Judged, form: Form, key: SigningKey) -> bool:
    """Whether our records contradict it. Of a stolen key they have to know it."""
    if entry is None:
        return key.state != KeyState.STOLEN
    digests = {
        Form.OPEN_BADGE: entry.badge_digest,
        Form.SD_JWT: entry.sd_jwt_digest,
        Form.COMPACT: entry.compact_digest,
    }
    place = (entry.key_id, entry.list.number, entry.index)
    return bytes(digests[form]) == judged.digest and place == (
        key.pk,
        judged.said.list_number,
        judged.said.index,
    )


def _verdict(
    said: Said,
    key: SigningKey,
    entry: StatusEntry | None,
    now: datetime,
    lists: Mapping[str, str] | None,
) -> tuple[Verdict, datetime | None]:
    marks = _marks(said, key, entry, now, lists)
    checked_at = marks.at if marks else None
    if marks and marks.is_revoked:
        return Verdict.REVOKED, checked_at
    if marks and marks.is_suspended:
        return Verdict.SUSPENDED, checked_at
    if now < said.statement.begins:
        return Verdict.NOT_YET, checked_at
    if said.statement.ends is not None and now >= said.statement.ends:
        return Verdict.EXPIRED, checked_at
    return (Verdict.VALID if marks else Verdict.LIST_UNREACHABLE), checked_at


def _marks(
    said: Said, key: SigningKey, entry: StatusEntry | None, now: datetime, lists: Mapping[str, str] | None
) -> Marks | None:
    """None where no list at hand tells."""
    if lists is None:
        return Marks(entry.is_revoked, entry.is_suspended, now) if entry else None
    others = SigningKey.objects.select_related("issuer").filter(issuer=key.issuer_id, state__in=BELIEVED)
    keys = {one.kid: replace(one.facts, address=key.address) for one in others.order_by("pk")}
    found = {
        purpose: marks_in(lists.get(said.list_address(purpose), ""), said, purpose, keys, now)
        for purpose in PURPOSES
    }
    told = [one for one in found.values() if one is not None]
    if any(one.is_revoked or one.is_suspended for one in told) or len(told) == len(PURPOSES):
        return Marks(
            any(one.is_revoked for one in told),
            any(one.is_suspended for one in told),
            min(one.at for one in told),
        )
    return None
