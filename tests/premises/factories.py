"""What a centre has and books, as tests need it: written through the services, by the manager of the cast."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.job_orders.factories import TODAY, make_candidate

__all__ = ["JAKARTA", "MONDAY", "NOW", "TODAY", "add_resource", "at", "book", "make_candidate", "new_booking"]

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 2, 2)
NOW = datetime(2026, 1, 12, 9, tzinfo=JAKARTA)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=JAKARTA)


def add_resource(cast, name="Bengkel las", kind="workshop", **about):
    from jalur.journey.premises import services
    from jalur.journey.premises.models import Resource

    resource = Resource(organisation=cast.hendra.organisation, kind=kind, name=name, **about)
    return services.add_resource(actor=cast.hendra.actor, resource=resource)


def new_booking(cast, starts, ends, title="Las dasar"):
    from jalur.journey.premises.models import Booking

    return Booking(organisation=cast.hendra.organisation, title=title, starts=starts, ends=ends)


def book(cast, starts, ends, *resources, title="Las dasar", **counts):
    """Book one of each of these resources, or so many as `counts` says by name."""
    from jalur.journey.premises import services

    wants = {resource.pk: counts.get(resource.name, 1) for resource in resources}
    return services.book(
        actor=cast.hendra.actor, booking=new_booking(cast, starts, ends, title), wants=wants, now=NOW
    )
