"""The lists as they are now, made at most once for each change and hour."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.core.cache import cache

from jalur.foundation.credentials import keyring
from jalur.foundation.credentials.models import KeyState, SigningKey, StatusEntry, StatusList
from jalur.foundation.credentials.rules import LIST_WINDOW, SUSPENSION, TOKEN, Said
from jalur.foundation.credentials.shapes import status_list
from jalur.foundation.credentials.shapes.parsed import KeyFacts


@dataclass(frozen=True)
class Marks:
    """What a list says of one place, and from when it is."""

    is_revoked: bool
    is_suspended: bool
    at: datetime


def current(found: StatusList, purpose: str, now: datetime) -> str | None:
    """The signed list; None while its body has no key to sign it with."""
    key = (
        SigningKey.objects.select_related("issuer")
        .filter(issuer=found.issuer_id, state=KeyState.ACTIVE)
        .first()
    )
    if key is None:
        return None
    window = int(now.timestamp() // LIST_WINDOW.total_seconds())
    name = f"credentials:list:{found.pk}:{purpose}:{found.version}:{key.kid}:{window}"
    text: str | None = cache.get(name)
    if text is None:
        text = _made(found, purpose, key, window)
        if text is not None:
            cache.set(name, text, int(LIST_WINDOW.total_seconds()))
    return text


def _made(found: StatusList, purpose: str, key: SigningKey, window: int) -> str | None:
    try:
        private = keyring.load(key.kid)
    except keyring.KeyringError:
        return None
    marked = StatusEntry.objects.filter(list=found)
    begins = datetime.fromtimestamp(window * LIST_WINDOW.total_seconds(), UTC)
    listed = status_list.Listed(
        replace(key.facts, address=found.address),
        found.address,
        found.number,
        frozenset(marked.filter(is_revoked=True).values_list("index", flat=True)),
        frozenset(marked.filter(is_suspended=True).values_list("index", flat=True)),
        begins,
    )
    if purpose == TOKEN:
        return status_list.write_token(listed, private.sign)
    return status_list.write(listed, purpose, private.sign)


def marks_in(
    text: str, said: Said, purpose: str, keys: Mapping[str, KeyFacts], now: datetime
) -> Marks | None:
    """What a list at hand says of a place; None when it is none of ours, out of date or of something else."""
    try:
        is_marked, at = status_list.mark_in(
            text, number=said.list_number, index=said.index, purpose=purpose, keys=keys, now=now
        )
    except (ValueError, TypeError, KeyError):
        return None
    is_suspension = purpose == SUSPENSION
    return Marks(is_marked and not is_suspension, is_marked and is_suspension, at)
