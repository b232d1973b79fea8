"""The list of proposals."""

from collections.abc import Container
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.kit.components import Action, Empty
from jalur.kit.database import is_key
from jalur.kit.lists import list_page
from jalur.proposals.decisions import queries
from jalur.proposals.decisions.filters import filters_of, states_listed
from jalur.proposals.decisions.services.bulk import BULK_SOURCES
from jalur.proposals.decisions.tables import ProposalTable
from jalur.proposals.models import BulkVerb, Run
from jalur.proposals.rights import Right
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.shared import links


@require_safe
@access.requires(Right.LIST_PROPOSAL)
def proposals(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("run", "")
    run: Run | None = run_queries.runs(request.actor).filter(pk=key).first() if is_key(key) else None
    start = links.start_action(request.actor)
    return list_page(
        request,
        queryset=queries.proposals_of(request.actor, run) if run else queries.proposals(request.actor),
        table=ProposalTable,
        filters=filters_of(request.GET),
        template="proposals/proposals.html",
        by_key=True,
        export_name="usulan-jalur",
        exportable=access.may(request.actor, CandidateRight.EXPORT_CANDIDATE),
        run=run,
        title=_("Proposals"),
        about="offer-a-path#states",
        caption=links.name_of(run) if run else "",
        lead=_(
            "One path for each person: the classes and the job order. You offer it, which holds the seats and the opening;"
            " the candidate says yes."
        )
        + (
            " " + _("Lapsed, refused and replaced ones are counted too; choose a state.")
            if run and not request.GET.get("state")
            else ""
        ),
        crumbs=links.crumbs(run),
        tabs=links.tabs(run, request.actor, "proposals") if run and run.has_plan else [],
        bulk_actions=[] if run and run.status != "published" else bulk_actions(states_listed(request.GET)),
        empty=Empty(
            _("There are no proposals here"),
            _("Make a plan; its proposals wait here for a decision."),
            start[0] if start else None,
        ),
    )


def bulk_actions(states: Container[str]) -> list[Action]:
    """What can be done at once to proposals in some of these states."""
    buttons = {
        verb: Action(label, reverse("proposals:decide_many", args=[verb]))
        for verb, label in (
            (BulkVerb.OFFER, _("Offer")),
            (BulkVerb.REFUSE, _("Refuse")),
            (BulkVerb.TAKE_BACK, _("Take back")),
        )
        if any(state in states for state in BULK_SOURCES[verb])
    }
    return [
        replace(button, weight="primary" if verb == BulkVerb.OFFER else "secondary")
        for verb, button in buttons.items()
    ]
