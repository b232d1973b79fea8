"""A meeting that has taken place, written straight into its tables."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tests.job_orders.factories import TODAY


def met(candidate, intake, mark: str) -> dict[str, Any]:
    """Yesterday's meeting of a class, to which its one person did not come."""
    from jalur.journey.attendance.models import Mark, Standing
    from jalur.journey.premises.models import BookedPerson, Booking
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
    BookedPerson.objects.create(booking=booking, candidate=candidate, during=during)
    session = Session.objects.create(intake=intake, booking=booking)
    return {
        "meeting": session,
        "mark": Mark.objects.create(session=session, candidate=candidate, state="absent", taken_at=during[1]),
        "standing": Standing.objects.create(
            intake=intake, candidate=candidate, held=1, in_a_row=1, missed_since=yesterday
        ),
    }
