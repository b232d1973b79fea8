"""What this room writes to people: what is due soon, what is late. Days and numbers only."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.due.models import Deadline
from jalur.foundation.messaging.kinds import MessageKind


def _list(_account: str) -> str:
    return reverse("due:deadlines")


SOON = MessageKind(
    key="due:soon",
    title=_("Things are due soon"),
    subject=_("Due soon"),
    text=_("Waiting for your office and due soon: %(count)s. The first day is %(day)s."),
    link=_list,
    values={"count": 3, "day": date(2026, 2, 1)},
    is_needed=False,
    is_for_offices=True,
)
LATE = MessageKind(
    key="due:late",
    title=_("Things are late"),
    subject=_("Late"),
    text=_("Late at your office: %(count)s. The oldest was due on %(day)s. Open the list and see to it."),
    link=_list,
    values={"count": 3, "day": date(2026, 2, 1)},
)
MINE = MessageKind(
    key="due:mine",
    title=_("Something waits for your answer"),
    subject=_("Something waits for you"),
    text=_("Something in Jalur waits for you until %(day)s. Open it and sign in."),
    link=lambda key: reverse("due:deadline", args=[key]),
    values={"day": date(2026, 2, 1)},
    holds=lambda key: Deadline.objects.filter(pk=key).exists(),
)
