"""What this room adds to a person's file, to the homes of those who assess, and to the pages of a class; its files and its list."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.letters.forms import LetterForm
from jalur.foundation.letters.kinds import LetterKind
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.views import crumb_of, step_actions
from jalur.journey.candidates.models import Candidate
from jalur.journey.certification import guards, queries, rules, words
from jalur.journey.certification.models import (
    RESULTS,
    Appeal,
    AppealState,
    Assessment,
    AssessmentDay,
    Assessor,
    OutsideResult,
    State,
    Submission,
    TestPlace,
    UnitResult,
)
from jalur.journey.certification.rights import Right
from jalur.journey.certification.services import add_schemes, may_type_for, record_outside_many
from jalur.journey.certification.services.imports import COLUMNS, plan
from jalur.journey.certification.services.outside_imports import COLUMNS as OUTSIDE_COLUMNS
from jalur.journey.certification.services.outside_imports import plan as plan_outside
from jalur.journey.certification.workflow import ASSESSMENT, OUTSIDE, SUBMISSION
from jalur.journey.training.models import SEATED, Enrolment, Intake
from jalur.kit import formats
from jalur.kit.components import Action, Need, Row
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep, PagePart, Section


def _page(assessment: Assessment) -> str:
    return link("certification:assessment", assessment.code)


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """Where each of her applications stands, and what is hers to do before the day."""
    is_own = actor.person_id == person.pk
    rows = Assessment.objects.filter(candidate__person=person)
    if not is_own:
        rows = access.narrow(rows, actor, Right.VIEW_ASSESSMENT)
    found = list(
        rows.for_lists().select_related("day__place", "candidate").order_by("-created_at", "pk")[:20]
    )
    facts = [
        Row(one.scheme.title, str(ASSESSMENT.tag(one).text), Action(_("Open"), _page(one)), hint=_hint(one))
        for one in found
    ]
    steps = [step for one in found if (step := _next_step(one, today))] if is_own else []
    way = Action(_("Apply for an assessment"), link("certification:new_assessment"), "quiet")
    return FilePart(
        needs=[
            need
            for one in found
            if (need := _need(one, today)) or (need := _ask_back(one, today) if is_own else None)
        ],
        sections=[*([Section(_("Assessments"), facts)] if facts else []), *_outside(actor, person)],
        actions=[*([way] if is_own and (found or _is_trained(person)) else []), *_type_in(actor, person)],
        next_step=steps[0] if steps else None,
    )


def _outside(actor: Actor, person: Person) -> list[Section]:
    """Results of outside tests, each with its state."""
    rows = OutsideResult.objects.filter(candidate__person=person)
    if actor.person_id != person.pk:
        rows = access.narrow(rows, actor, Right.VIEW_OUTSIDE)
    shown = [
        Row(
            str(one.competency),
            str(OUTSIDE.tag(one).text),
            Action(_("Open"), link("certification:outside", one.pk)),
            hint=f"{one.body}, {one.certificate}, {formats.day(one.taken_on)}",
        )
        for one in rows.select_related("competency").order_by("-taken_on", "pk")[:20]
    ]
    return [Section(_("Results and certificates from elsewhere"), shown)] if shown else []


def _type_in(actor: Actor, person: Person) -> list[Action]:
    """The way to type in another, for her and for who may do it for her."""
    candidate = Candidate.objects.filter(person=person).select_related("person").first()
    if candidate is None or not may_type_for(actor, candidate):
        return []
    query = "" if actor.person_id == person.pk else f"candidate={candidate.number}"
    return [
        Action(_("Type in a result or certificate"), link("certification:new_outside", query=query), "quiet")
    ]


def _is_trained(person: Person) -> bool:
    """Whether she is or was in a class: then an assessment is near."""
    return Enrolment.objects.filter(candidate__person=person, state__in=SEATED).exists()


def _hint(one: Assessment) -> str:
    if one.state == State.INVITED and one.day is not None:
        return words.where_and_when(one.day)
    if one.state == State.COMPETENT and one.expires_on is not None:
        return _("counts until %(day)s") % {"day": formats.day(one.expires_on)}
    if until := words.appeal_until(one):
        return _("an appeal is possible until %(day)s") % {"day": formats.day(until)}
    if one.decided_on is not None:
        return formats.day(one.decided_on)
    return one.body.name


def _need(one: Assessment, today: date) -> Need | None:
    """What is missing before the assessment can begin, or until when she may appeal."""
    until = words.appeal_until(one)
    if until is not None and today <= until and not one.appeals.exists():
        label = _("Not yet competent: “%(scheme)s”") % {"scheme": one.scheme}
        hint = _("an appeal is possible until %(day)s") % {"day": formats.day(until)}
        return Need(label, _page(one), hint, due=until)
    if one.state in (State.APPLIED, State.ACCEPTED, State.INVITED) and queries.open_elements(one):
        return Need(
            _("Self-assessment for “%(scheme)s”") % {"scheme": one.scheme},
            link("certification:rate", one.code),
            _("Element by element: can do it, or not yet."),
        )
    if one.state == State.INVITED and one.consented_at is None and one.day is not None:
        label = _("Agree to the assessment “%(scheme)s”") % {"scheme": one.scheme}
        return Need(label, _page(one), words.where_and_when(one.day), due=one.day.day)
    return None


def _ask_back(one: Assessment, today: date) -> Need | None:
    """For some days after her assessment she is asked how it was."""
    if one.state not in RESULTS or one.day is None or today > one.day.day + rules.ASKED_FOR:
        return None
    if one.feedback.exists():
        return None
    label = _("Say how your assessment “%(scheme)s” was") % {"scheme": one.scheme}
    return Need(label, link("certification:comment", one.code), _("A few questions, yes or no."))


def _next_step(one: Assessment, today: date) -> NextStep | None:
    if one.state != State.INVITED or one.day is None or one.day.day < today:
        return None
    sentence = _("Come to your assessment “%(scheme)s”: %(where)s.")
    words_of = {"scheme": one.scheme, "where": words.where_and_when(one.day)}
    return NextStep(sentence % words_of, _page(one), one.day.day)


def home(actor: Actor, today: date) -> HomePart:
    """Of a body: who waits for it. Of an assessor: whom she assesses, which appeals are hers."""
    if actor.role == Role.CERTIFICATION_MANAGER and actor.organisation_id is not None:
        return _of_body(actor)
    if actor.role == Role.ASSESSOR and actor.organisation_id is not None:
        return _of_assessor(actor, today)
    if actor.role == Role.LABOUR_OFFICER:
        return _of_office(actor)
    if actor.role == Role.TRAINING_MANAGER and actor.organisation_id is not None:
        return HomePart(actions=[Action(_("Assessments"), link("certification:assessments"))])
    return HomePart()


def _of_office(actor: Actor) -> HomePart:
    """Results that somebody else has to look at."""
    rows = access.narrow(OutsideResult.objects.for_office(), actor, Right.CONFIRM_OUTSIDE)
    return HomePart(
        needs=[
            Need(
                _("Results and certificates from elsewhere to check"),
                link("certification:outside_results", query="stands=office"),
                count=rows.exclude(typed_by=actor.user_id).count(),
            )
        ]
    )


def _of_body(actor: Actor) -> HomePart:
    rows = Assessment.objects.filter(body=actor.organisation_id)
    counts = {
        state: rows.filter(state=state).count() for state in (State.APPLIED, State.ACCEPTED, State.ASSESSED)
    }
    doubt = queries.in_doubt(rows).count()
    filed = Appeal.objects.filter(assessment__body=actor.organisation_id, state=AppealState.FILED).count()
    ending = sum(
        queries.running_out(model.objects.filter(body=actor.organisation_id)).count()
        for model in (Assessor, TestPlace)
    )
    listed = "certification:assessments"
    return HomePart(
        needs=[
            Need(
                _("Results of a day on which something they hang on did not hold"),
                link(listed, query="stands=doubt"),
                _("Annul them, or leave them standing with a reason."),
                doubt,
                tone="bad",
            ),
            Need(
                _("Appeals to give to another assessor"),
                link("certification:appeals", query="state=filed"),
                count=filed,
                tone="warn",
            ),
            Need(
                _("Recommended: decide about them"),
                link("certification:new_pleno"),
                count=counts[State.ASSESSED],
                tone="warn",
            ),
            Need(
                _("Applications to answer"), link(listed, query="state=applied"), count=counts[State.APPLIED]
            ),
            Need(
                _("People who wait for a day of assessment"),
                link(listed, query="state=accepted"),
                count=counts[State.ACCEPTED],
                tone="wait",
            ),
            _to_review(actor),
            _named(actor),
            Need(
                _("Assessors and test places that run out within 60 days"),
                link("certification:assessors", query="stands=ending"),
                count=ending,
                tone="warn",
            ),
        ],
        actions=[
            Action(_("Plan a day"), link("certification:new_day"), "primary", icon="calendar-event"),
            Action(_("Assessments"), link(listed), icon="clipboard-check"),
            Action(_("Meetings that decided"), link("certification:plenos"), icon="check2-square"),
        ],
    )


def _to_review(actor: Actor) -> Need:
    """Days on which people were assessed and nobody has looked back."""
    rows = AssessmentDay.objects.filter(body=actor.organisation_id).to_review()
    return Need(
        _("Days of assessment to look back on (AK.06)"),
        link("certification:days", query="when=unreviewed"),
        count=rows.count(),
        tone="wait",
    )


def _named(actor: Actor) -> Need:
    rows = OutsideResult.objects.for_issuer().filter(issuer=actor.organisation_id)
    label = _("Certificates that name this body: did it issue them?")
    return Need(
        label,
        link("certification:outside_results", query="stands=issuer"),
        count=rows.count(),
        tone="warn",
    )


def _of_assessor(actor: Actor, today: date) -> HomePart:
    mine = Assessment.objects.filter(
        body=actor.organisation_id, assessor__user=actor.user_id, state=State.INVITED
    )
    days = AssessmentDay.objects.ahead(today).filter(assessments__in=mine).distinct()
    needs = [
        Need(
            _("Assessment of %(scheme)s") % {"scheme": day.scheme},
            link("certification:day", day.number),
            words.where_and_when(day),
            due=day.day,
        )
        for day in days.select_related("scheme", "place").order_by("day", "pk")[:5]
    ]
    late = mine.filter(day__day__lt=today).count()
    appeals = Appeal.objects.filter(reviewer__user=actor.user_id, state=AppealState.ASSIGNED).count()
    return HomePart(
        needs=[
            Need(
                _("Assessed, and not recommended yet"),
                link("certification:assessments", query="state=invited"),
                count=late,
                tone="warn",
            ),
            Need(
                _("Appeals given to you"),
                link("certification:appeals", query="state=assigned"),
                count=appeals,
                tone="warn",
            ),
            *needs,
        ],
        actions=[
            Action(_("Days of assessment"), link("certification:days"), "primary", icon="calendar-event")
        ],
    )


def of_class(actor: Actor, intake: Intake, _today: date) -> PagePart:
    """On the page of a class that has begun: the way to apply for its people."""
    blank = Assessment(institute=intake.programme.provider)
    if intake.state not in guards.BEGUN or actor.organisation_id != intake.programme.provider_id:
        return PagePart()
    if not access.covers(actor, Right.APPLY_ASSESSMENT, blank):
        return PagePart()
    way = Action(
        _("Apply for the assessment"),
        link("certification:apply_for_class", intake.number),
        icon="clipboard-check",
    )
    return PagePart(actions=[way])


LIST = ImportKind(
    key="certification_schemes",
    right=Right.RECORD_SCHEME,
    columns=COLUMNS,
    plan=plan,
    apply=add_schemes,
    new=gettext_lazy("Would be recorded"),
    known=gettext_lazy("Of a version that is recorded already"),
    shown={
        gettext_lazy("Scheme"): "title",
        gettext_lazy("Version"): "version",
        gettext_lazy("Unit"): "unit",
        gettext_lazy("Element"): "element",
        gettext_lazy("Criterion"): "criterion",
    },
    button=lambda count: (
        ngettext("Record %(count)s criterion", "Record %(count)s criteria", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s criterion recorded.", "%(count)s criteria recorded.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Schemes of assessment"), "certification:schemes"),
)
FOR_BNSP = LetterKind(
    key="certification_submission",
    model=Submission,
    title=gettext_lazy("Letter to BNSP"),
    template="journey/certification/letters/submission.typ",
    issues=Right.SUBMIT_RESULT,
    related=("body__place", "pleno"),
    person=lambda _submission: None,
    words=words.submission_words,
    example=words.submission_example,
    form=LetterForm,
    back=lambda submission: crumb_of(SUBMISSION, submission),
    guard=guards.was_not_sent,
)
OUTSIDE_LIST = ImportKind(
    key="outside_results",
    right=Right.IMPORT_OUTSIDE,
    columns=OUTSIDE_COLUMNS,
    plan=plan_outside,
    apply=record_outside_many,
    new=gettext_lazy("Would be typed in"),
    known=gettext_lazy("Recorded already"),
    shown={
        gettext_lazy("Candidate number"): "candidate",
        gettext_lazy("Level or skill"): "level",
        gettext_lazy("Certificate"): "certificate",
        gettext_lazy("Day of the test"): "taken_on",
    },
    button=lambda count: (
        ngettext("Type in %(count)s result", "Type in %(count)s results", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s result typed in.", "%(count)s results typed in.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Results and certificates from elsewhere"), "certification:outside_results"),
)
OUTSIDE_PAPER = FileKind(
    key=rules.OUTSIDE_PAPER,
    model=OutsideResult,
    title=gettext_lazy("Certificate from elsewhere"),
    reads=Right.VIEW_OUTSIDE,
    adds=Right.RECORD_OUTSIDE,
    guard=guards.outside_may_change,
    related=("candidate__person", "competency", "typed_by", "confirmed_by", "office", "issuer"),
    person=lambda result: result.candidate.person_id,
    place=lambda result: result.candidate.person.residence_id,
    crumbs=lambda _actor, result: [crumb_of(OUTSIDE, result)],
    beside=lambda actor, result: (
        words.outside_rows(result),
        step_actions(OUTSIDE, actor, result, "confirm", "verify", "attest", "refuse"),
    ),
)
EVIDENCE = FileKind(
    key=rules.EVIDENCE,
    model=UnitResult,
    title=gettext_lazy("Evidence of an assessment"),
    reads=Right.VIEW_EVIDENCE,
    adds=Right.RECORD_RESULT,
    guard=guards.evidence_may_change,
    related=("assessment__candidate__person", "assessment__scheme", "unit"),
    person=lambda result: result.assessment.candidate.person_id,
    place=lambda result: result.assessment.candidate.person.residence_id,
    crumbs=lambda _actor, result: [crumb_of(ASSESSMENT, result.assessment)],
    beside=lambda _actor, result: (
        [Row(str(result.unit), words.result_tag(result).text, hint=result.note)],
        [],
    ),
)
