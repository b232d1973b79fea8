"""A decision on many proposals: asked first, then followed."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.views import step_page, takes_steps
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.kit import dates, formats
from jalur.kit.answers import UNPROCESSABLE, answer_refusal
from jalur.kit.components import Action, Crumb, Row
from jalur.kit.database import is_key
from jalur.kit.forms import apply_errors
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page
from jalur.kit.refusals import refusal
from jalur.proposals.decisions import queries, services, words
from jalur.proposals.decisions.bulk_progress import bulk_work
from jalur.proposals.decisions.filters import ItemFilters, filters_of
from jalur.proposals.decisions.forms import RefusalForm
from jalur.proposals.decisions.services.bulk import BULK_SOURCES, MOST
from jalur.proposals.decisions.tables import ItemTable
from jalur.proposals.models import BulkDecision, BulkVerb, Proposal
from jalur.proposals.rights import Right
from jalur.proposals.shared import links
from jalur.proposals.workflow import BULK_DECISION


def chosen_keys(request: HttpRequest, asked: QueryDict) -> list[UUID]:
    """The ticked proposals; with "everything" all that the list's filters find; with a decision on many what of it still stands."""
    decision = asked.get("decision", "")
    if is_key(decision):
        undone = queries.can_be_reversed(decision_or_404(request, UUID(decision)), dates.today())
        return list(undone[: MOST + 1])
    if asked.get("everything"):
        shown = queries.proposals(request.actor)
        query = QueryDict(asked.get("query", ""))
        proposals = filters_of(query)(query, queryset=shown, request=request).qs
        return list(proposals.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    return [UUID(key) for key in asked.getlist("selected") if is_key(key)]


@require_http_methods(["GET", "HEAD", "POST"])
@access.asks_first
@access.requires(Right.DECIDE_PROPOSAL)
def decide_many(request: HttpRequest, verb: str) -> HttpResponse:
    """First what was ticked is kept, then the page says what would happen, then, confirmed, comes the decision itself."""
    is_confirmed = request.POST.get("confirm") == "yes"
    asked = request.POST if request.method == "POST" else request.kept() or QueryDict()
    if request.method == "POST" and not is_confirmed:
        asked = asked.copy()
        asked.setdefault("decision", request.GET.get("decision", ""))
    keys = chosen_keys(request, asked)
    form = RefusalForm(request.POST if is_confirmed else None) if verb == BulkVerb.REFUSE else None
    if is_confirmed and (form is None or form.is_valid()):
        said = form.cleaned_data if form else {}
        try:
            decision = services.decide_many(
                actor=request.actor, verb=verb, proposals=keys, today=dates.today(), **said
            )
        except ValidationError as refused:
            if form is None or not set(refused.error_dict) & set(form.fields):
                return answer_refusal(request, refused, to=reverse("proposals:proposals"))
            apply_errors(form, refused)
        else:
            return redirect("proposals:bulk", decision.pk)
    chosen = Proposal.objects.visible_to(request.actor, Right.DECIDE_PROPOSAL).filter(pk__in=keys)
    if not chosen.exists():
        nothing = refusal("selected", "none", _("Choose at least one proposal."))
        return answer_refusal(request, nothing, to=reverse("proposals:proposals"))
    if request.method == "POST" and not is_confirmed:
        request.keep(asked)
        return redirect(request.path)
    status = UNPROCESSABLE if form and form.errors else 200
    context = confirmation(asked, verb, chosen)
    return render(request, "proposals/confirm_many.html", {**context, "form": form}, status=status)


def confirmation(asked: QueryDict, verb: str, chosen: Any) -> dict[str, Any]:
    states = BULK_SOURCES[BulkVerb(verb)]
    waiting = chosen.filter(state__in=states)
    by_destination = (
        waiting.order_by("order__destination_id")
        .values_list("order__destination__name_id", "order__destination__name_en")
        .annotate(count=Count("pk"))
    )
    english = formats.locale() == "en"
    rows = [
        Row(_("Proposals chosen"), formats.number(chosen.count())),
        Row(str(words.BULK_WAITING[verb]), formats.number(waiting.count())),
        *(
            Row(name_en if english else name_id, formats.number(count))
            for name_id, name_en, count in by_destination
        ),
    ]
    decision = asked.get("decision", "")
    by_hand = not (asked.get("everything") or decision)
    return {
        "title": str(words.BULK_QUESTIONS[verb]),
        "lead": str(words.BULK_CONSEQUENCES[verb]),
        "button": str(words.BULK_BUTTONS[verb]),
        "crumbs": [links.proposals_crumb(None)],
        "rows": rows,
        "verb": verb,
        "weight": "primary" if verb == BulkVerb.OFFER else "danger",
        "kept": {
            "everything": asked.get("everything", ""),
            "query": asked.get("query", ""),
            "decision": decision,
        },
        "keys": asked.getlist("selected") if by_hand else [],
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
            "What happened to each proposal. Those that were not possible changed nothing; trying "
            "again does no harm."
        ),
        crumbs=[links.proposals_crumb(None)],
        actions=undo_actions(decision, request.actor),
        work=bulk_work(decision, queries.outcomes(decision), request.actor),
    )


def undo_actions(decision: BulkDecision, actor: Actor) -> list[Action]:
    """What undoes a decision on many as one, as far as what it did still stands."""
    verb, label = words.REVERSED_BY.get(BulkVerb(decision.verb), ("", ""))
    if not verb or not decision.is_over or not access.may(actor, Right.DECIDE_PROPOSAL):
        return []
    if not queries.can_be_reversed(decision, dates.today()).exists():
        return []
    url = f"{reverse('proposals:decide_many', args=[verb])}?decision={decision.pk}"
    return [Action(str(label), url, post=True)]


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
