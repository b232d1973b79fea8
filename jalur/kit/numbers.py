"""Numbers that people say and write down."""

import secrets

# Crockford's alphabet: no letter that reads like a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number(prefix: str) -> str:
    """A number like K-7Q3FX2; unique by chance and by the constraint of the table that keeps it."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _digit in range(6))}"


def new_prefix() -> str:
    """Four signs that stand before somebody's own numbers; unique by the constraint of the table that keeps them."""
    return "".join(secrets.choice(ALPHABET) for _digit in range(4))
