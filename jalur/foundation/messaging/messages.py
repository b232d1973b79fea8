"""Accounts as recipients, and what this room itself writes: that a device shows somebody else's notices."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.models import User
from jalur.foundation.messaging.kinds import MessageKind, Reach, Recipient
from jalur.foundation.messaging.rights import Right


def reach(users: Iterable[User]) -> dict[UUID, Reach]:
    return {
        user.pk: Reach(
            user.name,
            user.email or "",
            user.phone() if user.is_phone_confirmed else "",
            user.language,
            str(user.pk),
        )
        for user in users
    }


ACCOUNTS: Recipient[User] = Recipient(
    model=User, view=Right.VIEW_MESSAGE, person=lambda _user: None, place=lambda _user: "", reach=reach
)

TAKEN_OVER = MessageKind(
    key="messaging:device_taken_over",
    title=_("Another account turned on notices on somebody's device"),
    subject=_("A device shows your notices no more"),
    text=_(
        "On a device that showed your notices from Jalur, another account has turned on its own. Yours come another way from"
        " now on. To have them there again, sign in on it and turn them on."
    ),
    link=lambda _key: reverse("messaging:preferences"),
)
