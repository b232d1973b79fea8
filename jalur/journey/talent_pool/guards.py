"""What stands in the way of a step in this room: None or a refusal; changes nothing."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.talent_pool import queries, rules
from jalur.journey.talent_pool.models import Consent, ConsentState, Purpose, Request, RequestState
from jalur.kit import dates, formats
from jalur.kit.folding import fold
from jalur.kit.refusals import refusal
from jalur.kit.search import Folded


def may_join(consent: Consent, ask: Ask) -> ValidationError | None:
    """Only somebody on the path, old enough to leave, who has something to be found by."""
    missing = queries.lacks(consent.candidate, ask.today)
    return refusal("candidate", missing[0], lacking_words(missing[0])) if missing else None


def lacking_words(code: str) -> str:
    """What is missing, in words to her."""
    return {
        "left": _("You have withdrawn from the path. Come back to it first; your office helps."),
        "young": _("Whoever is too young to leave cannot be found here yet. You can train already."),
        "nothing": _(
            "Nothing that you can do has been confirmed yet. Take your evidence to the labour office, finish a class or be assessed first."
        ),
    }[code]


def ends_in_time(consent: Consent, ask: Ask) -> ValidationError | None:
    """From today on, twelve months at most."""
    last = dates.months_later(ask.today, rules.MOST_MONTHS)
    if consent.until < ask.today:
        return refusal("until", "past", _("Choose a day that has not passed."))
    if consent.until > last:
        sentence = _("At most twelve months: until %(day)s. You can extend it later.")
        return refusal("until", "too_long", sentence % {"day": formats.day(last, "long")})
    return None


def has_run_out(consent: Consent, ask: Ask) -> ValidationError | None:
    if consent.until < ask.today:
        return None
    return refusal("until", "ahead", _("Its last day has not passed yet."))


def is_in_the_pool(request: Request, ask: Ask) -> ValidationError | None:
    """The same sentence for an entry that was taken back and for one that this seeker never saw."""
    consent, purpose = request.consent, queries.purpose_of_seeker(request.seeker, ask.today)
    stands = consent.state == ConsentState.GIVEN and consent.until >= ask.today
    if stands and purpose and purpose in consent.purposes:
        return None
    return refusal("consent", "not_in_the_pool", _("This entry is no longer in the pool."))


def is_for_an_own_order(request: Request, ask: Ask) -> ValidationError | None:
    """A running order of the office itself; programmes are asked for by missions alone."""
    if request.order is None:
        if queries.purpose_of_seeker(request.seeker, ask.today) == Purpose.PROGRAMMES:
            return None
        return refusal("order", "required", _("Choose one of your open orders."))
    is_own = request.order_id is not None and (
        request.order.mission_id == request.seeker_id
        or (request.order.mission_id is None and request.order.company_id == request.seeker_id)
    )
    if not is_own:
        return refusal("order", "not_own", _("Choose one of your open orders."))
    return order_takes_people(request, ask)


def order_takes_people(request: Request, ask: Ask) -> ValidationError | None:
    """Verified, open, with openings left, before its day."""
    if request.order_id is None or _takes_people(request.order_id, ask.today):
        return None
    return refusal("order", "takes_nobody", _("This job order takes nobody at the moment."))


def _takes_people(order: object, on: date) -> bool:
    return JobOrder.objects.plannable(on).filter(pk=order).exists()


def may_be_asked(request: Request, _ask: Ask) -> ValidationError | None:
    """Nobody is asked again for what she declined or agreed to, nor while an opening is held for her.

    One sentence for all of it: it tells nothing of a consent that has ended, nor which of them it was.
    """
    if request.order_id is None:
        named = Request.objects.alias(folded=Folded("programme"))
        same = named.filter(folded=fold(request.programme))
    else:
        same = Request.objects.filter(order=request.order_id)
    answered = same.filter(
        seeker=request.seeker_id,
        candidate=request.candidate_id,
        state__in=[RequestState.DECLINED, RequestState.AGREED],
    )
    is_held = Reservation.objects.held().filter(candidate=request.candidate_id)
    if answered.exists() or is_held.exists():
        return refusal("order", "not_to_be_asked", _("This person cannot be asked for this now."))
    return None


def says_no_contact(request: Request, _ask: Ask) -> ValidationError | None:
    if not rules.holds_contact(f"{request.message} {request.programme}"):
        return None
    sentence = _(
        "Leave out telephone numbers, e-mail and web addresses: contact stays in Jalur, so that nobody is drawn away from it."
    )
    return refusal("message", "contact", sentence)


def answer_is_over(request: Request, ask: Ask) -> ValidationError | None:
    if request.answer_by < ask.today:
        return None
    return refusal("answer_by", "ahead", _("Her last day to answer has not passed yet."))


def is_in_time(request: Request, ask: Ask) -> ValidationError | None:
    if request.answer_by >= ask.today:
        return None
    return refusal("answer_by", "past", _("The last day to answer has passed."))
