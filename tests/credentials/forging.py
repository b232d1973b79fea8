"""What a forger may try, by name. Each makes one variant out of dice; all of them have to be refused.

Used by the suite (a few of each) and by `python -m bench credentials` (a hundred of each).
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jalur.foundation.credentials import keyring
from jalur.foundation.credentials.rules import Said
from jalur.foundation.credentials.shapes import open_badge


@dataclass
class Bench:
    """One certificate of ours, another of the same body, another body's key, a stranger's key."""

    signed: Any
    other: Any
    far_key: Any
    stranger: Ed25519PrivateKey

    @property
    def said(self) -> Said:
        return open_badge.parse(self.signed.open_badge).judge(self.signed.key.facts).said

    @property
    def badge(self) -> dict[str, Any]:
        return json.loads(self.signed.open_badge)

    @property
    def private(self) -> Ed25519PrivateKey:
        return keyring.load(self.signed.key.kid)


Tamper = Callable[[Bench, random.Random], str | bytes]
CLASSES: dict[str, Tamper] = {}


def forged(tamper: Tamper) -> Tamper:
    CLASSES[tamper.__name__] = tamper
    return tamper


def word(dice: random.Random) -> str:
    return "".join(dice.choices("abcdefghijklmnop", k=dice.randrange(1, 9)))


def put(document: Any, path: list[Any], value: Any) -> str:
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value
    return ""


def leaves(found: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every text in a document."""
    if isinstance(found, dict):
        return [one for name, value in found.items() for one in leaves(value, (*path, name))]
    if isinstance(found, list):
        return [one for place, value in enumerate(found) for one in leaves(value, (*path, place))]
    return [path]


def knots(found: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every object in a document."""
    below: list[tuple[Any, ...]] = [path] if isinstance(found, dict) else []
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [*below, *(one for name, value in pairs for one in knots(value, (*path, name)))]


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document
