"""Programmes and classes as tests need them: written through the services, by the manager of the cast."""

from datetime import date
from decimal import Decimal

from tests.job_orders.factories import TODAY, changed, make_candidate

__all__ = ["TODAY", "add_programme", "changed", "make_candidate", "new_class", "open_class"]

STARTS, ENDS = date(2026, 2, 2), date(2026, 3, 13)


def add_programme(cast, code="LAS-KR", *, teaches=("KR-LAS-FCAW", "KR-LAS-K3"), prerequisites=(), **limits):
    """A programme of Pak Hendra's institute."""
    from jalur.journey.training import services
    from jalur.journey.training.models import Programme

    programme = Programme(provider=cast.hendra.organisation, code=code, title=f"Pelatihan {code}", **limits)
    return services.add_programme(
        actor=cast.hendra.actor, programme=programme, teaches=teaches, prerequisites=prerequisites
    )


def new_class(cast, *, programme=None, place="35.17", **changes):
    """A class in Jombang with twenty seats, for people of the province; not saved."""
    from jalur.foundation.geography.models import Place
    from jalur.journey.training.models import Intake

    plain = {
        "reach": "province",
        "seats": 20,
        "starts": STARTS,
        "ends": ENDS,
        "cost": Decimal(2_500_000),
        "pass_rate": Decimal("0.85"),
    }
    return Intake(
        programme=programme or add_programme(cast),
        place=Place.objects.get(code=place),
        **{**plain, **changes},
    )


def open_class(cast, **changes):
    """A class open for enrolment."""
    from jalur.journey.training import services

    return services.open_intake(actor=cast.hendra.actor, intake=new_class(cast, **changes), today=TODAY)
