"""One person's path, and a decision on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.history import queries as history
from jalur.kit import dates
from jalur.proposals.decisions import path, queries, services
from jalur.proposals.models import Proposal
from jalur.proposals.rights import Right
from jalur.proposals.shared import links
from jalur.proposals.workflow import PROPOSAL


def proposal_or_404(request: HttpRequest, pk: UUID) -> Proposal:
    proposal = queries.proposal_in_full(request.actor, pk)
    if proposal is None:
        raise Http404
    return proposal


@require_safe
@access.requires(Right.VIEW_PROPOSAL)
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    return path_page(request, proposal_or_404(request, pk))


@require_safe
@access.requires(Right.VIEW_PATH)
def mine(request: HttpRequest) -> HttpResponse:
    """The candidate's own page: my path, or why there is none yet."""
    key = queries.own_proposal(request.actor)
    if key is None:
        context = {"title": _("My path"), "has_file": request.actor.person_id is not None}
        return render(request, "proposals/no_path.html", context)
    return path_page(request, proposal_or_404(request, key), is_own=True)


def path_page(request: HttpRequest, proposal: Proposal, *, is_own: bool = False) -> HttpResponse:
    actor = request.actor
    is_own = is_own or proposal.candidate.person_id == actor.person_id
    may_decide = access.covers(actor, Right.DECIDE_PROPOSAL, proposal)
    titles, today = path.titles_of(proposal), dates.today()
    context: dict[str, Any] = {
        "proposal": proposal,
        "is_own": is_own,
        "title": _("My path") if is_own else proposal.candidate.person.name,
        "caption": proposal.candidate.number,
        "tags": [PROPOSAL.tag(proposal)],
        "crumbs": [] if is_own else [*links.crumbs(proposal.run), links.proposals_crumb(proposal.run)],
        "decision": path.decision_of(proposal, titles, may_decide=may_decide),
        "steps": path.timeline_of(proposal, titles),
        "person": path.person_rows(proposal, is_own=is_own),
        "candidate_url": links.candidate_url(proposal.candidate),
        "happenings": history.happenings(actor, subject=proposal),
        "undo_url": reverse("proposals:undo", args=[proposal.pk])
        if (offer := PROPOSAL.offer("undo", actor, proposal, today=today)) and offer.is_free
        else "",
        "run": proposal.run,
    }
    return render(request, "proposals/proposal.html", context)


def decide(
    request: HttpRequest, pk: UUID, service: Callable[..., Proposal], done: str, **decision: str
) -> HttpResponse:
    """One service call, then back to the page with what came of it."""
    proposal = queries.proposal_to_decide(request.actor, pk)
    if proposal is None:
        raise Http404
    try:
        service(actor=request.actor, proposal=proposal, today=dates.today(), **decision)
    except ValidationError as refusal:
        sentence = " ".join(refusal.messages)
        messages.error(request, _("Nothing has been changed. %(sentence)s") % {"sentence": sentence})
    else:
        messages.success(request, done)
    if proposal.candidate.person_id == request.actor.person_id:
        return redirect("proposals:mine")
    return redirect("proposals:proposal", pk)


@require_POST
@access.requires(Right.DECIDE_PROPOSAL)
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("Accepted. The opening and every seat of this path are taken.")
    return decide(request, pk, services.accept, done)


@require_POST
@access.requires(Right.DECIDE_PROPOSAL)
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("Refused. Nothing was taken; the next plan looks again.")
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")
    return decide(request, pk, services.refuse, done, reason=reason, note=note)


@require_POST
@access.requires(Right.DECIDE_PROPOSAL)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("Undone: the opening and the seats are free again.")
    return decide(request, pk, services.undo, done)
