"""What this room writes to people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind

SLIP_HANDED_OUT = MessageKind(
    key="candidates:slip_handed_out",
    title=_("A slip for an account was handed out"),
    subject=_("A slip for your account"),
    text=_(
        "An office has handed out a slip with which the password of your account can be chosen anew. If that was not you,"
        " tell the labour office at once."
    ),
    link=lambda _slip: reverse("portal:account"),
    is_urgent=True,
    is_everywhere=True,
)
