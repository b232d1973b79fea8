from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.tasks.models import LEFT, TaskQuerySet, TaskState
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet
from jalur.kit.lists import StandingFilter


class TaskFilter(FilterSet):
    owner = ChoiceFilter(
        choices=[("mine", _("me")), ("left", _("people who left"))], method="of_owner", label=_("Whose task")
    )
    state = StandingFilter(
        cases={"left": (_("not done"), lambda rows: rows.filter(state__in=LEFT))},
        choices=TaskState.choices,
        standing="left",
        label=_("State"),
    )
    when = ChoiceFilter(
        cases={"late": (_("late"), lambda rows: rows.filter(due_on__lt=dates.today()))}, label=_("When")
    )
    due_to = DayFilter(field_name="due_on", since=False, label=_("Due by"))

    def of_owner(self, rows: TaskQuerySet, _name: str, value: str) -> TaskQuerySet:
        actor: Any = self.request.actor
        return rows.of(actor) if value == "mine" else rows.left_behind(dates.today())
