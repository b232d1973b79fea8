"""Budget lines as tests need them: written through the services."""

from datetime import date
from decimal import Decimal

from tests.training.factories import TODAY, add_programme, make_candidate, open_class

__all__ = ["TODAY", "add_programme", "enter", "make_candidate", "open_class"]


def enter(member, amount=10_000_000, **about):
    from jalur.journey.funding import services
    from jalur.journey.funding.models import BudgetLine

    plain = {
        "source": "own",
        "year": 2026,
        "number": "5.1.02",
        "title": "Pelatihan",
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31),
    }
    line = BudgetLine(amount=Decimal(amount), **{**plain, **about})
    return services.enter_line(actor=member.actor, line=line, today=TODAY)
