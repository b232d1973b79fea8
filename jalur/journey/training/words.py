"""How classes read on a screen."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.due.rules import begins
from jalur.foundation.letters.kinds import Words
from jalur.foundation.letters.words import addressed
from jalur.foundation.organisations.words import where
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.workflow.consequences import Group
from jalur.journey.curricula import queries as curricula
from jalur.journey.curricula import words as curriculum_words
from jalur.journey.premises.collisions import hours_in_words, stretch_in_words
from jalur.journey.premises.models import ResourceKind
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.rights import Right as PremisesRight
from jalur.journey.premises.words import DAY, MOST_TOLD, bed_in_words, week_calendar
from jalur.journey.training import queries
from jalur.journey.training.models import (
    CURRENT,
    UNDECIDED,
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeQuerySet,
    IntakeState,
    Programme,
    SessionQuerySet,
    Shortfall,
    has_ended,
    is_due,
    is_small,
)
from jalur.journey.training.pass_rates import Results
from jalur.journey.training.rights import Right
from jalur.journey.training.services.intakes import PostponedClass
from jalur.kit import dates, formats
from jalur.kit.calendars import DAYS, Calendar
from jalur.kit.components import Action, Grid, Need, Notice, Row, Text
from jalur.kit.links import link

SOON = timedelta(days=30)

_WHO_PAYS = {
    False: gettext_lazy("For this work nobody may charge you for the training."),
    True: gettext_lazy(
        "You may be charged for the training: ask for the price in writing before you take a seat."
    ),
    None: gettext_lazy(
        "No rule recorded here says who pays for the training. Ask the institute before you take a seat; a public"
        " training centre often costs nothing."
    ),
}


def who_pays(occupation: str, on: date) -> str:
    """Whether somebody trained for an occupation may be charged for it, as the rulebook says on a day."""
    return str(_WHO_PAYS[rulebook.may_charge_worker(item="PELATIHAN", occupation=occupation, on=on)])


def standard_name(standard: DestinationStandard) -> str:
    """A standard as lists name it: its title, and its country where the title does not say."""
    country = str(standard.country)
    return standard.title if country in standard.title else f"{standard.title} ({country})"


def curriculum_rows(programme: Programme) -> list[Row]:
    """Which curriculum a programme teaches, with its hours; nothing where it names none."""
    version = programme.curriculum
    if version is None:
        return []
    way = Action(_("Open"), link("curricula:version", version.code))
    hours = curriculum_words.total(curricula.totals_of(version))
    return [Row(_("Curriculum"), f"{version.title} ({version.code})", way, hint=hours)]


def curriculum_grids(programme: Programme) -> list[Grid]:
    """Its parts with their hours, and the hours by kind."""
    version = programme.curriculum
    if version is None:
        return []
    parts = curricula.parts_of(version)
    totals = curricula.totals_of(version, parts)
    return [
        curriculum_words.short_parts(parts),
        curriculum_words.by_kind(totals),
    ]


def newer_curriculum(programme: Programme, today: date) -> list[Notice]:
    """A newer version of the curriculum is in force than the one that the programme names."""
    version = programme.curriculum
    newer = curricula.newer_than(version, today) if version else None
    if newer is None:
        return []
    sentence = _(
        "Version %(number)s of the curriculum is in force; the programme still teaches an older one."
    )
    way = Action(_("Read the newer version"), link("curricula:version", newer.code))
    return [Notice(sentence % {"number": newer.number}, tone="warn", actions=[way])]


def turn(seat: Enrolment) -> str:
    """Her place on the waiting list, or until when a seat is kept for her; "" for whoever has a seat."""
    if seat.state == EnrolmentState.WAITING:
        sentence = _("Number %(place)s on the waiting list. When a seat is free, a message says so.")
        return sentence % {"place": formats.number(queries.place_in_line(seat))}
    if seat.state == EnrolmentState.OFFERED and seat.answer_by is not None:
        sentence = _("A seat is free and kept until %(day)s. Without an answer it goes to the next.")
        return sentence % {"day": formats.day(seat.answer_by, "long")}
    return ""


def bed_of(seat: Enrolment) -> str:
    """Room and bed that go with a seat; "" in a class that does not board."""
    return bed_in_words(seat.bed) if seat.bed else ""


def consent_way(actor: Actor, intake: Intake, candidate: str = "") -> Action | None:
    """From a class that boards to recording a guardian's consent for it, for whoever may; candidate: the number that was typed."""
    if not intake.with_bed or not access.may(actor, PremisesRight.RECORD_CONSENT):
        return None
    known = {"centre": intake.programme.provider_id, **({"candidate": candidate} if candidate else {})}
    return Action(
        _("Record a guardian's consent"), link("premises:new_consent", query=urlencode(known)), "quiet"
    )


def owner_name(row: Shortfall) -> str:
    """Who was named; else the manager of the institute."""
    return row.owner.name if row.owner is not None else _("the manager")


def looked_after_by(row: Shortfall, on: date) -> str:
    """ "Hendra, BLK Contoh": who looks after it today."""
    owner, provider = queries.owner_of(row, on), row.programme.provider.name
    return f"{owner.name}, {provider}" if owner else _("the manager of %(provider)s") % {"provider": provider}


def next_step_words(row: Shortfall) -> str:
    """What comes next: the class in which she has a seat or is offered one, else what was said."""
    seat = queries.seat_again(row)
    if seat is not None:
        params = {"number": seat.intake.number, "day": formats.day(seat.intake.starts)}
        if seat.state == EnrolmentState.OFFERED:
            return _("a seat in class %(number)s from %(day)s is offered") % params
        return _("class %(number)s from %(day)s") % params
    if row.next_step:
        params = {"step": row.get_next_step_display(), "day": formats.day(row.decide_by)}
        return _("%(step)s; looked at again by %(day)s") % params
    return _("nothing said yet; to be said by %(day)s") % {"day": formats.day(row.decide_by)}


def below_notices(actor: Actor, intake: Intake) -> list[Notice]:
    """After the results: who is not yet competent, and the way to a remedial class for them."""
    if intake.state != IntakeState.CLOSED or not access.covers(actor, Right.FOLLOW_INTAKE, intake):
        return []
    count = len(queries.below_after(intake))
    if not count:
        return []
    title = ngettext("%(count)s person is not yet competent", "%(count)s people are not yet competent", count)
    label = ngettext(
        "Open a remedial class for this person", "Open a remedial class for these %(count)s people", count
    )
    ways = [Action(_("See who"), link("training:below", query=f"q={intake.programme.code}"), "secondary")]
    if access.covers(actor, Right.EDIT_INTAKE, intake):
        way = link("training:remedial", intake.number)
        ways.insert(0, Action(label % {"count": formats.number(count)}, way, "primary"))
    text = _("They need not start over: a shorter class takes up what is missing.")
    return [
        Notice(text, title % {"count": formats.number(count)}, "warn", actions=ways, about="below#remedial")
    ]


def timetable_grid(actor: Actor, intake: Intake, first: date, until: date) -> Grid:
    """The meetings of a class from one day up to but without another."""
    zone = clock_of(intake.programme.provider)
    sessions = intake.sessions.standing().filter(
        booking__starts__gte=begins(first, zone), booking__starts__lt=begins(until, zone)
    )
    return sessions_grid(actor, intake, sessions, empty=_("The class does not meet in this week."))


def bring_rows(actor: Actor, intake: Intake) -> list[Row]:
    """What to bring on the first day, for whoever has a seat or works there."""
    has_seat = actor.person_id and intake.enrolments.filter(
        candidate__person=actor.person_id, state=EnrolmentState.ENROLLED
    )
    if not intake.bring or not (
        access.covers(actor, Right.FOLLOW_INTAKE, intake) or (has_seat and has_seat.exists())
    ):
        return []
    return [Row(_("What to bring on the first day"), "; ".join(intake.bring.splitlines()))]


def timetable_calendar(actor: Actor, intake: Intake, monday: date, *, add: str) -> Calendar:
    """A week of a class for whoever works there: its meetings, and the days that are none of its own."""
    centre, days = intake.programme.provider, [monday + timedelta(days=number) for number in range(DAYS)]
    zone = clock_of(centre)
    rows = intake.sessions.standing().filter(
        booking__starts__gte=begins(days[0], zone), booking__starts__lt=begins(days[-1] + DAY, zone)
    )
    rows = rows.select_related("booking").prefetch_related("booking__booked_units__resource")
    held = {
        row.booking: {unit.resource: None for unit in row.booking.booked_units.all()}
        for row in rows.order_by("booking__starts", "pk")
    }
    outside = _("Outside the days of the class")
    closed = {day: outside for day in days if not intake.starts <= day <= intake.ends}
    return week_calendar(actor, centre, monday, held, add=add, closed=closed)


def sessions_grid(actor: Actor, intake: Intake, sessions: SessionQuerySet, *, empty: str = "") -> Grid:
    """When a class meets and where; who teaches for whoever works there, with the way to move it."""
    zone, works_there = clock_of(intake.programme.provider), access.covers(actor, Right.FOLLOW_INTAKE, intake)
    rows = sessions.select_related("booking").prefetch_related("booking__booked_units__resource")
    return Grid(
        _("Timetable"),
        [_("Day"), _("Hours"), _("What for"), _("Where")],
        [
            [
                formats.day(row.booking.starts.astimezone(zone).date(), "long"),
                hours_in_words(*row.booking.during, zone),
                Text(row.booking.title, url=link("premises:booking", row.booking.number))
                if works_there
                else row.booking.title,
                ", ".join(
                    sorted(
                        {
                            unit.resource.name
                            for unit in row.booking.booked_units.all()
                            if works_there or unit.resource.kind in (ResourceKind.WORKSHOP, ResourceKind.ROOM)
                        }
                    )
                ),
            ]
            for row in rows.order_by("booking__starts", "pk")
        ],
        empty=empty,
    )


def not_moved(postponed: PostponedClass) -> list[str]:
    """Which meetings of a class did not move along with it, and why."""
    zone = clock_of(postponed.intake.programme.provider)
    return [
        _("Cancelled, “%(title)s” of %(when)s: %(why)s")
        % {"title": booking.title, "when": stretch_in_words(*booking.during, zone), "why": why}
        for booking, why in postponed.cancelled[:MOST_TOLD]
    ]


def class_needs(classes: IntakeQuerySet, today: date) -> list[Need]:
    """What classes need of their institute: to be started, to be ended, to be filled in the next thirty days."""
    least, soon = queries.least_people(today), today + SOON
    counts = classes.aggregate(
        due=Count("pk", filter=is_due(today)),
        ended=Count("pk", filter=has_ended(today)),
        small=Count("pk", filter=is_small(least) & Q(starts__range=(today, soon))),
    )
    return [
        Need(
            _("Classes have reached their first day: start them"),
            link("training:desk", query="needs=due&sort=starts"),
            count=counts["due"],
        ),
        Need(
            _("Classes have reached their last day: record who completed them"),
            link("training:desk", query="needs=ended&sort=ends"),
            count=counts["ended"],
        ),
        Need(
            _("Classes start within 30 days with too few people"),
            link("training:desk", query=f"needs=small&starts_from={today}&starts_to={soon}&sort=taken"),
            hint=_("Fill them, or postpone them in time."),
            count=counts["small"],
            tone="warn",
        ),
    ]


def where_taught(intake: Intake) -> str:
    """The institute with its address; where a class is held elsewhere, the regency beside its name."""
    provider = intake.programme.provider
    if intake.place_id == (provider.place_id or "")[:5]:
        return where(provider)
    return f"{provider.name}, {intake.place}"


def pass_rate_row(programme: Programme, estimate: Decimal | None = None) -> Row:
    """The share expected to pass, between which shares, and from what; the institute's `estimate` is called one."""
    about = "run-a-class#pass-rate"
    params = {
        "provider": programme.provider.name,
        "estimate": "" if estimate is None else formats.percent(estimate, 0),
    }
    expected = programme.expected
    if expected is None:
        if estimate is None:
            return Row(_("Pass rate"), _("nobody has finished a class yet"), about=about)
        hint = _("Estimated by %(provider)s: nobody has finished a class of this kind yet.") % params
        return Row(_("Pass rate"), params["estimate"], hint=hint, about=about)
    found = queries.results(programme).get(programme.code)
    hints = [
        passed(found) if found else _("Nobody has finished a class of this programme yet."),
        "" if estimate is None else _("%(provider)s estimates %(estimate)s.") % params,
        _("Learned from results here and in programmes of this kind; plans count with it."),
    ]
    shares = {name: formats.percent(share, 0) for name, share in asdict(expected).items()}
    value = _("%(rate)s, between %(low)s and %(high)s") % shares
    return Row(_("Pass rate"), value, hint=" ".join(filter(None, hints)), about=about)


def passed(found: Results) -> str:
    """ "8 of 10 passed (2 classes)."."""
    sentence = ngettext(
        "%(passed)s of %(people)s passed (%(classes)s class).",
        "%(passed)s of %(people)s passed (%(classes)s classes).",
        found.classes,
    )
    return sentence % {name: formats.number(count) for name, count in asdict(found).items()}


def hold_notices(intake: Intake, on: date) -> list[Notice]:
    """A class of an institute that may not teach takes nobody, whatever its own state says."""
    if intake.state not in CURRENT:
        return []
    if intake.is_on_hold and not intake.is_orphaned(on):
        title = _("On hold since %(day)s: %(why)s") % {
            "day": formats.day(intake.held_since),
            "why": intake.get_held_because_display(),
        }
        text = _("Nobody new takes a seat while that is so. Whoever has one keeps it.")
        return [Notice(text, title, "bad", about="held-class#why")]
    if not intake.is_orphaned(on):
        return []
    text = _("This class takes nobody any more. Whoever has a seat asks the labour office for another class.")
    return [Notice(text, _("The institute has closed"), "bad")]


def small_class_notices(intake: Intake, on: date) -> list[Notice]:
    """A warning while too few are enrolled for the class to be sure to start."""
    if intake.state not in UNDECIDED or intake.is_on_hold:
        return []
    lacking = queries.lacking(intake, on)
    if not lacking:
        return []
    title, smallest = _("This class may be postponed"), queries.smallest_class(on)
    if smallest is None or queries.minimum_of(intake, on) != smallest.number:
        sentence = ngettext(
            "%(lacking)s more person is needed before the class goes ahead.",
            "%(lacking)s more people are needed before the class goes ahead.",
            lacking,
        )
        return [Notice(sentence % {"lacking": lacking}, title, "warn")]
    sentence = ngettext(
        "%(lacking)s more person is needed: classes with fewer than %(least)s people were postponed elsewhere. "
        "Source: %(source)s, %(address)s",
        "%(lacking)s more people are needed: classes with fewer than %(least)s people were postponed elsewhere. "
        "Source: %(source)s, %(address)s",
        lacking,
    )
    params = {
        "lacking": lacking,
        "least": smallest.number,
        "source": smallest.cited,
        "address": smallest.source_url,
    }
    return [Notice(sentence % params, title, "warn")]


def classes_touched(title: str, intakes: IntakeQuerySet) -> Group:
    """Classes as one count of what a change of the law touches."""
    rows = [
        [
            Text(intake.programme.title, intake.number, link("training:intake", intake.number)),
            str(intake.programme.provider),
            intake.starts,
            intake.taken,
        ]
        for intake in intakes.for_lists()
    ]
    heads = [_("Class"), _("Institute"), _("First day"), _("Seats taken")]
    return Group(title, len(rows), Grid(title, heads, rows))


def call_words(seat: Enrolment, answers: Mapping[str, Any]) -> Words:
    """What the letter that calls somebody to a class says; everything of an official letter is in Indonesian."""
    intake, person = seat.intake, seat.candidate.person
    provider = intake.programme.provider
    return Words(
        "Panggilan peserta pelatihan",
        addressed(person),
        {
            "candidate": seat.candidate.number,
            "programme": intake.programme.title,
            "class": intake.number,
            "first_day": formats.day(intake.starts, "long"),
            "last_day": formats.day(intake.ends, "long"),
            "time": answers["time"],
            "place": answers["place"],
            "bring": answers["bring"].splitlines(),
            "contact": provider.phone or provider.email,
        },
    )


def call_example() -> Words:
    first = dates.today() + timedelta(days=14)
    return Words(
        "Panggilan peserta pelatihan",
        ("Sdri. Sari Contohwati", "di Desa Contoh, Kecamatan Contoh, Kabupaten Contoh"),
        {
            "candidate": "J-CONTOH-0001",
            "programme": "Las kapal",
            "class": "K-CONTOH",
            "first_day": formats.day(first, "long"),
            "last_day": formats.day(first + timedelta(days=59), "long"),
            "time": "08.00 WIB",
            "place": "Gedung A, Jalan Contoh Nomor 1",
            "bring": ["KTP dan fotokopinya", "Pakaian kerja dan sepatu tertutup"],
            "contact": "",
        },
    )
