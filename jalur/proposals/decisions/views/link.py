"""The pages behind a link: a question only she can answer, then the offer and her yes or no."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import step_page
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb
from jalur.kit.forms import posted
from jalur.proposals.decisions import path, queries, services, words
from jalur.proposals.decisions.forms import BirthDateForm, RefusalForm
from jalur.proposals.decisions.messages import offer_of
from jalur.proposals.models import Answered, Proposal
from jalur.proposals.rights import Right
from jalur.proposals.workflow import PROPOSAL

SESSION_KEY = "answer_link"
"""The link whose question this browser has answered."""


def offer_or_404(token: str) -> Proposal:
    offered = offer_of(token)
    if offered is None:
        raise Http404
    return offered


def is_open(request: HttpRequest, token: str) -> bool:
    return bool(request.session.get(SESSION_KEY) == token)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.OPEN_LINK)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing of the offer, nor whose it is, before the question is answered."""
    offered = offer_or_404(token)
    if is_open(request, token):
        return offer_page(request, token, offered)
    return answer_form(
        request,
        BirthDateForm(posted(request)),
        partial(try_to_open, request, token, offered),
        done="",
        to=reverse("proposals:answer", args=[token]),
        title=_("A path is held for you"),
        lead=_("So that nobody else reads it: when were you born?"),
        button=_("Show the offer"),
    )


def try_to_open(request: HttpRequest, token: str, offered: Proposal, form: BirthDateForm) -> None:
    request.session.pop(SESSION_KEY, None)
    born = form.cleaned_data["birth_date"]
    if services.open_link(actor=request.actor, proposal=offered, birth_date=born):
        request.session[SESSION_KEY] = token
    else:  # leads back without an error, so that the guess stays counted
        messages.warning(
            request, _("This is not the date of birth in the file. Look again, or ask the labour office.")
        )


def offer_page(request: HttpRequest, token: str, offered: Proposal) -> HttpResponse:
    actor = access.herself(offered.candidate.person_id)
    proposal = queries.proposal_in_full(actor, offered.pk)
    assert proposal is not None
    titles = path.titles_of(proposal)
    decision = path.decision_of(proposal, titles, actor=actor)
    undo = PROPOSAL.offer("undo", actor, proposal, today=dates.today())
    context: dict[str, Any] = {
        "title": _("My path"),
        "tags": [PROPOSAL.tag(proposal)],
        "notices": words.notices(proposal, dates.today(), is_own=True),
        "decision": replace(
            decision,
            accept_url=step_url(token, "accept") if decision.accept_url else "",
            refuse_url=step_url(token, "decline") if decision.refuse_url else "",
        ),
        "steps": path.timeline_of(proposal, titles),
        "undo_url": step_url(token, "undo") if undo and undo.is_free else "",
    }
    return render(request, "proposals/answer.html", context)


def step_url(token: str, verb: str) -> str:
    return reverse("proposals:answer_step", args=[token, verb])


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.OPEN_LINK)
def answer_step(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """Her yes, her no, or thinking better of it, once the question is answered."""
    offered = offer_or_404(token)
    back = reverse("proposals:answer", args=[token])
    if not is_open(request, token):
        return redirect(back)
    actor = access.herself(offered.candidate.person_id)
    how = {} if verb == "undo" else {"how": Answered.LINK}
    take = partial(getattr(services, verb), actor=actor, proposal=offered, today=dates.today(), **how)
    own_forms = {"decline": RefusalForm}
    return step_page(
        request,
        PROPOSAL,
        offered,
        verb,
        take,
        actor=actor,
        crumbs=[Crumb(_("My path"), back)],
        own_forms=own_forms,
    )
