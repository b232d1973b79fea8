"""Blanks: received as a delivery, used, spoilt, returned; nothing goes missing."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.certification import rules
from jalur.journey.certification.models import Assessment, Blank, BlankDelivery, BlankState
from jalur.journey.certification.rights import Right
from jalur.journey.certification.workflow import BLANK
from jalur.kit import formats
from jalur.kit.refusals import refusal

MOST = 5000


@deed
def receive_blanks(*, actor: Actor, delivery: BlankDelivery, today: date) -> BlankDelivery:
    """Every number of a parcel; refused with the number where one is missing, too many or there already."""
    access.check(actor, Right.KEEP_BLANK, delivery)
    if delivery.received_on > today:
        raise refusal("received_on", "ahead", _("Give today or a day that has passed."))
    delivery.prefix = delivery.prefix.strip()
    delivery.full_clean()
    lock(Organisation, [delivery.body_id])  # of two parcels typed at once the second sees the first
    numbers = _numbers(delivery)
    if twice := Blank.objects.filter(number__in=numbers).order_by("number").first():
        sentence = _("%(number)s is recorded already. Nothing was written; look at the numbers again.")
        raise refusal("first", "twice", sentence % {"number": twice.number})
    _follows(delivery)
    delivery.save(force_insert=True)
    Blank.objects.bulk_create(
        [Blank(number=number, delivery=delivery, body_id=delivery.body_id) for number in numbers],
        batch_size=1000,
    )
    history.record(
        actor=actor,
        event="certification:delivery:arrived",
        subject=delivery,
        place=delivery.body.place_id or "",
        detail={"number": delivery.number},
    )
    return delivery


def _numbers(delivery: BlankDelivery) -> list[str]:
    first, last = delivery.first, delivery.last
    if len(first) != len(last) or int(first) > int(last):
        sentence = _("The last number has as many digits as the first, and is not before it.")
        raise refusal("last", "order", sentence)
    count = int(last) - int(first) + 1
    if count > MOST:
        sentence = _("At most %(count)s numbers in one delivery.")
        raise refusal("last", "many", sentence % {"count": formats.number(MOST)})
    if count != delivery.announced:
        sentence = _(
            "From %(first)s to %(last)s are %(count)s numbers, the letter says %(said)s: it would end with %(end)s."
        )
        end = f"{delivery.prefix}{int(first) + delivery.announced - 1:0{len(first)}}"
        words = {
            "first": f"{delivery.prefix}{first}",
            "last": f"{delivery.prefix}{last}",
            "count": formats.number(count),
            "said": formats.number(delivery.announced),
            "end": end,
        }
        raise refusal("announced", "count", sentence % words)
    return rules.blank_numbers(delivery.prefix, first, last)


def _follows(delivery: BlankDelivery) -> None:
    """Numbers go on from the delivery before, or it is said why not."""
    width = len(delivery.first)
    before = [
        int(one)
        for one in BlankDelivery.objects.filter(body=delivery.body_id, prefix=delivery.prefix)
        .order_by()
        .values_list("last", flat=True)
        if len(one) == width and int(one) < int(delivery.first)
    ]
    if not before or max(before) + 1 == int(delivery.first) or delivery.gap.strip():
        return
    sentence = _("%(first)s to %(last)s are missing before it. Say why, or look at the numbers again.")
    words = {
        "first": f"{delivery.prefix}{max(before) + 1:0{width}}",
        "last": f"{delivery.prefix}{int(delivery.first) - 1:0{width}}",
    }
    raise refusal("gap", "gap", sentence % words)


@deed
def use_blank(*, actor: Actor, blank: Blank, assessment: Assessment, today: date) -> Blank:
    """For the certificate of somebody found competent by the same body; a blank is used once."""
    with BLANK.step("use", actor=actor, subject=blank, today=today) as locked:
        locked.used_for = assessment
        _out(locked, actor, today)
    return locked


@deed
def spoil_blank(*, actor: Actor, blank: Blank, reason: str, today: date) -> Blank:
    with BLANK.step("spoil", actor=actor, subject=blank, reason=reason, today=today) as locked:
        _out(locked, actor, today)
    return locked


@deed
def misprint_blank(*, actor: Actor, blank: Blank, reason: str, today: date) -> Blank:
    """What was used turns out misprinted: it is spoilt, and its assessment is free for another. The history keeps for whom it was."""
    with BLANK.step("misprint", actor=actor, subject=blank, reason=reason, today=today) as locked:
        locked.used_for = None
        _out(locked, actor, today)
    return locked


@deed
def return_blank(*, actor: Actor, blank: Blank, reason: str, today: date) -> Blank:
    with BLANK.step("return", actor=actor, subject=blank, reason=reason, today=today) as locked:
        _out(locked, actor, today)
    return locked


@deed
def return_blanks(
    *, actor: Actor, delivery: BlankDelivery, first: str, last: str, reason: str, today: date
) -> list[Blank]:
    """Several of a delivery, from one number to another as printed; refused with the number that is no longer in stock."""
    access.check(actor, Right.KEEP_BLANK, delivery)
    every = {one.number: one for one in delivery.blanks.order_by("number")}
    wanted = [number for number in every if first <= number <= last]
    for number, name, is_one in ((first, "first", first in every), (last, "last", last in wanted)):
        if not is_one:
            sentence = _("%(number)s is not a number of this delivery.")
            raise refusal(name, "unknown", sentence % {"number": number})
    gone = next((number for number in wanted if every[number].state != BlankState.RECEIVED), None)
    if gone is not None:
        sentence = _("%(number)s is no longer in stock. Nothing was written.")
        raise refusal("first", "gone", sentence % {"number": gone})
    rows = delivery.blanks.filter(number__in=wanted).order_by("pk")
    with BLANK.step_many("return", actor=actor, subjects=rows, reason=reason, today=today) as returned:
        for one in returned:
            _out(one, actor, today)
    return returned


def _out(blank: Any, actor: Actor, today: date) -> None:
    blank.left_on, blank.by_id = today, actor.user_id
