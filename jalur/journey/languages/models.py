from datetime import date, timedelta

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.competencies.models import Competency, LanguageScale
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.candidates.models import State as CandidateState
from jalur.journey.languages.rights import Right
from jalur.journey.training.models import HELD, Enrolment, EnrolmentState, Programme
from jalur.kit.database import Privacy
from jalur.kit.refusals import refusal

PARTS = ("listening", "speaking", "reading", "writing")


class TestState(models.TextChoices):
    RECORDED = "recorded", _("counts")
    STRUCK = "struck", _("struck out")


class EntryTestQuerySet(VisibleQuerySet["EntryTest"]):
    def standing(self) -> "EntryTestQuerySet":
        return self.filter(state=TestState.RECORDED)

    def latest(self) -> "EntryTestQuerySet":
        """Of each candidate and scale the last one that was not struck out: it alone places."""
        newer = EntryTest.objects.filter(
            Q(taken_on__gt=OuterRef("taken_on"))
            | Q(taken_on=OuterRef("taken_on"), created_at__gt=OuterRef("created_at")),
            candidate=OuterRef("candidate"),
            scale=OuterRef("scale"),
            state=TestState.RECORDED,
        )
        return self.standing().filter(~Exists(newer))

    def placing(self) -> "EntryTestQuerySet":
        """The latest of whoever is still on the path."""
        return (
            self.latest()
            .exclude(candidate__state=CandidateState.WITHDRAWN)
            .filter(candidate__is_current=True)
        )

    def old(self, on: date, days: int) -> "EntryTestQuerySet":
        return self.filter(taken_on__lt=on - timedelta(days=days))

    def with_class(self) -> "EntryTestQuerySet":
        """Whose candidate has a seat, or a place on a waiting list, in a class of that language, or took one since."""
        return self.filter(has_class())

    def without_class(self) -> "EntryTestQuerySet":
        return self.filter(~has_class())

    def for_lists(self) -> "EntryTestQuerySet":
        return self.select_related("scale", "level", "given_by", "candidate__person__residence").order_by(
            "-taken_on", "name", "pk"
        )


def has_class() -> Exists:
    """Of a test: whether its candidate has a seat or a place in line in a class of that language, or had one since."""
    teaching = Programme.teaches.through.objects.filter(
        programme=OuterRef("intake__programme"),
        competency__scale__language=OuterRef(OuterRef("scale__language")),
    )
    since = Q(
        state__in=(EnrolmentState.COMPLETED, EnrolmentState.NOT_YET), intake__ends__gte=OuterRef("taken_on")
    )
    seats = Enrolment.objects.filter(
        Q(state__in=HELD) | since, Exists(teaching), candidate=OuterRef("candidate")
    )
    return Exists(seats)


def _percent(name: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        name, null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )


@pghistory.track(exclude=COPIED)
class EntryTest(CopiesCandidate):
    """With what somebody begins in a language: places into a level and proves nothing."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_ENTRY_TEST
    SCOPES = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "given_by_id",
    }

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="entry_tests", verbose_name=_("candidate"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TestState.choices, default=TestState.RECORDED, editable=False
    )
    scale = models.ForeignKey(
        LanguageScale, models.PROTECT, related_name="+", verbose_name=_("language and scale")
    )
    taken_on = models.DateField(_("day of the test"))
    level = models.ForeignKey(
        Competency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("level reached"),
        help_text=_("Leave it empty for whoever is below the first level."),
    )
    points = models.PositiveSmallIntegerField(
        _("points"), null=True, blank=True, validators=[MaxValueValidator(1000)]
    )
    maximum = models.PositiveSmallIntegerField(
        _("of at most"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    listening = _percent(_("listening (of 100)"))
    speaking = _percent(_("speaking (of 100)"))
    reading = _percent(_("reading (of 100)"))
    writing = _percent(_("writing (of 100)"))
    given_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("given by"), editable=False
    )
    examiner = models.CharField(
        _("who gave the test"), help_text=_("A member of your institution."), max_length=120, blank=True
    )
    note = models.CharField(
        _("note"), help_text=_("Nothing about health or family."), max_length=200, blank=True
    )
    correction_reason = models.CharField(_("why corrected"), max_length=200, blank=True, editable=False)
    strike_reason = models.CharField(_("why struck out"), max_length=200, blank=True, editable=False)

    objects = EntryTestQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry test")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "scale", "taken_on"],
                condition=Q(state="recorded"),
                name="entry_test_once_a_day",
                violation_error_message=_(
                    "A test of this candidate on this scale and day is recorded already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(points=None, maximum=None)
                | Q(points__isnull=False, maximum__isnull=False, points__lte=F("maximum")),
                name="entry_test_points_within",
                violation_error_message=_(
                    "Write points and the most that can be reached, points not above it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="struck") | ~Q(strike_reason=""),
                name="entry_test_struck_with_reason",
                violation_error_message=_("Say why the test is struck out."),
            ),
        ]
        indexes = [
            models.Index(fields=["candidate", "scale", "taken_on"], name="entry_test_latest"),
            models.Index(
                fields=["home"],
                opclasses=["varchar_pattern_ops"],
                include=["id", "name", "number", "state", "scale", "taken_on"],
                name="entry_test_home",
            ),
        ]
        triggers = [COPY_CANDIDATE]

    def __str__(self) -> str:
        return str(self.scale)

    def clean(self) -> None:
        if self.level is not None and self.level.scale_id != self.scale_id:
            raise refusal(
                "level",
                "other_scale",
                _("This level belongs to another scale. Choose one of the scale tested."),
            )

    @property
    def rung(self) -> int:
        """The rung that it found; 0 below the first."""
        return (self.level.rank or 0) if self.level else 0
