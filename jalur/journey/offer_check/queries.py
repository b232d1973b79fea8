"""What the register says of an offer: each thing that somebody was told is looked up, and compared with the others."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations import queries as organisations
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.rules import may_place
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import CostItem, DestinationRule, EmployerType, OrganisationKind
from jalur.foundation.rulebook.queries import placing_licences
from jalur.journey.employers.models import Employer, Problem
from jalur.journey.job_orders.models import PUBLISHED, JobOrder, Payer, State
from jalur.journey.offer_check.rules import About, Claim, Finding, Says
from jalur.journey.permits import queries as permits
from jalur.journey.permits.models import Permit
from jalur.kit.folding import fold
from jalur.kit.search import Folded, nearest

NEAR = 0.4
"""From this likeness of three letters (pg_trgm) on a name may be meant: three slips of the keyboard in an ordinary name."""
MOST = 3


def findings(actor: Actor, claim: Claim, on: date) -> list[Finding]:
    """In the order in which they are read: the order, its company, its employer, the country, the money."""
    order = _order(actor, claim.order)
    companies, said_of_company = _company(actor, claim.company, on)
    said = [*_of_order(actor, claim, order, companies, on), *said_of_company]
    if not claim.order:
        said += _orders_of(actor, claim, companies, on)
    return [
        *said,
        *_employer(actor, claim, order, on),
        *_destination(claim, order, on),
        *_cost(claim, order, on),
    ]


def _order(actor: Actor, number: str) -> JobOrder | None:
    if not number:
        return None
    rows = JobOrder.objects.visible_to(actor).filter(state__in=PUBLISHED)
    rows = rows.select_related("company", "employer", "destination", "occupation")
    as_printed = rows.filter(number=number.upper()).first()
    if as_printed is not None:
        return as_printed
    return rows.alias(folded=Folded("number")).filter(folded=fold(number)).order_by("pk").first()


def _of_permit(permit: Permit, companies: Sequence[Organisation], on: date) -> Iterator[Finding]:
    """The number was that of a permit to recruit."""
    says = Says.AGREES if permit.is_in_force(on) else Says.DISAGREES
    yield Finding(About.PERMIT, says, "permit", {"permit": permit, "on": on})
    if companies and permit.company_id not in {one.pk for one in companies}:
        yield Finding(About.PERMIT, Says.DISAGREES, "permit_of_another", {"permit": permit})


def _of_order(
    actor: Actor, claim: Claim, order: JobOrder | None, companies: Sequence[Organisation], on: date
) -> Iterator[Finding]:
    if not claim.order:
        return
    if order is None and (permit := permits.numbered(actor, claim.order)) is not None:
        yield from _of_permit(permit, companies, on)
        return
    if order is None:
        yield Finding(About.ORDER, Says.NOT_FOUND, "order_unknown", {"number": claim.order})
        return
    facts = {"order": order}
    if order.state == State.HELD:
        yield Finding(About.ORDER, Says.DISAGREES, "order_held", facts)
    elif order.state == State.CLOSED:
        yield Finding(About.ORDER, Says.DISAGREES, "order_closed", facts)
    elif not order.is_running(on):
        yield Finding(About.ORDER, Says.DISAGREES, "order_over", facts)
    elif order.left <= 0:
        yield Finding(About.ORDER, Says.UNCLEAR, "order_full", facts)
    else:
        yield Finding(About.ORDER, Says.AGREES, "order_open", facts)
    if companies and order.company_id not in {one.pk for one in companies}:
        yield Finding(About.ORDER, Says.DISAGREES, "order_of_another", facts | {"company": companies[0]})
    if claim.country and order.destination_id != claim.country:
        yield Finding(About.ORDER, Says.DISAGREES, "order_elsewhere", facts)
    if claim.employer_type and order.employer.employer_type != claim.employer_type:
        yield Finding(About.ORDER, Says.DISAGREES, "order_other_employer_type", facts)


def _company(actor: Actor, name: str, on: date) -> tuple[list[Organisation], list[Finding]]:
    """Who bears exactly that name or licence number, and what is said of it; several may bear one name."""
    if not name:
        return [], []
    found = organisations.look_up(actor, name)
    exact = [one.organisation for one in found if one.likeness != "similar"]
    if not found:
        return [], [Finding(About.COMPANY, Says.NOT_FOUND, "company_unknown", {"name": name})]
    if not exact:
        near = [one.organisation for one in found[:MOST]]
        return [], [Finding(About.COMPANY, Says.UNCLEAR, "company_similar", {"near": near})]
    placing = placing_licences(on)
    problem = _problems(actor, on).filter(partner__in=exact).first()
    if problem is not None:
        facts = {"organisation": problem.partner, "problem": problem}
        return exact, [Finding(About.COMPANY, Says.DISAGREES, "company_problem", facts)]
    allowed = [one for one in exact if may_place(one, list(one.licences.all()), placing, on)]
    if not allowed and exact[0].kind == OrganisationKind.PARTNER_AGENCY and exact[0].is_open(on):
        return exact, [Finding(About.COMPANY, Says.UNCLEAR, "company_abroad", {"organisation": exact[0]})]
    says = Says.AGREES if allowed else Says.DISAGREES
    meant = (allowed or exact)[0]
    return exact, [Finding(About.COMPANY, says, "company", {"organisation": meant, "on": on})]


def _orders_of(actor: Actor, claim: Claim, companies: Sequence[Organisation], on: date) -> Iterator[Finding]:
    """Without the number of an order: which running orders of the company, or of the country, there are."""
    if claim.company and not companies:
        return
    if not (claim.company or claim.country):
        return
    rows = JobOrder.objects.visible_to(actor).running(on).with_openings()
    if claim.company:
        rows = rows.filter(company__in=[one.pk for one in companies])
    if claim.country:
        rows = rows.filter(destination=claim.country)
    numbers = list(rows.order_by("ready_by", "number").values_list("number", flat=True)[: MOST + 1])
    facts: dict[str, Any] = {"numbers": numbers[:MOST], "more": len(numbers) > MOST}
    facts["country"] = Country.objects.filter(pk=claim.country).first()
    if claim.company:
        facts["company"] = companies[0]
    if not numbers:
        yield Finding(About.ORDER, Says.NOT_FOUND, "orders_none", facts)
    else:
        # That there are such orders is no proof that the offer is one of them.
        yield Finding(About.ORDER, Says.UNCLEAR, "orders_some", facts)


def _problems(actor: Actor, on: date) -> QuerySet[Problem]:
    """What everybody may read of the problem list on a day."""
    rows = Problem.objects.visible_to(actor).running(on)
    return rows.select_related("employer", "partner").order_by("since", "pk")


def _employer(actor: Actor, claim: Claim, order: JobOrder | None, on: date) -> Iterator[Finding]:
    """Companies abroad alone are looked for by name: a household is nobody's to find."""
    if not claim.employer:
        return
    is_household = order.employer.employer_type == EmployerType.INDIVIDUAL if order else False
    if is_household or claim.employer_type == EmployerType.INDIVIDUAL:
        yield Finding(About.EMPLOYER, Says.UNCLEAR, "employer_household")
        return
    published = JobOrder.objects.visible_to(actor).filter(state__in=PUBLISHED)
    known = Q(pk__in=published.order_by().values("employer"))
    listed = Q(pk__in=_problems(actor, on).order_by().values("employer"))
    rows = Employer.objects.filter(known | listed, employer_type=EmployerType.LEGAL_ENTITY)
    if claim.country:
        rows = rows.filter(country=claim.country)
    found = list(
        nearest(rows, "name", fold(claim.employer), least=NEAR).order_by("-nearness", "name", "pk")[:MOST]
    )
    exact = [one for one in found if fold(one.name) == fold(claim.employer)]
    problem = _problems(actor, on).filter(employer__in=exact).first()
    if problem is not None:
        facts = {"employer": problem.employer, "problem": problem}
        yield Finding(About.EMPLOYER, Says.DISAGREES, "employer_problem", facts)
        return
    if order is not None and found and order.employer_id not in {one.pk for one in found}:
        yield Finding(About.EMPLOYER, Says.DISAGREES, "employer_of_another_order", {"order": order})
    elif exact:
        yield Finding(About.EMPLOYER, Says.AGREES, "employer", {"employer": exact[0]})
    elif found:
        yield Finding(About.EMPLOYER, Says.UNCLEAR, "employer_similar", {"near": found})
    else:
        yield Finding(About.EMPLOYER, Says.NOT_FOUND, "employer_unknown", {"name": claim.employer})


def _destination(claim: Claim, order: JobOrder | None, on: date) -> Iterator[Finding]:
    """Rules of the day that pause or forbid the country; of an order the law is followed already (`held`)."""
    if order is not None or not claim.country:
        return
    rows = DestinationRule.objects.in_force(on).filter(country=claim.country)
    rows = rows.exclude(status=DestinationRule.Status.OPEN).select_related(
        "country", "occupation", "legal_source"
    )
    for rule in rows.order_by("employer_type", "occupation", "pk"):
        if claim.employer_type and rule.employer_type not in ("", claim.employer_type):
            continue
        covers_all = rule.occupation_id is None and rule.route == ""
        told = bool(claim.employer_type) or rule.employer_type == ""
        says = Says.DISAGREES if covers_all and told else Says.UNCLEAR
        yield Finding(About.DESTINATION, says, f"destination_{rule.status}", {"rule": rule})


def _cost(claim: Claim, order: JobOrder | None, on: date) -> Iterator[Finding]:
    spoken = rulebook.uncharged(order.occupation_id if order else "", on)
    asked = CostItem.objects.filter(pk__in=claim.items).order_by("position")
    for item in asked:
        rule = spoken.get(item.pk)
        if rule is not None:
            says = Says.DISAGREES if rule.verified else Says.UNCLEAR
            yield Finding(
                About.COST, says, "cost_forbidden" if rule.verified else "cost_doubtful", {"rule": rule}
            )
    if claim.total and not claim.items:
        yield Finding(About.COST, Says.UNCLEAR, "cost_partly", {"total": claim.total})
    if order is None or claim.total is None:
        return
    own = order.costs.filter(payer=Payer.WORKER)
    if own.filter(amount=None).exists():
        return
    most = own.aggregate(most=Sum("amount"))["most"] or Decimal(0)
    if order.costs.exists() and claim.total > most:
        yield Finding(About.COST, Says.DISAGREES, "cost_above", {"total": claim.total, "most": most})
