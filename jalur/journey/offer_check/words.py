"""What is found of an offer, in plain sentences with what to do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.organisations import words as organisations
from jalur.foundation.rulebook.queries import licences_asked, placing_licences
from jalur.journey.employers.words import employer_words
from jalur.journey.job_orders.words import job_in_country
from jalur.journey.offer_check.rules import About, Finding, Says, Verdict
from jalur.journey.permits.words import said_of
from jalur.kit import formats
from jalur.kit.components import Action, Notice
from jalur.kit.links import link
from jalur.kit.money import format_money

TITLES = {
    About.COMPANY: gettext_lazy("The company"),
    About.ORDER: gettext_lazy("The job order"),
    About.PERMIT: gettext_lazy("The permit to recruit (SIP2MI)"),
    About.EMPLOYER: gettext_lazy("The employer abroad"),
    About.DESTINATION: gettext_lazy("The country"),
    About.COST: gettext_lazy("The money"),
}
TONES: dict[Says, Any] = {
    Says.AGREES: "done",
    Says.DISAGREES: "bad",
    Says.NOT_FOUND: "warn",
    Says.UNCLEAR: "warn",
}
SENTENCES = {
    "order_unknown": gettext_lazy(
        "No order %(number)s was found in the register. Compare the number sign by sign with the paper; an order that a labour"
        " attaché has verified stands there."
    ),
    "order_held": gettext_lazy("Order %(number)s, %(job)s, is paused since %(since)s: %(because)s."),
    "order_closed": gettext_lazy("Order %(number)s, %(job)s, is closed. It takes nobody any more."),
    "order_over": gettext_lazy("For order %(number)s, %(job)s, people had to be ready by %(until)s."),
    "order_full": gettext_lazy(
        "Order %(number)s, %(job)s, is open until %(until)s, but no place in it is left."
    ),
    "order_open": gettext_lazy("Order %(number)s, %(job)s, was verified and is open until %(until)s."),
    "order_of_another": gettext_lazy(
        "Order %(number)s belongs to another company: %(owner)s, and not to %(company)s."
    ),
    "permit_of_another": gettext_lazy(
        "This permit belongs to another company: %(owner)s. No permit can be handed on."
    ),
    "order_elsewhere": gettext_lazy("Order %(number)s is for another country: %(destination)s."),
    "order_other_employer_type": gettext_lazy(
        "Order %(number)s is for another kind of employer: %(employer)s."
    ),
    "orders_none": gettext_lazy("No open order was found for this: %(whose)s."),
    "orders_some": gettext_lazy(
        "There are open orders for this (%(whose)s): %(numbers)s. Ask which number yours has, and look it up."
    ),
    "company_unknown": gettext_lazy(
        "No company called “%(name)s” was found in the register. Ask for its licence number (SIP3MI) and look that up."
    ),
    "company_similar": gettext_lazy(
        "Only similar names were found: %(names)s. One letter more or another form (CV for PT) may be another company."
    ),
    "company_abroad": gettext_lazy(
        "%(name)s is an agency abroad. Ask which company in Indonesia sends you, and look that one up."
    ),
    "employer": gettext_lazy("%(employer)s has verified orders in the register."),
    "employer_problem": gettext_lazy(
        "%(employer)s is on the problem list since %(since)s: %(kind)s. Nobody is sent there while it is."
    ),
    "company_problem": gettext_lazy(
        "%(name)s is on the problem list since %(since)s: %(kind)s. Nobody is sent through it while it is."
    ),
    "employer_similar": gettext_lazy(
        "Only similar employers were found: %(names)s. Compare letter by letter."
    ),
    "employer_unknown": gettext_lazy("No employer called “%(name)s” was found among the verified orders."),
    "employer_household": gettext_lazy(
        "Households are not looked up by name, to protect them. Ask for the number of the order."
    ),
    "employer_of_another_order": gettext_lazy("Order %(number)s is for another employer: %(employer)s."),
    "destination_paused": gettext_lazy("Placement is paused: %(whom)s. Source: %(source)s."),
    "destination_forbidden": gettext_lazy("Placement is forbidden: %(whom)s. Source: %(source)s."),
    "cost_forbidden": gettext_lazy("%(item)s: nobody may charge you this. Source: %(source)s."),
    "cost_doubtful": gettext_lazy(
        "%(item)s: a rule that has not been checked yet says that nobody may charge you this. Ask your labour office first."
        " Source: %(source)s."
    ),
    "cost_partly": gettext_lazy(
        "A total of %(total)s says little. Ask what each part of it is for, in writing, before you pay anything."
    ),
    "cost_above": gettext_lazy(
        "You are asked for %(total)s; by this order the worker pays %(most)s at most."
    ),
}
HEADLINES: dict[Verdict, tuple[Any, Any, Any]] = {
    Verdict.STOP: (
        gettext_lazy("Stop: something does not agree with the register"),
        gettext_lazy(
            "Pay nothing, sign nothing and hand over no KTP and no passport. Show this page to your village or labour office."
        ),
        "bad",
    ),
    Verdict.NOT_SURE: (
        gettext_lazy("Not everything was found in the register"),
        gettext_lazy(
            "This does not mean that the offer is false. Until everything is found, pay nothing and hand over no papers; your village"
            " or labour office can ask for you."
        ),
        "warn",
    ),
    Verdict.FOUND: (
        gettext_lazy("Everything you asked about was found in the register"),
        gettext_lazy(
            "Whoever offers it may still not be from that company: go to its office, or let your labour office ask. Being registered"
            " costs nothing, and nobody may keep your KTP or passport."
        ),
        "done",
    ),
}


def headline(verdict: Verdict, at: datetime) -> Notice:
    title, text, tone = HEADLINES[verdict]
    as_of = _("As of %(moment)s.") % {"moment": formats.moment(at)}
    return Notice(f"{as_of} {text}", str(title), tone)


def notice(finding: Finding) -> Notice:
    return Notice(sentence(finding), str(TITLES[finding.about]), TONES[finding.says], _ways(finding))


def sentence(finding: Finding) -> str:
    """What was found, for a screen and for programs."""
    if finding.code == "company":
        return _company(**finding.facts)
    if finding.code == "permit":
        return said_of(finding.facts["permit"], finding.facts["on"])
    told = {name: value for name, value in finding.facts.items() if isinstance(value, str)}
    for name, say in _SAY.items():
        if name in finding.facts:
            told |= say(finding.facts[name])
    if finding.code.startswith("orders_"):
        told |= _orders(**finding.facts)
    return str(SENTENCES[finding.code]) % told


def _company(organisation: Any, on: Any) -> str:
    licences = list(organisation.licences.all())
    said = organisations.standing_notice(organisation, licences, licences_asked(), placing_licences(on), on)
    return f"{organisation.name}: {said.text}"


def _of_order(order: Any) -> dict[str, str]:
    return {
        "number": order.number,
        "job": job_in_country(order),
        "until": formats.day(order.ready_by),
        "since": formats.day(order.held_since) if order.held_since else "",
        "because": str(order.get_held_because_display()),
        "owner": order.company.name if order.company else _("no company"),
        "destination": str(order.destination),
        "employer": employer_words(order.employer),
    }


def _of_rule(rule: Any) -> dict[str, str]:
    if hasattr(rule, "item"):
        return {"item": str(rule.item), "source": rule.rests_on}
    parts = [
        str(rule.country),
        str(rule.get_employer_type_display()) if rule.employer_type else "",
        str(rule.occupation or ""),
        str(rule.get_route_display()) if rule.route else "",
    ]
    return {"whom": ", ".join(part for part in parts if part), "source": rule.rests_on}


def _money(name: str) -> Callable[[Decimal], dict[str, str]]:
    return lambda amount: {name: format_money(amount, locale=formats.locale())}


_SAY: dict[str, Callable[[Any], dict[str, str]]] = {
    "order": _of_order,
    "permit": lambda one: {"owner": one.company.name},
    "rule": _of_rule,
    "organisation": lambda one: {"name": one.name},
    "company": lambda one: {"company": one.name},
    "employer": lambda one: {"employer": employer_words(one)},
    "near": lambda found: {"names": ", ".join(one.name for one in found)},
    "problem": lambda one: {"since": formats.day(one.since), "kind": str(one.get_kind_display())},
    "total": _money("total"),
    "most": _money("most"),
}


def _orders(numbers: Sequence[str], more: bool, country: Any, company: Any = None) -> dict[str, str]:
    whose = ", ".join(str(one) for one in (company, country) if one)
    named = ", ".join(numbers) + (" …" if more else "")
    return {"whose": whose, "numbers": named}


def _ways(finding: Finding) -> list[Action]:
    order = finding.facts.get("order")
    if order is not None:
        return [Action(_("See the order"), link("job_orders:order", order.number), "quiet")]
    permit = finding.facts.get("permit")
    if permit is not None:
        return [Action(_("See the permit"), link("permits:permit", permit.pk), "quiet")]
    problem = finding.facts.get("problem")
    if problem is not None:
        return [Action(_("See the problem list"), link("employers:problem", problem.pk), "quiet")]
    if finding.code == "company":
        one = finding.facts["organisation"]
        return [Action(_("See the company"), link("organisations:organisation", one.pk), "quiet")]
    if finding.code == "company_similar":
        query = urlencode({"q": finding.facts["near"][0].name})
        return [Action(_("Compare with your papers"), link("organisations:check", query=query), "quiet")]
    if finding.code == "orders_some":
        return [
            Action(number, link("job_orders:order", number), "quiet") for number in finding.facts["numbers"]
        ]
    return []
