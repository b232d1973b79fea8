import uuid
from datetime import date
from functools import partial
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet, may, narrow
from jalur.foundation.competencies.models import Competency, Kind, Scheme
from jalur.foundation.organisations.models import Organisation
from jalur.journey.curricula.rights import Right
from jalur.kit.database import Dated, Model, Privacy, period_may_be_empty
from jalur.kit.numbers import new_number


class Curriculum(Model):
    """What an institute teaches under one name, in versions."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {Scope.ORGANISATION: "provider_id", Scope.REGION: "provider__place_id"}

    number = models.CharField(
        _("curriculum number"), max_length=20, unique=True, default=partial(new_number, "KR"), editable=False
    )
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="curricula", verbose_name=_("institute"), editable=False
    )

    class Meta:
        verbose_name = _("curriculum")

    def __str__(self) -> str:
        return self.number


class VersionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    DISCUSSION = "discussion", _("under discussion")
    AGREED = "agreed", _("agreed")
    SUPERSEDED = "superseded", _("replaced by a newer version")
    DISCARDED = "discarded", _("set aside")


OPEN = (VersionState.DRAFT, VersionState.DISCUSSION)
STANDING = (VersionState.AGREED, VersionState.SUPERSEDED)
"""Versions that never change again, and that everybody may read."""


class LessonMinutes(models.IntegerChoices):
    """How long a JP is; both are in use (announcements of BLK Karangasem and BLK Purbalingga), no rule fixes one."""

    FORTY = 40, _("40 minutes")
    FORTY_FIVE = 45, _("45 minutes")


class VersionQuerySet(VisibleQuerySet["Version"]):
    def visible_to(self, actor: Actor, action: str = "") -> "VersionQuerySet":
        """What stands for everybody; what is worked on for those who see drafts, and for whoever is invited to it."""
        if action and action != Right.VIEW_VERSION:
            return self.filter(pk__in=narrow(Version.objects.all(), actor, action).values("pk"))
        return self.filter(Q(state__in=STANDING) | Q(pk__in=Version.objects.worked_on_by(actor).values("pk")))

    def worked_on_by(self, actor: Actor) -> "VersionQuerySet":
        """Those that the actor sees while they are worked on."""
        drafts = Q(pk__in=narrow(Version.objects.all(), actor, Right.VIEW_DRAFT).values("pk"))
        if actor.organisation_id and may(actor, Right.VIEW_DRAFT):
            drafts |= Q(
                pk__in=Party.objects.standing()
                .filter(organisation=actor.organisation_id)
                .order_by()
                .values("version")
            )
        return self.filter(drafts)

    def in_force(self, on: date) -> "VersionQuerySet":
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), state__in=STANDING, valid_from__lte=on)

    def for_lists(self) -> "VersionQuerySet":
        """With the institute, the hours of all parts as `total`, and how many parts there are as `part_count`."""
        parts = Part.objects.filter(version=OuterRef("pk")).order_by().values("version")
        return self.select_related("curriculum__provider__place").annotate(
            total=Subquery(parts.annotate(sum=Sum("hours")).values("sum")),
            part_count=Subquery(parts.annotate(count=Count("pk")).values("count")),
        )


# What stands is read by people who were taught by it; only that it ends can be said later.
VERSION_STANDS = pgtrigger.Condition(
    """
    OLD.state IN ('agreed', 'superseded') AND (
        ROW(OLD.id, OLD.curriculum_id, OLD.number, OLD.code, OLD.title, OLD.lesson_minutes, OLD.weeks, OLD.valid_from, OLD.exception)
        IS DISTINCT FROM
        ROW(NEW.id, NEW.curriculum_id, NEW.number, NEW.code, NEW.title, NEW.lesson_minutes, NEW.weeks, NEW.valid_from, NEW.exception)
        OR NEW.state NOT IN ('agreed', 'superseded') OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')
    )
    """
)
PARTS_STAND = """
    PERFORM 1 FROM curricula_version
    WHERE id IN ({rows}) AND state IN ('agreed', 'superseded') FOR SHARE;
    IF FOUND THEN RAISE EXCEPTION 'the parts of an agreed version stand'; END IF;
    RETURN {row};
"""


@pghistory.track()
class Version(Model, Dated):
    """A curriculum as it was drafted, discussed and agreed. Once agreed it never changes; a new version begins as a copy."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_VERSION
    SCOPES: ClassVar = {
        Scope.ORGANISATION: "curriculum__provider_id",
        Scope.REGION: "curriculum__provider__place_id",
    }

    curriculum = models.ForeignKey(
        Curriculum, models.PROTECT, related_name="versions", verbose_name=_("curriculum"), editable=False
    )
    number = models.PositiveIntegerField(_("version"), editable=False)
    # The number of the curriculum with that of the version: its address.
    code = models.CharField(_("number of the version"), max_length=30, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT, editable=False
    )
    title = models.CharField(_("name of the curriculum"), max_length=200)
    lesson_minutes = models.PositiveSmallIntegerField(
        _("length of one JP"),
        choices=LessonMinutes.choices,
        help_text=_("As your institute counts. Clock hours are worked out from it."),
    )
    weeks = models.PositiveSmallIntegerField(
        _("planned weeks"),
        null=True,
        blank=True,
        help_text=_("So that the hours of a week can be checked."),
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True, editable=False)
    valid_to = models.DateField(_("replaced from"), null=True, blank=True, editable=False)
    # Why it is in force although somebody who was invited has not agreed.
    exception = models.CharField(_("in force without everybody"), max_length=300, blank=True, editable=False)
    discarded_because = models.CharField(_("why set aside"), max_length=300, blank=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a curriculum")
        constraints = [
            models.UniqueConstraint(fields=["curriculum", "number"], name="version_once"),
            models.UniqueConstraint(
                fields=["curriculum"],
                condition=Q(state__in=["draft", "discussion"]),
                name="version_one_worked_on",
                violation_error_message=_("A new version of this curriculum is being worked on already."),
            ),
            models.UniqueConstraint(
                fields=["curriculum"],
                condition=Q(state="agreed"),
                name="version_one_agreed",
                violation_error_message=_("Another version of this curriculum is agreed already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discussion", "discarded"]) | Q(valid_from__isnull=False),
                name="version_agreed_from_a_day",
                violation_error_message=_("Say from which day the version is in force."),
            ),
            models.CheckConstraint(
                condition=Q(discarded_because="") ^ Q(state="discarded"),
                name="version_set_aside_with_reason",
                violation_error_message=_("Say why the version is set aside."),
            ),
            models.CheckConstraint(
                condition=Q(lesson_minutes__in=[40, 45]),
                name="version_lesson_minutes",
                violation_error_message=_("Choose how long one JP is."),
            ),
            period_may_be_empty("version_period_is_ordered"),
        ]
        triggers = [
            pgtrigger.Protect(name="agreed_stands", operation=pgtrigger.Update, condition=VERSION_STANDS),
            pgtrigger.Protect(
                name="agreed_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["agreed", "superseded"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def provider(self) -> Organisation:
        return self.curriculum.provider


class Mode(models.TextChoices):
    """Permen P2MI 35/2025 art. 21: offline with or without a dormitory, online together or alone, blended."""

    BOARDING = "boarding", _("at the institute, with dormitory")
    NON_BOARDING = "non_boarding", _("at the institute, without dormitory")
    LIVE = "live", _("online, live together")
    OWN_PACE = "own_pace", _("online, at one's own pace")
    BLENDED = "blended", _("partly online (blended)")


STANDARDS = [choice for choice in Scheme.choices if choice[0] != Scheme.LOCAL]


class Part(Model):
    """One part of a version: what is taught, for how long, how, and by what one sees that it was learned."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {
        Scope.ORGANISATION: "version__curriculum__provider_id",
        Scope.REGION: "version__curriculum__provider__place_id",
    }

    version = models.ForeignKey(Version, models.PROTECT, related_name="parts", editable=False)
    # The same in every version that the part was copied to.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(_("title of the part"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    hours = models.PositiveSmallIntegerField(
        _("hours (JP)"), validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    mode = models.CharField(_("how it is taught"), max_length=12, choices=Mode.choices)
    scheme = models.CharField(
        _("kind of standard"),
        max_length=15,
        blank=True,
        choices=[("", _("none")), *STANDARDS],
        help_text=_("SKKNI, international or special (Permen P2MI 35/2025 art. 1)."),
    )
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("competency it leads to"),
        help_text=_("Empty where there is no unit for it."),
    )
    outcome = models.CharField(
        _("what people can do afterwards"),
        max_length=400,
        help_text=_("For example: weld a fillet joint in position 2F that passes a visual check."),
    )
    evidence = models.CharField(
        _("by what one sees it"),
        max_length=400,
        help_text=_("For example: work sample, spoken test, a week's observation sheet of the dormitory."),
    )
    position = models.PositiveSmallIntegerField(
        _("place in the order"),
        blank=True,
        help_text=_("Empty: at the end."),
        validators=[MinValueValidator(1), MaxValueValidator(300)],
    )

    class Meta:
        verbose_name = _("part of a curriculum")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="part_order", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["version", "key"], name="part_once"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="part_has_hours"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="parts_stand_on_write",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=PARTS_STAND.format(rows="NEW.version_id", row="NEW"),
            ),
            pgtrigger.Trigger(
                name="parts_stand_on_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=PARTS_STAND.format(rows="NEW.version_id, OLD.version_id", row="NEW"),
            ),
            pgtrigger.Trigger(
                name="parts_stand_on_removal",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=PARTS_STAND.format(rows="OLD.version_id", row="OLD"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RemarkState(models.TextChoices):
    OPEN = "open", _("open")
    SETTLED = "settled", _("settled")


class Remark(Model):
    """What somebody says for an organisation about a version or one of its parts."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the curriculum"
    SEEN_BY = Right.WRITE_REMARK
    SCOPES: ClassVar = {Scope.ORGANISATION: ("organisation_id", "version__curriculum__provider_id")}

    version = models.ForeignKey(Version, models.PROTECT, related_name="remarks", editable=False)
    # The part's key, so that it outlives the part.
    part_key = models.UUIDField(null=True, editable=False)
    part_title = models.CharField(_("about which part"), max_length=200, blank=True, editable=False)
    text = models.CharField(
        _("comment"),
        max_length=1000,
        help_text=_(
            "Say what is missing or wrong, and what would have to change. Everybody invited reads it."
        ),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
        editable=False,
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("for"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RemarkState.choices, default=RemarkState.OPEN, editable=False
    )
    settlement = models.CharField(_("what was done"), max_length=500, blank=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a curriculum")
        indexes = [models.Index(fields=["version", "created_at"], name="remark_of_version")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settlement="") | (Q(state="settled") & ~Q(settlement="")),
                name="remark_settled_in_words",
                violation_error_message=_("Say what was done about the comment."),
            )
        ]


class PartyState(models.TextChoices):
    INVITED = "invited", _("invited, has not answered")
    LACKING = "lacking", _("says what is missing")
    AGREED = "agreed", _("has agreed")
    WITHDRAWN = "withdrawn", _("invitation withdrawn")


class PartyQuerySet(VisibleQuerySet["Party"]):
    def standing(self) -> "PartyQuerySet":
        return self.exclude(state=PartyState.WITHDRAWN)


class Party(Model):
    """An organisation that the institute asks to agree a version: who answered what for it, and when."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the curriculum"
    SEEN_BY = Right.ANSWER_PARTY
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    version = models.ForeignKey(Version, models.PROTECT, related_name="parties", editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PartyState.choices, default=PartyState.INVITED, editable=False
    )
    lacking = models.CharField(_("what is missing"), max_length=500, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to agree a curriculum")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"],
                name="party_once",
                violation_error_message=_("This organisation is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "withdrawn"]) | Q(answered_by__isnull=False),
                name="party_answer_has_a_name",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="party_by_organisation")]
