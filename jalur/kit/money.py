"""Money as people write it: Rp1.234.567 in, Rp1.234.567 out."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import format_decimal


def format_money(amount: Decimal | float, currency: str = "IDR", *, locale: str = "id") -> str:
    """Whole units of `currency` (ISO 4217) as text: Rp1.234.567, KRW 2.060.740.

    Minor units are dropped: wages and costs of placement are quoted in whole units.
    """
    number = format_decimal(round(Decimal(str(amount))), format="#,##0", locale=locale)
    if currency == "IDR":
        return f"-Rp{number[1:]}" if number.startswith("-") else f"Rp{number}"
    return f"{currency}\N{NO-BREAK SPACE}{number}" if currency else number


def parse_money(text: str) -> Decimal:
    """Whole units from what people type: "Rp 1.234.567", "1,234,567", "1234567".

    Raises ValueError when the text is no such amount, or has minor units (two digits after a mark).
    """
    bare = re.sub(r"(?i)^(rp|idr)\.?", "", text.strip()).replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    bare = re.sub(r",-$|,00$|\.00$", "", bare)
    if not re.fullmatch(r"[0-9]+|[0-9]{1,3}([.,][0-9]{3})+", bare):
        raise ValueError("not an amount")
    try:
        return Decimal(re.sub(r"[.,]", "", bare))
    except InvalidOperation as failure:
        raise ValueError("not an amount") from failure
