"""Proposals: the list, one path, a decision on one or on many."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.kit import dates, formats
from jalur.kit.components import Action, Empty, Row
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page
from jalur.proposals import links, paths, queries, rules, screens, services, words, workflow
from jalur.proposals.filters import ItemFilters, ProposalFilters, is_key
from jalur.proposals.models import (
    BulkDecision,
    BulkVerb,
    Proposal,
    ProposalState,
    RefusalReason,
    Run,
)
from jalur.proposals.services.bulk import MOST
from jalur.proposals.tables import ItemTable, ProposalTable

BULK_REASONS = [(reason.value, reason.label) for reason in RefusalReason if reason != RefusalReason.OTHER]


def proposal_or_404(request: HttpRequest, pk: UUID) -> Proposal:
    found = queries.proposal_in_full(request.actor, pk)
    if found is None:
        raise Http404
    return found


@require_safe
@access.requires("proposals:proposal:list")
def proposals(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("run", "")
    run: Run | None = queries.runs(request.actor).filter(pk=key).first() if is_key(key) else None
    start = screens.start_action(request.actor)
    return list_page(
        request,
        queryset=queries.proposals(request.actor),
        table=ProposalTable,
        filters=ProposalFilters,
        template="proposals/proposals.html",
        export_name="usulan-jalur",
        run=run,
        title=_("Proposals"),
        caption=screens.name_of(run) if run else "",
        lead=_(
            "One path for each person: the classes and the job order. Only your decision takes seats and openings."
        ),
        crumbs=screens.crumbs(run),
        tabs=screens.tabs(run, request.actor, "proposals") if run and run.has_plan else [],
        bulk_actions=[
            Action(_("Accept"), reverse("proposals:decide_many", args=["accept"]), "primary"),
            Action(_("Refuse"), reverse("proposals:decide_many", args=["refuse"]), "secondary"),
        ],
        bulk_reasons=BULK_REASONS,
        empty=Empty(
            _("There are no proposals here"),
            _("Make a plan; its proposals wait here for a decision."),
            start[0] if start else None,
        ),
    )


@require_safe
@access.requires("proposals:proposal:view")
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    return path_page(request, proposal_or_404(request, pk))


@require_safe
@access.requires("proposals:path:view")
def mine(request: HttpRequest) -> HttpResponse:
    """The candidate's own page: my path, or why there is none yet."""
    key = queries.own_proposal(request.actor)
    if key is None:
        context = {"title": _("My path"), "has_file": request.actor.person_id is not None}
        return render(request, "proposals/no_path.html", context)
    return path_page(request, proposal_or_404(request, key), is_own=True)


def path_page(
    request: HttpRequest, found: Proposal, *, is_own: bool = False, error: str = "", status: int = 200
) -> HttpResponse:
    actor = request.actor
    is_own = is_own or found.candidate.person_id == actor.person_id
    may_decide = access.covers(actor, workflow.DECIDE, found)
    today = dates.today()
    context: dict[str, Any] = {
        "proposal": found,
        "is_own": is_own,
        "error": error,
        "title": _("My path") if is_own else found.candidate.person.name,
        "caption": found.candidate.number,
        "tags": [words.PROPOSAL_TAGS[ProposalState(found.state)]],
        "crumbs": [] if is_own else [*screens.crumbs(found.run), screens.proposals_crumb(found.run)],
        "decision": paths.decision_of(found, may_decide=may_decide),
        "steps": paths.timeline_of(found),
        "person": paths.person_rows(found, is_own=is_own),
        "candidate_url": links.candidate_url(found.candidate),
        "happenings": screens.happenings_of(queries.events_of(found, actor)),
        "undo_url": reverse("proposals:undo", args=[found.pk])
        if may_decide and workflow.can(found, "undo") and rules.can_undo(found.decided_on, today)
        else "",
        "run": found.run,
    }
    return render(request, "proposals/proposal.html", context, status=status)


def back(request: HttpRequest, found: Proposal) -> HttpResponse:
    own = found.candidate.person_id == request.actor.person_id
    return redirect("proposals:mine") if own else redirect("proposals:proposal", found.pk)


def refused(request: HttpRequest, pk: UUID, refusal: ValidationError) -> HttpResponse:
    """The page again, with what stands in the way on top."""
    return path_page(request, proposal_or_404(request, pk), error=" ".join(refusal.messages), status=422)


@require_POST
@access.requires("proposals:proposal:decide")
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = proposal_or_404(request, pk)
    try:
        services.accept(actor=request.actor, proposal=found, today=dates.today())
    except ValidationError as refusal:
        return refused(request, pk, refusal)
    messages.success(request, _("Accepted. The opening and every seat of this path are taken."))
    return back(request, found)


@require_POST
@access.requires("proposals:proposal:decide")
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = proposal_or_404(request, pk)
    try:
        services.refuse(
            actor=request.actor,
            proposal=found,
            reason=request.POST.get("reason", ""),
            note=request.POST.get("note", ""),
            today=dates.today(),
        )
    except ValidationError as refusal:
        return refused(request, pk, refusal)
    messages.success(request, _("Refused. Nothing was taken; the next plan looks again."))
    return back(request, found)


@require_POST
@access.requires("proposals:proposal:decide")
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = proposal_or_404(request, pk)
    try:
        services.undo(actor=request.actor, proposal=found, today=dates.today())
    except ValidationError as refusal:
        return refused(request, pk, refusal)
    messages.success(request, _("The decision is taken back; what had been taken is free again."))
    return back(request, found)


def chosen_keys(request: HttpRequest) -> list[UUID]:
    """The ticked proposals, or with "everything" all that the list's filters find."""
    if request.POST.get("everything"):
        shown = queries.proposals(request.actor)
        query = QueryDict(request.POST.get("query", ""))
        found = ProposalFilters(query, queryset=shown, request=request).qs
        return list(found.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    return [UUID(key) for key in request.POST.getlist("selected") if is_key(key)]


@require_POST
@access.requires("proposals:proposal:decide")
def decide_many(request: HttpRequest, verb: str) -> HttpResponse:
    """First the page that says what would happen, then, confirmed, the decision itself."""
    keys = chosen_keys(request)
    if request.POST.get("confirm") == "yes":
        try:
            decision = services.decide_many(
                actor=request.actor,
                verb=verb,
                proposals=keys,
                reason=request.POST.get("reason", ""),
                today=dates.today(),
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("proposals:proposals")
        return redirect("proposals:bulk", decision.pk)
    chosen = Proposal.objects.visible_to(request.actor, workflow.DECIDE).filter(pk__in=keys)
    if not chosen.exists():
        messages.error(request, _("Choose at least one proposal."))
        return redirect("proposals:proposals")
    return render(request, "proposals/confirm_many.html", confirmation(request, verb, chosen))


def confirmation(request: HttpRequest, verb: str, chosen: Any) -> dict[str, Any]:
    waiting = chosen.filter(state=ProposalState.PROPOSED)
    by_destination = (
        waiting.order_by("order__destination_id")
        .values_list("order__destination__name_id", "order__destination__name_en")
        .annotate(count=Count("pk"))
    )
    english = formats.locale() == "en"
    total = chosen.count()
    accepts = verb == BulkVerb.ACCEPT
    reason = request.POST.get("reason", "")
    rows = [
        Row(_("Proposals chosen"), formats.number(total)),
        Row(_("Of these still waiting for a decision"), formats.number(waiting.count())),
        *(
            Row(name_en if english else name_id, formats.number(count))
            for name_id, name_en, count in by_destination
        ),
    ]
    if not accepts:
        rows.append(Row(_("Reason"), dict(BULK_REASONS).get(reason, "")))
    return {
        "title": _("Accept these proposals?") if accepts else _("Refuse these proposals?"),
        "crumbs": [screens.proposals_crumb(None)],
        "rows": rows,
        "verb": verb,
        "reason": reason,
        "reasons": BULK_REASONS,
        "keys": [] if request.POST.get("everything") else request.POST.getlist("selected"),
        "everything": request.POST.get("everything", ""),
        "query": request.POST.get("query", ""),
        "accepts": accepts,
    }


def decision_or_404(request: HttpRequest, pk: UUID) -> BulkDecision:
    found = BulkDecision.objects.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
@access.requires("proposals:proposal:list")
def bulk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A decision on many: how far it is and what became of each."""
    decision = decision_or_404(request, pk)
    if wants_partial(request) and request.htmx.target != "results":
        if decision.is_over:
            return HttpResponseClientRefresh()
        work = screens.bulk_work(decision, queries.outcomes(decision))
        return render(request, "components/long_work.html", {"work": work})
    return list_page(
        request,
        queryset=queries.bulk_items(decision),
        table=ItemTable,
        filters=ItemFilters,
        template="proposals/bulk.html",
        export_name="hasil-keputusan",
        title=str(words.BULK_TITLES[BulkVerb(decision.verb)]),
        lead=_(
            "What became of each proposal. What is not possible has changed nothing; doing it again does no harm."
        ),
        crumbs=[screens.proposals_crumb(None)],
        work=screens.bulk_work(decision, queries.outcomes(decision)),
    )


@require_POST
@access.requires("proposals:proposal:decide")
def bulk_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    decision = decision_or_404(request, pk)
    services.cancel_bulk(actor=request.actor, decision=decision)
    return redirect("proposals:bulk", decision.pk)
