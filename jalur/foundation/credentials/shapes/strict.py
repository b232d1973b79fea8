"""Reading what strangers hand in: sizes first, one way to write everything, no surprises. All faults are ValueError."""

import base64
import binascii
import json
from typing import Any, NoReturn

MOST_BYTES = 262_144
DEEPEST = 12


def text_of(raw: bytes) -> str:
    return raw.decode("utf-8")  # UnicodeDecodeError is a ValueError


def load(text: str) -> Any:
    """JSON in which no member stands twice, no number is broken or boundless, and nothing is nested without end."""
    if len(text) > MOST_BYTES:
        raise ValueError("too long")
    try:
        found = json.loads(
            text, object_pairs_hook=_once, parse_constant=_never, parse_float=_never, parse_int=_whole
        )
        _look(found, DEEPEST)
    except RecursionError:
        raise ValueError("too deep") from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _never(_text: str) -> NoReturn:
    raise ValueError("no such number here")


def _whole(text: str) -> int:
    if len(text) > 15:
        raise ValueError("too large a number")
    return int(text)


def _look(found: Any, depth: int) -> None:
    if depth == 0:
        raise ValueError("too deep")
    for one in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        _look(one, depth - 1)


def dump(found: Any) -> bytes:
    """RFC 8785 for what we write: names of members in ASCII, texts without control signs, whole numbers."""
    said = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return said.encode("utf-8")


def member(found: Any, *path: str | int, kind: type = str) -> Any:
    """What lies at a path, of exactly this kind."""
    for step in path:
        is_there = (isinstance(found, dict) and step in found) or (
            isinstance(found, list) and isinstance(step, int) and step < len(found)
        )
        if not is_there:
            raise ValueError(f"{step} is missing")
        found = found[step]
    if type(found) is not kind:
        raise ValueError(f"{path[-1]} is of another kind")
    return found


def optional(found: dict[str, Any], name: str) -> str:
    return str(member(found, name)) if name in found else ""


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64(text: str) -> bytes:
    """base64url without padding, as `b64` writes it and no other way."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64url") from error
    if b64(data) != text:
        raise ValueError("another way to write it")
    return data
