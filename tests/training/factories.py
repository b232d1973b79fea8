"""Programmes and classes as tests need them: written through the services, by the manager of the cast."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.job_orders.factories import TODAY, make_candidate

__all__ = ["TODAY", "add_programme", "class_details", "make_candidate", "open_class"]

STARTS, ENDS = date(2026, 2, 2), date(2026, 3, 13)


def add_programme(cast, code="LAS-KR", *, teaches=("KR-LAS-FCAW", "KR-LAS-K3"), prerequisites=(), **limits):
    """A programme of Pak Hendra's institute."""
    from jalur.journey.training import services
    from jalur.journey.training.services import ProgrammeDetails

    details = ProgrammeDetails(
        provider=cast.hendra.organisation,
        code=code,
        title=f"Pelatihan {code}",
        teaches=tuple(teaches),
        prerequisites=tuple(prerequisites),
        **limits,
    )
    return services.add_programme(actor=cast.hendra.actor, details=details)


def class_details(cast, *, programme=None, place="35.17", **changes):
    """A class in Jombang with twenty seats, for people of the province."""
    from jalur.foundation.geography.models import Place
    from jalur.journey.training.services import IntakeDetails

    plain = IntakeDetails(
        programme=programme or add_programme(cast),
        place=Place.objects.get(code=place),
        reach="province",
        seats=20,
        starts=STARTS,
        ends=ENDS,
        cost=Decimal(2_500_000),
        pass_rate=Decimal("0.85"),
    )
    return replace(plain, **changes)


def open_class(cast, **changes):
    """A class open for enrolment."""
    from jalur.journey.training import services

    return services.open_intake(actor=cast.hendra.actor, details=class_details(cast, **changes), today=TODAY)
