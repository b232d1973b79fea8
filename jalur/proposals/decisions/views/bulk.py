"""A decision on many proposals: asked first, then followed."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import step_page, takes_steps
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.kit import dates, formats
from jalur.kit.components import Crumb, Row
from jalur.kit.database import is_key
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page
from jalur.proposals.decisions import queries, services, words
from jalur.proposals.decisions.bulk_progress import bulk_work
from jalur.proposals.decisions.filters import ItemFilters, ProposalFilters
from jalur.proposals.decisions.services.bulk import MOST
from jalur.proposals.decisions.tables import ItemTable
from jalur.proposals.decisions.words import BULK_REASONS
from jalur.proposals.models import BulkDecision, BulkVerb, Proposal, ProposalState
from jalur.proposals.rights import Right
from jalur.proposals.shared import links
from jalur.proposals.workflow import BULK_DECISION


def chosen_keys(request: HttpRequest) -> list[UUID]:
    """The ticked proposals, or with "everything" all that the list's filters find."""
    if request.POST.get("everything"):
        shown = queries.proposals(request.actor)
        query = QueryDict(request.POST.get("query", ""))
        proposals = ProposalFilters(query, queryset=shown, request=request).qs
        return list(proposals.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    return [UUID(key) for key in request.POST.getlist("selected") if is_key(key)]


@require_POST
@access.requires(Right.DECIDE_PROPOSAL)
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
    chosen = Proposal.objects.visible_to(request.actor, Right.DECIDE_PROPOSAL).filter(pk__in=keys)
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
        "crumbs": [links.proposals_crumb(None)],
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
    decision = BulkDecision.objects.visible_to(request.actor).filter(pk=pk).first()
    if decision is None:
        raise Http404
    return decision


@require_safe
@access.requires(Right.LIST_PROPOSAL)
def bulk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A decision on many: how far it is and what became of each."""
    decision = decision_or_404(request, pk)
    if wants_partial(request) and request.htmx.target != "results":
        if decision.is_over:
            return HttpResponseClientRefresh()
        work = bulk_work(decision, queries.outcomes(decision), request.actor)
        return render(request, "components/long_work.html", {"work": work})
    return list_page(
        request,
        queryset=queries.bulk_items(decision),
        table=ItemTable,
        filters=ItemFilters,
        template="proposals/bulk.html",
        by_key=True,
        export_name="hasil-keputusan",
        exportable=access.may(request.actor, CandidateRight.EXPORT_CANDIDATE),
        title=str(words.BULK_TITLES[BulkVerb(decision.verb)]),
        lead=_(
            "What became of each proposal. What is not possible has changed nothing; doing it again does no harm."
        ),
        crumbs=[links.proposals_crumb(None)],
        work=bulk_work(decision, queries.outcomes(decision), request.actor),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(BULK_DECISION)
def bulk_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    decision = decision_or_404(request, pk)
    title = str(words.BULK_TITLES[BulkVerb(decision.verb)])
    return step_page(
        request,
        BULK_DECISION,
        decision,
        verb,
        partial(services.cancel_bulk, actor=request.actor, decision=decision),
        crumbs=[links.proposals_crumb(None), Crumb(title, reverse("proposals:bulk", args=[decision.pk]))],
    )
