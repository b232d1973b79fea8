"""What this room writes to managers of institutions and to people who go on elsewhere. What it is about stands behind the link alone."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.network.models import Loan, LoanState, Share, ShareState, Transfer, TransferState

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


def _transfer(key: str) -> str:
    return reverse("network:transfer", args=[key])


def _stands(*states: TransferState) -> Callable[[str], bool]:
    return lambda key: Transfer.objects.filter(pk=key, state__in=states).exists()


TRANSFER_PROPOSED = MessageKind(
    key="network:transfer_proposed",
    title=_("Another class is proposed to go on in"),
    subject=_("You could go on in another class"),
    text=_(
        "Your institute proposes that you go on in a class of another institute. Sign in and say yes or no."
    ),
    link=_transfer,
    holds=_stands(TransferState.ASKED),
)
TRANSFER_WANTED = MessageKind(
    key="network:transfer_wanted",
    title=_("Somebody wants to go on in your class"),
    subject=_("Somebody wants to go on in your class"),
    text=_(
        "Somebody of another institution of your network wants to go on in a class of yours. Sign in to answer."
    ),
    link=_transfer,
    holds=_stands(TransferState.WILLING),
    is_needed=False,
)
TRANSFER_DONE = MessageKind(
    key="network:transfer_done",
    title=_("The other institute takes you"),
    subject=_("You go on in the other class"),
    text=_("The other institute takes you: you have a seat in its class. Sign in to see when and where."),
    link=_transfer,
    holds=_stands(TransferState.DONE),
)
TRANSFER_REFUSED = MessageKind(
    key="network:transfer_refused",
    title=_("The other institute cannot take you"),
    subject=_("You stay in your class"),
    text=_("The other institute cannot take you. Your seat stays yours. Sign in to read why."),
    link=_transfer,
    holds=_stands(TransferState.REFUSED),
)
TRANSFER_ANSWERED = MessageKind(
    key="network:transfer_answered",
    title=_("A proposal to go on elsewhere was answered"),
    subject=_("A proposal was answered"),
    text=_(
        "A proposal that somebody of your class goes on at another institution was answered. Sign in to read it."
    ),
    link=_transfer,
    is_needed=False,
)


def _share(key: str) -> str:
    number = Share.objects.filter(pk=key).values_list("number", flat=True).first()
    return reverse("network:share", args=[number]) if number else reverse("network:shares")


SEATS_KEPT = MessageKind(
    key="network:seats_kept",
    title=_("Seats of a class are kept for your institution"),
    subject=_("Seats are kept for you"),
    text=_(
        "%(count)s seats of a class in your network are kept for your institution until %(last)s. Sign in and say who comes."
    ),
    link=_share,
    values={"count": 4, "last": date(2026, 3, 1)},
    holds=lambda key: Share.objects.filter(pk=key, state=ShareState.KEPT).exists(),
    is_needed=False,
)
SEATS_LET_GO = MessageKind(
    key="network:seats_let_go",
    title=_("Kept seats were let go"),
    subject=_("Kept seats were let go"),
    text=_("Seats that were kept between two institutions of your network were let go. Sign in to read why."),
    link=_share,
    is_needed=False,
)
KINDS = (
    TRANSFER_PROPOSED,
    TRANSFER_WANTED,
    TRANSFER_DONE,
    TRANSFER_REFUSED,
    TRANSFER_ANSWERED,
    LOAN_ASKED,
    LOAN_AGREED,
    LOAN_REFUSED,
    LOAN_ENDED,
    SEATS_KEPT,
    SEATS_LET_GO,
)
