"""What stands in the way of a step of a budget line or a payment: None or a refusal; changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.funding import queries
from jalur.journey.funding.models import BudgetLine, LineState, Payment
from jalur.journey.training.models import EnrolmentState
from jalur.kit import formats
from jalur.kit.money import format_money
from jalur.kit.refusals import refusal


def holds_what_is_committed(line: BudgetLine, _ask: Ask) -> ValidationError | None:
    if line.amount >= line.committed:
        return None
    sentence = _("%(money)s are committed to seats already; the line cannot hold less.")
    money = format_money(line.committed, locale=formats.locale())
    return refusal("amount", "committed", sentence % {"money": money})


def is_the_owners(line: BudgetLine, ask: Ask) -> ValidationError | None:
    """The centre that a line is opened to pays from it; what it holds is its owner's to say."""
    if line.owner_id == ask.actor.organisation_id:
        return None
    sentence = _("Only %(owner)s changes or closes this line.")
    return refusal("line", "not_yours", sentence % {"owner": line.owner.name})


def seat_is_held(payment: Payment, _ask: Ask) -> ValidationError | None:
    if payment.enrolment.state == EnrolmentState.ENROLLED:
        return None
    return refusal("enrolment", "not_held", _("Only a seat that somebody has now can be paid."))


def line_may_be_used(payment: Payment, ask: Ask) -> ValidationError | None:
    """Its owner uses it, or the centre that it was opened to, for seats of its own classes; on its days."""
    line = payment.line
    if line is None:
        return None
    centre = payment.enrolment.intake.programme.provider_id
    mine = ask.actor.organisation_id
    if mine is None or not (line.owner_id == mine or (line.used_by_id == mine and centre == mine)):
        return refusal("line", "not_yours", _("This line is not yours to use. Ask its owner."))
    if line.state != LineState.OPEN or not line.valid_from <= ask.today <= line.valid_to:
        return refusal("line", "not_open", _("This line is closed, or today is not one of its days."))
    return None


def not_more_than_the_seat(payment: Payment, _ask: Ask) -> ValidationError | None:
    rest = queries.rest_of(payment.enrolment)
    if payment.amount <= rest:
        return None
    sentence = _("Of this seat %(rest)s have no payer yet; that is the most.")
    return refusal("amount", "too_much", sentence % {"rest": format_money(rest, locale=formats.locale())})


def line_holds_enough(payment: Payment, _ask: Ask) -> ValidationError | None:
    line = payment.line
    if line is None or line.committed + payment.amount <= line.amount:
        return None
    sentence = _("The line has %(left)s left, which is not enough.")
    left = format_money(line.amount - line.committed, locale=formats.locale())
    return refusal("line", "not_enough", sentence % {"left": left})


def she_may_be_charged(payment: Payment, ask: Ask) -> ValidationError | None:
    """Zero cost: what a rule of the day forbids to charge for the work that she is on her way to (UU 18/2017 art. 30)."""
    if payment.line is not None:
        return None
    rule = queries.forbids(payment.enrolment.candidate, ask.today)
    if rule is None:
        return None
    sentence = _(
        "For the work of this candidate nobody may charge her for training: %(source)s, since %(day)s."
    )
    params = {"source": rule.rests_on, "day": formats.day(rule.valid_from) if rule.valid_from else "–"}
    return refusal("line", "zero_cost", sentence % params)


def may_take_back(payment: Payment, ask: Ask) -> ValidationError | None:
    """Whose line it is takes it back, or the centre that uses it."""
    line = payment.line
    if line is None or ask.actor.organisation_id in {line.owner_id, line.used_by_id}:
        return None
    return refusal("line", "not_yours", _("This line is not yours to use. Ask its owner."))
