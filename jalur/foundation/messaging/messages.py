"""Accounts as recipients: what concerns the account itself, whoever it belongs to."""

from collections.abc import Iterable
from uuid import UUID

from jalur.foundation.accounts.models import User
from jalur.foundation.messaging.kinds import Reach, Recipient
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
