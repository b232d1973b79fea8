"""The screens that read: classes, programmes, one class, what is asked for and taught."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency, Education, Kind
from jalur.journey.job_orders import guards as order_words
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.training import queries, rules, words
from jalur.journey.training.filters import DeskClassFilter, ProgrammeFilter, PublicClassFilter
from jalur.journey.training.forms import EnrolForm
from jalur.journey.training.models import (
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeQuerySet,
    IntakeState,
    Programme,
    has_ended,
    is_due,
    is_small,
)
from jalur.journey.training.tables import ClassTable, DeskTable, ProgrammeTable
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Empty, Figure, Need, Notice, Row
from jalur.kit.lists import list_page
from jalur.kit.money import format_money
from jalur.kit.workflow import steps_from


@require_safe
@access.requires("training:intake:view")
def open_classes(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Intake.objects.visible_to(request.actor).for_lists(),
        table=ClassTable,
        filters=PublicClassFilter,
        export_name="kelas",
        title=_("Open classes"),
        lead=_("Classes open for enrolment, with the seats left at this moment."),
        empty=Empty(_("No class is open now"), _("Institutes open new classes here."), icon="calendar3"),
    )


@require_safe
@access.requires("training:intake:follow")
def desk(request: HttpRequest) -> HttpResponse:
    own = access.narrow(Intake.objects.all(), request.actor, "training:intake:follow")
    new = []
    if access.may(request.actor, "training:intake:edit"):
        new = [Action(_("Open a class"), reverse("training:new_intake"), "primary", icon="plus-lg")]
    return list_page(
        request,
        queryset=own.for_lists(),
        table=DeskTable,
        filters=DeskClassFilter,
        template="training/desk.html",
        export_name="kelas-kami",
        title=_("Our classes"),
        actions=new,
        needs=_desk_needs(own),
        empty=Empty(
            _("No class yet"),
            _("A class belongs to a programme: what it teaches, and what must be held before."),
            new[0] if new else None,
            icon="easel",
        ),
    )


def _desk_needs(own: IntakeQuerySet) -> list[Need]:
    today, address = dates.today(), reverse("training:desk")
    least = queries.least_people(today)
    counts = own.aggregate(
        small=Count("pk", filter=is_small(least)),
        due=Count("pk", filter=is_due(today)),
        ended=Count("pk", filter=has_ended(today)),
    )
    found = []
    if counts["due"]:
        label = _("Classes have reached their first day: start them")
        found.append(Need(label, f"{address}?needs=due&sort=starts", count=counts["due"]))
    if counts["ended"]:
        label = _("Classes have reached their last day: say who completed them")
        found.append(Need(label, f"{address}?needs=ended&sort=ends", count=counts["ended"]))
    if counts["small"]:
        label = _("Classes with fewer than %(least)s people may be postponed") % {"least": least}
        found.append(
            Need(
                label,
                f"{address}?needs=small&sort=taken",
                hint=_("Fill them, or cancel in time."),
                count=counts["small"],
                tone="warn",
            )
        )
    return found


@require_safe
@access.requires("training:programme:view")
def programmes(request: HttpRequest) -> HttpResponse:
    is_open = Q(intakes__state=IntakeState.PLANNED)
    rows = (
        Programme.objects.visible_to(request.actor)
        .select_related("provider")
        .annotate(
            open_classes=Count("intakes", filter=is_open),
            seats_left=Sum(F("intakes__seats") - F("intakes__taken"), filter=is_open, default=0),
        )
    )
    actions = []
    if access.may(request.actor, "training:programme:edit"):
        actions = [Action(_("Add a programme"), reverse("training:new_programme"), "primary", icon="plus-lg")]
    return list_page(
        request,
        queryset=rows,
        table=ProgrammeTable,
        filters=ProgrammeFilter,
        export_name="program-pelatihan",
        title=_("Training programmes"),
        lead=_("What institutes teach, in the same units that orders and destinations ask for."),
        actions=actions,
        empty=Empty(_("No programme yet"), action=actions[0] if actions else None, icon="journal-text"),
    )


@require_safe
@access.requires("training:programme:view")
def programme(request: HttpRequest, code: str) -> HttpResponse:
    return programme_page(request, find_programme(request.actor, code))


def find_programme(actor: Actor, code: str) -> Programme:
    """The programme with this code, if the actor may see it; else 404."""
    return get_object_or_404(Programme.objects.visible_to(actor).select_related("provider"), code=code)


def programme_page(
    request: HttpRequest, programme: Programme, *, refusal: ValidationError | None = None, status: int = 200
) -> HttpResponse:
    """The page of one programme, with what stood in the way of the last step when there is a refusal."""
    actions = []
    if access.covers(request.actor, "training:programme:edit", programme):
        actions.append(Action(_("Change"), reverse("training:change_programme", args=[programme.code])))
        if not programme.closed_on:
            new = f"{reverse('training:new_intake')}?programme={programme.pk}"
            actions.insert(0, Action(_("Open a class"), new, "primary", icon="plus-lg"))
            close = reverse("training:close_programme", args=[programme.code])
            actions.append(Action(_("Close the programme"), close, "danger", post=True))
    asked = job_orders.openings_asked(dates.today())
    context = {
        "title": programme.title,
        "caption": _("Programme %(code)s") % {"code": programme.code},
        "crumbs": [Crumb(_("Training programmes"), reverse("training:programmes"))],
        "actions": actions,
        "refusal": _refusal(refusal),
        "rows": _programme_facts(programme),
        "teaches": [(one, asked.get(one.code, 0)) for one in programme.teaches.order_by("kind", "code")],
        "prerequisites": list(programme.prerequisites.order_by("kind", "code")),
        "jobs": queries.jobs_behind(programme, dates.today()),
        "classes": programme.intakes.for_lists()
        .exclude(state=IntakeState.CANCELLED)
        .order_by("-starts", "number")[:50],
        "class_tags": words.class_tags(),
    }
    return render(request, "training/programme.html", context, status=status)


def _programme_facts(programme: Programme) -> list[Row]:
    rows = [
        Row(_("Institute"), str(programme.provider)),
        Row(_("Training hours (JP)"), "" if programme.hours is None else formats.number(programme.hours)),
        Row(_("Ages on the first day"), order_words.age_words(programme.min_age, programme.max_age)),
        Row(
            _("Least schooling"),
            _("no limit")
            if programme.min_education is None
            else str(Education(programme.min_education).label),
        ),
    ]
    if programme.closed_on:
        rows.append(Row(_("No longer taught since"), formats.day(programme.closed_on)))
    return rows


@require_safe
@access.requires("training:intake:view")
def intake(request: HttpRequest, number: str) -> HttpResponse:
    return intake_page(request, find_intake(request.actor, number))


def find_intake(actor: Actor, number: str) -> Intake:
    """The class with this number, if the actor may see it; else 404."""
    visible = Intake.objects.visible_to(actor).select_related("programme", "programme__provider", "place")
    return get_object_or_404(visible, number=number)


def intake_page(
    request: HttpRequest,
    intake: Intake,
    *,
    refusal: ValidationError | None = None,
    enrol_form: EnrolForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one class, with what stood in the way of the last step when there is a refusal."""
    actor = request.actor
    works_on_it = access.covers(actor, "training:intake:follow", intake)
    seats = _seats(actor, intake)
    own = next((seat for seat, _may in seats if seat.candidate.person_id == actor.person_id), None)
    takes_people = intake.state == IntakeState.PLANNED and intake.starts >= dates.today()
    enrols = access.may(actor, "training:enrolment:enrol") and takes_people
    small = words.small_class_notice(intake, dates.today()) if works_on_it else None
    context = {
        "title": intake.programme.title,
        "caption": _("Class %(number)s") % {"number": intake.number},
        "tags": [words.class_tags()[intake.state]],
        "crumbs": [
            Crumb(_("Our classes"), reverse("training:desk"))
            if works_on_it
            else Crumb(_("Open classes"), reverse("training:open_classes"))
        ],
        "actions": _class_actions(actor, intake),
        "intake": intake,
        "refusal": _refusal(refusal),
        "notices": [small] if small else [],
        "figures": _class_figures(intake),
        "rows": _class_facts(intake),
        "teaches": list(intake.programme.teaches.order_by("kind", "code")),
        "prerequisites": list(intake.programme.prerequisites.order_by("kind", "code")),
        "jobs": queries.jobs_behind(intake.programme, max(dates.today(), intake.ends)),
        "own": own,
        "claims": bool(actor.person_id) and enrols and own is None,
        "enrol_form": (enrol_form or EnrolForm()) if enrols and not actor.person_id else None,
        "seats": seats if not actor.person_id else [],
        "seat_tags": words.seat_tags(),
    }
    return render(request, "training/intake.html", context, status=status)


def _refusal(refusal: ValidationError | None) -> Notice | None:
    return Notice(" ".join(refusal.messages), _("Nothing has changed"), "bad") if refusal else None


def _class_figures(intake: Intake) -> list[Figure]:
    return [
        Figure(_("Seats"), formats.number(intake.seats)),
        Figure(_("Enrolled"), formats.number(intake.taken), share=intake.taken / intake.seats),
        Figure(_("Left"), formats.number(intake.left)),
    ]


def _class_facts(intake: Intake) -> list[Row]:
    facts = queries.class_facts(intake)
    programme_url = reverse("training:programme", args=[intake.programme.code])
    rows = [
        Row(_("Programme"), intake.programme.title, Action(_("Open"), programme_url)),
        Row(_("Institute"), str(intake.programme.provider)),
        Row(_("Place"), str(intake.place), hint=str(intake.get_reach_display())),
        Row(_("First day"), formats.day(intake.starts, "long")),
        Row(_("Last day"), formats.day(intake.ends, "long")),
        Row(_("Ages on the first day"), order_words.age_words(facts.min_age, facts.max_age)),
        Row(
            _("Least schooling"),
            _("no limit") if facts.min_education is None else str(Education(facts.min_education).label),
        ),
        Row(_("Cost per seat"), format_money(intake.cost, locale=formats.locale())),
        Row(_("Share that passes"), formats.percent(intake.pass_rate, 0)),
    ]
    if intake.cancel_reason:
        rows.insert(0, Row(_("Why cancelled"), intake.cancel_reason))
    return rows


def _class_actions(actor: Actor, intake: Intake) -> list[Action]:
    at = [intake.number]
    verbs = {row.verb for row in steps_from(INTAKE, intake.state) if access.covers(actor, row.action, intake)}
    found = []
    if "start" in verbs and intake.starts <= dates.today():
        found.append(
            Action(_("Start the class"), reverse("training:start_intake", args=at), "primary", post=True)
        )
    if "finish" in verbs and intake.ends <= dates.today():
        found.append(Action(_("Finish the class"), reverse("training:finish_intake", args=at), "primary"))
    if "start" in verbs:
        found.append(Action(_("Change"), reverse("training:change_intake", args=at)))
    if "cancel" in verbs:
        found.append(Action(_("Cancel the class"), reverse("training:cancel_intake", args=at), "danger"))
    return found


def _seats(actor: Actor, intake: Intake) -> list[tuple[Enrolment, bool]]:
    """The seats of the class that the actor may see, each with whether the actor may give it back."""
    if not access.may(actor, "training:enrolment:view"):
        return []
    rows = (
        Enrolment.objects.visible_to(actor)
        .filter(intake=intake)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .select_related("candidate__person", "intake__programme")
        .order_by("candidate__person__name", "pk")
    )
    return [
        (
            one,
            one.state == EnrolmentState.ENROLLED and access.covers(actor, "training:enrolment:withdraw", one),
        )
        for one in rows
    ]


@dataclass(frozen=True)
class Demand:
    """One competency: openings that ask for it, and what stands on the training side."""

    competency: Competency
    openings: int
    teaching: queries.Teaching


@require_safe
@access.requires("training:programme:view")
def demand(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    asked, programmes, implied = (
        job_orders.openings_asked(today),
        queries.taught_codes(today),
        competencies.implications(),
    )
    taught = queries.teaching(programmes, implied, today)
    untaught = frozenset(asked) - frozenset(taught)
    own = frozenset().union(*programmes.values())
    idle = rules.nobody_asks_for(own, asked, queries.stepping_stones(), implied)
    rows = _demand_rows(asked, taught)
    short = [
        row
        for row in rows
        if row.competency.code not in untaught | idle and row.openings > row.teaching.seats_left
    ]
    return render(
        request,
        "training/demand.html",
        {
            "title": _("Asked for and taught"),
            "lead": _("Today's open orders against the programmes and classes of all institutes."),
            "figures": _demand_figures(len(untaught), len(idle), len(short), today),
            "untaught": _most_openings_first(row for row in rows if row.competency.code in untaught),
            "idle": sorted(
                (row for row in rows if row.competency.code in idle), key=lambda row: row.competency.code
            ),
            "short": _most_openings_first(short),
            "kinds": dict(Kind.choices),
        },
    )


def _demand_figures(untaught: int, idle: int, short: int, day: date) -> list[Figure]:
    return [
        Figure(
            _("Asked for, taught by nobody"),
            formats.number(untaught),
            _("competencies"),
            definition=_("Open orders ask for them; no programme teaches them, at that level or above."),
            as_of=day,
            source="Jalur",
        ),
        Figure(
            _("Taught, asked for by nobody"),
            formats.number(idle),
            _("competencies"),
            definition=_(
                "Programmes teach them; no open order asks for them and they lead to none that one asks for."
            ),
            as_of=day,
            source="Jalur",
        ),
        Figure(
            _("Fewer seats than openings"),
            formats.number(short),
            _("competencies"),
            definition=_("Seats left in open classes that teach it, against openings left that ask for it."),
            as_of=day,
            source="Jalur",
        ),
    ]


def _most_openings_first(rows: Iterable[Demand]) -> list[Demand]:
    return sorted(rows, key=lambda row: (-row.openings, row.competency.code))


def _demand_rows(asked: dict[str, int], taught: dict[str, queries.Teaching]) -> list[Demand]:
    nothing = queries.Teaching(0, 0, 0)
    found = Competency.objects.filter(code__in={*asked, *taught}).order_by("code")
    return [Demand(one, asked.get(one.code, 0), taught.get(one.code, nothing)) for one in found]
