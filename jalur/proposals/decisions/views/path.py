"""One person's path, and a decision on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import qrcode
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from qrcode.image.svg import SvgPathImage

from jalur.foundation.accounts import access
from jalur.foundation.history import queries as history
from jalur.foundation.workflow.views import find, step_actions, step_page, takes_steps
from jalur.kit import dates
from jalur.kit.components import Crumb
from jalur.proposals.decisions import path, queries, services, words
from jalur.proposals.decisions.forms import CounterRefusalForm, CounterYesForm, RefusalForm
from jalur.proposals.decisions.messages import answer_token
from jalur.proposals.models import Proposal, ProposalState
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
    titles, today = path.titles_of(proposal), dates.today()
    decision = path.decision_of(proposal, titles, actor=actor)
    if proposal.state == ProposalState.OFFERED and access.covers(actor, Right.RECORD_ANSWER, proposal):
        rows = path.link_rows(proposal, link_to(request, proposal))
        decision = replace(decision, summary=[*decision.summary, *rows])
    context: dict[str, Any] = {
        "proposal": proposal,
        "is_own": is_own,
        "title": _("My path") if is_own else proposal.candidate.person.name,
        "about": "offer-to-me#held" if is_own else "offer-a-path#states",
        "caption": proposal.candidate.number,
        "tags": [words.tag_of(proposal)],
        "notices": words.notices(proposal, today, is_own=is_own),
        "crumbs": [] if is_own else [*links.crumbs(proposal.run), links.proposals_crumb(proposal.run)],
        "decision": decision,
        "actions": step_actions(PROPOSAL, actor, proposal, "record_yes", "record_no", "take_back"),
        "steps": path.timeline_of(proposal, titles),
        "person": path.person_rows(proposal, is_own=is_own),
        "candidate_url": links.candidate_url(proposal.candidate),
        "happenings": history.happenings(actor, subject=proposal),
        "undo_url": path.step_url(proposal, "undo")
        if (undo := PROPOSAL.offer("undo", actor, proposal, today=today)) and undo.is_free
        else "",
        "run": proposal.run,
    }
    return render(request, "proposals/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PROPOSAL)
def proposal_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Offer, answer, record an answer, take back: by its own right each."""
    actor = request.actor
    proposal = find(PROPOSAL, actor, pk)
    is_own = proposal.candidate.person_id == actor.person_id
    to = reverse("proposals:mine") if is_own else reverse("proposals:proposal", args=[pk])
    take = partial(getattr(services, verb), actor=actor, proposal=proposal, today=dates.today())
    if verb == "record_yes":
        take = partial(record_yes, take)
    title = _("My path") if is_own else proposal.candidate.person.name
    return step_page(
        request,
        PROPOSAL,
        proposal,
        verb,
        take,
        crumbs=[Crumb(title, to)],
        own_forms={
            "refuse": RefusalForm,
            "decline": RefusalForm,
            "record_yes": CounterYesForm,
            "record_no": CounterRefusalForm,
        },
        rows=path.offer_rows(proposal),
    )


def record_yes(take: Callable[..., Proposal], *, answered_how: str, said_on: date | None) -> Proposal:
    """How a yes was given is the reason of its step."""
    return take(reason=answered_how, said_on=said_on)


def link_to(request: HttpRequest, proposal: Proposal) -> str:
    """The whole address of an offer's link, as it is handed over."""
    return request.build_absolute_uri(reverse("proposals:answer", args=[answer_token(proposal)]))


@require_safe
@access.requires(Right.RECORD_ANSWER)
def answer_slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The link of an offer to print and hand over, with a code to scan; nothing of whose it is or what it offers."""
    proposal = proposal_or_404(request, pk)
    if not access.covers(request.actor, Right.RECORD_ANSWER, proposal):
        raise Http404
    if proposal.state != ProposalState.OFFERED:
        return redirect("proposals:proposal", pk=pk)
    address = link_to(request, proposal)
    context = {
        "title": _("A path is held for you"),
        "crumbs": [Crumb(proposal.candidate.person.name, reverse("proposals:proposal", args=[pk]))],
        "office": request.actor.label,
        "address": address,
        "code": qrcode.make(address, image_factory=SvgPathImage, border=2).to_string(encoding="unicode"),
        "answer_by": proposal.answer_by,
        "today": dates.today(),
    }
    return render(request, "proposals/slip.html", context)
