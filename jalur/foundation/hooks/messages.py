"""What this room writes to whoever keeps an organisation's members."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.hooks.models import Hook, HookState
from jalur.foundation.messaging.kinds import MessageKind

RESTS = MessageKind(
    key="hooks:rests",
    title=_("A program is told nothing any more"),
    subject=_("A program of your organisation cannot be reached"),
    text=_(
        "For two days, a program of your organisation has not taken what Jalur tells it. Nothing more is sent until you let"
        " it go on. What happens meanwhile waits for thirty days."
    ),
    link=lambda key: reverse("hooks:hook", args=[key]),
    holds=lambda key: Hook.objects.filter(pk=key, state=HookState.RESTING).exists(),
)
