from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import VisibleDatedQuerySet, VisibleQuerySet
from jalur.foundation.competencies.rights import Right
from jalur.foundation.competencies.rules import Limits
from jalur.foundation.geography.models import Country
from jalur.kit.database import Cited, Dated, Model, Privacy, period_may_be_empty


class Titled(models.Model):
    title_id = models.CharField(_("title in Indonesian"), max_length=250, blank=True)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the language of the screen, or in the other one where that is missing."""
        first, second = (self.title_id, self.title_en)
        if get_language() == "en":
            first, second = second, first
        return first or second

    @title.setter
    def title(self, text: str) -> None:
        self.title_id = text


class Education(models.IntegerChoices):
    """Schooling in ten steps after the KKNI (Perpres 8/2012); which school gives which step: general knowledge."""

    PRIMARY = 0, _("primary school or less")
    JUNIOR = 1, _("junior secondary school (SMP)")
    SENIOR = 2, _("senior or vocational secondary school (SMA, SMK)")
    DIPLOMA_1 = 3, _("diploma 1")
    DIPLOMA_2 = 4, _("diploma 2")
    DIPLOMA_3 = 5, _("diploma 3")
    BACHELOR = 6, _("bachelor or diploma 4")
    PROFESSIONAL = 7, _("professional degree")
    MASTER = 8, _("master")
    DOCTOR = 9, _("doctor")


SCHOOLING = [(None, _("no limit")), *Education.choices]
SEXES = [("", _("women and men")), ("F", _("women")), ("M", _("men"))]


class AgeLimited(models.Model):
    """Takes people between two ages in completed years, both included; empty is no limit."""

    min_age = models.PositiveSmallIntegerField(
        _("minimum age (years)"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    max_age = models.PositiveSmallIntegerField(
        _("maximum age (years)"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )

    class Meta:
        abstract = True


def ages_are_ordered(name: str) -> models.CheckConstraint:
    """The constraint of an `AgeLimited` table."""
    return models.CheckConstraint(
        condition=Q(min_age=None) | Q(max_age=None) | Q(max_age__gte=F("min_age")),
        name=name,
        violation_error_message=_("The maximum age must not be below the minimum age."),
    )


class Limited(AgeLimited):
    """Takes people by age and schooling."""

    min_education = models.PositiveSmallIntegerField(
        _("minimum schooling"), null=True, blank=True, choices=SCHOOLING
    )

    class Meta:
        abstract = True

    @property
    def limits(self) -> Limits:
        return Limits(self.min_age, self.max_age, getattr(self, "sex", ""), self.min_education)


class SexLimited(Limited):
    """Takes people by age, schooling and sex."""

    sex = models.CharField(_("who can apply"), max_length=1, blank=True, choices=SEXES)

    class Meta:
        abstract = True


class Route(models.TextChoices):
    """Placement routes (domain glossary, skema penempatan)."""

    P_TO_P = "P_TO_P", _("private to private")
    G_TO_G = "G_TO_G", _("government to government")
    G_TO_P = "G_TO_P", _("government to private employer")
    UKPS = "UKPS", _("for the company's own interest")
    SELF_PLACED = "SELF_PLACED", _("self-placed (perseorangan)")
    EXTENSION = "EXTENSION", _("extension of a contract")


class Occupation(Titled):
    """An ISCO-08 group, one to four digits; KBJI 2014 has the same structure."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("ISCO-08 code"), max_length=4, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    # What people call it in either language, for searching; data/competencies/occupation_words.csv names where it is from.
    everyday = models.TextField(_("everyday words"), blank=True)

    class Meta:
        verbose_name = _("occupation")


# By what an occupation is searched.
OCCUPATION_WORDS = ("title_id", "title_en", "code", "everyday")


class LanguageScale(Titled):
    """A ladder of levels of one language as one body measures it: JLPT, JFT-Basic, EPS-TOPIK, German on the CEFR."""

    class Kind(models.TextChoices):
        ABILITY = "ability", _("scale of ability")
        TEST = "test", _("test")

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=32, primary_key=True)
    # Two letters of ISO 639-1, three of ISO 639-2 or -3 where there are none; "mul" takes several languages.
    language = models.CharField(_("language"), max_length=3)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ABILITY)

    class Meta:
        verbose_name = _("language scale")


class Kind(models.TextChoices):
    SKILL = "skill", _("skill")
    LANGUAGE = "language", _("language")
    SOFT = "soft", _("soft skill")
    CULTURE = "culture", _("culture")


class Scheme(models.TextChoices):
    """Which kind of standard a unit belongs to (Permen P2MI 35/2025 art. 1: SKKNI, international, special)."""

    SKKNI = "skkni", _("national standard (SKKNI)")
    INTERNATIONAL = "international", _("international standard")
    SPECIAL = "special", _("special standard of a destination")
    LOCAL = "local", _("not yet tied to a unit of a standard")


class Competency(Titled, Cited):
    """One thing to be competent in: an SKKNI or destination unit, a language level, a soft skill, a culture module."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_COMPETENCY
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=64, primary_key=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    body = models.CharField(_("whose standard"), max_length=120, blank=True)
    scheme = models.CharField(_("kind of standard"), max_length=15, choices=Scheme.choices, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, related_name="+", verbose_name=_("destination")
    )
    scale = models.ForeignKey(
        LanguageScale, models.PROTECT, null=True, related_name="levels", verbose_name=_("scale")
    )
    rank = models.PositiveSmallIntegerField(_("step on the scale (1 is lowest)"), null=True)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, related_name="competencies", verbose_name=_("occupation")
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("competency")
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="scale_step_once"),
            models.CheckConstraint(
                condition=Q(scale=None, rank=None) | Q(scale__isnull=False, rank__gte=1, kind=Kind.LANGUAGE),
                name="level_has_scale_and_rank",
                violation_error_message=_("A language level names its scale and its step on it."),
            ),
        ]


class Implication(Model, Cited):
    """Holding one competency counts as holding another: JLPT N3 implies N4; JFT-Basic A2 implies Japanese A2."""

    PRIVACY = Privacy.NONE

    competency = models.ForeignKey(Competency, models.PROTECT, related_name="implications")
    implied = models.ForeignKey(Competency, models.PROTECT, related_name="implied_by")

    class Meta:
        verbose_name = _("implication")
        constraints = [
            models.UniqueConstraint(fields=["competency", "implied"], name="implication_once"),
            models.CheckConstraint(condition=~Q(competency=F("implied")), name="implication_of_another"),
        ]


@pghistory.track()
class DestinationStandard(Titled, SexLimited, Model, Dated, Cited):
    """What a destination asks of a person for an occupation from a day on. Welding for Korea is not welding for Japan.

    Versions of the same standard share `series`; a new version ends the one before it and never changes it.
    """

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_STANDARD

    series = models.SlugField(_("code of the standard"), max_length=40, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="standards", verbose_name=_("destination")
    )
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="standards", verbose_name=_("occupation")
    )
    # "" serves every route.
    route = models.CharField(_("route"), max_length=20, choices=Route.choices, blank=True)
    contract_months = models.PositiveSmallIntegerField(
        _("usual contract (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    requirements = models.ManyToManyField(
        Competency, through="StandardRequirement", related_name="asked_by_standards"
    )
    advantages = models.ManyToManyField(
        Competency, through="StandardAdvantage", related_name="helps_with_standards"
    )

    objects = VisibleDatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("destination standard")
        constraints = [
            period_may_be_empty("standard_period_is_ordered"),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(valid_to=None) & ~Q(series=""),
                name="standard_one_open_version",
                violation_error_message=_("This standard already has a version without an end."),
            ),
            models.UniqueConstraint(
                fields=["series", "valid_from"],
                condition=~Q(series="") & (Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))),
                name="standard_version_once",
            ),
            ages_are_ordered("standard_ages_are_ordered"),
        ]


class StandardRequirement(Model):
    """What a person must hold."""

    PRIVACY = Privacy.NONE

    standard = models.ForeignKey(DestinationStandard, models.CASCADE)
    competency = models.ForeignKey(Competency, models.PROTECT)

    class Meta:
        verbose_name = _("requirement of a standard")
        constraints = [
            models.UniqueConstraint(fields=["standard", "competency"], name="standard_requirement_once")
        ]


class StandardAdvantage(Model):
    """What helps without being asked for: sources say "preferred" or "an advantage"."""

    PRIVACY = Privacy.NONE

    standard = models.ForeignKey(DestinationStandard, models.CASCADE)
    competency = models.ForeignKey(Competency, models.PROTECT)

    class Meta:
        verbose_name = _("advantage named by a standard")
        constraints = [
            models.UniqueConstraint(fields=["standard", "competency"], name="standard_advantage_once")
        ]
