"""Who pays the seats of a class: all at once, one by one, and what has no payer yet."""

from functools import partial
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, record_page, step_page, takes_steps
from jalur.journey.funding import queries, services, words
from jalur.journey.funding.forms import ClassForm, SeatForm
from jalur.journey.funding.models import Payment, unsettled
from jalur.journey.funding.rights import Right
from jalur.journey.funding.workflow import PAYMENT
from jalur.journey.training.models import Enrolment, Intake
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Text
from jalur.kit.forms import posted
from jalur.kit.refusals import refusal


@require_safe
@access.requires(Right.SETTLE_PAYMENT)
def unpaid(request: HttpRequest) -> HttpResponse:
    """Class by class how many seats have no payer, those that begin first on top."""
    seats = queries.unpaid(request.actor, dates.today()).order_by()
    columns = (
        "intake__number",
        "intake__programme__title",
        "intake__programme__provider__name",
        "intake__starts",
    )
    rows = seats.values(*columns).annotate(seats=Count("pk")).order_by("intake__starts", "intake__number")
    grid = Grid(
        _("Classes with seats without a payer"),
        [_("Class"), _("Institute"), _("First day"), _("Seats")],
        [
            [
                Text(
                    row["intake__programme__title"],
                    row["intake__number"],
                    reverse("funding:of_class", args=[row["intake__number"]]),
                ),
                row["intake__programme__provider__name"],
                row["intake__starts"],
                row["seats"],
            ]
            for row in rows
        ],
        empty=_("Every seat in classes that begin within two weeks or have begun has its payer."),
    )
    context = {
        "title": _("Seats without a payer"),
        "lead": _("In classes that begin within two weeks or have begun."),
        "about": "who-pays-training",
        "grids": [grid],
        "happenings": None,
    }
    return render(request, "detail.html", context)


@require_safe
@access.requires(Right.VIEW_PAYMENT)
def of_class(request: HttpRequest, number: str) -> HttpResponse:
    actor, intake = request.actor, find(INTAKE, request.actor, number)
    open_ones = unsettled(access.narrow(Enrolment.objects.filter(intake=intake), actor, Right.SETTLE_PAYMENT))
    settle = Action(
        _("Settle all seats without a payer"),
        reverse("funding:settle_class", args=[number]),
        "primary",
        icon="cash-coin",
    )
    context = {
        "title": _("Who pays: %(title)s") % {"title": intake.programme.title},
        "caption": intake.number,
        "crumbs": [crumb_of(INTAKE, intake)],
        "about": "who-pays-training",
        "actions": [settle] if access.may(actor, Right.SETTLE_PAYMENT) and open_ones.exists() else [],
        "notices": words.forbidden_notices(actor, intake, dates.today()),
        "figures": words.class_figures(actor, intake),
        "grids": [words.seats_grid(actor, intake)],
        "happenings": None,
    }
    return render(request, "detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SETTLE_PAYMENT)
def settle_class(request: HttpRequest, number: str) -> HttpResponse:
    actor, intake = request.actor, find(INTAKE, request.actor, number)
    rows = access.narrow(Enrolment.objects.filter(intake=intake), actor, Right.SETTLE_PAYMENT)

    def save(form: ClassForm) -> list[Payment]:
        made = services.commit_many(
            actor=actor, seats=list(unsettled(rows)), today=dates.today(), **form.cleaned_data
        )
        if not made:
            raise refusal("line", "settled", _("Every seat that you may settle has its payer already."))
        return made

    def done(made: list[Payment]) -> str:
        sentence = ngettext("%(count)s seat has a payer now.", "%(count)s seats have a payer now.", len(made))
        return sentence % {"count": formats.number(len(made))}

    return answer_form(
        request,
        ClassForm(posted(request), actor=actor, intake=intake),
        save,
        done=done,
        title=_("Settle all seats without a payer"),
        lead=_(
            "The line pays what of each seat has no payer yet: all of them, or none where it does not hold so much."
        ),
        button=_("Settle the payer"),
        crumbs=[crumb_of(INTAKE, intake), Crumb(_("Who pays"), reverse("funding:of_class", args=[number]))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SETTLE_PAYMENT)
def of_seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    rows = access.narrow(Enrolment.objects.all(), actor, Right.SETTLE_PAYMENT)
    seat = get_object_or_404(rows.select_related("intake__programme__provider", "candidate__person"), pk=pk)

    def save(form: SeatForm) -> Payment:
        given = form.cleaned_data
        return services.commit(
            actor=actor,
            seat=seat,
            line=form.lines.get(given["payer"]),
            amount=given["amount"],
            ground=given["ground"],
            today=dates.today(),
        )

    return answer_form(
        request,
        SeatForm(posted(request), actor=actor, seat=seat),
        save,
        done=_("The payer is settled."),
        title=_("Who pays the seat of %(name)s") % {"name": seat.candidate.person.name},
        button=_("Settle the payer"),
        grids=[words.payments_grid(seat)],
        crumbs=[
            crumb_of(INTAKE, seat.intake),
            Crumb(_("Who pays"), reverse("funding:of_class", args=[seat.intake.number])),
        ],
    )


@require_safe
@access.requires(Right.VIEW_PAYMENT)
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find(PAYMENT, request.actor, pk)
    intake: Intake = found.enrolment.intake
    return record_page(
        request,
        PAYMENT,
        found,
        crumbs=[crumb_of(INTAKE, intake)],
        summary_title=_("The payment"),
        rows=words.payment_rows(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PAYMENT)
def payment_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Take a payer back."""
    found = find(PAYMENT, request.actor, pk, action=Right.SETTLE_PAYMENT)
    take = partial(services.free, actor=request.actor, payment=found, today=dates.today())
    return step_page(request, PAYMENT, found, verb, take)
