from decimal import Decimal
from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Organisation
from jalur.journey.attendance import rules
from jalur.journey.attendance.rights import Right
from jalur.journey.candidates.models import COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.training.models import Intake, IntakeState, Session
from jalur.kit.database import Model, Privacy


class MarkState(models.TextChoices):
    HERE = rules.HERE, _("here")
    LATE = rules.LATE, _("late")
    EXCUSED = rules.EXCUSED, _("excused")
    ABSENT = rules.ABSENT, _("absent")


class RollCode(Model):
    """What a person shows, as a picture or eight letters, to be found on the roll of a meeting: it says nothing of her, opens nothing,
    and ends on its day or when she makes another."""

    PRIVACY = Privacy.GENERAL
    KEPT = "until it ends or is replaced"
    SEEN_BY = Right.OWN_CODE
    SCOPES: ClassVar = {Scope.OWN: "candidate__person_id"}

    candidate = models.OneToOneField(
        Candidate, models.CASCADE, related_name="roll_code", verbose_name=_("candidate"), editable=False
    )
    code = models.CharField(_("code for the roll"), max_length=8, unique=True, editable=False)
    expires_on = models.DateField(_("ends on"), editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("code for the roll")


class How(models.TextChoices):
    """By which way a mark came."""

    ROLL = "roll", _("roll in the application")
    SCAN = "scan", _("code scanned at the roll")
    LIST = "list", _("list filled in without network")
    PROGRAM = "program", _("another program")


@pghistory.track()
class AttendanceRules(Model):
    """When an institute asks after somebody, and how long a roll can be corrected; one without a row goes by these numbers, which are
    house rules: no law sets them."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {Scope.ORGANISATION: "provider_id", Scope.REGION: "provider__place_id"}

    provider = models.OneToOneField(
        Organisation,
        models.PROTECT,
        related_name="attendance_rules",
        verbose_name=_("institute"),
        editable=False,
    )
    in_a_row = models.PositiveSmallIntegerField(
        _("meetings missed in a row"),
        help_text=_("Whoever misses so many without an excuse stays away, and is asked why."),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    least_share = models.DecimalField(
        _("least share of meetings attended"),
        help_text=_("In per cent. Excused meetings do not count."),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.80"),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1))],
    )
    least_meetings = models.PositiveSmallIntegerField(
        _("meetings before the share counts"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    correct_days = models.PositiveSmallIntegerField(
        _("days in which a roll can be taken and corrected"),
        help_text=_(
            "Counted from the day of the meeting. Lists filled in without network must be in by then."
        ),
        default=14,
        validators=[MaxValueValidator(60)],
    )

    class Meta:
        verbose_name = _("rules for attendance")

    @property
    def limits(self) -> rules.Limits:
        return rules.Limits(self.in_a_row, self.least_share, self.least_meetings)


class MarkQuerySet(VisibleQuerySet["Mark"]):
    def of_meetings(self) -> "MarkQuerySet":
        """Of meetings that took place, in their order."""
        standing = Session.objects.standing().values("pk")
        return self.filter(session__in=standing).order_by("session__booking__starts", "pk")

    def for_lists(self) -> "MarkQuerySet":
        return self.select_related(
            "session__booking__organisation", "session__intake__programme", "candidate"
        )


@pghistory.track()
class Mark(Model):
    """Whether one person came to one meeting. The database holds one for each."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_STANDING
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "session__intake__programme__provider_id",
    }
    COPIES: ClassVar = {Scope.REGION: "candidate__home"}

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="marks", verbose_name=_("meeting"), editable=False
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="marks", verbose_name=_("candidate"), editable=False
    )
    state = models.CharField(_("attendance"), max_length=10, choices=MarkState.choices)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    how = models.CharField(
        _("how it came"), max_length=10, choices=How.choices, default=How.ROLL, editable=False
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
        editable=False,
    )
    taken_at = models.DateTimeField(_("marked at"), editable=False)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance mark")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "candidate"],
                name="mark_once",
                violation_error_message=_("This person already has a mark for this meeting."),
            ),
            models.CheckConstraint(
                condition=~Q(state="excused") | ~Q(note=""),
                name="mark_excuse_has_reason",
                violation_error_message=_("Say in the note why the person is excused."),
            ),
            models.CheckConstraint(condition=Q(state__in=MarkState.values), name="mark_state_is_known"),
        ]


class AwayBecause(models.TextChoices):
    ROW = "row", _("missed in a row")
    SHARE = "share", _("comes too rarely")


class StandingQuerySet(VisibleQuerySet["Standing"]):
    def away(self) -> "StandingQuerySet":
        """People who stay away from a class that runs."""
        return self.filter(away_since__isnull=False, intake__state=IntakeState.RUNNING)

    def followed_by(self, actor: Actor) -> "StandingQuerySet":
        return self.visible_to(actor, Right.FOLLOW_STANDING)

    def for_lists(self) -> "StandingQuerySet":
        """With the class, and the share of the meetings that count as `share`."""
        counted = F("held") - F("excused")
        return (
            self.select_related("intake__programme__provider", "candidate")
            .annotate(share=F("attended") * Decimal("1.0") / NullIf(counted, 0))
            .order_by("name", "pk")
        )


class Standing(CopiesCandidate):
    """What somebody's marks of a class add up to, written with each mark: lists and figures read it instead of all marks."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_STANDING
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "intake__programme__provider_id",
    }

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="standings", verbose_name=_("class"))
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="standings", verbose_name=_("candidate")
    )
    held = models.PositiveIntegerField(_("meetings held"), default=0)
    attended = models.PositiveIntegerField(_("meetings attended"), default=0)
    excused = models.PositiveIntegerField(_("meetings excused"), default=0)
    in_a_row = models.PositiveIntegerField(_("missed in a row"), default=0)
    missed_since = models.DateField(_("missing since"), null=True)
    away_since = models.DateField(_("stays away since"), null=True)
    away_because = models.CharField(
        _("why it is asked"), max_length=10, choices=AwayBecause.choices, blank=True, default=""
    )

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["intake", "candidate"], name="standing_once"),
            models.CheckConstraint(
                condition=Q(attended__lte=F("held") - F("excused")), name="standing_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(away_since=None, away_because="")
                | Q(away_since__isnull=False) & ~Q(away_because=""),
                name="standing_away_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["intake"], condition=Q(away_since__isnull=False), name="standing_away"),
            models.Index(fields=["home"], opclasses=["varchar_pattern_ops"], name="standing_home"),
        ]
        triggers = [COPY_CANDIDATE]

    @property
    def came(self) -> rules.Came:
        return rules.Came(self.held, self.attended, self.excused, self.in_a_row, self.missed_since)
