"""What this room writes to people who stay away from their class."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.attendance.models import Standing

MISSED = MessageKind(
    key="attendance:missed",
    title=_("You were missed in class"),
    subject=_("We miss you in class"),
    text=_(
        "You were not at several meetings of your class. Tell the institute or your labour office what stands in the way: they can help, "
        "and you are welcome back at the next meeting."
    ),
    link=lambda _key: reverse("attendance:mine"),
    holds=lambda key: Standing.objects.away().filter(pk=key).exists(),
    is_needed=False,
)
