"""Every write of this room: check, lock, change, record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.history import services as history
from jalur.foundation.organisations import rules as organisation_rules
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.rulebook.models import DestinationRule
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.models import State as CandidateState
from jalur.journey.job_orders import queries, refusals, rules
from jalur.journey.job_orders.models import (
    RELEASING,
    CloseReason,
    Employer,
    JobOrder,
    OrderRequirement,
    Reservation,
    State,
)
from jalur.journey.job_orders.queries import LawOfTheDay
from jalur.journey.job_orders.workflow import TRANSITIONS
from jalur.kit.database import as_sentence, violated_constraint
from jalur.kit.dates import completed_years
from jalur.kit.numbers import new_number
from jalur.kit.workflow import Transition, step

# In bulk the database checks these, not a query a row.
LOOKED_UP = (
    "employer",
    "company",
    "partner",
    "destination",
    "occupation",
    "standard",
    "destination_rule",
    "decided_by",
)


@dataclass(frozen=True)
class OrderDetails:
    """What an order says. Empty limits and requirements are filled in from the law and the destination standard."""

    employer: Employer
    route: str
    occupation_id: str
    title: str
    openings: int
    ready_by: date
    monthly_pay: Decimal
    pay_currency: str
    company: Organisation | None = None
    partner: Organisation | None = None
    requirements: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    sex: str = ""
    min_education: int | None = None
    contract_months: int | None = None
    value: Decimal = Decimal(1)
    number: str = ""


@transaction.atomic
def register_employer(
    *,
    actor: Actor,
    name: str,
    employer_type: str,
    country_id: str,
    city: str = "",
    registration: str = "",
) -> Employer:
    """A new employer; the same name in the same city is refused."""
    employer = Employer(
        name=name.strip(),
        employer_type=employer_type,
        country_id=country_id,
        city=city.strip(),
        registration=registration.strip(),
    )
    access.check(actor, "job_orders:employer:register", employer)
    employer.full_clean()
    employer.save()
    history.record(actor=actor, event="job_orders:employer:registered", subject=employer)
    return employer


@transaction.atomic
def draft_order(*, actor: Actor, details: OrderDetails, today: date) -> JobOrder:
    """A new order as a draft. Refuses one that asks less than the law or the destination standard in force today."""
    order = JobOrder(state=State.DRAFT)
    _fill(order, details)
    access.check(actor, "job_orders:order:draft", order)
    requirements = _complete(order, details.requirements, queries.law_of(today))
    _save_new(order)
    _write_requirements(order, requirements)
    history.record(actor=actor, event="job_orders:order:drafted", subject=order, detail=_facts(order))
    return order


@transaction.atomic
def change_draft(*, actor: Actor, order: JobOrder, details: OrderDetails, today: date) -> JobOrder:
    """Change an order that is still a draft."""
    access.check(actor, "job_orders:order:draft", order)
    locked = _locked(order)
    if locked.state != State.DRAFT:
        raise _wrong_state(locked)
    _fill(locked, details)
    access.check(actor, "job_orders:order:draft", locked)
    requirements = _complete(locked, details.requirements, queries.law_of(today))
    locked.full_clean(exclude=["number", "requirements"])
    locked.save()
    _write_requirements(locked, requirements)
    history.record(actor=actor, event="job_orders:order:changed", subject=locked, detail=_facts(locked))
    return locked


@transaction.atomic
def submit_order(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """Send a draft to the attaché. The destination rule, the company's licence and the standard must hold today."""
    access.check(actor, "job_orders:order:draft", order)
    locked, taken = _take_step(order, "submit")
    _apply_law(locked, queries.law_of(today))
    _refuse_past_deadline(locked, today)
    locked.submitted_at = timezone.now()
    return _finish_step(actor, locked, taken)


@transaction.atomic
def verify_order(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """The attaché vouches for the order; it opens. The law is applied again as it stands today."""
    access.check(actor, "job_orders:order:verify", order)
    locked, taken = _take_step(order, "verify")
    _apply_law(locked, queries.law_of(today))
    _refuse_past_deadline(locked, today)
    return _decided(actor, locked, taken)


@transaction.atomic
def refuse_order(*, actor: Actor, order: JobOrder, reason: str) -> JobOrder:
    """The attaché refuses the order and says why."""
    access.check(actor, "job_orders:order:verify", order)
    locked, taken = _take_step(order, "refuse", reason=reason, field="refusal_reason")
    locked.refusal_reason = reason.strip()
    return _decided(actor, locked, taken)


@transaction.atomic
def revise_order(*, actor: Actor, order: JobOrder) -> JobOrder:
    """Take a refused order back as a draft, to be changed and submitted again."""
    access.check(actor, "job_orders:order:draft", order)
    locked, taken = _take_step(order, "revise")
    locked.refusal_reason = ""
    locked.decided_at = locked.decided_by_id = locked.submitted_at = None
    return _finish_step(actor, locked, taken)


@transaction.atomic
def close_order(*, actor: Actor, order: JobOrder, reason: str) -> JobOrder:
    """Close an open order. When there is no job to go to any more, openings held are given back, each recorded."""
    access.check(actor, "job_orders:order:close", order)
    if reason not in CloseReason.values:
        raise ValidationError({"close_reason": _("Choose why the order is closed.")})
    locked, taken = _take_step(order, "close", reason=reason, field="close_reason")
    locked.close_reason = reason
    locked.closed_at = timezone.now()
    if CloseReason(reason) in RELEASING:
        _release_all(actor, locked)
    return _finish_step(actor, locked, taken, detail={"reason": reason})


@transaction.atomic
def reserve_opening(*, actor: Actor, order: JobOrder, candidate: Candidate, today: date) -> Reservation:
    """Hold one opening for a candidate. Of two who want the last one, one is refused in plain words."""
    reservation = Reservation(order=order, candidate=candidate)
    access.check(actor, "job_orders:reservation:hold", reservation)
    locked = _lock_candidate(candidate)
    order.refresh_from_db()
    _refuse_unfit(order, locked, today)
    left = JobOrder.objects.filter(pk=order.pk, state=State.OPEN, reserved__lt=F("openings"))
    if not left.update(reserved=F("reserved") + 1):
        order.refresh_from_db()
        raise refusals.opening(order, "none_left" if order.state == State.OPEN else "not_open")
    try:
        with transaction.atomic():
            reservation.save()
    except IntegrityError as failure:
        if violated_constraint(failure) == "reservation_one_held_opening":
            raise refusals.opening(order, "held") from failure
        raise
    history.record(
        actor=actor,
        event="job_orders:reservation:held",
        subject=reservation,
        person_id=locked.person_id,
        place=locked.person.residence_id,
        detail={"order": order.number},
    )
    order.refresh_from_db(fields=["reserved"])
    return reservation


@transaction.atomic
def release_opening(*, actor: Actor, reservation: Reservation, reason: str) -> Reservation:
    """Give a held opening back. A second time changes nothing and is refused."""
    access.check(actor, "job_orders:reservation:release", reservation)
    if not reason.strip():
        raise ValidationError({"release_reason": _("Say why the opening is given back.")})
    candidate = _lock_candidate(reservation.candidate)
    order = JobOrder.objects.select_for_update(of=("self",)).get(pk=reservation.order_id)
    given_back = Reservation.objects.filter(pk=reservation.pk, released_at__isnull=True).update(
        released_at=timezone.now(), release_reason=reason.strip()[:200]
    )
    if not given_back:
        raise ValidationError({"release_reason": _("This opening has already been given back.")})
    JobOrder.objects.filter(pk=order.pk).update(reserved=F("reserved") - 1)
    reservation.refresh_from_db()
    history.record(
        actor=actor,
        event="job_orders:reservation:released",
        subject=reservation,
        person_id=candidate.person_id,
        place=candidate.person.residence_id,
        detail={"order": order.number},
    )
    return reservation


@transaction.atomic
def open_many(*, actor: Actor, many: Sequence[OrderDetails], today: date) -> list[JobOrder]:
    """Verified orders in bulk, open at once: for a mission's list and the example country. All or nothing.

    The law is read once. A row that it refuses is named by its position in the sentence.
    """
    law = queries.law_of(today)
    licensed = _licensed_companies(many, today)
    orders, requirements = [], []
    for position, details in enumerate(many, start=1):
        order = JobOrder(state=State.OPEN, submitted_at=timezone.now(), decided_at=timezone.now())
        order.decided_by_id = actor.user_id
        _fill(order, details)
        access.check(actor, "job_orders:order:verify", order)
        try:
            requirements.append(_complete(order, details.requirements, law))
            _decide_destination(order, law)
            _check_licence(order, law, licensed)
            order.number = order.number or new_number(f"JO-{order.destination_id}")
            order.clean_fields(exclude=LOOKED_UP)
        except ValidationError as refusal:
            said = "; ".join(refusal.messages)
            raise ValidationError(_("Row %(row)s: %(said)s") % {"row": position, "said": said}) from refusal
        orders.append(order)
    try:
        with transaction.atomic():
            JobOrder.objects.bulk_create(orders, batch_size=1000)
    except IntegrityError as failure:
        raise as_sentence(failure, JobOrder) from failure
    OrderRequirement.objects.bulk_create(
        (
            OrderRequirement(order=order, competency_id=code)
            for order, codes in zip(orders, requirements, strict=True)
            for code in sorted(codes)
        ),
        batch_size=5000,
    )
    history.record_many(
        actor=actor, event="job_orders:order:verified", subjects=[(order, None, "") for order in orders]
    )
    return orders


def _fill(order: JobOrder, details: OrderDetails) -> None:
    order.employer = details.employer
    order.destination_id = details.employer.country_id
    order.company = details.company
    order.partner = details.partner
    order.route = details.route
    order.occupation_id = details.occupation_id
    order.title = details.title.strip()
    order.openings = details.openings
    order.ready_by = details.ready_by
    order.monthly_pay = details.monthly_pay
    order.pay_currency = details.pay_currency
    order.min_age, order.max_age, order.sex = details.min_age, details.max_age, details.sex
    order.min_education = details.min_education
    order.contract_months = details.contract_months
    order.value = details.value
    order.number = order.number or details.number


def _complete(order: JobOrder, requirements: Iterable[str], law: LawOfTheDay) -> frozenset[str]:
    """Fill what was left empty from law and standard, and refuse what asks less; gives the requirements."""
    least = _least(order, law)
    asked = rules.at_least(_asked(order, frozenset(requirements)), least.asked)
    if found := rules.shortfalls(asked, least.asked, law.implications):
        raise refusals.less_than_the_law(found, least)
    order.min_age, order.max_age, order.sex = asked.min_age, asked.max_age, asked.sex
    order.min_education, order.standard = asked.min_education, least.standard
    return asked.requirements


def _least(order: JobOrder, law: LawOfTheDay) -> queries.Least:
    return law.least(
        country=order.destination_id,
        occupation=order.occupation_id,
        employer_type=order.employer.employer_type,
        route=order.route,
    )


def _asked(order: JobOrder, requirements: frozenset[str]) -> rules.Asked:
    return rules.Asked(requirements, order.min_age, order.max_age, order.sex, order.min_education)


def _apply_law(order: JobOrder, law: LawOfTheDay) -> None:
    """Destination rule, licence and standard as they stand on the day; the rule that decided stays with the order."""
    _decide_destination(order, law)
    _check_licence(order, law, _licensed_companies([order], law.on))
    requirements = frozenset(
        OrderRequirement.objects.filter(order=order).values_list("competency_id", flat=True)
    )
    least = _least(order, law)
    if found := rules.shortfalls(_asked(order, requirements), least.asked, law.implications):
        raise refusals.less_than_the_law(found, least)
    order.standard = least.standard


def _decide_destination(order: JobOrder, law: LawOfTheDay) -> None:
    decision = law.decision(
        country=order.destination_id,
        occupation=order.occupation_id,
        employer_type=order.employer.employer_type,
        route=order.route,
    )
    if decision.status in (DestinationRule.Status.FORBIDDEN, DestinationRule.Status.PAUSED):
        raise refusals.destination(order, decision, law.on)
    order.destination_rule = cast("DestinationRule | None", decision.rule)


def _licensed_companies(orders: Sequence[JobOrder | OrderDetails], on: date) -> dict[UUID, list[Licence]]:
    companies = {order.company.pk for order in orders if order.company}
    found: dict[UUID, list[Licence]] = {}
    for licence in Licence.objects.filter(organisation__in=companies).in_force(on).order_by("pk"):
        found.setdefault(licence.organisation_id, []).append(licence)
    return found


def _check_licence(order: JobOrder, law: LawOfTheDay, licences: dict[UUID, list[Licence]]) -> None:
    for duty in law.licence_duties(order.route):
        held = licences.get(order.company_id, []) if order.company_id else []
        if not organisation_rules.is_licensed(held, duty.licence_kind, law.on):
            raise refusals.licence(duty, law.on)


def _refuse_past_deadline(order: JobOrder, today: date) -> None:
    if order.ready_by < today:
        raise ValidationError(
            {"ready_by": _("The day people must be ready lies in the past. Choose a later day.")}
        )


def _lock_candidate(candidate: Candidate) -> Candidate:
    """One decision at a time about a candidate; rows that only refer to the candidate stay free."""
    free = Candidate.objects.select_for_update(of=("self",), no_key=True)
    return free.select_related("person").get(pk=candidate.pk)


def _refuse_unfit(order: JobOrder, candidate: Candidate, today: date) -> None:
    if order.state != State.OPEN:
        raise refusals.opening(order, "not_open")
    if order.ready_by < today:
        raise refusals.opening(order, "too_late")
    if candidate.state == CandidateState.WITHDRAWN:
        raise refusals.opening(order, "withdrawn")
    wishes = (
        None
        if candidate.any_destination
        else frozenset(candidate.wishes.values_list("country_id", flat=True))
    )
    found = rules.obstacles(
        _asked(order, frozenset()),
        age=completed_years(candidate.person.birth_date, order.ready_by),
        sex=candidate.person.sex,
        education=candidate.education,
        destination=order.destination_id,
        wishes=wishes,
    )
    if found:
        raise refusals.opening(order, found[0])


def _save_new(order: JobOrder) -> None:
    chosen = order.number
    order.number = chosen or new_number(f"JO-{order.destination_id}")
    order.full_clean(exclude=["requirements"])
    order.save(force_insert=True)


def _write_requirements(order: JobOrder, codes: frozenset[str]) -> None:
    known = set(competencies.competency_labels(codes))
    if unknown := sorted(codes - known):
        sentence = _("There is no competency %(code)s. Choose from the list.") % {"code": unknown[0]}
        raise ValidationError({"requirements": sentence})
    OrderRequirement.objects.filter(order=order).exclude(competency__in=codes).delete()
    OrderRequirement.objects.bulk_create(
        [OrderRequirement(order=order, competency_id=code) for code in sorted(codes)], ignore_conflicts=True
    )


def _locked(order: JobOrder) -> JobOrder:
    return (
        JobOrder.objects.select_for_update(of=("self",))
        .select_related("employer", "destination", "company")
        .get(pk=order.pk)
    )


def _take_step(
    order: JobOrder, verb: str, *, reason: str = "-", field: str = ""
) -> tuple[JobOrder, Transition]:
    """The order locked, and the row of the workflow for the verb; refuses a state that knows no such step."""
    locked = _locked(order)
    taken = step(TRANSITIONS, verb, locked.state)
    if taken is None:
        raise _wrong_state(locked)
    if taken.needs_reason and not reason.strip():
        raise ValidationError({field: _("Give a reason.")})
    return locked, taken


def _wrong_state(order: JobOrder) -> ValidationError:
    said = {"order": order.number, "state": order.get_state_display()}
    return ValidationError(
        {
            "state": _(
                "Order %(order)s is now: %(state)s. Somebody may have decided just now; look at it again."
            )
            % said
        }
    )


def _decided(actor: Actor, order: JobOrder, taken: Transition) -> JobOrder:
    order.decided_at = timezone.now()
    order.decided_by_id = actor.user_id
    return _finish_step(actor, order, taken)


def _finish_step(
    actor: Actor, order: JobOrder, taken: Transition, detail: dict[str, str] | None = None
) -> JobOrder:
    order.state = taken.target
    order.save()
    history.record(actor=actor, event=taken.event, subject=order, detail=detail or _facts(order))
    return order


def _release_all(actor: Actor, order: JobOrder) -> None:
    held = list(
        Reservation.objects.filter(order=order, released_at__isnull=True)
        .select_related("candidate__person")
        .order_by("pk")
    )
    Reservation.objects.filter(pk__in=[one.pk for one in held]).update(
        released_at=timezone.now(), release_reason=_("the order was closed")
    )
    order.reserved = 0
    history.record_many(
        actor=actor,
        event="job_orders:reservation:released",
        subjects=[(one, one.candidate.person_id, one.candidate.person.residence_id) for one in held],
    )


def _facts(order: JobOrder) -> dict[str, str]:
    """Codes of an order for the history; nothing of it is personal."""
    return {
        "number": order.number,
        "destination": order.destination_id,
        "occupation": order.occupation_id,
        "rule": str(order.destination_rule_id or ""),
    }
