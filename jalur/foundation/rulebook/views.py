from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Route
from jalur.foundation.geography import queries as geography
from jalur.foundation.rulebook import queries, rules, services
from jalur.foundation.rulebook.filters import RuleFilter, SourceFilter
from jalur.foundation.rulebook.forms import QuestionForm, RuleForm, question_start
from jalur.foundation.rulebook.models import (
    AgeRule,
    Contribution,
    CostItem,
    CostRule,
    DestinationRule,
    EmployerType,
    LegalSource,
    LicenceDuty,
    Threshold,
)
from jalur.foundation.rulebook.rights import Right
from jalur.foundation.rulebook.tables import CHECKED, STATUS, RuleTable, SourceTable, state_of
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Row, Tag
from jalur.kit.forms import apply_errors
from jalur.kit.lists import list_page

R = TypeVar("R", AgeRule, LicenceDuty, Threshold)


def _crumb() -> Crumb:
    return Crumb(_("Rulebook"), reverse("rulebook:question"))


@require_safe
@access.requires(Right.VIEW_RULE)
def question(request: HttpRequest) -> HttpResponse:
    """One question in plain words, answered by the rule that decides."""
    asked = bool(request.GET)
    form = QuestionForm(request.GET if asked else None, initial=question_start())
    answer = _answer(form.cleaned_data) if asked and form.is_valid() else None
    return render(
        request,
        "rulebook/question.html",
        {
            "title": _("May people be placed there?"),
            "lead": _(
                "What decides is the country with the kind of employer, the work and the route, on a day."
            ),
            "actions": [
                Action(_("All rules"), reverse("rulebook:rule_list"), icon="list-ul"),
                Action(_("Legal sources"), reverse("rulebook:source_list"), icon="bank"),
                Action(_("Ages, licences and costs"), reverse("rulebook:ages_and_costs"), icon="cash-coin"),
            ],
            "form": form,
            "answer": answer,
        },
    )


def _answer(asked: dict) -> dict:
    decision = queries.destination_decision(
        country=asked["country"],
        occupation=asked["occupation"],
        employer_type=asked["employer_type"],
        route=asked["route"],
        on=asked["on"],
    )
    ages = queries.age_range(
        purpose=AgeRule.Purpose.PLACEMENT,
        on=asked["on"],
        country=asked["country"],
        occupation=asked["occupation"],
        employer_type=asked["employer_type"],
    )
    verdicts = {
        "open": _("Yes, they may be placed."),
        "paused": _("Not now: placement is paused."),
        "forbidden": _("No, that is forbidden."),
        rules.UNSTATED: _("No rule speaks of this. Ask the ministry before anybody is registered for it."),
    }
    return {
        "question": _("%(work)s in %(country)s, employer: %(employer)s, route: %(route)s, on %(day)s")
        % {
            "work": competencies.occupation_label(asked["occupation"]),
            "country": geography.country_label(asked["country"]),
            "employer": EmployerType(asked["employer_type"]).label,
            "route": Route(asked["route"]).label,
            "day": formats.day(asked["on"]),
        },
        "verdict": verdicts[decision.status],
        "tag": STATUS[decision.status],
        "decision": decision,
        "rule": decision.rule,
        "checked": CHECKED[decision.verified],
        "outweighed": [(one, STATUS[one.status]) for one in decision.outweighed],
        "youngest": ages.min_age,
    }


@require_safe
@access.requires(Right.VIEW_RULE)
def rule_list(request: HttpRequest) -> HttpResponse:
    actions = []
    if access.may(request.actor, Right.EDIT_RULE):
        actions.append(Action(_("New rule"), reverse("rulebook:new_rule"), "primary", icon="plus-lg"))
    return list_page(
        request,
        queryset=DestinationRule.objects.visible_to(request.actor).select_related("country", "occupation"),
        table=RuleTable,
        filters=RuleFilter,
        export_name="aturan-negara-tujuan",
        title=_("Destination rules"),
        lead=_("The rule that names most decides; of two that name equally much, the stricter."),
        crumbs=[_crumb()],
        actions=actions,
    )


@require_safe
@access.requires(Right.VIEW_RULE)
def rule(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = DestinationRule.objects.visible_to(request.actor).select_related(
        "country", "occupation", "legal_source"
    )
    found = get_object_or_404(rows, pk=pk)
    country = found.country.name if found.country else _("Every destination")
    versions = rows.filter(
        country=found.country_id,
        occupation=found.occupation_id,
        employer_type=found.employer_type,
        route=found.route,
    ).order_by("-valid_from")
    return render(
        request,
        "rulebook/rule.html",
        {
            "title": country,
            "caption": _("Destination rule"),
            "tags": [STATUS[found.status], state_of(found), CHECKED[found.verified]],
            "crumbs": [_crumb(), Crumb(_("Destination rules"), reverse("rulebook:rule_list"))],
            "rows": _facts(found),
            "versions": [(one, STATUS[one.status], one.pk == found.pk) for one in versions],
        },
    )


def _facts(found: DestinationRule) -> list[Row]:
    law = found.legal_source
    read = Action(_("Read"), found.source_url) if found.source_url else None
    return [
        Row(_("Work"), found.occupation.title if found.occupation else _("every occupation")),
        Row(_("Employer"), found.get_employer_type_display() or _("every employer")),
        Row(_("Route"), found.get_route_display() or _("every route")),
        Row(_("From"), formats.day(found.valid_from) if found.valid_from else ""),
        Row(_("No longer from"), formats.day(found.valid_to) if found.valid_to else ""),
        Row(_("Legal source"), law.title if law else "", hint=law.about if law else ""),
        Row(_("Source"), found.cited, read),
    ]


@require_safe
@access.requires(Right.VIEW_RULE)
def source_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=LegalSource.objects.all(),
        table=SourceTable,
        filters=SourceFilter,
        export_name="sumber-hukum",
        title=_("Legal sources"),
        lead=_("What the rules rest on. Many were replaced in 2025; nothing here is legal advice."),
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_RULE)
def ages_and_costs(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    ages = AgeRule.objects.visible_to(request.actor).select_related("country", "occupation", "legal_source")
    forbidden = (
        CostRule.objects.visible_to(request.actor)
        .in_force(today)
        .filter(worker_may_pay=False)
        .select_related("occupation")
    )
    occupations = {
        one.occupation_id: one.occupation for one in forbidden.order_by("occupation_id") if one.occupation
    }
    protected = {one.item_id for one in forbidden.filter(~Q(occupation=None))}
    return render(
        request,
        "rulebook/ages_and_costs.html",
        {
            "title": _("Ages, licences and costs"),
            "lead": _(
                "Who may be placed or trained, who needs a licence, what a worker may not be charged, and what social "
                "security costs."
            ),
            "crumbs": [_crumb()],
            "ages": _with_tags(ages.order_by("purpose", "-valid_from", "id")),
            "duties": _with_tags(
                LicenceDuty.objects.visible_to(request.actor)
                .select_related("legal_source")
                .order_by("route", "licence_kind", "-valid_from")
            ),
            "thresholds": _with_tags(
                Threshold.objects.visible_to(request.actor)
                .select_related("legal_source")
                .order_by("key", "-valid_from")
            ),
            "items": [one for one in CostItem.objects.order_by("position") if one.code in protected],
            "occupations": list(occupations.values()),
            "cost_rule": forbidden.select_related("legal_source").order_by("id").first(),
            "contributions": Contribution.objects.visible_to(request.actor)
            .in_force(today)
            .select_related("legal_source")
            .order_by("phase", "is_monthly", "months"),
        },
    )


def _with_tags(rows: Iterable[R]) -> list[tuple[R, Tag, Tag]]:
    """Each rule with whether its source was checked and whether it holds today."""
    return [(row, CHECKED[row.verified], state_of(row)) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RULE)
def new_rule(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.adopt_destination_rule(actor=request.actor, values=form.values())
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The rule is recorded and decides from its first day."))
            return redirect("rulebook:rule", pk=made.pk)
    return render(
        request,
        "rulebook/rule_form.html",
        {
            "title": _("New destination rule"),
            "lead": _(
                "What is stored stays as it is. An open rule about the same question ends on the first day of this one."
            ),
            "crumbs": [_crumb(), Crumb(_("Destination rules"), reverse("rulebook:rule_list"))],
            "form": form,
        },
        status=422 if form.errors else 200,
    )
