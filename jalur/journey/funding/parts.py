"""What this room adds to a person's file, to the homes and to the page of a class, and the lists that are read in."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.people.models import Person
from jalur.journey.funding import queries, words
from jalur.journey.funding.models import BudgetLine, Payment
from jalur.journey.funding.rights import Right
from jalur.journey.funding.services import enter_many
from jalur.journey.funding.services.imports import COLUMNS, plan
from jalur.journey.training.models import SEATED, Enrolment, Intake
from jalur.kit import formats
from jalur.kit.components import Action, Need, Row
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart, Section

LIST: ImportKind[BudgetLine] = ImportKind(
    key="budget_lines",
    right=Right.IMPORT_LINE,
    columns=COLUMNS,
    plan=plan,
    apply=enter_many,
    new=gettext_lazy("Would be entered"),
    known=gettext_lazy("Entered already"),
    shown={
        gettext_lazy("Purpose of the money"): "title",
        gettext_lazy("Source of the money"): "source",
        gettext_lazy("Budget year"): "year",
        gettext_lazy("Amount"): "amount",
    },
    button=lambda count: (
        ngettext("Enter %(count)s budget line", "Enter %(count)s budget lines", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s budget line entered.", "%(count)s budget lines entered.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Budget lines"), "funding:lines"),
)


def file(actor: Actor, person: Person, today: date) -> FilePart:  # noqa: ARG001 - every room's part is asked alike
    """Who pays each of her seats, in plain words; to whoever may see it."""
    rows = Enrolment.objects.filter(candidate__person=person, state__in=SEATED)
    seats = list(access.narrow(rows, actor, Right.VIEW_PAYMENT).for_lists())
    paid: dict[Any, list[Payment]] = {}
    # By their keys: of a subquery the database does not know how few they are, and reads everybody's payments.
    keys = [seat.pk for seat in seats]
    for payment in Payment.objects.filter(enrolment__in=keys).standing().for_lists() if keys else ():
        paid.setdefault(payment.enrolment_id, []).append(payment)
    lines = [
        Row(seat.intake.number, words.own_words(seat, paid.get(seat.pk, [])), about="who-pays-training#owes")
        for seat in seats
    ]
    return FilePart(sections=[Section(_("Who pays the training"), lines)] if lines else [])


def home(actor: Actor, today: date) -> HomePart:
    """Seats of classes that begin soon without a settled payer; for those who settle it."""
    if actor.role not in {Role.LABOUR_OFFICER, Role.TRAINING_MANAGER}:
        return HomePart()
    own = access.narrow(BudgetLine.objects.all(), actor, Right.EDIT_LINE)
    if not own.exists() and not queries.usable_lines(actor, today).exists():
        return HomePart()
    seats = queries.unpaid(actor, today)
    first = seats.order_by("intake__starts").values_list("intake__number", "intake__starts").first()
    if first is None:
        return HomePart()
    return HomePart(
        needs=[
            Need(
                _("Seats in classes that begin soon or have begun have no payer"),
                link("funding:unpaid"),
                _("Settle who pays before the first day."),
                count=seats.count(),
                due=first[1],
                tone="warn" if first[1] <= today else "now",
            )
        ]
    )


def of_class(actor: Actor, intake: Intake, today: date) -> PagePart:  # noqa: ARG001 - every room's part is asked alike
    """The way from a class to who pays its seats."""
    if (
        actor.person_id
        or not access.may(actor, Right.VIEW_PAYMENT)
        or not queries.seats_of(actor, intake).exists()
    ):
        return PagePart()
    return PagePart(
        actions=[Action(_("Who pays"), link("funding:of_class", intake.number), icon="cash-coin")]
    )
