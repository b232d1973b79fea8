"""What stands in the way of an order or an opening, in one plain sentence each. No sentence tells anything about a person.

A guard (steps.Guard) changes nothing: it can be asked before anybody acts.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.words import age_words, schooling_words, sex_words
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations import queries as organisations
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.organisations.rules import unmet_duty
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import CostRule, Extent, OrderCheckDuty, OrderCheckKind
from jalur.foundation.rulebook.queries import LawOfTheDay
from jalur.foundation.rulebook.words import closed_words, licence_words
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.models import State as CandidateState
from jalur.journey.employers import queries as employers
from jalur.journey.employers.guards import stopped_by
from jalur.journey.employers.models import Problem
from jalur.journey.job_orders import queries, rules
from jalur.journey.job_orders.models import (
    JobOrder,
    OrderCheck,
    OrderVersion,
    Payer,
    Reservation,
    State,
)
from jalur.journey.job_orders.rules import Shortfall
from jalur.kit import formats
from jalur.kit.money import format_money
from jalur.kit.refusals import refusal


def law_allows(order: JobOrder, ask: Ask) -> ValidationError | None:
    """Destination rule, company, problem list, licence and standard, as they stand on the day."""
    licences = organisations.licences_of([order.company_id], ask.today)
    problems = employers.problems_of([order.employer_id, order.partner_id], ask.today)
    law = rulebook.law_of(ask.today)
    return against_the_law(order, queries.requirements_of(order), law, licences, problems)


def lets_run(order: JobOrder, ask: Ask) -> ValidationError | None:
    """What stops a verified order that nobody has paused: the law as it stands on the day, or that it has no permit."""
    return law_allows(order, ask) or waits_for_permit(order, rulebook.law_of(ask.today))


def waits_for_permit(order: JobOrder, law: LawOfTheDay) -> ValidationError | None:
    """Where a company places, nobody is recruited before the ministry has given a permit (SIP2MI)."""
    if order.is_permitted(law.on):
        return None
    asked = law.permit_papers(route=order.route, occupation=order.occupation_id)
    if not asked:
        return None
    sentence = (
        _("No permit to recruit for it (SIP2MI) is in force. Nobody is recruited before. Source: %(source)s.")
        if order.permit_until is None
        else _(
            "Its permit (SIP2MI) was valid until %(day)s. Nobody is recruited before it is extended. Source: %(source)s."
        )
    )
    params = {"day": formats.day(order.permit_until), "source": asked[0].rests_on}
    return refusal("order", "permit", sentence % params)


def against_the_law(
    order: JobOrder,
    requirements: frozenset[str],
    law: LawOfTheDay,
    licences: Mapping[UUID | None, Sequence[Licence]],
    problems: Mapping[UUID, Problem],
) -> ValidationError | None:
    """The first thing in which the law of a day stands in an order's way."""
    if (closed := destination_is_closed(order, law)) is not None:
        return closed
    for organisation in (order.company, order.partner):
        if organisation is not None and not organisation.is_open(law.on):
            return refusal("company", "closed", closed_company_words(organisation))
    for key in (order.employer_id, order.partner_id):
        if (problem := problems.get(key)) is not None:
            return stopped_by(problem)
    held = licences.get(order.company_id, ())
    if (duty := unmet_duty(law.licence_duties(order.route), held, law.on)) is not None:
        return refusal("company", "licence", licence_words(duty, law.on))
    return asks_less(order, requirements, law)


def destination_is_closed(order: JobOrder, law: LawOfTheDay, matter: str = "") -> ValidationError | None:
    """What the destination rule of a day says against the order; matter: of what it speaks, where not of the order as it is."""
    decision = law.decision(**order.case, matter=matter or order.matter)
    if not decision.is_closed:
        return None
    return refusal("employer", decision.status, closed_words(decision, str(order.destination), law.on))


def closed_company_words(organisation: Organisation) -> str:
    """Why nobody goes through a company that is no more."""
    sentence = _("%(company)s is closed since %(day)s; nobody is placed through it any more.")
    return sentence % {"company": organisation.name, "day": formats.day(organisation.closed_on)}


def asks_less(order: JobOrder, requirements: frozenset[str], law: LawOfTheDay) -> ValidationError | None:
    """An order may ask more than law and standard, never less; one sentence a field."""
    least = law.least(**order.case)
    found = rules.shortfalls(order.asks(requirements), least, law.implications)
    if not found:
        return None
    source = "; ".join(least.rests_on)
    never = _("An order may require more, never less. Source: %(source)s.") % {"source": source}
    sentences = {
        shortfall.field: ValidationError(f"{_shortfall(shortfall)} {never}", code="less_than_the_law")
        for shortfall in found
    }
    return ValidationError(sentences)


def costs_are_lawful(order: JobOrder, ask: Ask) -> ValidationError | None:
    """What the worker is to pay, by the rules of the day."""
    charged = order.costs.filter(payer=Payer.WORKER).order_by("item__position").values_list("item", flat=True)
    return charges_worker(order, list(charged), ask.today)


def charges_worker(order: JobOrder, items: Sequence[str], on: date) -> ValidationError | None:
    """Of these cost items, what nobody may charge the worker for; a rule that nobody has checked refuses nothing."""
    return charged_among(items, rulebook.uncharged(order.occupation_id, on))


def charged_among(items: Sequence[str], rules_of: Mapping[str, CostRule]) -> ValidationError | None:
    """The same by the rules of an occupation: cost item → the one that forbids it."""
    said = [charged_words(rules_of[item]) for item in items if item in rules_of and rules_of[item].verified]
    return refusal("costs", "charged", " ".join(said)) if said else None


def charged_words(rule: CostRule) -> str:
    sentence = _("%(item)s: the worker may not be charged this for such work. Source: %(source)s.")
    return sentence % {"item": rule.item, "source": rule.rests_on}


def doubts_about_pay(country: Country, pay: Decimal, currency: str, on: date) -> list[tuple[str, str]]:
    """What is asked back about a pay, each with the field it is about: money that is not the country's, an amount far from others."""
    usual = queries.usual_pay(currency, country.pk, on)
    return doubts_beside(usual, country, pay, currency)


def doubts_beside(
    usual: Decimal | None, country: Country, pay: Decimal, currency: str
) -> list[tuple[str, str]]:
    """The same beside what is usual. Where too few orders pay anything yet, nobody can tell: the amount is asked back too."""
    is_unlikely_money = rules.is_unlikely_currency(currency, country.currency)
    if not is_unlikely_money and usual is not None and not rules.is_unlikely_pay(pay, usual):
        return []
    found = []
    params = {"country": country.name, "at_home": country.currency, "currency": currency}
    if is_unlikely_money:
        sentence = _("In %(country)s people are paid in %(at_home)s. Is %(currency)s right?")
        found.append(("pay_currency", sentence % params))
    params["pay"] = format_money(pay, currency, locale=formats.locale())
    if usual is None:
        sentence = _("There are too few orders yet to compare this pay with. Is %(pay)s a month right?")
        found.append(("monthly_pay", sentence % params))
    elif rules.is_unlikely_pay(pay, usual):
        params["usual"] = format_money(usual, currency, locale=formats.locale())
        sentence = _("Other orders pay about %(usual)s a month. Is %(pay)s right?")
        found.append(("monthly_pay", sentence % params))
    return found


def deadline_is_ahead(order: JobOrder, ask: Ask) -> ValidationError | None:
    """People can still become ready in time."""
    if order.ready_by >= ask.today:
        return None
    sentence = _("The day people must be ready is in the past. Choose a later day.")
    return refusal("ready_by", "past", sentence)


def partner_is_named(order: JobOrder, ask: Ask) -> ValidationError | None:
    """Where the partner agency has to be seen, the order names one."""
    return lacks_partner(order, queries.checks_asked(order, ask.today))


def lacks_partner(order: JobOrder, duties: Sequence[OrderCheckDuty]) -> ValidationError | None:
    for duty in duties:
        if duty.kind == OrderCheckKind.PARTNER and order.partner_id is None:
            sentence = _(
                "Name the partner agency abroad: such an employer is reached only through one. Source: %(source)s."
            )
            return refusal("partner", "no_partner", sentence % {"source": duty.rests_on})
    return None


def version_stands(version: OrderVersion, ask: Ask) -> ValidationError | None:
    """The order as it would become is what law and destination allow today, and takes no opening from whoever holds it."""
    order, codes = queries.as_asked(version)
    if order.openings < order.reserved:
        return fewer_than_held(order)
    if (late := deadline_is_ahead(order, ask)) is not None:
        return late
    if (alone := partner_is_named(order, ask)) is not None:
        return alone
    said = version.after.get("costs")
    charged = [item for item, (payer, _amount) in (said or {}).items() if payer == Payer.WORKER]
    if said and (refused := charges_worker(order, charged, ask.today)):
        return refused
    law = rulebook.law_of(ask.today)
    # More people are a new order to a pause that lets the others go on.
    if order.openings > version.order.openings and (
        closed := destination_is_closed(order, law, Extent.NEW_ORDERS)
    ):
        return closed
    licences = organisations.licences_of([order.company_id], ask.today)
    problems = employers.problems_of([order.employer_id, order.partner_id], ask.today)
    return against_the_law(order, codes, law, licences, problems)


def fewer_than_held(order: JobOrder) -> ValidationError:
    sentence = _("%(held)s openings are held already: ask for at least as many.")
    return refusal("openings", "held", sentence % {"held": formats.number(order.reserved)})


def deadline_has_passed(order: JobOrder, ask: Ask) -> ValidationError | None:
    if rules.has_passed(order.ready_by, ask.today):
        return None
    return refusal("order", "not_over", _("The deadline of this order has not passed yet."))


def papers_may_change(order: JobOrder) -> ValidationError | None:
    """What an order came with stays as it was once it is closed or withdrawn."""
    if order.state not in {State.CLOSED, State.WITHDRAWN}:
        return None
    return refusal("file", "decided", _("The order is closed; its papers stay as they are."))


def everything_is_seen(order: JobOrder, ask: Ask) -> ValidationError | None:
    """Each paper that has to be seen before an order opens has been."""
    seen = queries.kinds_seen(order)
    missing = [duty for duty in queries.checks_asked(order, ask.today) if duty.kind not in seen]
    return refusal("checks", "unchecked", unseen(missing)) if missing else None


def unseen(duties: Sequence[OrderCheckDuty]) -> str:
    named = "; ".join(str(duty.get_kind_display()) for duty in duties)
    sentence = _("The order cannot open yet. Still to be checked, with the paper and its day: %(named)s.")
    return sentence % {"named": named}


def pause_is_its_own(order: JobOrder, ask: Ask) -> ValidationError | None:
    """Only what was paused is let go on; what a mission or the ministry paused, not by the company."""
    if order.paused_on is None:
        return refusal("order", "not_paused", _("This order is not paused."))
    if ask.actor.organisation_id != order.company_id or order.paused_by_id == order.company_id:
        return None
    sentence = _("It was paused by somebody else than your company: ask the mission or the ministry.")
    return refusal("order", "not_own_pause", sentence)


def its_papers_may_change(check: OrderCheck) -> ValidationError | None:
    """What an order was opened with, or refused, stays as it was."""
    if check.order.state == State.SUBMITTED:
        return None
    sentence = _("The order has been decided; the papers that were seen for it stay as they are.")
    return refusal("file", "decided", sentence)


def candidate_fits(held: Reservation, ask: Ask) -> ValidationError | None:
    """The order is open and takes this person, and she wished for its destination."""
    order, candidate = held.order, held.candidate
    if order.state != State.OPEN:
        return opening(order, "on_hold" if order.state == State.HELD else "not_open")
    if order.ready_by < ask.today:
        return opening(order, "too_late")
    if order.permit_until is not None and order.permit_until < ask.today:
        return opening(order, "permit_over")
    if not candidate.is_current:
        return opening(order, "merged")
    if candidate.state == CandidateState.WITHDRAWN:
        return opening(order, "withdrawn")
    found = queries.obstacles_of(order, candidate)
    return opening(order, found[0]) if found else None


def opening_is_left(held: Reservation, _ask: Ask) -> ValidationError | None:
    """Of many who want the last opening, one gets it."""
    return None if held.order.left > 0 else opening(held.order, "none_left")


def holds_no_other(held: Reservation, _ask: Ask) -> ValidationError | None:
    """One candidate holds one opening."""
    others = Reservation.objects.held().filter(candidate=held.candidate_id)
    return opening(held.order, "held") if others.exists() else None


def _shortfall(shortfall: Shortfall) -> str:
    if shortfall.field == "requirements":
        titles = competencies.competency_labels(shortfall.at_least)
        named = "; ".join(titles.get(code, code) for code in shortfall.at_least)
        return _("The destination also requires: %(named)s.") % {"named": named}
    if shortfall.field == "min_age":
        return _("The minimum age is at least %(age)s.") % {"age": shortfall.at_least}
    if shortfall.field == "max_age":
        return _("The maximum age is at most %(age)s.") % {"age": shortfall.at_least}
    if shortfall.field == "sex":
        return _("The destination takes only %(sex)s.") % {"sex": sex_words(shortfall.at_least)}
    return _("The minimum schooling is %(schooling)s.") % {"schooling": schooling_words(shortfall.at_least)}


def opening(order: JobOrder, code: str) -> ValidationError:
    """Why a candidate cannot take an opening of this order, without saying anything about the candidate."""
    params = {
        "order": order.number,
        "because": order.get_held_because_display(),
        "day": formats.day(order.ready_by),
        "ages": age_words(order),
        "schooling": schooling_words(order.min_education),
    }
    sentence = {
        "none_left": _("Order %(order)s has no opening left. Choose another order."),
        "not_open": _("Order %(order)s is not open. Choose another order."),
        "on_hold": _(
            "Order %(order)s is on hold: %(because)s. Nobody can be sent there until it opens again. Choose another order."
        ),
        "permit_over": _("The permit of order %(order)s has run out. Choose another order."),
        "too_late": _("People for order %(order)s had to be ready by %(day)s. Choose another order."),
        "too_young": _("Order %(order)s takes people of %(ages)s on %(day)s: still too young then."),
        "too_old": _("Order %(order)s takes people of %(ages)s on %(day)s: too old by then."),
        "sex": _("See in the requirements of order %(order)s who can apply."),
        "education": _("Order %(order)s requires at least this schooling: %(schooling)s."),
        "destination": _(
            "The destination of order %(order)s is not among the wishes recorded. Change the wishes first."
        ),
        "merged": _("This is a person's second file. Use the other one: that one is continued."),
        "withdrawn": _("This file has been withdrawn. Reopen it first."),
        "held": _("An opening is already held. Give that one back first."),
    }[code]
    return refusal("order", code, sentence % params)
