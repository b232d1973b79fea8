"""How classes read on a screen."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.journey.training import queries, rules
from jalur.journey.training.models import Intake, IntakeState
from jalur.kit.components import Notice


def small_class_notice(intake: Intake, on: date) -> Notice | None:
    """A warning while too few are enrolled for the class to be sure to start."""
    smallest = queries.smallest_class(on)
    if smallest is None or intake.state != IntakeState.PLANNED:
        return None
    lacking = rules.missing_for_a_full_start(intake.taken, intake.seats, smallest.number)
    if not lacking:
        return None
    sentence = ngettext(
        "%(lacking)s more person is needed: classes with fewer than %(least)s people were postponed elsewhere. "
        "Source: %(source)s, %(address)s",
        "%(lacking)s more people are needed: classes with fewer than %(least)s people were postponed elsewhere. "
        "Source: %(source)s, %(address)s",
        lacking,
    )
    params = {
        "lacking": lacking,
        "least": smallest.number,
        "source": smallest.cited,
        "address": smallest.source_url,
    }
    return Notice(sentence % params, _("This class may be postponed"), "warn")
