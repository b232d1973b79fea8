"""A meeting that has taken place, written straight into its tables."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tests.job_orders.factories import TODAY, make_candidate


def met(candidate, intake, mark: str) -> dict[str, Any]:
    """Yesterday's meeting of a class, to which its one person did not come."""
    from jalur.journey.attendance.models import Mark, Standing

    session = meeting(candidate, intake, mark)
    return {
        "meeting": session,
        "mark": Mark.objects.create(
            session=session, candidate=candidate, state="absent", taken_at=session.booking.ends
        ),
        "standing": Standing.objects.create(
            intake=intake, candidate=candidate, held=1, in_a_row=1, missed_since=TODAY - timedelta(days=1)
        ),
    }


def meeting(candidate, intake, mark: str) -> Any:
    """Yesterday's meeting of a class, to which one person had to come and of which there is no roll."""
    from jalur.journey.premises.models import BookedPerson, BookedUnit, Booking, Resource
    from jalur.journey.training.models import Session

    yesterday = TODAY - timedelta(days=1)
    starts = timezone.make_aware(datetime.combine(yesterday, time(8)))
    during = (starts, starts + timedelta(hours=4))
    booking = Booking.objects.create(
        organisation=intake.programme.provider,
        number=f"B-{mark}",
        title=f"Las {mark}",
        starts=during[0],
        ends=during[1],
    )
    room = Resource.objects.create(organisation=booking.organisation, kind="room", name=f"Ruang {mark}")
    BookedUnit.objects.create(booking=booking, resource=room, during=during)
    BookedPerson.objects.create(booking=booking, candidate=candidate, during=during)
    return Session.objects.create(intake=intake, booking=booking)


def of_example(cast) -> None:
    """What the example of a list of rolls names: a meeting of Pak Hendra's institute without a roll, and who had to come."""
    from jalur.journey.training.models import Enrolment, Intake, Programme

    candidate = make_candidate("J-CONTOH")
    programme = Programme.objects.create(code="P-CONTOH", title="Las", provider=cast.hendra.organisation)
    intake = Intake.objects.create(
        number="K-CONTOH",
        programme=programme,
        place_id=programme.provider.place_id,
        reach="regency",
        seats=16,
        taken=1,
        starts=TODAY + timedelta(days=30),
        ends=TODAY + timedelta(days=60),
        cost=0,
        pass_rate=1,
    )
    Enrolment.objects.create(intake=intake, candidate=candidate)
    meeting(candidate, intake, "CONTOH")
