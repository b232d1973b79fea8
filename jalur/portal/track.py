"""The integrated track of one person: what her job or her classes ask for, strand by strand, with days and who has it now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies import rules as competency_rules
from jalur.foundation.competencies.models import Competency, Kind
from jalur.foundation.people.models import Person
from jalur.journey.candidates import words as candidate_words
from jalur.journey.candidates.models import Candidate, Evidence, HeldCompetency
from jalur.journey.candidates.queries import age_standing_of
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.job_orders.queries import requirements_of
from jalur.journey.job_orders.words import job_in_country
from jalur.journey.languages.models import EntryTest, TestState
from jalur.journey.training.models import Enrolment, EnrolmentState
from jalur.journey.training.workflow import ENROLMENT
from jalur.kit import formats
from jalur.kit.components import Figure, Row, Tag, Task, TaskGroup
from jalur.kit.dates import birthday, day_of
from jalur.kit.links import link
from jalur.proposals.models import HOLDING, Proposal

SETTLED = "done"


@dataclass(frozen=True)
class Track:
    """A person's strands as the reader may see them; order: the job they lead to, None where she has none yet."""

    order: JobOrder | None
    groups: Sequence[TaskGroup]
    settled: int
    asked: int


def track_of(actor: Actor, candidate: Candidate, today: date) -> Track:
    """Skill, language, soft skill, culture, certificate, papers."""
    found = _Findings(actor, candidate, today)
    strands: list[tuple[str, list[Task], Sequence[Task]]] = [
        (
            str(kind.label).capitalize(),
            [found.task(one) for one in found.asked if one.kind == kind],
            _entry_tests(actor, candidate) if kind == Kind.LANGUAGE else (),
        )
        for kind in Kind
    ]
    certificates = [found.certificate(one) for one in found.asked if one.kind == Kind.SKILL]
    strands += [(_("Certificate"), certificates, ()), (_("Papers"), _papers(candidate, found.office), ())]
    asked = [task for _title, tasks, _beside in strands for task in tasks]
    groups = [_group(*strand) for strand in strands]
    return Track(found.order, groups, sum(map(_is_settled, asked)), len(asked))


def rows_of(person: Person, track: Track, today: date) -> list[Row]:
    """Where the track leads, and since or from when her age lets her go there."""
    order, standing = track.order, age_standing_of(person.birth_date, today)
    leads = (
        Row(
            _("Leads to"),
            job_in_country(order),
            hint=_("People must be ready by %(day)s.") % {"day": formats.day(order.ready_by, "long")},
        )
        if order
        else Row(
            _("Leads to"),
            _("no job yet"),
            hint=_("Shown is what the classes teach and what is already held."),
        )
    )
    if standing.may_leave or standing.leave_from is None:
        return [leads, Row(_("Age"), _("%(years)s years") % {"years": standing.age})]
    day = birthday(person.birth_date, standing.leave_from)
    hint = _("May train now. Nobody places her or him abroad before %(day)s, the %(age)dth birthday.")
    params = {"day": formats.day(day, "long"), "age": standing.leave_from}
    return [leads, Row(_("Age"), _("%(years)s years") % {"years": standing.age}, hint=hint % params)]


def job_of(actor: Actor, candidate: Candidate) -> JobOrder | None:
    """The order whose opening is held for her, else the one of the path that she is offered or has accepted."""
    held = (
        Reservation.objects.visible_to(actor).filter(candidate=candidate).select_related("order__destination")
    )
    kept = next((one for one in held.order_by("-created_at", "pk") if one.is_held), None)
    if kept is not None:
        return kept.order
    paths = Proposal.objects.visible_to(actor).filter(candidate=candidate, state__in=HOLDING)
    path = paths.select_related("order__destination").order_by("-created_at", "pk").first()
    return path.order if path is not None and not path.order.has_no_job else None


class _Findings:
    """What is known about each competency that the track asks for."""

    def __init__(self, actor: Actor, candidate: Candidate, today: date) -> None:
        self.candidate, self.today = candidate, today
        self.order = job_of(actor, candidate)
        self.office = candidate_words.office_of(candidate)
        entries = HeldCompetency.objects.visible_to(actor).filter(candidate=candidate)
        self.entries = {
            one.competency_id: one for one in entries.select_related("competency", "candidate__person")
        }
        self.counting = set(entries.counting(today).values_list("competency_id", flat=True))
        self.implied = competencies.implications()
        seats = Enrolment.objects.visible_to(actor).filter(candidate=candidate).current().for_lists()
        self.seats = list(seats.prefetch_related("intake__programme__teaches"))
        codes = requirements_of(self.order) if self.order else self._of_herself()
        self.asked = list(Competency.objects.filter(pk__in=codes).order_by("kind", "code"))

    def _of_herself(self) -> Iterable[str]:
        taught = (one.pk for seat in self.seats for one in seat.intake.programme.teaches.all())
        return {*self.entries, *taught}

    def task(self, asked: Competency) -> Task:
        """One competency: held, on its way, or with nobody yet."""
        if not competency_rules.missing([asked.pk], self.counting, self.implied):
            return self._held(asked)
        seat = self._seat(asked)
        entry = self.entries.get(asked.pk)
        if seat is not None:
            return self._in_class(asked, seat)
        if entry is not None:
            is_hers = bool(entry.review)
            return Task(
                str(asked.title),
                candidate_words.evidence_tag(entry, self.today),
                hint=entry.review_note or str(entry.get_evidence_display()),
                owner=self.candidate.person.name if is_hers else self.office,
                expires=entry.expires_on,
            )
        hint = _("No class is taken that teaches it.")
        return Task(str(asked.title), Tag(_("still missing"), "warn"), hint=hint, owner=self.office)

    def _held(self, asked: Competency) -> Task:
        entry = self.entries.get(asked.pk)
        if entry is None or entry.confirmed_at is None:
            return Task(str(asked.title), Tag(_("already held"), SETTLED), hint=_("Held at a higher level."))
        seen = _("%(evidence)s, seen on %(day)s") % {
            "evidence": entry.get_evidence_display(),
            "day": formats.day(day_of(entry.confirmed_at)),
        }
        return Task(str(asked.title), Tag(_("already held"), SETTLED), hint=seen, expires=entry.expires_on)

    def _seat(self, asked: Competency) -> Enrolment | None:
        """The newest seat, or place in line, that teaches it."""
        teaching = [one for one in self.seats if asked in one.intake.programme.teaches.all()]
        return max(teaching, key=lambda one: one.intake.starts, default=None)

    def _in_class(self, asked: Competency, seat: Enrolment) -> Task:
        intake = seat.intake
        days = _("%(title)s, %(first)s to %(last)s") % {
            "title": intake.programme.title,
            "first": formats.day(intake.starts),
            "last": formats.day(intake.ends),
        }
        tag = ENROLMENT.tag(seat)
        if seat.state == EnrolmentState.ENROLLED:
            has_begun = intake.starts <= self.today
            tag = Tag(_("in class"), "now") if has_begun else Tag(_("class ahead"), "wait")
        owner = intake.programme.provider.name
        return Task(str(asked.title), tag, link("training:intake", intake.number), days, owner)

    def certificate(self, asked: Competency) -> Task:
        """Of a skill: training is never a certificate of competence."""
        entry = self.entries.get(asked.pk)
        label = _("Certificate of competence: %(what)s") % {"what": asked.title}
        if entry is not None and entry.evidence == Evidence.CERTIFICATE:
            owner = "" if entry.confirmed_at else self.office
            tag = candidate_words.evidence_tag(entry, self.today)
            return Task(label, tag, hint=entry.evidence_note, owner=owner, expires=entry.expires_on)
        hint = _("By a licensed assessor, unit by unit, with a certificate that anybody can check.")
        return Task(label, Tag(_("still missing"), "none"), link("certification:assessments"), hint)


def _papers(candidate: Candidate, office: str) -> list[Task]:
    person = candidate.person
    known = bool(person.national_id_masked)
    identity = Tag(_("recorded"), SETTLED) if known else Tag(_("still missing"), "warn")
    return [
        Task(_("KTP and NIK"), identity, owner="" if known else office),
        Task(
            _("Passport, visa and the papers for departure"),
            Tag(_("still missing"), "none"),
            hint=_("Not in Jalur yet: the labour office helps."),
            owner=office,
        ),
    ]


def _entry_tests(actor: Actor, candidate: Candidate) -> list[Task]:
    """Where she begins in each language: a test places and proves nothing, so it settles nothing either."""
    tests = EntryTest.objects.visible_to(actor).filter(candidate=candidate, state=TestState.RECORDED)
    latest = {test.scale_id: test for test in tests.for_lists().order_by("taken_on", "pk")}
    return [
        Task(
            _("Entry test: %(scale)s") % {"scale": test.scale.title},
            Tag(test.level.title if test.level else _("below the first level"), "now"),
            link("languages:entry_test", test.pk),
            formats.day(test.taken_on),
        )
        for test in latest.values()
    ]


def _is_settled(task: Task) -> bool:
    return task.state.tone == SETTLED


def _group(title: str, tasks: Sequence[Task], beside: Sequence[Task]) -> TaskGroup:
    """A strand, also one of which nothing is asked: then it says so."""
    if not tasks:
        return TaskGroup(_("%(strand)s: nothing is asked yet") % {"strand": title}, beside)
    params = {"strand": title, "settled": sum(map(_is_settled, tasks)), "all": len(tasks)}
    return TaskGroup(_("%(strand)s: %(settled)d of %(all)d") % params, [*tasks, *beside])


def page_of(actor: Actor, candidate: Candidate, today: date) -> Mapping[str, Any]:
    """What the page of a track shows."""
    track = track_of(actor, candidate, today)
    return {
        "title": _("Integrated track"),
        "caption": candidate.person.name,
        "rows": rows_of(candidate.person, track, today),
        "groups": track.groups,
        "figure": Figure(
            _("Settled"),
            _("%(settled)d of %(asked)d") % {"settled": track.settled, "asked": track.asked},
            share=track.settled / track.asked if track.asked else None,
        ),
    }
