from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Country
from jalur.kit.database import Dated, DatedQuerySet, Model, Privacy, Sourced, period_is_ordered


class Titled(models.Model):
    title_id = models.CharField(max_length=250, blank=True)
    title_en = models.CharField(max_length=250)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the language of the screen; English where no Indonesian title is known."""
        return self.title_en if get_language() == "en" or not self.title_id else self.title_id


class Occupation(Titled):
    """An ISCO-08 group, one to four digits; KBJI 2014 has the same structure."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("ISCO-08 code"), max_length=4, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        verbose_name = _("occupation")


class LanguageScale(Titled):
    """A ladder of levels of one language as one body measures it: JLPT, JFT-Basic, EPS-TOPIK, CEFR German …"""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=32, primary_key=True)
    language = models.CharField(_("language (ISO 639-1)"), max_length=3)

    class Meta:
        verbose_name = _("language scale")


class Kind(models.TextChoices):
    SKILL = "skill", _("skill")
    LANGUAGE = "language", _("language")
    SOFT = "soft", _("soft skill")
    CULTURE = "culture", _("culture")


class Competency(Titled, Sourced):
    """One thing a person can be competent in: an SKKNI or destination unit, a language level, a soft skill, a culture module."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=64, primary_key=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    body = models.CharField(_("whose standard"), max_length=60, blank=True)
    scale = models.ForeignKey(
        LanguageScale, models.PROTECT, null=True, related_name="levels", verbose_name=_("scale")
    )
    rank = models.PositiveSmallIntegerField(_("step on the scale (1 is lowest)"), null=True)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, related_name="competencies", verbose_name=_("occupation")
    )

    class Meta:
        verbose_name = _("competency")


class Implication(Model, Sourced):
    """Holding one competency counts as holding another: JLPT N3 implies N4; JFT-Basic A2 is accepted for N4."""

    PRIVACY = Privacy.NONE

    competency = models.ForeignKey(Competency, models.PROTECT, related_name="implications")
    implied = models.ForeignKey(Competency, models.PROTECT, related_name="implied_by")

    class Meta:
        verbose_name = _("implication")
        constraints = [models.UniqueConstraint(fields=["competency", "implied"], name="implication_once")]


class DestinationStandard(Model, Dated, Sourced):
    """What a destination asks of a person for an occupation from a day on. Welding for Korea is not welding for Japan."""

    PRIVACY = Privacy.NONE

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="standards", verbose_name=_("destination")
    )
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="standards", verbose_name=_("occupation")
    )
    title = models.CharField(_("title"), max_length=200)
    min_age = models.PositiveSmallIntegerField(_("youngest age (completed years)"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("oldest age (completed years)"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=[("F", _("women")), ("M", _("men"))], blank=True)
    min_education = models.PositiveSmallIntegerField(_("least schooling (0–9)"), null=True, blank=True)
    requirements = models.ManyToManyField(
        Competency, through="StandardRequirement", related_name="asked_by_standards"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("destination standard")
        constraints = [period_is_ordered("standard_period_is_ordered")]

    def __str__(self) -> str:
        return self.title


class StandardRequirement(Model):
    PRIVACY = Privacy.NONE

    standard = models.ForeignKey(DestinationStandard, models.CASCADE)
    competency = models.ForeignKey(Competency, models.PROTECT)

    class Meta:
        verbose_name = _("requirement of a standard")
        constraints = [
            models.UniqueConstraint(fields=["standard", "competency"], name="standard_requirement_once")
        ]
