"""What this room writes to people who hold an opening, and to the offices whose orders end."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.job_orders.models import UNDER_LAW, JobOrder, Reservation


def _order(key: str) -> str:
    number = JobOrder.objects.filter(pk=key).values_list("number", flat=True).first()
    return reverse("job_orders:order", args=[number]) if number else reverse("job_orders:desk")


JOB_CHANGED = MessageKind(
    key="job_orders:job_changed",
    title=_("The job of your opening has changed"),
    subject=_("The job you hold an opening for has changed"),
    text=_(
        "What the job offers or asks has changed. Your opening stays yours. Sign in to read what changed; you may give the opening"
        " back, and nobody may hold that against you."
    ),
    link=lambda _key: reverse("candidates:own"),
    holds=lambda key: Reservation.objects.held().filter(pk=key).exists(),
)
DEADLINE_NEAR = MessageKind(
    key="job_orders:deadline_near",
    title=_("The deadline of an order is near"),
    subject=_("One of your orders closes soon"),
    text=_(
        "People for one of your orders have to be ready by %(day)s; the day after it closes by itself. If the employer gives more"
        " time, change the order before."
    ),
    link=_order,
    values={"day": date(2026, 3, 10)},
    holds=lambda key: JobOrder.objects.filter(pk=key, state__in=UNDER_LAW).exists(),
    is_for_offices=True,
)
