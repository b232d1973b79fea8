from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country
from jalur.kit.database import Dated, DatedQuerySet, Model, Privacy, Sourced, period_is_ordered


class Route(models.TextChoices):
    """Placement routes (domain glossary, skema penempatan)."""

    P_TO_P = "P_TO_P", _("private to private")
    G_TO_G = "G_TO_G", _("government to government")
    G_TO_P = "G_TO_P", _("government to private employer")
    UKPS = "UKPS", _("for the company's own interest")
    SELF_PLACED = "SELF_PLACED", _("self-placed (perseorangan)")
    EXTENSION = "EXTENSION", _("extension of a contract")


class EmployerType(models.TextChoices):
    LEGAL_ENTITY = "legal_entity", _("legal entity")
    INDIVIDUAL = "individual", _("individual or household")


class LegalSource(models.Model):
    """A law, regulation or decree that rules are drawn from."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    title = models.CharField(_("title"), max_length=300)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("legal source")

    def __str__(self) -> str:
        return self.title


class DestinationRule(Model, Dated, Sourced):
    """Whether people may be placed: country × occupation × employer type × route. Empty means every one of them."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        FORBIDDEN = "forbidden", _("forbidden")

    PRIVACY = Privacy.NONE

    country = models.ForeignKey(Country, models.PROTECT, related_name="rules", verbose_name=_("destination"))
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    employer_type = models.CharField(_("employer"), max_length=20, choices=EmployerType.choices, blank=True)
    route = models.CharField(_("route"), max_length=20, choices=Route.choices, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    legal_source = models.ForeignKey(
        LegalSource, models.PROTECT, null=True, blank=True, verbose_name=_("legal source")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("destination rule")
        constraints = [period_is_ordered("destination_rule_period_is_ordered")]


class AgeRule(Model, Dated, Sourced):
    """Age limits in completed years for a purpose: to be placed, or to be trained."""

    class Purpose(models.TextChoices):
        PLACEMENT = "placement", _("placement")
        TRAINING = "training", _("training")

    PRIVACY = Privacy.NONE

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("destination"))
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    min_age = models.PositiveSmallIntegerField(_("youngest age (completed years)"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("oldest age (completed years)"), null=True, blank=True)
    legal_source = models.ForeignKey(
        LegalSource, models.PROTECT, null=True, blank=True, verbose_name=_("legal source")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("age rule")
        constraints = [period_is_ordered("age_rule_period_is_ordered")]
