import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Organisation
from jalur.journey.forecasts import rules
from jalur.journey.forecasts.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.refusals import refusal


class State(models.TextChoices):
    STATED = "stated", _("stated")
    REVOKED = "revoked", _("taken back")
    EXPIRED = "expired", _("ended")


class Sureness(models.TextChoices):
    """How sure whoever says it is, each with what that means."""

    HIGH = "high", _("high: agreed with the employer, only papers are missing")
    MEDIUM = "medium", _("medium: the employer has asked, nothing is agreed")
    LOW = "low", _("low: from earlier years or from what one hears")


MONTHS = Func(
    "begins",
    "ends",
    RangeBoundary(inclusive_lower=True, inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


class ForecastQuerySet(VisibleQuerySet["Forecast"]):
    def standing(self) -> "ForecastQuerySet":
        return self.filter(state=State.STATED)

    def for_lists(self) -> "ForecastQuerySet":
        return self.select_related("organisation", "destination", "occupation").order_by("begins", "number")


@pghistory.track()
class Forecast(Model):
    """Demand that is not an order yet: how many people of an occupation a destination will ask for, when, how sure, on what ground."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_FORECAST
    SCOPES = {Scope.ORGANISATION: "organisation_id", Scope.DESTINATION: "destination_id"}

    number = models.CharField(_("number of the forecast"), max_length=20, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.STATED, editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="forecasts", verbose_name=_("who says so"), editable=False
    )
    destination = models.ForeignKey(
        Country, models.PROTECT, related_name="forecasts", verbose_name=_("destination")
    )
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="forecasts", verbose_name=_("occupation (ISCO-08)")
    )
    people = models.PositiveIntegerField(
        _("how many people"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    # First day of the first month, last day of the last one: orders verified between them are what came.
    begins = models.DateField(_("from the month"))
    ends = models.DateField(_("to the month"))
    sureness = models.CharField(_("how sure"), max_length=10, choices=Sureness.choices)
    ground = models.CharField(
        _("on what ground"),
        help_text=_("A letter of the employer, talks, last year's orders. Name nobody."),
        max_length=500,
    )
    revoked_because = models.CharField(_("why taken back"), max_length=200, blank=True, editable=False)
    # Counted once, when the last month is over: openings of verified orders, through who said so and altogether.
    came = models.PositiveIntegerField(_("came"), null=True, editable=False)
    came_to_all = models.PositiveIntegerField(_("came through everybody"), null=True, editable=False)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("forecast")
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gt=0),
                name="forecast_has_people",
                violation_error_message=_("Expect at least one person."),
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="forecast_months_are_ordered",
                violation_error_message=_("The last month lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | ~Q(revoked_because=""),
                name="forecast_taken_back_has_reason",
                violation_error_message=_("Say why the forecast is taken back."),
            ),
            models.CheckConstraint(
                condition=~Q(state="expired") | Q(came__isnull=False, came_to_all__isnull=False),
                name="forecast_compared_when_ended",
            ),
            # What came is compared with one forecast: two for the same months would both take the credit.
            ExclusionConstraint(
                name="forecast_stands_once",
                expressions=[
                    *((name, RangeOperators.EQUAL) for name in ("organisation", "destination", "occupation")),
                    (MONTHS, RangeOperators.OVERLAPS),
                ],
                condition=Q(state=State.STATED),
                violation_error_code="forecast_stands_once",
                violation_error_message=_(
                    "Your organisation has another forecast for this destination and occupation that stands in these "
                    "months. Revise that one."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="forecast_organisation_state"),
            models.Index(fields=["destination", "occupation", "state"], name="forecast_destination_job"),
        ]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        if not (self.begins and self.ends):
            return
        if self.ends < self.begins:
            raise refusal("ends", "before", _("The last month lies before the first."))
        if rules.months_between(self.begins, self.ends) > rules.LONGEST_MONTHS:
            sentence = _("A forecast spans at most %(count)d months.") % {"count": rules.LONGEST_MONTHS}
            raise refusal("ends", "too_long", sentence)
