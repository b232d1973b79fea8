"""What one institution of a network lends another for days."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from jalur.foundation.accounts.access import Actor
from jalur.foundation.due.rules import begins, ends
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.workflow.locks import deed
from jalur.journey.network import messages
from jalur.journey.network.models import Loan
from jalur.journey.network.services.telling import tell_managers
from jalur.journey.network.workflow import LOAN
from jalur.journey.premises import services as premises
from jalur.journey.premises.models import Booking
from jalur.journey.premises.queries import clock_of

LONGEST_TITLE = 120


@deed
def ask_for_loan(*, actor: Actor, loan: Loan, today: date) -> Loan:
    """The actor's institution asks the one that has it; its managers read it and have a day by which to answer."""
    with LOAN.step("ask", actor=actor, subject=loan, today=today):
        loan.full_clean()
    _tell(messages.LOAN_ASKED, loan, [loan.lender_id])
    return loan


@deed
def agree_loan(*, actor: Actor, loan: Loan, today: date, now: datetime) -> Loan:
    """Take its units at the lender for these days and let the borrower book them, or refuse with what it collides and when it is free."""
    with LOAN.step("agree", actor=actor, subject=loan, today=today) as locked:
        zone = clock_of(locked.lender)
        booking = Booking(
            organisation=locked.lender,
            title=locked.borrower.name[:LONGEST_TITLE],
            starts=begins(locked.first, zone),
            ends=ends(locked.last, zone),
        )
        locked.lent = premises.lend(
            booking=booking,
            resource=locked.resource,
            units=locked.units,
            borrower=locked.borrower,
            now=now,
        )
        locked.booking = booking
    _tell(messages.LOAN_AGREED, locked, [locked.borrower_id])
    return locked


@deed
def refuse_loan(*, actor: Actor, loan: Loan, reason: str, today: date) -> Loan:
    with LOAN.step("refuse", actor=actor, subject=loan, reason=reason, today=today) as locked:
        pass
    _tell(messages.LOAN_REFUSED, locked, [locked.borrower_id])
    return locked


@deed
def withdraw_loan(*, actor: Actor, loan: Loan, today: date) -> Loan:
    """Whoever asked needs it no more."""
    with LOAN.step("withdraw", actor=actor, subject=loan, today=today) as locked:
        pass
    return locked


@deed
def end_loan(*, actor: Actor, loan: Loan, reason: str, today: date, now: datetime) -> Loan:
    """Either side ends it now: the lender has the rest of its time back. Refused while the borrower has booked it ahead."""
    with LOAN.step("end", actor=actor, subject=loan, reason=reason, today=today) as locked:
        _give_back(locked, reason, now)
    _tell(messages.LOAN_ENDED, locked, {locked.lender_id, locked.borrower_id} - {actor.organisation_id})
    return locked


@deed
def finish_loan(*, actor: Actor, loan: Loan, today: date, now: datetime) -> Loan:
    """Its last day has passed: the borrower's row of it is put away."""
    with LOAN.step("finish", actor=actor, subject=loan, today=today) as locked:
        _give_back(locked, "", now)
    return locked


def _give_back(loan: Loan, reason: str, now: datetime) -> None:
    assert loan.booking is not None  # a constraint: what is lent is booked
    assert loan.lent is not None
    premises.give_back(booking=loan.booking, lent=loan.lent, reason=reason, now=now)


def _tell(kind: MessageKind, loan: Loan, to: Iterable[UUID]) -> None:
    tell_managers(kind, loan, to, first=loan.first, last=loan.last)
