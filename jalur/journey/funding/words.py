"""How money for training reads on a screen."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.views import step_actions
from jalur.journey.funding import queries
from jalur.journey.funding.models import BudgetLine, Payment
from jalur.journey.funding.rights import Right
from jalur.journey.funding.rules import Cost, rest
from jalur.journey.funding.workflow import PAYMENT
from jalur.journey.training.models import Enrolment, Intake
from jalur.kit import formats
from jalur.kit.components import Action, Chart, Figure, Grid, Notice, Row, Series, Tag, Text
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.money import format_money


def money(amount: Decimal | None) -> str:
    """Rupiah; "" where there is no figure."""
    return "" if amount is None else format_money(amount, locale=formats.locale())


def payer_words(payment: Payment) -> str:
    """Who pays: the line's owner and source, or the person."""
    line = payment.line
    if line is None:
        return _("the person herself")
    return f"{line.owner}, {line.get_source_display()}"


def line_figures(line: BudgetLine) -> list[Figure]:
    """Used and left of a line, with its bar."""
    words = {"amount": money(line.amount), "left": money(line.amount - line.committed)}
    return [
        Figure(
            _("Committed to seats"),
            money(line.committed),
            trend=_("of %(amount)s, %(left)s left") % words,
            share=float(line.committed / line.amount),
            definition=_(
                "What seats that somebody has, or had to the end, cost this line. A seat given back frees its money."
            ),
            about="budget-lines#left",
        )
    ]


def line_rows(line: BudgetLine) -> list[Row]:
    return [
        Row(_("Whose money"), str(line.owner)),
        *facts(line, "source"),
        Row(_("Budget year"), str(line.year)),
        *facts(line, "number"),
        Row(_("Amount"), money(line.amount)),
        *facts(line, "valid_from", "valid_to"),
        Row(_("Centre that may use it"), str(line.used_by or _("none")), about="budget-lines#used-by"),
        *facts(line, "close_reason"),
    ]


def used_grid(line: BudgetLine) -> Grid:
    """Class by class what a line pays for; nobody is named."""
    return Grid(
        _("What it pays for"),
        [_("Class"), _("First day"), _("Seats"), _("Money")],
        [
            [
                Text(
                    row["enrolment__intake__programme__title"],
                    row["enrolment__intake__number"],
                    link("funding:of_class", row["enrolment__intake__number"]),
                ),
                row["enrolment__intake__starts"],
                row["seats"],
                money(row["money"]),
            ]
            for row in queries.used_by_class(line)
        ],
        empty=_("It pays for no seat yet."),
    )


# -- a class -----------------------------------------------------------------------------------------------------------


def class_figures(actor: Actor, intake: Intake) -> list[Figure]:
    """How much of the seats of a class has a payer, of those that the actor may see."""
    seats = queries.seats_of(actor, intake)
    if not (count := seats.count()):
        return []
    paid = Payment.objects.filter(enrolment__in=seats).standing().aggregate(paid=Sum("amount"))[
        "paid"
    ] or Decimal(0)
    whole = intake.cost * count
    words = {"whole": money(whole), "rest": money(rest(whole, paid))}
    return [
        Figure(
            _("Has a payer"),
            money(paid),
            trend=_("of %(whole)s, %(rest)s without a payer") % words,
            share=float(paid / whole) if whole else None,
            definition=_(
                "The cost per seat of every seat taken, and what budget lines or people themselves pay of it."
            ),
        )
    ]


def seats_grid(actor: Actor, intake: Intake) -> Grid:
    """Seat by seat who pays, what has no payer yet, and the way to settle it."""
    seats = list(
        queries.seats_of(actor, intake)
        .select_related("candidate__person", "intake__programme")
        .order_by("name", "pk")
    )
    paid: dict[Any, list[Payment]] = {seat.pk: [] for seat in seats}
    for payment in Payment.objects.filter(enrolment__in=seats).standing().for_lists():
        paid[payment.enrolment_id].append(payment)
    rows = []
    for seat in seats:
        left = rest(intake.cost, sum((one.amount for one in paid[seat.pk]), Decimal(0)))
        settles = left and access.covers(actor, Right.SETTLE_PAYMENT, Payment(enrolment=seat))
        rows.append(
            [
                Text(seat.candidate.person.name, seat.candidate.number),
                _payers(paid[seat.pk]),
                Tag(_("payer settled"), "done")
                if not left
                else Tag(_("%(money)s without a payer") % {"money": money(left)}, "wait"),
                Action(_("Settle the payer"), link("funding:of_seat", seat.pk), "quiet")
                if settles
                else _see(paid[seat.pk]),
            ]
        )
    return Grid(
        _("Who pays which seat"),
        [_("Candidate"), _("Payer"), _("State"), ""],
        rows,
        empty=_("There is no seat here whose payer you may see."),
    )


def _payers(payments: list[Payment]) -> Text | str:
    if not payments:
        return ""
    words = "; ".join(f"{payer_words(one)}: {money(one.amount)}" for one in payments)
    return Text(words, url=link("funding:payment", payments[0].pk))


def payments_grid(seat: Enrolment) -> Grid:
    """What pays a seat so far, each with its page."""
    rows = [
        [Text(str(payer_words(one)), url=link("funding:payment", one.pk)), money(one.amount)]
        for one in Payment.objects.filter(enrolment=seat).standing().for_lists()
    ]
    return Grid(_("What pays this seat so far"), [_("Payer"), _("Money")], rows)


def _see(payments: list[Payment]) -> Any:
    return Action(_("Open"), link("funding:payment", payments[0].pk), "quiet") if payments else ""


def forbidden_notices(actor: Actor, intake: Intake, today: date) -> list[Notice]:
    """People who pay themselves though a rule of the day forbids to charge them: by now they hold an opening of that kind."""
    own = Payment.objects.filter(enrolment__in=queries.seats_of(actor, intake), line=None).standing()
    for payment in own.for_lists():
        rule = queries.forbids(payment.enrolment.candidate, today)
        if rule is not None:
            sentence = _(
                "%(number)s pays herself, and for her work nobody may charge her: %(source)s. Give the money back."
            )
            params = {"number": payment.enrolment.candidate.number, "source": rule.rests_on}
            return [Notice(sentence % params, tone="bad", about="who-pays-training#herself")]
    return []


def payment_rows(payment: Payment) -> list[Row]:
    seat = payment.enrolment
    return [
        Row(_("Candidate"), seat.candidate.person.name, hint=seat.candidate.number),
        Row(
            _("Class"),
            Text(
                seat.intake.programme.title, seat.intake.number, link("training:intake", seat.intake.number)
            ).text,
            hint=seat.intake.number,
        ),
        Row(_("Payer"), payer_words(payment), hint=payment.line.number if payment.line else ""),
        Row(_("Amount"), money(payment.amount)),
        *facts(payment, "ground", "free_reason"),
    ]


# -- what a graduate costs ---------------------------------------------------------------------------------------------


def source_name(key: str) -> str:
    if key == queries.NO_PAYER:
        return _("no payer settled")
    if key == queries.HERSELF:
        return _("the person herself")
    return str(queries.SOURCES.get(key, key))


def cost_grid(rows: list[Cost], by: str) -> Grid:
    heads = {"programme": _("Programme"), "centre": _("Centre"), "source": _("Source of the money")}
    return Grid(
        _("Cost per graduate and per placed person"),
        [
            heads[by],
            _("Seats"),
            _("Completed"),
            _("Cost altogether"),
            _("Per seat"),
            _("Per graduate"),
            _("Per placed person"),
        ],
        [
            [
                source_name(row.title) if by == "source" else row.title,
                row.seats,
                row.completed,
                money(row.cost),
                money(row.per_seat),
                money(row.per_graduate) or Tag(_("nobody completed"), "none"),
                _("not known before placement exists"),
            ]
            for row in rows
        ],
        empty=_("No class with results ended in this year here."),
        about="graduate-cost#definition",
    )


def cost_chart(rows: list[Cost], by: str, on: date) -> Chart | None:
    known = [row for row in rows if row.per_graduate is not None][:12]
    if not known:
        return None
    return Chart(
        key="costs",
        title=_("Cost per graduate"),
        kind="bar",
        categories=[source_name(row.title) if by == "source" else row.title for row in known],
        series=[Series(_("rupiah"), [float(row.per_graduate or 0) for row in known])],
        unit=_("rupiah"),
        definition=_(
            "What all seats of classes with results cost, divided by the people who completed them. At most twelve bars, the dearest"
            " altogether first."
        ),
        source=_("Jalur's own data"),
        as_of=on,
    )


def own_words(seat: Enrolment, payments: list[Payment]) -> str:
    """For the person: who pays her training, and whether she owes anything."""
    title = seat.intake.programme.title
    others = ", ".join(sorted({payer_words(one) for one in payments if one.line is not None}))
    herself = sum((one.amount for one in payments if one.line is None), Decimal(0))
    left = rest(seat.intake.cost, sum((one.amount for one in payments), Decimal(0)))
    if not seat.intake.cost:
        return _("“%(title)s” costs nothing. Nothing is owed.") % {"title": title}
    if left:
        sentence = _(
            "“%(title)s”: not everything has a payer yet. Pay nobody before the labour office says who pays."
        )
        return sentence % {"title": title}
    if herself:
        sentence = _("“%(title)s”: %(money)s are paid by the person herself, as agreed. Ask for a receipt.")
        return sentence % {"title": title, "money": money(herself)}
    sentence = _("“%(title)s” is paid by %(payers)s. Nothing is owed, and nobody may ask for money for it.")
    return sentence % {"title": title, "payers": others}


def take_back_actions(actor: Actor, payment: Payment) -> list[Action]:
    return step_actions(PAYMENT, actor, payment)
