"""Employers: the list, one with its orders and problems, registering one, correcting, joining two, its official number."""

from functools import partial
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.employers import queries, services, words
from jalur.journey.employers.filters import EmployerFilter
from jalur.journey.employers.forms import CorrectionForm, EmployerForm, MergeForm
from jalur.journey.employers.models import Employer, State
from jalur.journey.employers.rights import Right
from jalur.journey.employers.tables import EmployerTable
from jalur.journey.employers.workflow import EMPLOYER
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Notice, Row
from jalur.kit.facts import facts
from jalur.kit.forms import by_label, options_response, posted
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_EMPLOYER)
def employers(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    # The later room's orders, by the name under which they hang on an employer.
    running = Count("orders", filter=Q(orders__state="open", orders__ready_by__gte=today))
    rows = Employer.objects.visible_to(request.actor).select_related("country")
    new = Action(_("Register an employer"), reverse("employers:new"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=rows.with_standing(today).annotate(running=running),
        table=EmployerTable,
        filters=EmployerFilter,
        export_name="pemberi-kerja",
        title=_("Employers"),
        actions=[new] if access.may(request.actor, Right.REGISTER_EMPLOYER) else [],
        empty=Empty(_("No employers are registered yet"), icon="building"),
    )


@require_safe
@access.requires(Right.VIEW_EMPLOYER)
def employer(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, find(EMPLOYER, request.actor, pk))


@require_POST
@access.requires(Right.REVEAL_OFFICIAL_ID)
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the official number of a household once, in the answer to this request only."""
    record = find(EMPLOYER, request.actor, pk, action=Right.REVEAL_OFFICIAL_ID)
    number = services.reveal_official_id(actor=request.actor, employer=record)
    return _page(request, record, Row(_("Official number"), number))


def _page(request: HttpRequest, record: Employer, number: Row | None = None) -> HttpResponse:
    actor, today = request.actor, dates.today()
    until = queries.verified_until(record)
    return record_page(
        request,
        EMPLOYER,
        record,
        crumbs=[employers_crumb()],
        notices=[*_notices(record), *words.problem_notices(actor, record, today)],
        first=_actions(actor, record),
        summary_title=_("The employer"),
        rows=[
            *facts(record, "employer_type", "country", "city", "registration"),
            *filter(None, [number or _number(actor, record)]),
            *facts(record, "also_called", "registered_by"),
            Row(
                _("Verification"),
                words.standing_words(until, today),
                about="employers#verified",
            ),
        ],
        grids=[
            words.verifications_grid(actor, record, today),
            words.problems_grid(actor, record, today),
        ],
    )


def _number(actor: Actor, record: Employer) -> Row | None:
    row = words.number_row(record)
    if row is None or not record.is_household or not access.covers(actor, Right.REVEAL_OFFICIAL_ID, record):
        return row
    show = Action(_("Show the number"), reverse("employers:reveal", args=[record.pk]), "quiet", post=True)
    return Row(row.label, row.value, show, hint=_("Each reading is recorded."))


def _notices(record: Employer) -> list[Notice]:
    if record.merged_into is None:
        return []
    there = Action(_("Open the entry that was kept"), page_of(EMPLOYER, record.merged_into))
    return [Notice(_("This entry was joined with another one. Go on there."), tone="warn", actions=[there])]


def _actions(actor: Actor, record: Employer) -> list[Action]:
    if record.state != State.CURRENT:
        return []
    return words.buttons(actor, record)


@require_safe
@access.requires(Right.REGISTER_EMPLOYER)
def options(request: HttpRequest) -> HttpResponse:
    return options_response(request, partial(queries.choose_employer, request.actor), by_label)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.REGISTER_EMPLOYER)
def new_employer(request: HttpRequest) -> HttpResponse:
    form = EmployerForm(posted(request), actor=request.actor)
    likely = form.likely if form.is_bound and not form.is_valid() else []
    return answer_form(
        request,
        form,
        lambda form: services.register_employer(actor=request.actor, employer=form.instance),
        done=_("The employer is registered. Go on with its first order."),
        to=lambda saved: link("job_orders:start_order", query=f"employer={saved.pk}"),
        title=_("Register an employer"),
        button=_("Register"),
        rows=_likely_rows(request.actor, form.asked, likely),
        crumbs=[employers_crumb()],
    )


def _likely_rows(actor: Actor, asked: Employer, found: list[Employer]) -> list[Row]:
    """Those that may be meant, each to be taken by one tap; of those that are not the reader's to know only that there are some."""
    shown = queries.tells_of(actor, asked, found)
    rows = [
        Row(
            one.country.name,
            words.employer_words(one, names_household=True),
            Action(_("It is this one"), link("job_orders:start_order", query=f"employer={one.pk}")),
            hint=one.registration,
        )
        for one in found
        if one.pk in shown
    ]
    if len(rows) < len(found):
        sentence = _(
            "There is one that you have not had an order from. Type its whole name or its registration number as its papers say."
        )
        rows.append(Row(capfirst(_("another company's employer")), sentence))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(EMPLOYER)
def employer_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Correct an entry, or join it with its double."""
    record, actor = find(EMPLOYER, request.actor, pk), request.actor
    takes = {
        "change": partial(services.change_employer, actor=actor, employer=record),
        "merge": partial(services.merge_employer, actor=actor, employer=record, today=dates.today()),
    }
    likely = queries.alike(record) if verb == "merge" else []
    return step_page(
        request,
        EMPLOYER,
        record,
        verb,
        takes[verb],
        own_forms={
            "change": partial(CorrectionForm, instance=record),
            "merge": partial(MergeForm, instance=record, actor=actor),
        },
        caption=record.name,
        rows=[
            Row(_("It may be"), words.employer_words(one, names_household=True), hint=one.registration)
            for one in likely
            if access.covers(actor, Right.MERGE_EMPLOYER, one)
        ],
    )


def employers_crumb() -> Crumb:
    return Crumb(_("Employers"), reverse("employers:employers"))
