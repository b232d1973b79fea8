"""A day of assessment, who is assessed, what was said and seen, what came of it."""

from datetime import date, datetime, time
from functools import partial
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.certification import rules
from jalur.journey.certification.models.licences import Assessor, TestPlace
from jalur.journey.certification.models.schemes import Element, Scheme, Unit
from jalur.journey.certification.rights import Right
from jalur.journey.training.models import Enrolment
from jalur.kit.database import Model, Privacy
from jalur.kit.numbers import new_number


class DayState(models.TextChoices):
    PLANNED = "planned", _("planned")
    CANCELLED = "cancelled", _("cancelled")


class DayQuerySet(VisibleQuerySet["AssessmentDay"]):
    def ahead(self, on: date) -> "DayQuerySet":
        """Those that are planned and have not passed."""
        return self.filter(state=DayState.PLANNED, day__gte=on)

    def to_review(self) -> "DayQuerySet":
        """Those on which people were assessed, and on which nobody has looked back yet (FR.AK.06)."""
        found = models.Exists(UnitResult.objects.filter(assessment__day=models.OuterRef("pk")).order_by())
        return self.filter(found, state=DayState.PLANNED, review=None)

    def for_lists(self) -> "DayQuerySet":
        """With what their lines say, and how many are called (`called`)."""
        taken = Q(assessments__state__in=ON_A_DAY)
        related = ("scheme", "place__place", "assessor__user", "body", "plan", "review")
        return self.select_related(*related).annotate(called=models.Count("assessments", filter=taken))


def _at(hour: Any) -> models.ExpressionWrapper:
    return models.ExpressionWrapper(F("day") + hour, output_field=models.DateTimeField())


LAST_HOUR = time(23, 59, 59)
# Not a condition of the constraint: Django 5.2 looks that up even where a form leaves `state` out, and fails.
HOURS = models.Case(
    models.When(
        state="planned",
        then=models.Func(
            _at(F("starts")),
            _at(Coalesce(F("ends"), models.Value(LAST_HOUR, output_field=models.TimeField()))),
            function="tsrange",
            output_field=DateTimeRangeField(),
        ),
    )
)
"""When an assessor is taken by a day that is planned, by the clock of its place."""


@pghistory.track()
class AssessmentDay(Model):
    """When, where, by which scheme and by whom people are assessed."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years after the day; it names the assessor"
    SEEN_BY = Right.VIEW_DAY
    SCOPES: ClassVar = {Scope.ORGANISATION: "body_id", Scope.REGION: ("body__place_id", "place__place_id")}

    number = models.CharField(
        _("number"), max_length=30, unique=True, default=partial(new_number, "UK"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DayState.choices, default=DayState.PLANNED, editable=False
    )
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="assessment_days",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="days", verbose_name=_("scheme"))
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from what time"))
    ends = models.TimeField(
        _("until what time"),
        help_text=_("Left empty, the assessor is taken for the rest of the day."),
        null=True,
        blank=True,
    )
    place = models.ForeignKey(
        TestPlace, models.PROTECT, related_name="days", verbose_name=_("test place (TUK)")
    )
    assessor = models.ForeignKey(Assessor, models.PROTECT, related_name="days", verbose_name=_("assessor"))
    seats = models.PositiveSmallIntegerField(
        _("how many people"), validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    bring = models.CharField(
        _("what to bring"),
        help_text=_("Whoever is called reads it. For example: KTP, work clothes, your own work."),
        max_length=500,
        blank=True,
    )
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True, editable=False)

    objects = DayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of assessment")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="certification_day_ends_after",
                violation_error_message=_("It ends after it begins."),
            ),
            ExclusionConstraint(
                name="certification_day_assessor_once",
                expressions=[("assessor", RangeOperators.EQUAL), (HOURS, RangeOperators.OVERLAPS)],
                violation_error_message=_("This assessor has another day of assessment at that hour."),
            ),
        ]
        indexes = [models.Index(fields=["day", "state"], name="certification_day")]

    def __str__(self) -> str:
        return self.number

    @property
    def begins(self) -> datetime:
        """The instant, by the clock of the place."""
        return datetime.combine(self.day, self.starts, zone_of(self.place.place_id))

    @property
    def finishes(self) -> datetime | None:
        return datetime.combine(self.day, self.ends, zone_of(self.place.place_id)) if self.ends else None


class State(models.TextChoices):
    APPLIED = "applied", _("applied for")
    ACCEPTED = "accepted", _("waits for a day")
    INVITED = "invited", _("called to a day")
    ASSESSED = "assessed", _("waits for the decision")
    COMPETENT = rules.COMPETENT, _("competent")
    NOT_YET = rules.NOT_YET, _("not yet competent")
    REFUSED = "refused", _("not accepted")
    WITHDRAWN = "withdrawn", _("taken back")
    VOID = "void", _("annulled")


BEFORE = (State.APPLIED, State.ACCEPTED, State.INVITED)
"""Those that can still be taken back."""
OPEN = (*BEFORE, State.ASSESSED)
DECIDED = (State.COMPETENT, State.NOT_YET)
FOUND = [(state.value, state.label) for state in DECIDED]
"""What an assessor or a second look can come to."""
RESULTS = (State.ASSESSED, *DECIDED)
"""Those that hang on what was licensed on their day."""
ON_A_DAY = (State.INVITED, *RESULTS)


class Pleno(Model):
    """The minutes of a meeting in which a body decided: when, who took part; the decisions hang on it.

    decided: number of an assessment, or key of an appeal → what was decided then, whatever becomes of it later.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years; it names who decided"
    SEEN_BY = Right.DECIDE_ASSESSMENT
    SCOPES: ClassVar = {Scope.ORGANISATION: "body_id"}

    number = models.CharField(
        _("number"), max_length=30, unique=True, default=partial(new_number, "PL"), editable=False
    )
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="plenos",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    held_on = models.DateField(_("day of the meeting"))
    took_part = models.TextField(
        _("who took part"),
        help_text=_("One a line, with the post. Not the assessor of those who are decided about."),
        max_length=1000,
    )
    note = models.CharField(
        _("note"),
        help_text=_("Needed where the meeting decides otherwise than was recommended: why."),
        max_length=500,
        blank=True,
    )
    decided = models.JSONField(_("decided then"), default=dict, editable=False)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
        editable=False,
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes of a decision")

    def __str__(self) -> str:
        return self.number


class AssessmentQuerySet(VisibleQuerySet["Assessment"]):
    def for_lists(self) -> "AssessmentQuerySet":
        return self.select_related("scheme", "body", "day", "institute", "candidate__person")

    def queue(self) -> "AssessmentQuerySet":
        """Who waits for a day, who applied first first."""
        return self.filter(state=State.ACCEPTED).order_by("created_at", "pk")


@pghistory.track(exclude=COPIED)
class Assessment(CopiesCandidate):
    """Somebody is assessed by a scheme: from the application to what the body decided, on which a certificate hangs later.

    institute: who applied for her, and from which seat; result: what the assessor recommended; rated_by, agreed_by: who wrote down
    her word, where she has no account.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_ASSESSMENT
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: ("body_id", "institute_id"),
    }

    code = models.CharField(
        _("number of the assessment"),
        max_length=30,
        unique=True,
        default=partial(new_number, "AS"),
        editable=False,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.APPLIED, editable=False
    )
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("candidate"),
        editable=False,
    )
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="assessments", verbose_name=_("scheme"))
    institute = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("institute that applied"),
        editable=False,
    )
    enrolment = models.ForeignKey(
        Enrolment,
        models.PROTECT,
        null=True,
        related_name="assessments",
        verbose_name=_("seat"),
        editable=False,
    )
    note = models.CharField(
        _("what the body should know"),
        help_text=_("For example: needs an interpreter of sign language. Nothing about health beyond that."),
        max_length=200,
        blank=True,
    )
    day = models.ForeignKey(
        AssessmentDay,
        models.PROTECT,
        null=True,
        related_name="assessments",
        verbose_name=_("day of assessment"),
        editable=False,
    )
    assessor = models.ForeignKey(
        Assessor,
        models.PROTECT,
        null=True,
        related_name="assessments",
        verbose_name=_("assessor"),
        editable=False,
    )
    consented_at = models.DateTimeField(_("agreed to the assessment"), null=True, editable=False)
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("self-assessment written down by"),
        editable=False,
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("consent written down by"),
        editable=False,
    )
    result = models.CharField(_("recommended"), max_length=10, choices=FOUND, blank=True, editable=False)
    recommended_on = models.DateField(_("recommended on"), null=True, editable=False)
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recommended by"),
        editable=False,
    )
    pleno = models.ForeignKey(
        Pleno,
        models.PROTECT,
        null=True,
        related_name="assessments",
        verbose_name=_("minutes of the decision"),
        editable=False,
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    expires_on = models.DateField(_("counts until"), null=True, editable=False)
    answer = models.CharField(_("why"), max_length=200, blank=True, editable=False)
    upheld_on = models.DateField(_("looked at again and left standing on"), null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "scheme"],
                condition=Q(state__in=OPEN),
                name="certification_assessment_once",
                violation_error_message=_("An assessment by this scheme is under way already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ON_A_DAY) | Q(day__isnull=False, assessor__isnull=False),
                name="certification_assessment_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RESULTS) | (Q(recommended_by__isnull=False) & ~Q(result="")),
                name="certification_assessment_recommended",
            ),
            # The assessor recommends, the body decides: never the same person, whatever a service does.
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | (
                    Q(decided_by__isnull=False, pleno__isnull=False, decided_on__isnull=False)
                    & ~Q(decided_by=F("recommended_by"))
                ),
                name="certification_assessment_by_two",
                violation_error_message=_("Whoever assessed somebody does not decide about her."),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "created_at"], name="certification_queue"),
            models.Index(fields=["home"], opclasses=["varchar_pattern_ops"], name="certification_home"),
        ]
        triggers = [COPY_CANDIDATE]

    def __str__(self) -> str:
        return self.code


OF_ASSESSMENT: dict[Any, Any] = {
    Scope.OWN: "assessment__candidate__person_id",
    Scope.ORGANISATION: "assessment__body_id",
}


class SelfMark(Model):
    """What somebody says of herself about one element: she can do it, or not yet (FR.APL.02)."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the assessment"

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="self_marks", verbose_name=_("assessment")
    )
    element = models.ForeignKey(Element, models.PROTECT, related_name="+", verbose_name=_("element"))
    can = models.BooleanField(_("can do it"))

    class Meta:
        verbose_name = _("self-assessment")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "element"], name="certification_self_mark_once")
        ]


class Method(models.TextChoices):
    OBSERVATION = "observation", _("observation of the work")
    ORAL = "oral", _("oral questions")
    WRITTEN = "written", _("written questions")
    PORTFOLIO = "portfolio", _("portfolio")
    PRODUCT = "product", _("photo or piece of work")
    BEHAVIOUR = "behaviour", _("observed behaviour")


TESTED = [(method.value, method.label) for method in Method if method != Method.BEHAVIOUR]
"""By which evidence everything but soft skill and culture is found."""


class UnitResult(Model):
    """What the assessor found of one unit, by which evidence.

    Of soft skill and culture: what was observed in which situation, by whom, on what day; behaviours: key of `Unit.behaviours` →
    whether it was seen.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the assessment"
    SEEN_BY = Right.VIEW_EVIDENCE
    SCOPES: ClassVar = {
        **OF_ASSESSMENT,
        Scope.REGION: "assessment__candidate__person__residence_id",
    }

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="results", verbose_name=_("assessment"), editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"), editable=False)
    result = models.CharField(_("result"), max_length=10, choices=FOUND)
    method = models.CharField(
        _("evidence"), max_length=12, choices=Method.choices, default=Method.OBSERVATION
    )
    note = models.CharField(
        _("what was seen"),
        help_text=_("Whoever is assessed reads it."),
        max_length=300,
        blank=True,
    )
    situation = models.CharField(
        _("in which situation"),
        help_text=_("For example: two hours in the kitchen with four others, one of them new."),
        max_length=300,
        blank=True,
    )
    seen_on = models.DateField(_("on what day"), null=True, blank=True)
    seen_by = models.CharField(
        _("who saw it"),
        help_text=_("Name and post: you, or somebody who worked with her."),
        max_length=120,
        blank=True,
    )
    behaviours = models.JSONField(_("behaviours"), default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
        editable=False,
    )
    at = models.DateTimeField(_("written at"), editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a unit")
        constraints = [
            models.CheckConstraint(
                condition=~Q(method="behaviour")
                | (~Q(situation="") & ~Q(seen_by="") & ~Q(behaviours={}) & Q(seen_on__isnull=False)),
                name="certification_result_behaviour_whole",
                violation_error_message=_(
                    "Say in which situation, by whom and on what day the behaviour was seen."
                ),
            ),
            models.UniqueConstraint(fields=["assessment", "unit"], name="certification_result_once"),
            models.CheckConstraint(
                condition=~Q(result=rules.NOT_YET) | ~Q(note=""),
                name="certification_result_says_why",
                violation_error_message=_("Say what is missing, so that she knows what to practise."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class AppealState(models.TextChoices):
    FILED = "filed", _("filed")
    ASSIGNED = "assigned", _("looked at by another assessor")
    REVIEWED = "reviewed", _("waits for the decision")
    GRANTED = "granted", _("granted")
    REJECTED = "rejected", _("rejected")
    LAPSED = "lapsed", _("ended with the assessment")


APPEALS_OPEN = (AppealState.FILED, AppealState.ASSIGNED, AppealState.REVIEWED)


@pghistory.track()
class Appeal(Model):
    """Somebody disagrees with her result (FR.AK.04): another assessor looks again, and the body decides once more.

    written_by: who wrote it down for somebody without an account; nobody where it is her own.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the assessment"
    SEEN_BY = Right.VIEW_APPEAL
    SCOPES: ClassVar = {
        **OF_ASSESSMENT,
        Scope.REGION: "assessment__candidate__person__residence_id",
    }

    state = models.CharField(
        _("state"), max_length=10, choices=AppealState.choices, default=AppealState.FILED, editable=False
    )
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="appeals", verbose_name=_("assessment"), editable=False
    )
    grounds = models.CharField(
        _("why the result is not right"),
        help_text=_("What was done, what the assessor may not have seen. The assessment body reads it."),
        max_length=500,
    )
    filed_on = models.DateField(_("filed on"), editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written down by"),
        editable=False,
    )
    reviewer = models.ForeignKey(
        Assessor,
        models.PROTECT,
        null=True,
        related_name="appeals",
        verbose_name=_("who looks again"),
        editable=False,
    )
    result = models.CharField(_("result after the second look"), max_length=10, choices=FOUND, blank=True)
    finding = models.CharField(_("what was seen on the second look"), max_length=500, blank=True)
    reviewed_on = models.DateField(_("looked at again on"), null=True, editable=False)
    pleno = models.ForeignKey(
        Pleno,
        models.PROTECT,
        null=True,
        related_name="appeals",
        verbose_name=_("minutes of the decision"),
        editable=False,
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(state__in=APPEALS_OPEN),
                name="certification_appeal_once",
                violation_error_message=_("An appeal is under way already."),
            )
        ]

    def __str__(self) -> str:
        return self.assessment.code
