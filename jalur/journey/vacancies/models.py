from datetime import date

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet, narrow
from jalur.foundation.competencies.models import Competency, Limited, Occupation, ages_are_ordered
from jalur.foundation.geography.models import Level, Place
from jalur.foundation.geography.rules import level_of
from jalur.foundation.organisations.models import Organisation
from jalur.journey.vacancies.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.refusals import refusal


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    FILLED = "filled", _("filled")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("taken off the list")


PUBLISHED = (State.OPEN, State.FILLED, State.CLOSED)
"""What everybody can read."""


class Terms(models.TextChoices):
    """Kinds of employment (UU 13/2003 art. 56, PP 35/2021 art. 2 and 10)."""

    PERMANENT = "permanent", _("permanent (PKWTT)")
    FIXED = "fixed", _("for a fixed term (PKWT)")
    DAILY = "daily", _("by the day")


class VacancyQuerySet(VisibleQuerySet["Vacancy"]):
    def visible_to(self, actor: Actor, action: str = "") -> "VacancyQuerySet":
        """Published ones for everybody; drafts and withdrawn ones for those who work on them."""
        if action:
            return narrow(self, actor, action)  # type: ignore[return-value]  # the same queryset, narrowed
        drafts = narrow(Vacancy.objects.all(), actor, Right.VIEW_DRAFT).values("pk")
        return self.filter(Q(state__in=PUBLISHED) | Q(pk__in=drafts))

    def running(self, on: date) -> "VacancyQuerySet":
        """Open ones; on the last day itself people can still apply."""
        return self.filter(state=State.OPEN, deadline__gte=on)

    def for_lists(self) -> "VacancyQuerySet":
        """With the related rows a list shows, and how many openings are left as `openings_left`."""
        return (
            self.select_related("occupation", "place__parent")
            .annotate(openings_left=F("openings") - F("filled"))
            .order_by("deadline", "number")
        )


@pghistory.track()
class Vacancy(Limited, Model):
    """Work at home: employer, place, occupation, openings, requirements, last day to apply. Never an order from abroad."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_VACANCY
    SCOPES = {Scope.REGION: "place_id", Scope.ORGANISATION: "organisation_id"}

    number = models.CharField(_("vacancy number"), max_length=20, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    employer = models.CharField(
        _("employer"),
        help_text=_("The company's name. Of a household write “household”, not a person's name."),
        max_length=200,
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vacancies",
        verbose_name=_("the employer in the register"),
    )
    title = models.CharField(_("position"), max_length=160)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="vacancies", verbose_name=_("occupation (ISCO-08)")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="vacancies", verbose_name=_("place of work")
    )
    openings = models.PositiveIntegerField(
        _("how many people"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    filled = models.PositiveIntegerField(_("filled"), default=0, editable=False)
    terms = models.CharField(
        _("employment"), max_length=10, choices=[("", _("not stated")), *Terms.choices], blank=True
    )
    weekly_hours = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(84)]
    )
    pay_from = models.DecimalField(
        _("monthly pay from"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    pay_to = models.DecimalField(
        _("monthly pay up to"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    requirements = models.ManyToManyField(
        Competency,
        through="VacancyRequirement",
        related_name="asked_by_vacancies",
        blank=True,
        verbose_name=_("skills and languages required"),
    )
    deadline = models.DateField(
        _("last day to apply"), help_text=_("After that day the vacancy closes by itself.")
    )
    how_to_apply = models.CharField(
        _("how to apply"),
        help_text=_("An office, a web address or the company's e-mail; nobody's private number."),
        max_length=300,
        blank=True,
    )
    source = models.CharField(
        _("source"),
        help_text=_("Where the vacancy is from: the employer's letter, a job fair, a portal."),
        max_length=200,
        blank=True,
    )
    entered_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    opened_on = models.DateField(_("open since"), null=True, editable=False)
    ended_on = models.DateField(_("ended"), null=True, editable=False)
    withdrawal_reason = models.CharField(
        _("why taken off the list"), max_length=200, blank=True, editable=False
    )

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("vacancy at home")
        constraints = [
            models.CheckConstraint(
                condition=Q(filled__lte=F("openings")),
                name="vacancy_not_overfilled",
                violation_error_message=_("More openings are counted as filled than there are."),
            ),
            models.CheckConstraint(
                condition=Q(openings__gt=0),
                name="vacancy_has_openings",
                violation_error_message=_("Ask for at least one person."),
            ),
            models.CheckConstraint(
                condition=Q(pay_from=None) | Q(pay_to=None) | Q(pay_to__gte=F("pay_from")),
                name="vacancy_pay_is_ordered",
                violation_error_message=_("The highest pay is below the lowest."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawal_reason=""),
                name="vacancy_withdrawal_has_reason",
                violation_error_message=_("Say why the vacancy is taken off the list."),
            ),
            ages_are_ordered("vacancy_ages_are_ordered"),
        ]
        indexes = [
            models.Index(fields=["state", "deadline"], name="vacancy_state_deadline"),
            models.Index(fields=["place", "occupation"], name="vacancy_place_occupation"),
        ]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        if self.place_id and level_of(self.place_id) < Level.REGENCY:
            raise refusal("place", "too_wide", _("Name the regency or city, or a place in it."))

    @property
    def left(self) -> int:
        return self.openings - self.filled


class VacancyRequirement(Model):
    PRIVACY = Privacy.NONE
    vacancy = models.ForeignKey(Vacancy, models.CASCADE)
    competency = models.ForeignKey(Competency, models.PROTECT)

    class Meta:
        verbose_name = _("requirement of a vacancy")
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "competency"], name="vacancy_requirement_once")
        ]
