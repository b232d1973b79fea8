"""Money as people write it: Rp1.234.567. It is read by `reading.read_money`."""

from decimal import Decimal

from babel.numbers import format_decimal


def format_money(amount: Decimal | float, currency: str = "IDR", *, locale: str = "id") -> str:
    """Whole units of `currency` (ISO 4217) as text: Rp1.234.567, KRW 2.060.740.

    Minor units are dropped: wages and costs of placement are quoted in whole units.
    """
    number = format_decimal(round(Decimal(str(amount))), format="#,##0", locale=locale)
    if currency == "IDR":
        return f"-Rp{number[1:]}" if number.startswith("-") else f"Rp{number}"
    return f"{currency}\N{NO-BREAK SPACE}{number}" if currency else number
