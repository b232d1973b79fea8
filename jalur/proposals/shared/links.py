"""Where the pages of the room, and of the rooms below, are found."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training.models import Intake
from jalur.kit.components import (
    Action,
    Crumb,
)
from jalur.proposals.models import Run
from jalur.proposals.rights import Right


def intake_url(intake: Intake) -> str:
    return reverse("training:intake", args=[intake.number])


def order_url(order: JobOrder) -> str:
    return reverse("job_orders:order", args=[order.number])


def candidate_url(candidate: Candidate) -> str:
    return reverse("candidates:candidate", args=[candidate.number])


def name_of(run: Run) -> str:
    return run.name


def crumbs(run: Run | None = None) -> list[Crumb]:
    trail = [Crumb(_("Plans"), reverse("proposals:runs"))]
    if run is not None:
        trail.append(Crumb(name_of(run), reverse("proposals:run", args=[run.pk])))
    return trail


def proposals_crumb(run: Run | None) -> Crumb:
    query = f"?run={run.pk}" if run else ""
    return Crumb(_("Proposals"), reverse("proposals:proposals") + query)


def orders_crumb(run: Run) -> Crumb:
    return Crumb(_("Why openings stay empty"), reverse("proposals:orders", args=[run.pk]))


def tabs(run: Run, actor: Actor, here: str) -> list[dict[str, Any]]:
    """The pages of one plan, those that the actor may open."""
    pages = [
        ("run", _("At a glance"), reverse("proposals:run", args=[run.pk]), True),
        (
            "proposals",
            _("Proposals"),
            f"{reverse('proposals:proposals')}?run={run.pk}",
            access.may(actor, Right.LIST_PROPOSAL),
        ),
        ("holds_back", _("What holds us back"), reverse("proposals:holds_back", args=[run.pk]), True),
        ("seats", _("What a seat is worth"), reverse("proposals:seats", args=[run.pk]), True),
        ("openings", _("New classes"), reverse("proposals:openings", args=[run.pk]), True),
        ("budget", _("Budget"), reverse("proposals:budget", args=[run.pk]), True),
        ("orders", _("Empty openings"), reverse("proposals:orders", args=[run.pk]), True),
        ("compare", _("Compare"), reverse("proposals:compare", args=[run.pk]), True),
    ]
    return [{"label": label, "url": url, "is_here": key == here} for key, label, url, may in pages if may]


def start_action(actor: Actor) -> list[Action]:
    if not access.may(actor, Right.START_RUN):
        return []
    return [Action(_("Make a plan"), reverse("proposals:start"), "primary", icon="play-fill")]
