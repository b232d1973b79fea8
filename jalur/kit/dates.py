"""The only clock for decisions that hang on a day."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day it is in Jakarta, or the pinned day of the example country (`settings.TODAY`)."""
    return settings.TODAY or timezone.localdate()


def completed_years(born: date, on: date) -> int:
    """Age in completed years on a day; somebody born on 29 February completes a year on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
