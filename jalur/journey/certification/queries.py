"""Reads about schemes, licences and assessments: what holds on a day, what has fallen away, who trained whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.accounts.models import User
from jalur.foundation.organisations.models import Licence, Membership, Organisation, licence_holding
from jalur.foundation.rulebook.models import LicenceKind, OrganisationKind
from jalur.journey.certification import holdings, rules
from jalur.journey.certification.models import (
    DECIDED,
    ON_A_DAY,
    OPEN,
    RESULTS,
    Appeal,
    Assessment,
    AssessmentDay,
    AssessmentQuerySet,
    Assessor,
    Coverage,
    DayState,
    Element,
    Feedback,
    HeldState,
    Plan,
    Pleno,
    Question,
    Review,
    Scheme,
    State,
    TestPlace,
    Unit,
    UnitResult,
    holding,
)
from jalur.journey.premises.models import Resource
from jalur.journey.training.models import SEATED, Enrolment
from jalur.kit import dates, formats

MOST_NAMED = 200


def _of_body(body: Any, scheme: Any, on: Any) -> QuerySet[Coverage]:
    rows = Coverage.objects.filter(holding(on), licence_holding(on, "licence__"), scheme=scheme)
    return rows.filter(licence__organisation=body, licence__kind=LicenceKind.CERTIFICATION_LICENCE)


def _of_assessor(assessor: Any, scheme: Any, on: Any) -> QuerySet[Coverage]:
    return Coverage.objects.filter(holding(on), holding(on, "assessor__"), scheme=scheme, assessor=assessor)


def _of_place(place: Any, scheme: Any, on: Any) -> QuerySet[Coverage]:
    rows = Coverage.objects.filter(holding(on), holding(on, "test_place__"), scheme=scheme)
    return rows.filter(test_place=place)


def body_faults(body: Organisation, scheme: Scheme, on: date) -> list[str]:
    """Why a body may not assess by a scheme on a day; none where it may."""
    day, found = formats.day(on), []
    if not scheme.is_in_force(on):
        found.append(_("The scheme %(scheme)s was not in force on %(day)s.") % {"scheme": scheme, "day": day})
    if scheme.body_id != body.pk or not _of_body(body, scheme, on).exists():
        sentence = _("%(body)s had no licence on %(day)s that covers this scheme.")
        found.append(sentence % {"body": body.name, "day": day})
    return found


def assessor_faults(assessor: Assessor, scheme: Scheme, on: date) -> list[str]:
    """Why an assessor may not assess by a scheme on a day."""
    if _of_assessor(assessor.pk, scheme.pk, on).exists():
        return []
    sentence = _("%(who)s had no licence as assessor on %(day)s that covers this scheme.")
    return [sentence % {"who": assessor, "day": formats.day(on)}]


def place_faults(place: TestPlace, scheme: Scheme, on: date) -> list[str]:
    """Why people may not be assessed by a scheme at a place on a day."""
    if _of_place(place.pk, scheme.pk, on).exists():
        return []
    sentence = _("The test place %(place)s was not approved for this scheme on %(day)s.")
    return [sentence % {"place": place, "day": formats.day(on)}]


def day_faults(
    *, body: Organisation, scheme: Scheme, assessor: Assessor, place: TestPlace, on: date
) -> list[str]:
    """Everything that did not hold on a day: scheme, licence of the body, assessor, place; each in a sentence."""
    own = (
        []
        if assessor.body_id == place.body_id == body.pk
        else [_("Assessor and test place have to be those of the assessment body.")]
    )
    return [
        *own,
        *body_faults(body, scheme, on),
        *assessor_faults(assessor, scheme, on),
        *place_faults(place, scheme, on),
    ]


def faults_of(assessment: Assessment) -> list[str]:
    """The same of an assessment, on its own day; none before it has one."""
    if assessment.day is None or assessment.assessor is None:
        return []
    return day_faults(
        body=assessment.body,
        scheme=assessment.scheme,
        assessor=assessment.assessor,
        place=assessment.day.place,
        on=assessment.day.day,
    )


def in_doubt(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    """Results of whose day something no longer holds, however late that was found, and that nobody has looked at again since.

    A body does not clear itself: where its own licence or scheme fell away, looking again settles nothing.
    """
    on = OuterRef("day__day")
    scheme = OuterRef("scheme")
    in_force = (Q(scheme__valid_from=None) | Q(scheme__valid_from__lte=F("day__day"))) & (
        Q(scheme__valid_to=None) | Q(scheme__valid_to__gt=F("day__day"))
    )
    body = in_force & Q(Exists(_of_body(OuterRef("body"), scheme, on)))
    others = Q(Exists(_of_assessor(OuterRef("assessor"), scheme, on))) & Q(
        Exists(_of_place(OuterRef("day__place"), scheme, on))
    )
    return rows.filter(state__in=RESULTS).exclude(body & (others | Q(upheld_on__isnull=False)))


def hanging_on(record: Assessor | TestPlace | Coverage) -> AssessmentQuerySet:
    """Assessments by an assessor, at a place, or of whom or what a coverage is for, by its scheme."""
    rows = Assessment.objects.filter(body=record.body_id)
    if isinstance(record, Assessor):
        return rows.filter(assessor=record)
    if isinstance(record, TestPlace):
        return rows.filter(day__place=record)
    rows = rows.filter(scheme=record.scheme_id)
    if record.assessor_id is not None:
        rows = rows.filter(assessor=record.assessor_id)
    if record.test_place_id is not None:
        rows = rows.filter(day__place=record.test_place_id)
    return rows


def standing_from(record: Assessor | TestPlace | Coverage, on: date) -> int:
    """How many results of a day or later would fall into doubt if a record counted no longer from that day."""
    rows = hanging_on(record).filter(state__in=RESULTS, day__day__gte=on)
    return rows.exclude(pk__in=in_doubt(rows).order_by().values("pk")).count()


def hanging_on_licence(licence: Licence) -> AssessmentQuerySet:
    """Assessments by the schemes that a licence of a body covers."""
    schemes = Coverage.objects.filter(licence=licence).order_by().values("scheme")
    return Assessment.objects.filter(body=licence.organisation_id, scheme__in=schemes)


def managers_of(body: Any, on: date) -> QuerySet[User]:
    """Who manages a body on a day."""
    rows = Membership.objects.in_force(on).filter(organisation=body, role=Role.CERTIFICATION_MANAGER)
    return User.objects.filter(pk__in=rows.order_by().values("user"), is_active=True).order_by("name", "pk")


def revoked_licences(on: date) -> QuerySet[Licence]:
    """Licences of assessment bodies that were revoked."""
    rows = Licence.objects.filter(kind=LicenceKind.CERTIFICATION_LICENCE, revoked_on__lte=on)
    return rows.order_by("pk")


def doubted_by(coverage: Coverage) -> AssessmentQuerySet:
    """Results in doubt of whom or what a coverage is for."""
    return in_doubt(hanging_on(coverage))


def elsewhere(assessor: Assessor, day: AssessmentDay) -> AssessmentDay | None:
    """Another planned day on which an assessor assesses at the same hours."""
    ends = Q(starts__lt=day.ends) if day.ends else Q()
    rows = AssessmentDay.objects.filter(
        Q(ends=None) | Q(ends__gt=day.starts), ends, day=day.day, state=DayState.PLANNED
    ).exclude(pk=day.pk)
    called = Q(assessments__assessor=assessor, assessments__state__in=ON_A_DAY)
    return rows.filter(Q(assessor=assessor) | called).order_by("starts", "pk").first()


def competent_until(candidates: Iterable[Any], scheme: Any, on: date) -> dict[Any, date]:
    """Candidate → until when she is competent by a scheme, where that does not near its end and no certificate was revoked."""
    decided = Assessment.objects.filter(
        candidate__in=list(candidates), scheme=scheme, state=State.COMPETENT, expires_on__gt=on + rules.SOON
    )
    rows = holdings.without_spent(decided)
    return dict(rows.order_by("expires_on").values_list("candidate", "expires_on"))


def trained_by(assessment: Assessment) -> tuple[set[Any], set[Any]]:
    """Who taught her (accounts) and where she was trained (organisations)."""
    seats = Enrolment.objects.filter(candidate=assessment.candidate_id, state__in=SEATED)
    teachers = Resource.objects.filter(
        member__isnull=False, booked_units__booking__session__intake__in=seats.order_by().values("intake")
    )
    providers = seats.order_by().values_list("intake__programme__provider", flat=True)
    return set(teachers.order_by().values_list("member__user", flat=True)), set(providers)


def not_independent(assessment: Assessment, assessor: Assessor, on: date) -> str:
    """Why an assessor does not assess somebody: trained her, or works where she was trained; "" where nothing stands against it."""
    teachers, providers = trained_by(assessment)
    if assessor.user_id in teachers:
        return _("%(who)s has trained this person. Somebody else assesses her.") % {"who": assessor}
    works = Membership.objects.in_force(on).filter(user=assessor.user_id, organisation__in=providers)
    if works.exists():
        sentence = _("%(who)s works for the institute that trained this person. Somebody else assesses her.")
        return sentence % {"who": assessor}
    return ""


def people_of(pleno: Pleno) -> list[tuple[Assessment, str]]:
    """Everybody about whom a meeting decided, with what was decided then; also after an appeal."""
    appealed = {
        str(key): code
        for key, code in Appeal.objects.filter(pleno=pleno).order_by().values_list("pk", "assessment__code")
    }
    decided = {appealed.get(key, key): result for key, result in pleno.decided.items()}
    rows = Assessment.objects.filter(code__in=list(decided)).select_related(
        "candidate__person", "scheme", "day__place", "assessor__user"
    )
    return [(one, decided[one.code]) for one in rows.order_by("name", "code")]


def standing_of(pleno: Pleno) -> list[tuple[Assessment, str]]:
    """Of those about whom a meeting decided, whose result was not annulled since: what goes to BNSP."""
    return [(one, result) for one, result in people_of(pleno) if one.state != State.VOID]


def lines_for_bnsp(people: Iterable[tuple[Assessment, str]], pleno: Pleno) -> list[list[Any]]:
    """A row for each, in the order of words.HEADS_FOR_BNSP: numbers as text, days as days."""
    marks = {rules.COMPETENT: "K", rules.NOT_YET: "BK"}
    return [
        [
            number,
            one.candidate.person.name,
            one.candidate.person.national_id() if one.candidate.person.national_id_sealed else "",
            one.candidate.person.birth_date,
            one.code,
            one.scheme.title,
            f"{one.scheme.code}, {one.scheme.version}",
            one.day.place.name if one.day else "",
            one.assessor.user.name if one.assessor else "",
            one.assessor.number if one.assessor else "",
            one.day.day if one.day else None,
            marks[result],
            pleno.held_on,
            pleno.number,
        ]
        for number, (one, result) in enumerate(people, start=1)
    ]


def assessed_next(record: Assessment) -> Assessment | None:
    """Whom the same assessor sees next on that day, by name: somebody who has agreed and of whom nothing is recommended yet."""
    waiting = Assessment.objects.filter(
        day=record.day_id, assessor=record.assessor_id, state=State.INVITED, consented_at__isnull=False
    )
    rows = list(waiting.exclude(pk=record.pk).order_by("name", "pk"))
    return next(
        (one for one in rows if (one.name, one.pk) > (record.name, record.pk)), rows[0] if rows else None
    )


def results_of(assessment: Assessment) -> dict[Any, UnitResult]:
    """Unit → what was found of it."""
    return {row.unit_id: row for row in assessment.results.select_related("unit", "by").order_by("pk")}


def units_of(scheme: Scheme) -> list[Unit]:
    """The units in their order, with their elements."""
    return list(scheme.units.prefetch_related("elements").order_by("position", "pk"))


def outcome_of(assessment: Assessment) -> rules.Outcome:
    """What the results of the units come to."""
    units = [str(key) for key in assessment.scheme.units.order_by("position").values_list("pk", flat=True)]
    found = assessment.results.order_by().values_list("unit", "result")
    return rules.outcome(units, {str(unit): result for unit, result in found})


def open_elements(assessment: Assessment) -> int:
    """Elements of which she has not said yet whether she can do them."""
    said = assessment.self_marks.order_by().values("element")
    return Element.objects.filter(unit__scheme=assessment.scheme_id).exclude(pk__in=said).count()


def plan_of(day: AssessmentDay | None) -> Plan | None:
    """How people are assessed on a day."""
    return Plan.objects.filter(day=day).select_related("by").first() if day else None


def review_of(day: AssessmentDay | None) -> Review | None:
    """How a day went."""
    return Review.objects.filter(day=day).select_related("by").first() if day else None


def questions(on: date) -> list[Question]:
    """What somebody is asked after an assessment (FR.AK.03), in its order."""
    return list(Question.objects.in_force(on).order_by("position", "pk"))


@dataclass(frozen=True)
class Said:
    """Of how many people; question, how many said yes, how many no, and their words in an order that tells nobody apart."""

    people: int = 0
    lines: tuple[tuple[Question, int, int, tuple[str, ...]], ...] = ()


def feedback_of(body: Organisation, since: date, until: date) -> Said:
    """What people said about assessments that a body decided from a day until before another; nothing of a few."""
    rows = Feedback.objects.filter(
        assessment__body=body,
        assessment__state__in=DECIDED,
        assessment__decided_on__gte=since,
        assessment__decided_on__lt=until,
    ).select_related("question")
    found: dict[Question, list[Feedback]] = {}
    for one in rows.order_by("question__position", "question__pk", "words", "pk"):
        found.setdefault(one.question, []).append(one)
    lines = tuple(
        (
            question,
            sum(one.yes for one in said),
            sum(not one.yes for one in said),
            tuple(one.words for one in said if one.words),
        )
        for question, said in found.items()
        if len(said) >= rules.FEW
    )
    people = rows.order_by().values("assessment").distinct().count()
    return Said(people, lines)


def bodies() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=OrganisationKind.CERTIFICATION_BODY).order_by("name", "pk")


def offered(on: date) -> list[Scheme]:
    """The schemes by which somebody licensed assesses on a day."""
    licensed = Coverage.objects.filter(
        holding(on), licence_holding(on, "licence__"), licence__kind=LicenceKind.CERTIFICATION_LICENCE
    )
    rows = Scheme.objects.in_force(on).filter(pk__in=licensed.order_by().values("scheme"))
    return list(rows.select_related("body__place").order_by("title", "pk")[:MOST_NAMED])


def running_out(rows: Any) -> Any:
    """Of rows that hold those whose last day comes within two months."""
    today = dates.today()
    return rows.filter(state=HeldState.HELD, valid_to__gt=today, valid_to__lte=today + rules.SOON)


def people_who_assess(body: Any) -> QuerySet[User]:
    """Members of a body in the role of an assessor."""
    rows = Membership.objects.filter(organisation=body, role="assessor", state="active")
    return User.objects.filter(pk__in=rows.order_by().values("user"), is_active=True).order_by("name", "pk")


def licences_of(body: Any) -> QuerySet[Licence]:
    rows = Licence.objects.filter(organisation=body, kind=LicenceKind.CERTIFICATION_LICENCE)
    return rows.order_by("-valid_from", "pk")


def licences_today(bodies: Iterable[Organisation], on: date) -> dict[Any, Licence]:
    """Body → its licence that holds on a day, the newest."""
    rows = Licence.objects.holding(on).filter(
        organisation__in=[one.pk for one in bodies], kind=LicenceKind.CERTIFICATION_LICENCE
    )
    return {licence.organisation_id: licence for licence in rows.order_by("valid_from", "pk")}


def schemes_covered(licences: Iterable[Licence], on: date) -> dict[Any, int]:
    """Licence → how many schemes it covers on a day."""
    rows = Coverage.objects.holding(on).filter(licence__in=[one.pk for one in licences])
    counted = rows.order_by().values("licence").annotate(count=Count("pk"))
    return {row["licence"]: row["count"] for row in counted}


def ready_to_apply(scheme: Scheme, seats: Iterable[Enrolment], on: date) -> list[Enrolment]:
    """Of these seats those whose people have no assessment by the scheme under way and are not competent in it for long."""
    seats = list(seats)
    standing = set(
        Assessment.objects.filter(
            candidate__in=[seat.candidate_id for seat in seats],
            scheme=scheme,
            state__in=OPEN,
        )
        .order_by()
        .values_list("candidate", flat=True)
    )
    standing |= set(competent_until([seat.candidate_id for seat in seats], scheme, on))
    return [seat for seat in seats if seat.candidate_id not in standing]
