"""What this room writes to managers of institutions. What is lent, and why or why not, stands behind the link alone."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.network.models import Loan, LoanState

DAYS = {"first": date(2026, 3, 1), "last": date(2026, 3, 5)}


def _loan(key: str) -> str:
    number = Loan.objects.filter(pk=key).values_list("number", flat=True).first()
    return reverse("network:loan", args=[number]) if number else reverse("network:loans")


def _is(*states: LoanState) -> Callable[[str], bool]:
    return lambda key: Loan.objects.filter(pk=key, state__in=states).exists()


LOAN_ASKED = MessageKind(
    key="network:loan_asked",
    title=_("Another institution asks for a loan"),
    subject=_("A request to lend something"),
    text=_(
        "An institution of your network asks you to lend something from %(first)s to %(last)s. Sign in to answer."
    ),
    link=_loan,
    values=DAYS,
    holds=_is(LoanState.ASKED),
    is_needed=False,
)
LOAN_AGREED = MessageKind(
    key="network:loan_agreed",
    title=_("What was asked for is lent"),
    subject=_("It is lent to you"),
    text=_(
        "What your institution asked for from %(first)s to %(last)s is lent. You can book it for these days."
    ),
    link=_loan,
    values=DAYS,
    holds=_is(LoanState.AGREED),
    is_needed=False,
)
LOAN_REFUSED = MessageKind(
    key="network:loan_refused",
    title=_("What was asked for is not lent"),
    subject=_("It is not lent to you"),
    text=_("What your institution asked for from %(first)s to %(last)s is not lent. Sign in to read why."),
    link=_loan,
    values=DAYS,
    holds=_is(LoanState.REFUSED),
    is_needed=False,
)
LOAN_ENDED = MessageKind(
    key="network:loan_ended",
    title=_("A loan ended early"),
    subject=_("A loan has ended"),
    text=_("The loan from %(first)s to %(last)s has ended earlier. Sign in to read why."),
    link=_loan,
    values=DAYS,
    holds=_is(LoanState.ENDED),
    is_needed=False,
)
KINDS = (LOAN_ASKED, LOAN_AGREED, LOAN_REFUSED, LOAN_ENDED)
