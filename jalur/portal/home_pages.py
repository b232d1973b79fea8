"""The first page after signing in: per role, what needs its reader today, the figures of the work, where to go."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.people.models import Duplicate, Person
from jalur.journey.candidates import queries as candidate_queries
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.job_orders.models import State as OrderState
from jalur.journey.training import queries as training
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.journey.training.rights import Right as TrainingRight
from jalur.kit import formats
from jalur.kit.components import Action, Empty, Figure, Need, Stage
from jalur.portal import case
from jalur.portal.links import link
from jalur.proposals.decisions import queries as proposal_queries
from jalur.proposals.models import Run
from jalur.proposals.rights import Right as ProposalsRight

SOON = timedelta(days=30)


def welcome(today: date) -> dict[str, Any]:
    """For everybody: what Jalur is, and the live figures of open orders and classes."""
    orders = JobOrder.objects.running(today)
    left = orders.aggregate(openings=Sum("openings"), reserved=Sum("reserved"))
    openings, reserved = left["openings"] or 0, left["reserved"] or 0
    seats = Intake.objects.open(today).aggregate(left=Sum(F("seats") - F("taken")))["left"] or 0
    source = _("Jalur's own tables")
    return {
        "title": _("The proper route abroad"),
        "stages": [
            Stage(_("Register"), note=_("At the labour office or your village, with your KTP.")),
            Stage(_("Choose a path"), note=_("One that leads to an order that exists.")),
            Stage(_("Train once"), note=_("What the order asks for, nothing twice.")),
            Stage(_("Be assessed"), note=_("A certificate nobody can forge.")),
            Stage(_("Leave with papers"), note=_("Complete, and costs in the open.")),
        ],
        "figures": [
            Figure(
                _("Openings still free"),
                formats.number(openings - reserved),
                trend=_("of %(all)s asked for") % {"all": formats.number(openings)},
                definition=_(
                    "Openings of verified orders whose deadline has not passed, less those held for a candidate."
                ),
                as_of=today,
                source=source,
                url=link("job_orders:open_orders", query="state=running"),
            ),
            Figure(
                _("Open job orders"),
                formats.number(orders.count()),
                definition=_(
                    "Orders verified by a labour attaché, not closed, whose deadline has not passed."
                ),
                as_of=today,
                source=source,
                url=link("job_orders:open_orders", query="state=running"),
            ),
            Figure(
                _("Seats free in classes"),
                formats.number(seats),
                definition=_("Seats of classes open for enrolment that have not started, less those taken."),
                as_of=today,
                source=source,
                url=link("training:open_classes", query="state=open"),
            ),
        ],
    }


def home(actor: Actor, name: str, today: date) -> dict[str, Any]:
    made = PAGES.get(actor.role, _everybody)(actor, today)
    return {
        "title": _("%(greeting)s, %(name)s") % {"greeting": _greeting(), "name": name},
        "lead": formats.day(today, "long"),
        "needs": (),
        "figures": (),
        "actions": (),
        "shortcuts": (),
        "stages": (),
        "empty": None,
        **made,
    }


def _greeting() -> str:
    """By the clock of the place, as one greets in Indonesia: pagi to 10, siang to 15, sore to 18, malam."""
    hour = timezone.localtime().hour
    if 4 <= hour < 10:
        return _("Good morning")
    if hour < 15 and hour >= 10:
        return _("Good day")
    return _("Good afternoon") if 15 <= hour < 18 else _("Good evening")


def _labour_office(actor: Actor, today: date) -> dict[str, Any]:
    waiting = proposal_queries.open_proposals(actor)
    unconfirmed = (
        HeldCompetency.objects.visible_to(actor)
        .filter(confirmed_at__isnull=True)
        .values("candidate")
        .distinct()
        .count()
    )
    duplicates = Duplicate.objects.visible_to(actor).filter(status=Duplicate.Status.OPEN).count()
    needs = [
        Need(
            _("Proposed paths wait for a decision"),
            link("proposals:proposals", query="state=proposed"),
            count=waiting,
        ),
        Need(
            _("Candidates with evidence to check"),
            link("candidates:list", query="evidence=waiting"),
            _("Only confirmed competencies count in the plan."),
            unconfirmed,
            tone="warn",
        ),
        Need(_("Perhaps the same person twice"), link("candidates:duplicates"), count=duplicates, tone="bad"),
    ]
    return {
        "needs": [one for one in needs if one.count],
        "figures": [*_candidate_figures(actor, today), *_plan_figures(actor, actor.place_code)],
        "actions": _actions(
            (_("Register a candidate"), "candidates:register", "person-plus"),
            (_("Make a plan"), "proposals:start", "signpost-split"),
        ),
        "empty": _no_plan(actor),
    }


def _village(actor: Actor, today: date) -> dict[str, Any]:
    return {
        "figures": _candidate_figures(actor, today),
        "actions": _actions((_("Register a candidate"), "candidates:register", "person-plus")),
        "empty": None
        if Candidate.objects.visible_to(actor).exists()
        else Empty(
            _("Nobody from your village is registered yet"),
            _("Register the first one with the KTP at hand."),
            icon="people",
        ),
    }


def _training(actor: Actor, today: date) -> dict[str, Any]:
    mine = Intake.objects.visible_to(actor, TrainingRight.FOLLOW_INTAKE)
    least, soon = training.least_people(today), today + SOON
    small = mine.small(least).filter(starts__range=(today, soon))
    sums = mine.open(today).aggregate(seats=Sum("seats"), taken=Sum("taken"))
    seats, taken = sums["seats"] or 0, sums["taken"] or 0
    in_class = Enrolment.objects.visible_to(actor).filter(state=EnrolmentState.ENROLLED).count()
    needs = [
        Need(
            _("Classes start within 30 days with fewer than %(least)s people") % {"least": least},
            link("training:desk", query=f"needs=small&starts_from={today}&starts_to={soon}"),
            count=small.count(),
            tone="warn",
        ),
        Need(
            _("Classes have reached their last day: record the results"),
            link("training:desk", query="needs=ended"),
            count=mine.ended(today).count(),
            tone="now",
        ),
    ]
    return {
        "needs": [one for one in needs if one.count],
        "figures": [
            Figure(
                _("Seats taken in coming classes"),
                formats.number(taken),
                trend=_("of %(all)s seats") % {"all": formats.number(seats)},
                share=taken / seats if seats else None,
                definition=_("Seats of your classes that have not started."),
                as_of=today,
            ),
            Figure(
                _("People in your classes"),
                formats.number(in_class),
                definition=_("Enrolments that have not ended."),
                as_of=today,
            ),
        ],
        "actions": _actions((_("Open a class"), "training:new_intake", "calendar-plus"))
        if access.may(actor, TrainingRight.EDIT_INTAKE)
        else [],
    }


def _company(actor: Actor, today: date) -> dict[str, Any]:
    mine = JobOrder.objects.visible_to(actor).filter(company_id=actor.organisation_id)
    soon = today + SOON
    sums = mine.filter(state=OrderState.OPEN).aggregate(openings=Sum("openings"), reserved=Sum("reserved"))
    openings, reserved = sums["openings"] or 0, sums["reserved"] or 0
    needs = [
        Need(
            _("Drafts not yet sent to the attaché"),
            link("job_orders:desk", query="state=draft"),
            count=mine.filter(state=OrderState.DRAFT).count(),
        ),
        Need(
            _("Orders refused by the attaché"),
            link("job_orders:desk", query="state=refused"),
            count=mine.filter(state=OrderState.REFUSED).count(),
            tone="bad",
        ),
        Need(
            _("Orders with openings left and a deadline within 30 days"),
            link("job_orders:desk", query=f"state=running&left=yes&ready_to={soon}"),
            count=mine.plannable(today).filter(ready_by__lte=soon).count(),
            tone="warn",
        ),
    ]
    return {
        "needs": [one for one in needs if one.count],
        "figures": [
            Figure(
                _("Openings held for candidates"),
                formats.number(reserved),
                trend=_("of %(all)s asked for") % {"all": formats.number(openings)},
                share=reserved / openings if openings else None,
                definition=_("Openings of your open orders that an accepted path holds."),
                as_of=today,
            ),
            Figure(
                _("People nominated for your orders"),
                formats.number(
                    Reservation.objects.visible_to(actor).filter(released_at__isnull=True).count()
                ),
                definition=_("Candidates who hold one of your openings now."),
                as_of=today,
            ),
        ],
        "actions": _actions((_("Draft a job order"), "job_orders:start_order", "file-earmark-plus")),
    }


def _mission(actor: Actor, today: date) -> dict[str, Any]:
    orders = JobOrder.objects.visible_to(actor).filter(destination_id=actor.country)
    waiting = orders.filter(state=OrderState.SUBMITTED)
    oldest = waiting.order_by("submitted_at", "pk").values_list("submitted_at", flat=True).first()
    hint = _("The oldest since %(day)s") % {"day": formats.day(oldest)} if oldest else ""
    return {
        "needs": [
            Need(
                _("Orders wait for your verification"),
                link("job_orders:desk", query="state=submitted"),
                hint,
                waiting.count(),
            )
        ]
        if oldest
        else [],
        "figures": [
            Figure(
                _("Open orders in your country"),
                formats.number(orders.running(today).count()),
                definition=_("Orders you verified whose deadline has not passed."),
                as_of=today,
                url=link("job_orders:open_orders", query=f"state=running&destination={actor.country}"),
            )
        ],
    }


def _ministry(actor: Actor, today: date) -> dict[str, Any]:
    return {
        "figures": [*welcome(today)["figures"], *_plan_figures(actor, "")],
        "actions": _actions((_("Make a plan"), "proposals:start", "signpost-split")),
        "empty": _no_plan(actor),
    }


def _candidate(actor: Actor, today: date) -> dict[str, Any]:
    person = Person.objects.visible_to(actor).filter(pk=actor.person_id).select_related("residence").first()
    if person is None:
        return _everybody(actor, today)
    whole = case.whole_file(actor, person, today)
    return {
        "needs": whole["needs"],
        "stages": whole["stages"],
        "actions": [Action(_("See my file"), link("portal:case_file", person.pk))],
        "is_person": True,
        "empty": None if whole["candidate"] else _register_first(),
    }


def _everybody(_actor: Actor, _today: date) -> dict[str, Any]:
    return {"is_person": True, "empty": _register_first()}


def _register_first() -> Empty:
    url = link("candidates:register")
    return Empty(
        _("You have no file yet"),
        _(
            "Register with your KTP at hand; it takes about ten minutes. The labour office or your village can help."
        ),
        Action(_("Register myself"), url, "primary"),
        "person-plus",
    )


def _administrator(_actor: Actor, _today: date) -> dict[str, Any]:
    return {"actions": _actions((_("Organisations and members"), "organisations:list", "building"))}


def _candidate_figures(actor: Actor, today: date) -> list[Figure]:
    counts = candidate_queries.home_counts(actor, today - SOON, today)
    new = counts["new"]
    where = actor.label
    return [
        Figure(
            _("Candidates"),
            formats.number(counts["live"]),
            trend=_("%(count)s new in 30 days") % {"count": formats.number(new)} if new else "",
            definition=_("Registered people you may see (%(where)s) who have not withdrawn.")
            % {"where": where},
            as_of=today,
            url=link("candidates:list", query="state=on_the_path"),
        ),
        Figure(
            _("In training"),
            formats.number(counts["in_training"]),
            definition=_("Candidates whose class has started and not ended."),
            as_of=today,
            url=link("candidates:list", query="state=in_training"),
        ),
    ]


def _last_plan(actor: Actor, place: str = "") -> Run | None:
    plans = Run.objects.visible_to(actor).with_plan()
    own = plans.filter(Q(place_id=place) if place else Q(place__isnull=True))
    return (own if own.exists() else plans).select_related("place").order_by("-created_at", "pk").first()


def _plan_figures(actor: Actor, place: str) -> list[Figure]:
    run = _last_plan(actor, place)
    if run is None:
        return []
    people = run.counts.get("candidates")
    where = {"all": formats.number(people or 0), "where": run.place or _("Indonesia")}
    trend = _("of %(all)s candidates, %(where)s") % where if people else ""
    more = (run.placed or 0) - run.baseline.get("placed", run.placed or 0)
    if more > 0:
        counted = {"trend": trend, "more": formats.number(more)}
        trend = _("%(trend)s; %(more)s more than first come, first served") % counted
    return [
        Figure(
            _("Placed by the latest plan"),
            formats.number(run.placed or 0),
            trend=trend,
            definition=_(
                "Candidates with one trip through training to one order. At most %(gap)s below the best possible plan."
            )
            % {"gap": formats.percent(run.gap or 0, 2)},
            as_of=run.as_of,
            url=link("proposals:run", run.pk),
        )
    ]


def _no_plan(actor: Actor) -> Empty | None:
    if not access.may(actor, ProposalsRight.START_RUN) or Run.objects.visible_to(actor).exists():
        return None
    url = link("proposals:start")
    return Empty(
        _("No plan has been made yet"),
        _(
            "A plan looks at every candidate, class and order at once and proposes one path a person. People decide."
        ),
        Action(_("Make the first plan"), url, "primary"),
        "signpost-split",
    )


def _actions(*wanted: tuple[str, str, str]) -> list[Action]:
    """Buttons; the first is the main one."""
    return [
        Action(label, link(name), "secondary" if position else "primary", icon)
        for position, (label, name, icon) in enumerate(wanted)
    ]


PAGES: dict[Role, Callable[[Actor, date], dict[str, Any]]] = {
    Role.LABOUR_OFFICER: _labour_office,
    Role.VILLAGE_OFFICER: _village,
    Role.TRAINING_MANAGER: _training,
    Role.INSTRUCTOR: _training,
    Role.COMPANY_OFFICER: _company,
    Role.LABOUR_ATTACHE: _mission,
    Role.MINISTRY_ANALYST: _ministry,
    Role.CANDIDATE: _candidate,
    Role.ADMINISTRATOR: _administrator,
}
