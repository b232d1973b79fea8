"""How orders read on a screen: whom an order takes, what law applies, why one stands still."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor, Role
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.words import age_words
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import FileKind, kind_of
from jalur.foundation.files.models import StoredFile
from jalur.foundation.organisations import queries as organisations
from jalur.foundation.organisations.rules import licence_holds
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import OrderCheckKind
from jalur.foundation.rulebook.queries import LawOfTheDay
from jalur.foundation.rulebook.rules import UNSTATED
from jalur.foundation.rulebook.words import closed_words
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates import words as candidate_words
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import guards, queries, rules
from jalur.journey.job_orders.models import (
    HeldBecause,
    JobOrder,
    OrderCheck,
    OrderCost,
    Payer,
    State,
)
from jalur.journey.job_orders.rights import Right
from jalur.kit import dates, formats
from jalur.kit.components import Action, Grid, Notice, Row, Tag, Text
from jalur.kit.dates import day_of
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.money import format_money
from jalur.kit.parts import Section


def job_in_country(order: JobOrder) -> str:
    """ "Welder in South Korea"; a title that names the country already stands alone."""
    country = order.destination.name
    if country.lower() in order.title.lower():
        return order.title
    return _("%(job)s in %(country)s") % {"job": order.title, "country": country}


def gone_sentence(order: JobOrder) -> str:
    """Why there is no job to go to any more, for whoever held an opening of it."""
    return _("The job “%(job)s” is gone: %(why)s. Your opening has been given back.") % {
        "job": job_in_country(order),
        "why": order.get_close_reason_display(),
    }


def whom_words(order: JobOrder) -> str:
    """Whom an order takes, in one line: women and men, 18 to 39 years, at least lower secondary."""
    parts = [order.get_sex_display(), age_words(order)]
    if order.min_education is not None:
        parts.append(_("at least %(schooling)s") % {"schooling": order.get_min_education_display()})
    return ", ".join(parts)


def case_and_law(order: JobOrder, law: LawOfTheDay) -> dict[str, Any]:
    """What stands above the form of a draft: what decides its law, and what the law says."""
    employer = order.employer
    case = (order.occupation.title, employer, employer.country, order.get_route_display())
    standard = law.least(**order.case).standard
    if standard is None:
        sentence = _(
            "No destination standard is known for this occupation. Choose the skills required yourself."
        )
        notice = Notice(sentence, tone="warn")
    else:
        sentence = _("Filled in from the standard “%(standard)s”. Source: %(source)s")
        notice = Notice(sentence % {"standard": standard.title, "source": standard.cited})
    return {"lead": " · ".join(map(str, case)), "notices": [*law_notices(order, law), notice]}


def hold_notice(order: JobOrder, on: date, *, works_on_it: bool) -> Notice:
    """Since when and by what an order stands still, what is safe, and what can be done."""
    sentences = [
        hold_words(order, on, works_on_it=works_on_it),
        _(
            "Nobody new can be sent there until it opens again. Who holds an opening of it keeps that opening."
        ),
    ]
    if order.held_because == HeldBecause.OFFICE:
        sentences.append(_("Whoever paused it lets it go on."))
    elif works_on_it:
        sentences.append(_("It opens again by itself as soon as nothing stands in the way any more."))
        if order.held_because == HeldBecause.LESS_THAN_THE_LAW:
            sentences.append(
                _("If the employer asks for what is required now, close this order and draft a new one.")
            )
    title = _("On hold since %(day)s") % {"day": formats.day(order.held_since, "long")}
    return Notice(" ".join(sentences), title, "warn", about="held-order#why")


def hold_words(order: JobOrder, on: date, *, works_on_it: bool = False) -> str:
    """What stops an order that is on hold: what the law says today with its source, or why it was held where that has passed. What
    the company can do about it is told to those who work on the order."""
    if order.held_because == HeldBecause.OFFICE:
        said = {"because": order.get_held_because_display(), "why": order.pause_reason}
        return _("It is on hold because %(because)s: “%(why)s”.") % said
    refused = guards.lets_run(order, Ask(SYSTEM, on))
    is_rule = order.held_because in {HeldBecause.PAUSED, HeldBecause.FORBIDDEN, HeldBecause.PERMIT}
    if refused is None or not (works_on_it or is_rule):
        return _("It is on hold because %(because)s.") % {"because": order.get_held_because_display()}
    return " ".join(refused.messages)


def safe_words(order: JobOrder, on: date, *, is_own: bool) -> str:
    """What an order on hold means for somebody who holds an opening of it: what happened, what is safe, what to do."""
    safe = (
        _(
            "Your opening and your seats in classes are kept; you need to do nothing and pay nobody. This page says when"
            " it opens again; your labour office helps if you would rather go another way."
        )
        if is_own
        else _(
            "Opening and seats are kept. Tell the candidate; who wants another way gives the opening back."
        )
    )
    return f"{hold_words(order, on)} {safe}"


def law_notices(order: JobOrder, law: LawOfTheDay) -> list[Notice]:
    """What stands in the way of an order by the law of the day, or is not certain."""
    decision = law.decision(**order.case, matter=order.matter)
    if decision.status == UNSTATED:
        sentence = _(
            "No rule covers this destination, employer type, position and route. Look into it before deciding."
        )
        return [Notice(sentence, _("No rule covers this"), "warn")]
    if decision.is_closed:
        sentence = closed_words(decision, str(order.employer.country), law.on)
        return [Notice(sentence, _("This order cannot be submitted today"), "bad")]
    if decision.rule and not decision.verified:
        sentence = _("Placement is open, but the rule has not been checked against its source: %(source)s")
        return [Notice(sentence % {"source": decision.rule.rests_on}, _("Open, not verified"), "warn")]
    return []


def pay_row(order: JobOrder, on: date) -> Row:
    """The monthly pay, and what it is in rupiah by the rate recorded for the day."""
    pay, rate = order.monthly_pay, rulebook.exchange_rate(order.pay_currency, on)
    written = format_money(pay, order.pay_currency, locale=formats.locale())
    if rate is None:
        return Row(_("Monthly pay"), written)
    rupiah = max(round(pay * rate.rupiah), 1)
    digits = min(len(str(rupiah)) - 3, 4)
    rounded = format_money(round(rupiah, -max(digits, 0)), locale=formats.locale())
    params = {"pay": written, "rupiah": rounded}
    hint = (
        _("At the rate of %(day)s: %(source)s")
        if rate.verified
        else _("Roughly, by the rate of %(day)s, not checked: %(source)s")
    )
    source = {"day": formats.day(rate.valid_from), "source": rate.rests_on}
    return Row(_("Monthly pay"), _("%(pay)s, about %(rupiah)s") % params, hint=hint % source)


def company_rows(order: JobOrder, on: date) -> list[Row]:
    """The company with its licence of the day, and the way to check both."""
    if order.company is None:
        return []
    licences = organisations.licences_of([order.company_id], on).get(order.company_id, [])
    holding = [
        one for one in licences if one.kind in rulebook.placing_licences(on) and licence_holds(one, on)
    ]
    hint = (
        _("Licence to place workers: %(number)s") % {"number": holding[0].number}
        if holding
        else _("No licence to place workers is recorded for today. Ask before you pay or sign anything.")
    )
    check = Action(
        _("Check this company"), link("organisations:check", query=urlencode({"q": order.company.name}))
    )
    return [Row(_("Company (P3MI)"), order.company.name, check, hint)]


def costs_section(order: JobOrder, on: date) -> Section:
    """What nobody may charge, in plain words."""
    items, rule = rulebook.uncharged_items(order.occupation_id, on)
    if items and rule is not None:
        named = ", ".join(str(item) for item in items)
        hint = (
            rule.rests_on
            if rule.verified
            else _("Not checked against the source: %(source)s") % {"source": rule.rests_on}
        )
        rows = [Row(_("Nobody may charge you for"), named, hint=hint, about="job-page#costs")]
    else:
        rows = [
            Row(
                _("Nobody may charge you for"),
                _(
                    "No rule for this work is recorded here. Ask for every cost in writing, with a receipt, before you pay."
                ),
                Action(_("What the rules say"), link("rulebook:ages_and_costs")),
            )
        ]
    rows.append(Row(_("Keep with you"), _("Your KTP and passport. Nobody may keep them.")))
    return Section(_("What it may cost you"), [*_payer_rows(order), *rows])


def _payer_rows(order: JobOrder) -> list[Row]:
    """Who pays what: what the worker does stands first, with its sum, and is never left out."""
    costs, paid = queries.costs_of(order), _("Paid by %(whom)s")
    worker = paid % {"whom": Payer.WORKER.label}
    if not costs:
        return [
            Row(
                worker, _("This order does not say it. Ask for every cost in writing before you sign or pay.")
            )
        ]
    named = {payer: [cost for cost in costs if cost.payer == payer] for payer in Payer}
    own, total = named.pop(Payer.WORKER), ""
    if own and all(cost.amount is not None for cost in own):
        amount = format_money(sum(cost.amount or 0 for cost in own), locale=formats.locale())
        total = _("Together about %(total)s") % {"total": amount}
    first = Row(worker, "; ".join(map(_cost_words, own)) or _("nothing that this order names"), hint=total)
    others = [
        Row(paid % {"whom": payer.label}, "; ".join(map(_cost_words, rows)))
        for payer, rows in named.items()
        if rows
    ]
    return [first, *others]


def _cost_words(cost: OrderCost) -> str:
    if cost.amount is None:
        return str(cost.item)
    return f"{cost.item} ({format_money(cost.amount, locale=formats.locale())})"


def terms_section(order: JobOrder) -> Section:
    """What the work is like, as far as the order says it."""

    def money(amount: Decimal) -> str:
        return format_money(amount, order.pay_currency, locale=formats.locale())

    rows: list[Row] = []
    for name in ("allowance", "overtime_pay", "deductions"):
        amount = getattr(order, name)
        if amount is not None:
            hint = order.deductions_for if name == "deductions" else ""
            label = capfirst(order._meta.get_field(name).verbose_name)
            rows.append(Row(label, money(amount), hint=hint))
    if order.taken_home is not None:
        rows.append(Row(_("Left of pay and allowances each month"), money(order.taken_home)))
    rows += facts(order, "weekly_hours", "rest_days", "lodging", "food", "insurance")
    if not rows:
        unsaid = _(
            "This order does not say it. Read hours, days off and what is taken off the pay in the contract."
        )
        rows = [Row(_("Hours, days off, lodging"), unsaid)]
    return Section(_("What the work is like"), rows)


_NOT_FOR_HER = {
    "too_young": gettext_lazy("On the day people must be ready you would still be too young."),
    "too_old": gettext_lazy("On the day people must be ready you would be older than the order takes."),
    "sex": gettext_lazy("This order is not open to you: see who can apply."),
    "education": gettext_lazy("The order requires more schooling than your file shows."),
    "destination": gettext_lazy(
        "This country is not among your wishes. Change them in your file if you would go there."
    ),
}


def how_to_apply(actor: Actor, order: JobOrder, on: date) -> Notice | None:
    """What the reader does to get this job, by where she stands; None for whoever works on orders or with people."""
    title = _("How to apply")
    others = Action(_("See open job orders"), link("job_orders:open_orders"), "quiet")
    if order.state == State.HELD:
        return Notice(_("This order is on hold and takes nobody at the moment."), title, actions=[others])
    if not order.is_running(on):
        return Notice(_("This order no longer takes anybody."), title, actions=[others])
    candidate = candidates.own_candidate(actor) if actor.person_id else None
    if candidate is not None and actor.person_id == candidate.person_id:
        return _her_match(order, candidate, on)
    if actor.role not in {Role.ANYONE, Role.SIGNED_IN, Role.CANDIDATE}:
        return None
    text = _(
        "It costs nothing and begins with your file: register here, or go to your village or labour office with your KTP."
        " An official looks at your skills; the office then offers you classes and a job that fit. Pay nobody for a place."
    )
    if actor.user_id is None:
        return Notice(text, title, actions=[Action(_("Sign up"), link("account_signup"), "primary"), others])
    return Notice(
        text, title, actions=[Action(_("Register myself"), link("candidates:register"), "primary"), others]
    )


def _her_match(order: JobOrder, candidate: Candidate, on: date) -> Notice:
    title, file = (
        _("You and this job"),
        Action(_("Open my file"), link("candidates:candidate", candidate.number)),
    )
    if found := queries.obstacles_of(order, candidate):
        sentences = " ".join(str(_NOT_FOR_HER[code]) for code in found)
        return Notice(sentences, title, "warn", [file], about="job-page#requirements")
    office = candidate_words.office_of(candidate)
    if codes := queries.lacking(order, candidate, on):
        titles = competencies.competency_labels(codes)
        named = "; ".join(titles.get(code, code) for code in codes)
        text = _(
            "You can apply. What does not count in your file yet: %(named)s. Choose a class below, or ask %(office)s."
        )
        return Notice(
            text % {"named": named, "office": office}, title, actions=[file], about="job-page#requirements"
        )
    text = _("You meet every requirement. Ask %(office)s to offer it to you.")
    return Notice(text % {"office": office}, title, "done", [file])


def sent_rows(order: JobOrder, about: list[Row]) -> list[Row]:
    """The whole order in rows, as the attaché will get it."""
    required = "; ".join(one.title for one in order.requirements.order_by("kind", "code"))
    return [
        Row(_("Position"), order.title),
        *facts(order, "openings"),
        *about,
        *terms_section(order).rows,
        *_payer_rows(order),
        Row(_("Skills and languages required"), required or _("Nothing beyond age and schooling.")),
    ]


CHECK_HINTS = {
    OrderCheckKind.CONTRACT: gettext_lazy(
        "What the worker will sign: work, hours, pay, leave, insurance, length. Compare it with the order."
    ),
    OrderCheckKind.PAY: gettext_lazy(
        "The article of the contract or the pay table in which the amount stands."
    ),
    OrderCheckKind.REGISTRATION: gettext_lazy("The extract from the country's register of companies."),
    OrderCheckKind.WORKPLACE: gettext_lazy("The report of the visit, with its day."),
    OrderCheckKind.PARTNER: gettext_lazy("The agency's licence in its country."),
}


def check_rows(order: JobOrder, kind: str) -> list[Row]:
    """What the order says of the thing that is checked."""
    employer, none = order.employer, _("not recorded")
    if kind == OrderCheckKind.CONTRACT:
        return [
            Row(_("Position"), f"{order.title} ({order.occupation.title})"),
            *facts(order, "openings", "contract_months", "ready_by"),
            *_payer_rows(order),
        ]
    if kind == OrderCheckKind.PAY:
        return [pay_row(order, dates.today()), *terms_section(order).rows]
    if kind == OrderCheckKind.REGISTRATION:
        return [
            Row(_("Employer"), employer.name),
            Row(_("Registration number"), employer.registration or none),
        ]
    if kind == OrderCheckKind.WORKPLACE:
        return [Row(_("Workplace"), ", ".join(filter(None, (employer.city, str(employer.country)))))]
    return [*facts(order, "partner"), *facts(order, "company")]


def seen_row(order: JobOrder) -> list[Row]:
    """What was checked, as everybody may read it: which papers these were stays with the mission and the ministry."""
    kinds = [str(OrderCheckKind(kind).label) for kind in queries.kinds_seen(order)]
    if not kinds:
        return []
    hint = (
        _("Verified on %(day)s.") % {"day": formats.day(day_of(order.decided_at), "long")}
        if order.decided_at
        else ""
    )
    return [Row(_("Checked by the attaché"), ", ".join(kinds), hint=hint)]


def checks_grid(actor: Actor, order: JobOrder, on: date) -> Grid:
    """What is asked of the order and what was seen, for those who may know the papers; without rows for others."""
    rows: list[list[Any]] = []
    if access.covers(actor, Right.VIEW_CHECK, OrderCheck(order=order)):
        counting = {
            check.kind: check
            for check in OrderCheck.objects.counting(order).select_related("noted_by", "order")
        }
        kind = kind_of(rules.CHECK_PAPERS)
        papers = files.files_of_many(kind, [check.pk for check in counting.values()])
        is_waiting = order.state == State.SUBMITTED
        asked = {duty.kind for duty in queries.checks_asked(order, on)} if is_waiting else set()
        for what in OrderCheckKind:
            title = capfirst(what.label)
            if check := counting.get(what):
                by = check.noted_by.name if check.noted_by else ""
                ways = file_words.links(actor, kind, check, papers.get(check.pk, []))
                noted = Text(formats.day(day_of(check.noted_at), "short"), by)
                rows.append([title, check.paper, check.paper_date, noted, *(ways[:1] or [""])])
            elif what in asked:
                rows.append([title, Tag(_("not seen yet"), "wait"), None, None, ""])
    heads = [_("Check"), _("Paper seen"), _("Day of the paper"), _("Noted"), ""]
    return Grid(_("Papers checked"), heads, rows, key="checks", about="verify-an-order#papers")


def check_facts(check: OrderCheck) -> list[Row]:
    """What a picture of a paper is compared with."""
    return [
        Row(_("Check"), capfirst(str(check))),
        *facts(check, "paper", "paper_date"),
        *check_rows(check.order, check.kind),
    ]


def papers_of(actor: Actor, order: JobOrder) -> list[tuple[FileKind[Any], StoredFile]]:
    """The demand letter and what goes with it, for those who may read them."""
    if not access.covers(actor, Right.VIEW_DRAFT, order):
        return []
    kinds = [kind_of(key) for key in (rules.DEMAND_LETTER, rules.PAPERS)]
    return [(kind, file) for kind in kinds for file in files.files_of(kind, order)]


def papers_rows(actor: Actor, order: JobOrder) -> list[Row]:
    return [
        Row(
            str(kind.title),
            file_words.described(file),
            Action(_("Open"), file_words.page_of(kind, file), "quiet"),
            hint=_("Added on %(day)s") % {"day": formats.day(day_of(file.created_at))},
        )
        for kind, file in papers_of(actor, order)
    ]


def papers_section(actor: Actor, order: JobOrder) -> list[Section]:
    if not access.covers(actor, Right.VIEW_DRAFT, order):
        return []
    rows = papers_rows(actor, order)
    none = Row(_("Demand letter"), _("not added yet"))
    has_letter = files.files_of(kind_of(rules.DEMAND_LETTER), order)
    return [Section(_("Papers of the order"), rows if has_letter else [none, *rows])]


def letter_notices(order: JobOrder) -> list[Notice]:
    """Before it is sent: that the employer's own request is missing; it may follow."""
    if files.files_of(kind_of(rules.DEMAND_LETTER), order):
        return []
    text = _(
        "The attaché will ask for the employer's demand letter, and the ministry for the permit to recruit. You can add it now or"
        " after submitting."
    )
    way = Action(_("Add papers"), link("job_orders:order_step", order.number, "attach"))
    return [Notice(text, _("No demand letter yet"), "warn", [way], about="order#papers")]


def paper_facts(order: JobOrder) -> list[Row]:
    """What a paper of an order is compared with."""
    rows = [Row(_("Employer"), order.employer.name), Row(_("Position"), order.title)]
    return [*rows, *facts(order, "openings", "ready_by"), pay_row(order, dates.today())]
