"""Where the rooms below show what a proposal speaks of."""

from django.urls import reverse

from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training.models import Intake


def intake_url(intake: Intake) -> str:
    return reverse("training:intake", args=[intake.number])


def order_url(order: JobOrder) -> str:
    return reverse("job_orders:order", args=[order.number])


def candidate_url(candidate: Candidate) -> str:
    return reverse("candidates:candidate", args=[candidate.number])
