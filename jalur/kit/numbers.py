"""Numbers that people say and write down."""

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

# Crockford's alphabet: no letter that reads like a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number(prefix: str) -> str:
    """A number like K-7Q3FX2; unique by chance and by the constraint of the table that keeps it."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _digit in range(6))}"


def new_long_number(prefix: str, alphabet: str = ALPHABET) -> str:
    """A number like J-7F3K-92QX: nobody guesses it, it says nothing, and it is easy to read out."""
    drawn = [secrets.choice(alphabet) for _sign in range(8)]
    return f"{prefix}-{''.join(drawn[:4])}-{''.join(drawn[4:])}"


def number_apart(rows: Iterable[Any], stored: QuerySet[Any], draw: Callable[[Any], str]) -> None:
    """Give each new row a `number` that no other of them has and no stored one; a number that is its own already stays.

    Of 1,000 six-letter numbers drawn together, two are alike once in 2,000 times: enough to refuse a whole list.
    """
    given: set[str] = set()
    waiting = list(rows)
    while waiting:
        drawn = [row.number for row in waiting if row.number]
        taken = set(stored.filter(number__in=drawn).values_list("number", flat=True))
        again = []
        for row in waiting:
            if row.number and row.number not in taken and row.number not in given:
                given.add(row.number)
            else:
                row.number = draw(row)
                again.append(row)
        waiting = again


def new_prefix() -> str:
    """Four signs that stand before somebody's own numbers; unique by the constraint of the table that keeps them."""
    return "".join(secrets.choice(ALPHABET) for _digit in range(4))
