"""Who may assess, where, by which scheme, from day to day; taken back also backwards."""

from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.journey.certification.models.schemes import Scheme
from jalur.journey.certification.rights import Right
from jalur.kit.database import Model, Privacy


class HeldState(models.TextChoices):
    HELD = "held", _("stands")
    WITHDRAWN = "withdrawn", _("revoked")


def holding(on: Any, way: str = "") -> Q:
    """What of a `Held` table counts on a day (or an expression of one); way: the path to it."""
    return (
        Q(**{f"{way}valid_from__lte": on})
        & (Q(**{f"{way}valid_to": None}) | Q(**{f"{way}valid_to__gt": on}))
        & (Q(**{f"{way}withdrawn_on": None}) | Q(**{f"{way}withdrawn_on__gt": on}))
    )


class HeldQuerySet(VisibleQuerySet[Any]):
    def holding(self, on: date) -> "HeldQuerySet":
        """Those that count on a day."""
        return self.filter(holding(on))


class Held(Model):
    """Counts from a day up to another, or up to the day from which it was taken back."""

    state = models.CharField(
        _("state"), max_length=10, choices=HeldState.choices, default=HeldState.HELD, editable=False
    )
    valid_from = models.DateField(_("holds from"))
    valid_to = models.DateField(_("first day on which it holds no more"), null=True, blank=True)
    withdrawn_on = models.DateField(_("taken back from"), null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(
        _("why it was taken back"), max_length=200, blank=True, editable=False
    )

    class Meta:
        abstract = True


def held_is_ordered(name: str) -> models.CheckConstraint:
    """The constraint of a `Held` table."""
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
        name=name,
        violation_error_message=_("It ends after the day from which it holds."),
    )


OF_BODY: dict[Any, Any] = {Scope.ORGANISATION: "body_id", Scope.REGION: "body__place_id"}


@pghistory.track()
class Assessor(Held):
    """Somebody who assesses for a body, with the licence that allows it."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years after it ended, as the results that hang on it"
    SEEN_BY = Right.VIEW_LICENCE
    SCOPES: ClassVar = OF_BODY

    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="assessors",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assessor")
    )
    number = models.CharField(
        _("number of the licence"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("An assessor with this licence is recorded already.")},
    )

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessor")
        constraints = [held_is_ordered("certification_assessor_period")]

    def __str__(self) -> str:
        return self.user.name


@pghistory.track()
class TestPlace(Held):
    """A place at which a body assesses (TUK), approved by it."""

    __test__ = False
    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_LICENCE
    SCOPES: ClassVar = {
        Scope.ORGANISATION: ("body_id", "host_id"),
        Scope.REGION: ("body__place_id", "place_id"),
    }

    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="test_places",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    name = models.CharField(_("name"), max_length=200)
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution in whose house it is"),
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("regency or city"))
    address = models.CharField(_("address"), max_length=300, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("test place (TUK)")
        constraints = [
            held_is_ordered("certification_place_period"),
            models.UniqueConstraint(
                fields=["name", "body"],
                condition=Q(state="held"),
                name="certification_place_once",
                violation_error_message=_("A test place of this name is approved already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Coverage(Held):
    """For which scheme a licence of a body, an assessor or a test place counts: one of the three, from day to day."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_LICENCE
    SCOPES: ClassVar = OF_BODY

    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="coverages", verbose_name=_("scheme"))
    licence = models.ForeignKey(
        Licence,
        models.PROTECT,
        null=True,
        related_name="coverages",
        verbose_name=_("licence of the body"),
        editable=False,
    )
    assessor = models.ForeignKey(
        Assessor,
        models.PROTECT,
        null=True,
        related_name="coverages",
        verbose_name=_("assessor"),
        editable=False,
    )
    test_place = models.ForeignKey(
        TestPlace,
        models.PROTECT,
        null=True,
        related_name="coverages",
        verbose_name=_("test place (TUK)"),
        editable=False,
    )

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheme for which it holds")
        constraints = [
            held_is_ordered("certification_coverage_period"),
            models.CheckConstraint(
                condition=Q(licence__isnull=False, assessor=None, test_place=None)
                | Q(licence=None, assessor__isnull=False, test_place=None)
                | Q(licence=None, assessor=None, test_place__isnull=False),
                name="certification_coverage_of_one",
                violation_error_message=_("A scheme is covered by a licence, an assessor or a test place."),
            ),
            models.UniqueConstraint(
                fields=["scheme", "licence", "assessor", "test_place"],
                condition=Q(state="held"),
                nulls_distinct=False,
                name="certification_coverage_once",
                violation_error_message=_("This scheme is covered already. Take it back first."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.scheme)

    @property
    def holder(self) -> Licence | Assessor | TestPlace:
        found = self.licence or self.assessor or self.test_place
        assert found is not None  # a constraint
        return found
