"""What an official has seen of an order before it opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.rulebook.models import OrderCheckKind
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.job_orders import queries, rules
from jalur.journey.job_orders.models import JobOrder, OrderCheck
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit.refusals import refusal


@dataclass(frozen=True)
class Seen:
    """One paper: what of the order it shows (`OrderCheckKind`), its name or number, its day, and a picture where there is one."""

    kind: str
    paper: str
    paper_date: date
    file: Accepted | None = None


def note_checks(*, actor: Actor, order: JobOrder, checks: Iterable[Seen], today: date) -> JobOrder:
    """Note what has been seen so far; the order waits on."""
    with ORDER.step("check", actor=actor, subject=order, today=today) as locked:
        if not note(actor=actor, order=locked, checks=checks, today=today):
            raise UnchangedError
    return locked


@deed
def note(*, actor: Actor, order: JobOrder, checks: Iterable[Seen], today: date) -> list[OrderCheck]:
    """Part of a step of the order, which is locked: writes what is new, leaves what stands, and gives what it wrote."""
    asked = {duty.kind for duty in queries.checks_asked(order, today)}
    counting = {check.kind: check for check in OrderCheck.objects.counting(order)}
    written = []
    for seen in checks:
        _refuse(seen, asked, today)
        standing = counting.get(seen.kind)
        if standing is None or (standing.paper, standing.paper_date) != (seen.paper, seen.paper_date):
            standing, _is_new = OrderCheck.objects.update_or_create(
                order=order,
                kind=seen.kind,
                defaults={
                    "paper": seen.paper,
                    "paper_date": seen.paper_date,
                    "noted_at": timezone.now(),
                    "noted_by_id": actor.user_id,
                },
            )
            written.append(standing)
        if seen.file is not None:
            files.keep(actor=actor, kind=kind_of(rules.CHECK_PAPERS), owner=standing, accepted=seen.file)
            written.append(standing)
    return written


def _refuse(seen: Seen, asked: Iterable[str], today: date) -> None:
    if seen.kind not in asked:
        raise refusal("checks", "not_asked", _("This is not asked of such an order."))
    kind = OrderCheckKind(seen.kind).label
    if not seen.paper.strip():
        sentence = _("Name the paper that you saw: %(kind)s.") % {"kind": kind}
        raise refusal(f"{seen.kind}_paper", "no_paper", sentence)
    if seen.paper_date > today:
        sentence = _("The day of the paper is in the future: %(kind)s.") % {"kind": kind}
        raise refusal(f"{seen.kind}_date", "future", sentence)
