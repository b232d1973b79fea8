"""Job orders, their employers and the openings held, for programs: of companies, missions and the ministry."""

from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.bodies import Body, Nothing, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import EmployerType
from jalur.foundation.workflow.views import find
from jalur.journey.employers import services as employers
from jalur.journey.employers.forms import EmployerForm
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.forms import (
    AmendForm,
    AsksAboutPay,
    OrderForm,
    ReachForm,
    StartForm,
    SubmitForm,
    TermsForm,
)
from jalur.journey.job_orders.models import (
    TERMS,
    JobOrder,
    JobOrderQuerySet,
    OrderCost,
    Reservation,
)
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.services import Seen
from jalur.journey.job_orders.workflow import ORDER, RESERVATION
from jalur.kit import dates
from jalur.kit.refusals import refusal

router = Router("job_orders", gettext_lazy("Job orders"))
CASE = ("employer", "route", "occupation")


class ReachBody(Body):
    age: int
    sex: str = Field(description="F or M.")
    education: int = Field(description="Schooling in ten steps after the KKNI, 0 to 9.")
    held: list[str] = Field([], max_length=200, description="Codes of what she can.")


class OrderInReach(Schema):
    number: str
    lacks: list[str] = Field(description="Codes of what it asks for and she cannot yet.")


class WithinReach(Schema):
    count: int
    orders: list[OrderInReach] = Field(description="Twelve at most, those first that leave most of the pay.")


class ReachRecord(Schema):
    nothing_lacks: WithinReach
    one_lacks: WithinReach
    more_lacks: WithinReach


class CostRecord(Schema):
    item: str = Field(description="Code of the cost item.")
    payer: str
    amount: int | None = Field(description="About how much, in rupiah.")


class OrderRecord(Schema):
    number: str
    reference: str | None = Field(
        description="Own number of the office; null unless the program works on the order."
    )
    state: str
    title: str
    occupation: str = Field(description="ISCO-08.")
    destination: str
    route: str
    employer: UUID
    employer_name: str | None = Field(
        description="Null for a household, unless the program works on the order."
    )
    company: UUID | None
    partner: UUID | None
    openings: int
    reserved: int
    quota: int | None = Field(
        description="How many its permit (SIP2MI) lets be recruited; null where it has or needs none."
    )
    permit_until: date | None = Field(description="The last day of its permit.")
    ready_by: date
    monthly_pay: str
    pay_currency: str
    contract_months: int | None
    min_age: int | None
    max_age: int | None
    sex: str
    min_education: int | None
    requirements: list[str]
    allowance: str | None = Field(description="Each month, in the currency of the pay.")
    overtime_pay: str | None = Field(description="For an hour.")
    deductions: str | None = Field(description="Taken off each month.")
    deductions_for: str
    weekly_hours: int | None
    rest_days: int | None = Field(description="Days off a week.")
    lodging: str = Field(description="Who pays it; empty while nobody has said it.")
    food: str
    insurance: str
    costs: list[CostRecord] = Field(description="Who pays what on the way to the job.")
    standard: UUID | None
    destination_rule: UUID | None
    held_because: str
    close_reason: str
    version: int = Field(description="1 is what the attaché verified first.")
    changed_on: date | None
    refusal_reason: str | None = Field(description="Null unless the program works on the order.")
    submitted_at: datetime | None
    decided_at: datetime | None


class Orders(Page[OrderRecord]):
    pass


class EmployerRecord(Schema):
    id: UUID
    name: str
    employer_type: str
    country: str
    city: str
    registration: str


class Employers(Page[EmployerRecord]):
    pass


class ReservationRecord(Schema):
    id: UUID
    order: str
    candidate: str = Field(description="Number of the candidate's file.")
    state: str
    held_at: datetime
    released_at: datetime | None
    release_reason: str


class Reservations(Page[ReservationRecord]):
    pass


class OrderQuery(PageQuery):
    state: str = Field("", max_length=20)
    destination: str = Field("", max_length=2)
    occupation: str = Field("", max_length=4)


class Draft(Body):
    title: str | None = None
    reference: str | None = Field(
        None, description="Own number of the office; each of its orders has another."
    )
    company: UUID | None = Field(
        None, description="Of a mission's order; a company's own orders are its own."
    )
    partner: UUID | None = None
    openings: int | None = None
    ready_by: date | None = None
    monthly_pay: int | None = Field(None, description="Whole units of the currency.")
    pay_currency: str | None = None
    contract_months: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    sex: str | None = None
    min_education: int | None = None
    requirements: list[str] | None = None
    confirmed: bool = Field(False, description="The pay is meant as it is, however unlikely.")


class NewDraft(Draft):
    employer: UUID
    route: str
    occupation: str


class CostBody(Body):
    item: str = Field(description="Code of the cost item.", max_length=40)
    payer: str = Field(max_length=12)
    amount: int | None = Field(None, description="About how much, in rupiah.")


class TermsBody(Body):
    allowance: int | None = Field(None, description="Whole units of the currency of the pay.")
    overtime_pay: int | None = None
    deductions: int | None = None
    deductions_for: str | None = None
    weekly_hours: int | None = None
    rest_days: int | None = None
    lodging: str | None = None
    food: str | None = None
    insurance: str | None = None
    costs: list[CostBody] | None = Field(None, max_length=60, description="Takes the place of what stood.")
    confirmed: bool = Field(False, description="A charge that a rule not checked yet forbids is meant so.")


class Amendment(Draft, TermsBody):
    """What is not sent stays. Beside wording, own number, more time and fewer openings everything waits for the attaché."""

    confirmed: bool = Field(False, description="Pay and charges are meant as they are.")
    why: str = Field("", max_length=300, description="The attaché reads it.")


class Confirmed(Body):
    confirmed: bool = Field(False, description="The pay is meant as it is, however unlikely.")


class Paper(Body):
    kind: str = Field(description="What of the order it shows.")
    paper: str = Field(max_length=120)
    paper_date: date


class Papers(Body):
    checks: list[Paper] = Field(max_length=20)


class Verified(Papers, Confirmed):
    pass


class NewEmployer(Body):
    name: str
    employer_type: str
    country: str
    city: str = ""
    registration: str = ""
    official_id: str = Field("", description="From its papers; of a household never public.")
    also_called: str = ""
    confirmed: bool = Field(False, description="It is another employer than those it is like.")


@router.create("/reach/", Right.VIEW_ORDER, ReachRecord)
def within_reach(request: HttpRequest, body: ReachBody) -> ReachRecord:  # noqa: ARG001 - open orders are the same for everybody
    """The open orders that take somebody, by what of their requirements she lacks. Nothing is kept."""
    form = through(partial(ReachForm, on=dates.today()), body)
    now, near, far = queries.within_reach(**form.cleaned_data, on=dates.today())

    def told(reach: queries.Reach) -> WithinReach:
        return WithinReach(
            count=reach.count,
            orders=[OrderInReach(number=one.number, lacks=codes) for one, codes in reach.shown],
        )

    return ReachRecord(nothing_lacks=told(now), one_lacks=told(near), more_lacks=told(far))


@router.read("/orders/", Right.VIEW_ORDER, Orders)
def list_orders(request: HttpRequest, query: Query[OrderQuery]) -> Orders:
    """Published orders, and the drafts of those who work on them."""
    rows = _rows(request)
    for name in ("state", "destination", "occupation"):
        if value := getattr(query, name):
            rows = rows.filter(**{name: value})
    return page_of(Orders, rows, query, lambda found: map(_shown_to(request), found))


@router.read(
    "/orders/{number}/",
    Right.VIEW_ORDER,
    OrderRecord,
    events={"job_orders:order": "number", "job_orders:reservation": "order__number"},
)
def show_order(request: HttpRequest, number: str) -> OrderRecord:
    """One order, by its number."""
    return _shown_to(request)(find(ORDER, request.actor, number))


@router.create("/orders/", Right.DRAFT_ORDER, OrderRecord)
def draft_order(request: HttpRequest, body: NewDraft) -> OrderRecord:
    """A draft; limits and requirements left out are those of the law and the destination's standard."""
    order = through(partial(StartForm, actor=request.actor), body, only=CASE).instance
    law = rulebook.law_of(dates.today())
    least = law.least(**order.case)
    initial = {
        **vars(least),
        "contract_months": least.standard.contract_months if least.standard else None,
        "pay_currency": order.employer.country.currency,
    }
    make = partial(OrderForm, instance=order, actor=request.actor, least=least, initial=initial)
    form = through(make, body, only=Draft.model_fields.keys())
    drafted = services.draft_order(
        actor=request.actor, order=form.instance, today=dates.today(), **form.beside
    )
    return _shown_to(request)(drafted)


@router.change("/orders/{number}/", Right.DRAFT_ORDER, OrderRecord)
def change_draft(request: HttpRequest, number: str, body: Draft) -> OrderRecord:
    """Change a draft; what is not sent stays."""
    order = find(ORDER, request.actor, number)
    access.check(request.actor, Right.DRAFT_ORDER, order)
    least = rulebook.law_of(dates.today()).least(**order.case)
    form = through(partial(OrderForm, instance=order, actor=request.actor, least=least), body)
    take = partial(services.change_draft, order=form.instance, today=dates.today(), **form.beside)
    return _taken(request, order, take)


@router.step("/orders/{number}/terms/", Right.DRAFT_ORDER, OrderRecord)
def set_order_terms(request: HttpRequest, number: str, body: TermsBody) -> OrderRecord:
    """Working conditions of a draft, and who pays what on the way to it; what is not sent stays."""
    order = find(ORDER, request.actor, number)
    access.check(request.actor, Right.DRAFT_ORDER, order)
    form = through(partial(TermsForm, instance=order), _with_costs(body.model_dump(exclude_unset=True)))
    take = partial(services.set_terms, order=form.instance, today=dates.today(), **form.beside)
    return _taken(request, order, take)


@router.step("/orders/{number}/submit/", Right.DRAFT_ORDER, OrderRecord)
def submit_order(request: HttpRequest, number: str, body: Confirmed) -> OrderRecord:
    """Send a draft to the attaché."""
    order = find(ORDER, request.actor, number)
    access.check(request.actor, Right.DRAFT_ORDER, order)
    through(partial(SubmitForm, order=order), body)
    return _taken(request, order, partial(services.submit_order, order=order, today=dates.today()))


@router.step("/orders/{number}/check/", Right.VERIFY_ORDER, OrderRecord)
def note_checks(request: HttpRequest, number: str, body: Papers) -> OrderRecord:
    """Note the papers that were seen so far."""
    order = find(ORDER, request.actor, number)
    take = partial(services.note_checks, order=order, checks=_seen(body), today=dates.today())
    return _taken(request, order, take)


@router.step("/orders/{number}/verify/", Right.VERIFY_ORDER, OrderRecord)
def verify_order(request: HttpRequest, number: str, body: Verified) -> OrderRecord:
    """The attaché vouches for the order; it opens (UU 18/2017 art. 10)."""
    order = find(ORDER, request.actor, number)
    access.check(request.actor, Right.VERIFY_ORDER, order)
    through(partial(PayForm, order=order), body, only={"confirmed"})
    take = partial(services.verify_order, order=order, checks=_seen(body), today=dates.today())
    return _taken(request, order, take)


@router.step("/orders/{number}/refuse/", Right.VERIFY_ORDER, OrderRecord)
def refuse_order(request: HttpRequest, number: str, body: Reason) -> OrderRecord:
    """The attaché refuses the order and says why."""
    order = find(ORDER, request.actor, number)
    return _taken(request, order, partial(services.refuse_order, order=order, reason=body.reason))


@router.step("/orders/{number}/revise/", Right.DRAFT_ORDER, OrderRecord)
def revise_order(request: HttpRequest, number: str, body: Nothing) -> OrderRecord:  # noqa: ARG001 - an empty object
    """Take a refused order back as a draft."""
    order = find(ORDER, request.actor, number)
    return _taken(request, order, partial(services.revise_order, order=order))


@router.step("/orders/{number}/pause/", Right.CLOSE_ORDER, OrderRecord)
def pause_order(request: HttpRequest, number: str, body: Reason) -> OrderRecord:
    """It stands still until it is let go on; openings held are kept."""
    order = find(ORDER, request.actor, number)
    take = partial(services.pause_order, order=order, reason=body.reason, today=dates.today())
    return _taken(request, order, take)


@router.step("/orders/{number}/resume/", Right.CLOSE_ORDER, OrderRecord)
def resume_order(request: HttpRequest, number: str) -> OrderRecord:
    """A pause ends; what the law of the day stops stays on hold."""
    order = find(ORDER, request.actor, number)
    return _taken(request, order, partial(services.resume_order, order=order, today=dates.today()))


@router.step("/orders/{number}/recall/", Right.DRAFT_ORDER, OrderRecord)
def recall_order(request: HttpRequest, number: str) -> OrderRecord:
    """Call an order back that waits for the attaché; it is a draft again."""
    order = find(ORDER, request.actor, number)
    return _taken(request, order, partial(services.recall_order, order=order))


@router.step("/orders/{number}/withdraw/", Right.DRAFT_ORDER, OrderRecord)
def withdraw_order(request: HttpRequest, number: str) -> OrderRecord:
    """Give up for good an order that has never been open."""
    order = find(ORDER, request.actor, number)
    return _taken(request, order, partial(services.withdraw_order, order=order))


@router.step("/orders/{number}/amend/", Right.DRAFT_ORDER, OrderRecord)
def amend_order(request: HttpRequest, number: str, body: Amendment) -> OrderRecord:
    """Change a published order: at once what matters to nobody, the rest as a version that waits for the attaché."""
    order = find(ORDER, request.actor, number)
    access.check(request.actor, Right.DRAFT_ORDER, order)
    least = rulebook.law_of(dates.today()).least(**order.case)
    make = partial(AmendForm, instance=order, actor=request.actor, least=least)
    form = through(make, _with_costs(body.model_dump(exclude_unset=True)))
    take = partial(services.amend_order, order=form.instance, today=dates.today(), **form.beside)
    return _taken(request, order, take)


@router.step("/orders/{number}/close/", Right.CLOSE_ORDER, OrderRecord)
def close_order(request: HttpRequest, number: str, body: Reason) -> OrderRecord:
    """It takes nobody else; for some reasons the openings held are given back."""
    order = find(ORDER, request.actor, number)
    return _taken(request, order, partial(services.close_order, order=order, reason=body.reason))


@router.read("/employers/", Right.DRAFT_ORDER, Employers)
def list_employers(request: HttpRequest, query: Query[PageQuery]) -> Employers:
    """Employers of one's own orders, or of the mission's country."""
    rows = Employer.objects.visible_to(request.actor)
    return page_of(Employers, rows, query, lambda found: map(_employer, found))


@router.create("/employers/", Right.DRAFT_ORDER, EmployerRecord)
def register_employer(request: HttpRequest, body: NewEmployer) -> EmployerRecord:
    """An employer abroad; one that is like another is asked back, the same name in the same city refused."""
    form = through(partial(EmployerForm, actor=request.actor), body)
    return _employer(employers.register_employer(actor=request.actor, employer=form.instance))


@router.read("/reservations/", Right.VIEW_RESERVATION, Reservations)
def list_reservations(request: HttpRequest, query: Query[PageQuery]) -> Reservations:
    """Openings held, and those given back."""
    rows = Reservation.objects.visible_to(request.actor).select_related("order", "candidate")
    return page_of(Reservations, rows, query, lambda found: map(_reservation, found))


@router.step("/reservations/{uuid:pk}/release/", Right.RELEASE_RESERVATION, ReservationRecord)
def release_opening(request: HttpRequest, pk: UUID, body: Reason) -> ReservationRecord:
    """Give an opening back; somebody else can take it at once."""
    held = find(RESERVATION, request.actor, pk, action=Right.RELEASE_RESERVATION)
    with as_seen(request, held, _reservation):
        return _reservation(
            services.release_opening(actor=request.actor, reservation=held, reason=body.reason)
        )


def _with_costs(sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent, its costs as the form names them."""
    if (costs := sent.pop("costs", None)) is not None:
        named = {cost["item"]: cost for cost in costs}
        for at, item in queries.cost_items().items():
            cost = named.pop(item.code, {})
            sent |= {f"{part}_{at}": cost.get(part) for part in ("payer", "amount")}
        if named:
            unknown = _("There is no such cost item: %(items)s.") % {"items": ", ".join(sorted(named))}
            raise refusal("costs", "unknown", unknown)
    return sent


class PayForm(AsksAboutPay):
    """What verifying asks back about, as on the attaché's page."""

    def clean(self) -> dict[str, Any]:
        self.ask_about_pay()
        return {}


def _seen(body: Papers) -> list[Seen]:
    return [Seen(one.kind, one.paper, one.paper_date) for one in body.checks]


def _taken(request: HttpRequest, order: JobOrder, take: Any) -> OrderRecord:
    """The order after a step of it, taken only if it is still as the program has seen it."""
    actor = actor_of(request)
    show = _shown_to(request)
    with as_seen(request, order, show):
        return show(take(actor=actor))


def _rows(request: HttpRequest) -> JobOrderQuerySet:
    rows: JobOrderQuerySet = JobOrder.objects.visible_to(actor_of(request))
    return rows.select_related("employer").prefetch_related("requirements", "costs")


def _shown_to(request: HttpRequest) -> Any:
    return partial(show, actor_of(request))


def show(actor: Actor, order: JobOrder) -> OrderRecord:
    """What a program reads of an order: as everybody, or as those who work on it."""
    works_on_it = access.covers(actor, Right.VIEW_DRAFT, order)
    named = works_on_it or order.employer.employer_type != EmployerType.INDIVIDUAL
    return OrderRecord(
        number=order.number,
        reference=order.reference if works_on_it else None,
        state=order.state,
        title=order.title,
        occupation=order.occupation_id,
        destination=order.destination_id,
        route=order.route,
        employer=order.employer_id,
        employer_name=order.employer.name if named else None,
        company=order.company_id,
        partner=order.partner_id,
        openings=order.openings,
        reserved=order.reserved,
        quota=order.quota,
        permit_until=order.permit_until,
        ready_by=order.ready_by,
        monthly_pay=f"{order.monthly_pay:.2f}",
        pay_currency=order.pay_currency,
        contract_months=order.contract_months,
        min_age=order.min_age,
        max_age=order.max_age,
        sex=order.sex,
        min_education=order.min_education,
        requirements=sorted(one.code for one in order.requirements.all()),
        **{name: _told(getattr(order, name)) for name in TERMS},
        costs=[_cost(cost) for cost in order.costs.all()],
        standard=order.standard_id,
        destination_rule=order.destination_rule_id,
        held_because=order.held_because,
        close_reason=order.close_reason,
        version=order.version,
        changed_on=order.changed_on,
        refusal_reason=order.refusal_reason if works_on_it else None,
        submitted_at=order.submitted_at if works_on_it else None,
        decided_at=order.decided_at,
    )


def _told(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _cost(cost: OrderCost) -> CostRecord:
    amount = None if cost.amount is None else int(cost.amount)
    return CostRecord(item=cost.item_id, payer=cost.payer, amount=amount)


def _employer(employer: Employer) -> EmployerRecord:
    return EmployerRecord(
        id=employer.pk,
        name=employer.name,
        employer_type=employer.employer_type,
        country=employer.country_id,
        city=employer.city,
        registration=employer.registration,
    )


def _reservation(held: Reservation) -> ReservationRecord:
    return ReservationRecord(
        id=held.pk,
        order=held.order.number,
        candidate=held.candidate.number,
        state=held.state,
        held_at=held.created_at,
        released_at=held.released_at,
        release_reason=held.release_reason,
    )
