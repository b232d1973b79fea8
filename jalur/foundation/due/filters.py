from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.due import words
from jalur.foundation.due.models import DeadlineQuerySet
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet
from jalur.kit.lists import StandingFilter

WEEK = timedelta(days=7)


def _late(rows: DeadlineQuerySet) -> DeadlineQuerySet:
    return rows.late(dates.now())


def _week(rows: DeadlineQuerySet) -> DeadlineQuerySet:
    return rows.soon(dates.now(), dates.now() + WEEK)


class DeadlineFilter(FilterSet):
    owner = StandingFilter(
        choices=[("mine", _("me or my office"))], standing="mine", method="of_owner", label=_("Whose turn")
    )
    when = ChoiceFilter(
        cases={"late": (_("late"), _late), "week": (_("due within a week"), _week)}, label=_("When")
    )
    kind = ChoiceFilter(choices=lambda: list(words.names().items()), label=_("What"))

    def of_owner(self, rows: DeadlineQuerySet, _name: str, value: str) -> DeadlineQuerySet:
        actor: Any = self.request.actor
        return rows.of(actor) if value == "mine" else rows
