"""How a deadline reads: by when, how much time is left, whose turn it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.accounts.access import Role
from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.foundation.due import queries, rules
from jalur.foundation.due.models import Deadline
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.workflow.workflow import Workflow, declared
from jalur.kit import dates, formats
from jalur.kit.components import Row, Tag

SHORT = 2  # (working) days left from which a deadline is marked


def names() -> dict[str, Any]:
    """What is due → what is to be done, in words."""
    return {
        f"{table.thing}:{step.verb}": step.due.name
        for table in declared()
        for step in table.steps
        if step.due
    }


def name_of(deadline: Deadline) -> str:
    return str(names().get(deadline.kind, deadline.kind))


def left(deadline: Deadline, off: Mapping[date, str]) -> Tag:
    """How much time there is, by the clock of where the thing lies: the last day counts whole."""
    today = dates.day_at(dates.now(), zone_of(deadline.place_code))
    how = {"working": deadline.working, "holidays": off}
    if deadline.last_day < today:
        over = rules.days_between(deadline.last_day, today, **how)
        # Late since a holiday or weekend: no working day has passed, and late all the same.
        words = _late_working(over) if deadline.working else _late(over)
        return Tag(words, "bad")
    ahead = rules.days_between(today, deadline.last_day, **how)
    if deadline.last_day == today:
        return Tag(_("today is the last day"), "warn")
    words = _left_working(ahead) if deadline.working else _left(ahead)
    return Tag(words, "warn" if ahead <= SHORT else "none")


def _late_working(days: int) -> str:
    if days == 0:
        return _("late")
    return ngettext("%(count)s working day late", "%(count)s working days late", days) % {"count": days}


def _late(days: int) -> str:
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}


def _left_working(days: int) -> str:
    return ngettext("%(count)s working day left", "%(count)s working days left", days) % {"count": days}


def _left(days: int) -> str:
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def owner_of(deadline: Deadline) -> str:
    """Whose turn it is: an office by its name, a person as herself."""
    if deadline.person_id:
        return _("the person")
    return str(deadline.organisation or ROLE_NAMES[Role(deadline.role)])


def facts(workflow: Workflow[Any], record: Any) -> list[Row]:
    """The row of a record's page: what is to be done, until which day, by whom."""
    step = workflow.due_in(workflow.state_of(record))
    if step is None or step.due is None:
        return []
    rows = Deadline.objects.filter(thing=workflow.thing, subject_key=record.pk)
    deadline = rows.select_related("organisation", "raised_to").first()
    if deadline is None:
        return []
    until = _("until %(day)s, %(left)s") % {
        "day": formats.day(deadline.last_day, "long"),
        "left": left(deadline, queries.holidays()).text,
    }
    return [Row(name_of(deadline), until, hint=_whose(deadline))]


def _whose(deadline: Deadline) -> str:
    if deadline.raised_to:
        return _("%(owner)s; told too since it is late: %(office)s") % {
            "owner": owner_of(deadline),
            "office": deadline.raised_to,
        }
    return owner_of(deadline)
