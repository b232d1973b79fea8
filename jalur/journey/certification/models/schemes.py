"""By what people are assessed: schemes with their units, elements and criteria."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleDatedQuerySet
from jalur.foundation.competencies.models import Competency, Kind
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification.rights import Right
from jalur.kit.database import Dated, Model, Privacy, Sourced, period_is_ordered

OBSERVED = (Kind.SOFT, Kind.CULTURE)


class SchemeKind(models.TextChoices):
    KKNI = "kkni", _("qualification (KKNI)")
    OCCUPATION = "occupation", _("occupation")
    CLUSTER = "cluster", _("cluster of units")


@pghistory.track()
class Scheme(Model, Dated, Sourced):
    """One version of a scheme of an assessment body: what is assessed together, from day to day. A version never changes."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_SCHEME
    SCOPES: ClassVar = {Scope.ORGANISATION: "body_id"}

    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="schemes",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=SchemeKind.choices)
    version = models.CharField(_("version"), max_length=20)
    covers = models.ManyToManyField(
        Competency, blank=True, related_name="+", verbose_name=_("competencies that it gives")
    )
    # Practice, not law: three years and two weeks are what schemes of assessment bodies show.
    months = models.PositiveSmallIntegerField(
        _("months that the result counts"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    appeal_days = models.PositiveSmallIntegerField(
        _("days within which an appeal is possible"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    # What bodies print on their files (scribd 25158387436, medium): not checked with BNSP, so each scheme says its own.
    surveillance_months = models.PositiveSmallIntegerField(
        _("months until the holder is looked at again"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    notice_months = models.PositiveSmallIntegerField(
        _("months until the holder is told that it ends"),
        default=33,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    objects = VisibleDatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheme")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "body"],
                name="certification_scheme_once",
                violation_error_message=_("This version of the scheme is recorded already."),
            ),
            period_is_ordered("certification_scheme_period"),
        ]

    def __str__(self) -> str:
        return self.title


class Unit(Model):
    """A unit of a scheme: what is found competent or not yet."""

    PRIVACY = Privacy.NONE

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="units", verbose_name=_("scheme"))
    position = models.PositiveSmallIntegerField(_("place in the order"))
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(
        _("kind of unit"), max_length=10, choices=Kind.choices, default=Kind.SKILL, editable=False
    )

    class Meta:
        verbose_name = _("unit of a scheme")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="certification_unit_once"),
            models.UniqueConstraint(fields=["scheme", "position"], name="certification_unit_place"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_observed(self) -> bool:
        """Soft skill and culture show in behaviour; no test shows them."""
        return self.kind in OBSERVED

    @property
    def behaviours(self) -> dict[str, str]:
        """Key ("2.1") and words of what is looked for: the criteria of its elements, or the element where it has none."""
        return {
            f"{element.position}.{place}": words
            for element in self.elements.all()
            for place, words in enumerate(element.criteria or [element.title], start=1)
        }


class Element(Model):
    """A part of a unit, with the criteria by which it is seen (KUK)."""

    PRIVACY = Privacy.NONE

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="elements", verbose_name=_("unit"))
    position = models.PositiveSmallIntegerField(_("place in the order"))
    title = models.CharField(_("title"), max_length=250)
    criteria = ArrayField(models.CharField(max_length=500), default=list, verbose_name=_("criteria (KUK)"))

    class Meta:
        verbose_name = _("element of a unit")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "position"], name="certification_element_place")
        ]

    def __str__(self) -> str:
        return self.title
