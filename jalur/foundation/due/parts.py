"""What this room adds to the homes (what is late, what will be soon), and what it keeps for the steps of every room."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Model
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.due import services, words
from jalur.foundation.due.models import Deadline
from jalur.foundation.due.rights import Right
from jalur.foundation.workflow.workflow import Workflow
from jalur.kit import dates
from jalur.kit.components import Action, Need, Row
from jalur.kit.links import link
from jalur.kit.parts import HomePart

SOON = timedelta(days=7)


def home(actor: Actor, _today: date) -> HomePart:
    """For those at work; a person reads her own days beside what she is asked."""
    if actor.organisation_id is None or not access.may(actor, Right.VIEW_DEADLINE):
        return HomePart()
    mine, now = Deadline.objects.visible_to(actor).of(actor).running(), dates.now()
    late = mine.late(now).aggregate(count=Count("pk"), first=Min("last_day"))
    soon = mine.soon(now, now + SOON).aggregate(count=Count("pk"), first=Min("last_day"))
    return HomePart(
        needs=[
            Need(
                _("Late: what your office had to do by now"),
                link("due:deadlines", query="owner=mine&when=late"),
                count=late["count"],
                tone="bad",
            ),
            Need(
                _("Due within a week"),
                link("due:deadlines", query="owner=mine&when=week"),
                count=soon["count"],
                due=soon["first"],
                tone="warn",
            ),
        ],
        actions=[Action(_("What is due"), link("due:deadlines"), icon="calendar-check")],
    )


class _Keeper:
    """This room, as the mechanism of steps and the pages of records know it."""

    def settle(self, workflow: Workflow[Any], records: Sequence[Model]) -> None:
        services.settle(workflow, records)

    def forget(self, workflow: Workflow[Any], keys: Iterable[Any]) -> None:
        services.forget(workflow, keys)

    def facts(self, workflow: Workflow[Any], record: Model) -> list[Row]:
        return words.facts(workflow, record)


KEEPER = _Keeper()
