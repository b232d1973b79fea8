from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.forms import TakeBackForm
from jalur.foundation.competencies.models import Route
from jalur.foundation.geography import queries as geography
from jalur.foundation.history import queries as history
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
    Extent,
    LegalSource,
    LicenceDuty,
    OrderCheckDuty,
    PermitDuty,
    Threshold,
    VerificationRule,
)
from jalur.foundation.rulebook.rights import Right
from jalur.foundation.rulebook.tables import STATUS, RuleTable, SourceTable
from jalur.foundation.workflow import consequences
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Row, Text
from jalur.kit.dated import CHECKED, period_tag
from jalur.kit.forms import posted
from jalur.kit.lists import list_page
from jalur.kit.money import format_money


def _crumb() -> Crumb:
    return Crumb(_("Rulebook"), reverse("rulebook:question"))


@require_safe
@access.requires(Right.VIEW_RULE)
def question(request: HttpRequest) -> HttpResponse:
    """One question in plain words, answered by the rule that decides."""
    form = QuestionForm(request.GET or None, initial=question_start())
    answer = _answer(form.cleaned_data) if form.is_bound and form.is_valid() else None
    return render(
        request,
        "rulebook/question.html",
        {
            "title": _("May people be placed there?"),
            "lead": _(
                "The answer depends on the country, the type of employer, the work, the route and the day."
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


def _answer(params: dict[str, Any]) -> dict[str, Any]:
    decision = queries.destination_decision(
        country=params["country"],
        occupation=params["occupation"],
        employer_type=params["employer_type"],
        route=params["route"],
        matter=params["matter"] or Extent.NEW_ORDERS,
        on=params["on"],
    )
    ages = queries.age_range(
        purpose=AgeRule.Purpose.PLACEMENT,
        on=params["on"],
        country=params["country"],
        occupation=params["occupation"],
        employer_type=params["employer_type"],
    )
    verdicts = {
        "open": _("Yes, they may be placed."),
        "paused": _("Not now: placement is paused."),
        "forbidden": _("No, that is forbidden."),
        rules.UNSTATED: _("No rule covers this. Ask the ministry before anybody is registered for it."),
    }
    return {
        "question": _("%(work)s in %(country)s, employer: %(employer)s, route: %(route)s, on %(day)s")
        % {
            "work": competencies.occupation_label(params["occupation"]),
            "country": geography.country_label(params["country"]),
            "employer": EmployerType(params["employer_type"]).label,
            "route": Route(params["route"]).label,
            "day": formats.day(params["on"]),
        },
        "verdict": verdicts[decision.status],
        "tag": STATUS[decision.status],
        "decision": decision,
        "rule": decision.rule,
        "checked": CHECKED[decision.verified],
        "outweighed": [(rule, STATUS[rule.status]) for rule in decision.outweighed],
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
        lead=_("The most specific rule decides; of two equally specific ones, the stricter."),
        crumbs=[_crumb()],
        actions=actions,
    )


@require_safe
@access.requires(Right.VIEW_RULE)
def rule(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = DestinationRule.objects.visible_to(request.actor).select_related(
        "country", "occupation", "legal_source"
    )
    rule = get_object_or_404(rows, pk=pk)
    versions = rule.same_question().order_by("-valid_from", "-valid_to", "pk")
    context = {
        "title": rule.country.name if rule.country else _("Every destination"),
        "caption": _("Destination rule"),
        "tags": [STATUS[rule.status], period_tag(rule), CHECKED[rule.verified]],
        "crumbs": _rule_crumbs(),
        "actions": _rule_actions(request.actor, rule),
        "rows": _facts(rule),
        "grids": [_versions(rule, versions)],
        "happenings": history.happenings(request.actor, subject=rule),
    }
    return render(request, "detail.html", context)


def _rule_actions(actor: Actor, rule: DestinationRule) -> list[Action]:
    if rule.valid_to is not None or not access.covers(actor, Right.EDIT_RULE, rule):
        return []
    return [Action(_("Take the rule back"), reverse("rulebook:take_back_rule", args=[rule.pk]))]


def _rule_crumbs() -> list[Crumb]:
    return [_crumb(), Crumb(_("Destination rules"), reverse("rulebook:rule_list"))]


def _facts(rule: DestinationRule) -> list[Row]:
    law = rule.legal_source
    read = Action(_("Read"), rule.source_url) if rule.source_url else None
    return [
        Row(_("Work"), rule.occupation.title if rule.occupation else _("every occupation")),
        Row(_("Employer"), rule.get_employer_type_display() or _("every employer")),
        Row(_("Route"), rule.get_route_display() or _("every route")),
        *([Row(_("It stops"), rule.reaches)] if rule.reaches else []),
        Row(_("From"), formats.day(rule.valid_from) if rule.valid_from else ""),
        Row(_("No longer in force from"), formats.day(rule.valid_to) if rule.valid_to else ""),
        Row(_("Legal source"), law.title if law else "", hint=law.about if law else ""),
        Row(_("Source"), rule.cited, read),
    ]


def _versions(rule: DestinationRule, versions: Iterable[DestinationRule]) -> Grid:
    def day(version: DestinationRule) -> Text:
        start = formats.day(version.valid_from) if version.valid_from else "–"
        if version.pk == rule.pk:
            return Text(start, _("this version"))
        return Text(start, url=reverse("rulebook:rule", args=[version.pk]))

    rows = [[day(version), STATUS[version.status]] for version in versions]
    return Grid(_("Over time"), [_("From"), _("Status")], rows)


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
        lead=_("What the rules are based on. Many were replaced in 2025; nothing here is legal advice."),
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_RULE)
def ages_and_costs(request: HttpRequest) -> HttpResponse:
    today, actor = dates.today(), request.actor
    forbidden = (
        CostRule.objects.visible_to(actor)
        .in_force(today)
        .filter(worker_may_pay=False)
        .select_related("occupation", "legal_source")
    )
    protected = list(forbidden.exclude(occupation=None).order_by("occupation_id", "id"))
    items = {rule.item_id for rule in protected}
    context = {
        "title": _("Ages, licences and costs"),
        "lead": _(
            "Who may be placed or trained, who needs a licence, what a worker may not be charged, and what social "
            "security costs."
        ),
        "crumbs": [_crumb()],
        "grids": [
            _ages(actor),
            _licence_duties(actor),
            _order_checks(actor),
            _permit_duties(actor),
            _verification_ways(actor),
            _contributions(actor, today),
            _thresholds(actor),
        ],
        "items": [item for item in CostItem.objects.order_by("position") if item.code in items],
        "occupations": {rule.occupation_id: rule.occupation for rule in protected}.values(),
        "cost_rule": forbidden.order_by("id").first(),
        "happenings": None,
    }
    return render(request, "rulebook/ages_and_costs.html", context)


def _dated_heads() -> list[str]:
    return [_("Period"), _("From"), _("Until"), _("Checked"), _("Source")]


def _dated_cells(
    rule: AgeRule | LicenceDuty | OrderCheckDuty | PermitDuty | VerificationRule | Threshold,
) -> list[Any]:
    """When a rule holds, whether its source was checked, and what it says."""
    source = Text(rule.rests_on, url=rule.source_url)
    return [period_tag(rule), rule.valid_from, rule.valid_to, CHECKED[rule.verified], source]


def _ages(actor: Actor) -> Grid:
    rules = AgeRule.objects.visible_to(actor).select_related("country", "occupation", "legal_source")

    def purpose(rule: AgeRule) -> str:
        parts = (rule.get_purpose_display(), rule.country, rule.occupation)
        return ", ".join(str(part) for part in parts if part)

    return Grid(
        _("Ages"),
        [_("For"), _("Employer"), _("Minimum age"), _("Maximum age"), *_dated_heads()],
        [
            [
                purpose(rule),
                rule.get_employer_type_display() or _("every employer"),
                rule.min_age,
                rule.max_age,
                *_dated_cells(rule),
            ]
            for rule in rules.order_by("purpose", "-valid_from", "id")
        ],
    )


def _licence_duties(actor: Actor) -> Grid:
    duties = LicenceDuty.objects.visible_to(actor).select_related("legal_source")
    return Grid(
        _("Who needs a licence"),
        [_("Route or kind of organisation"), _("Licence"), *_dated_heads()],
        [
            [duty.whose, duty.get_licence_kind_display(), *_dated_cells(duty)]
            for duty in duties.order_by("-route", "organisation_kind", "licence_kind", "-valid_from")
        ],
    )


def _order_checks(actor: Actor) -> Grid:
    duties = OrderCheckDuty.objects.visible_to(actor).select_related("legal_source")
    return Grid(
        _("What is checked of a job order before it opens"),
        [_("Check"), _("Employer"), _("Route"), *_dated_heads()],
        [
            [
                duty.get_kind_display(),
                duty.get_employer_type_display() or _("every employer"),
                duty.get_route_display() or _("every route"),
                *_dated_cells(duty),
            ]
            for duty in duties.order_by("kind", "employer_type", "-valid_from", "id")
        ],
    )


def _permit_duties(actor: Actor) -> Grid:
    duties = PermitDuty.objects.visible_to(actor).select_related("occupation", "legal_source")
    return Grid(
        _("Where nobody recruits without a permit (SIP2MI), and its papers"),
        [_("Route"), _("Occupation"), _("Paper"), *_dated_heads()],
        [
            [
                duty.get_route_display(),
                str(duty.occupation or _("every other occupation")),
                duty.get_paper_display(),
                *_dated_cells(duty),
            ]
            for duty in duties.order_by("route", "occupation", "paper", "-valid_from", "id")
        ],
    )


def _verification_ways(actor: Actor) -> Grid:
    ways = VerificationRule.objects.visible_to(actor).select_related("legal_source")
    return Grid(
        _("How employers and partner agencies are verified"),
        [_("Who is verified"), _("How"), *_dated_heads()],
        [
            [rule.get_whose_display(), rule.get_way_display(), *_dated_cells(rule)]
            for rule in ways.order_by("whose", "way", "-valid_from", "id")
        ],
    )


def _contributions(actor: Actor, today: date) -> Grid:
    rows = Contribution.objects.visible_to(actor).in_force(today).select_related("legal_source")
    return Grid(
        _("Social security"),
        [_("When"), _("Months covered"), _("Amount"), _("Source")],
        [
            [
                row.get_phase_display(),
                _("each further month") if row.is_monthly else row.months,
                format_money(row.amount, locale=formats.locale()),
                str(row.legal_source),
            ]
            for row in rows.order_by("phase", "is_monthly", "months")
        ],
    )


def _thresholds(actor: Actor) -> Grid:
    bounds = Threshold.objects.visible_to(actor).select_related("legal_source")
    return Grid(
        _("Thresholds"),
        [_("Rule"), _("Value"), *_dated_heads()],
        [
            [
                bound.get_key_display(),
                f"{formats.number(bound.number)} {bound.get_unit_display()}",
                *_dated_cells(bound),
            ]
            for bound in bounds.order_by("key", "-valid_from")
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RULE)
def new_rule(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        RuleForm(posted(request)),
        lambda form: _adopt(request.actor, form),
        beforehand=lambda form: _before_adopting(request.actor, form),
        done=_("The rule is recorded and decides from its first day."),
        to=lambda rule: reverse("rulebook:rule", args=[rule.pk]),
        title=_("New destination rule"),
        button=_("Record the rule"),
        lead=_(
            "Stored rules stay as they are. An open rule about the same question ends on the first day of this one."
        ),
        secondary=Action(_("Cancel"), reverse("rulebook:rule_list"), "quiet"),
        crumbs=_rule_crumbs(),
    )


def _adopt(actor: Actor, form: RuleForm) -> DestinationRule:
    return services.adopt_destination_rule(
        actor=actor, values=form.values(), ends_narrower=form.cleaned_data["ends_narrower"]
    )


def _before_adopting(actor: Actor, form: RuleForm) -> list[consequences.Group]:
    """Whom a rule touches, and which narrower rules keep deciding before it."""
    on = max(form.cleaned_data["valid_from"], dates.today())
    groups = consequences.beforehand(lambda: _adopt(actor, form), on=on)
    rule = DestinationRule(**form.values())
    narrower = (
        rule.narrower().in_force(on).exclude(status=rule.status).select_related("country", "occupation")
    )
    title = _("Narrower rules that say otherwise")
    rows = [
        [
            Text(str(row.country or _("Every destination")), url=reverse("rulebook:rule", args=[row.pk])),
            row.occupation.title if row.occupation else _("every occupation"),
            row.get_employer_type_display() or _("every employer"),
            row.get_route_display() or _("every route"),
            STATUS[row.status],
        ]
        for row in narrower.order_by("country", "occupation", "pk")
    ]
    if not rows:
        return groups
    heads = [_("Destination"), _("Work"), _("Employer"), _("Route"), _("Status")]
    ended = form.cleaned_data["ends_narrower"]
    hint = _("This rule ends them.") if ended else _("They keep deciding before this rule.")
    return [*groups, consequences.Group(title, len(rows), Grid(title, heads, rows), hint, is_beside=True)]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RULE)
def take_back_rule(request: HttpRequest, pk: UUID) -> HttpResponse:
    rule = get_object_or_404(DestinationRule.objects.visible_to(request.actor), pk=pk)
    take_back = partial(services.take_back_rule, actor=request.actor, rule=rule, today=dates.today())
    first = max(rule.valid_from or dates.today(), dates.today())
    return answer_form(
        request,
        TakeBackForm(posted(request), initial={"on": first}),
        lambda form: take_back(**form.cleaned_data),
        beforehand=consequences.before_taking(take_back, "on"),
        done=_("The rule is taken back; what it held back goes on from that day."),
        to=reverse("rulebook:rule", args=[rule.pk]),
        title=_("Take the rule back"),
        button=_("Take back"),
        rows=_facts(rule),
        crumbs=[
            *_rule_crumbs(),
            Crumb(str(rule.country or _("Every destination")), reverse("rulebook:rule", args=[pk])),
        ],
    )
