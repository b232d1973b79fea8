"""A budget line and what it pays, as the sweeps look at them, on either side."""

from datetime import date
from decimal import Decimal
from typing import Any


def funding(provider: Any, seat: Any, mark: str) -> dict[str, Any]:
    from jalur.journey.funding.models import BudgetLine, Payment

    line = BudgetLine.objects.create(
        key=f"D-{mark}",
        owner=provider,
        source="own",
        year=2026,
        number=f"5.1.{mark}",
        title=f"Pelatihan {mark}",
        amount=Decimal(50_000_000),
        committed=Decimal(1_000_000),
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    return {
        "budget_line": line,
        "payment": Payment.objects.create(enrolment=seat, line=line, amount=Decimal(1_000_000)),
    }
