"""People as recipients of messages."""

from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress

from jalur.foundation.messaging.kinds import Reach, Recipient
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right


def _reach(people: Iterable[Person]) -> dict[UUID, Reach]:
    """By the number of her file, else the one she signs in with, and by an address that she has proved."""
    rows = list(people)
    accounts = [one.account_id for one in rows if one.account_id]
    proved = EmailAddress.objects.filter(user__in=accounts, verified=True, primary=True)
    emails = dict(proved.values_list("user_id", "email"))
    return {
        one.pk: Reach(
            one.name,
            emails.get(one.account_id, ""),
            one.phone() or (one.account.phone() if one.account and one.account.is_phone_confirmed else ""),
            one.account.language if one.account else "id",
            str(one.account_id or ""),
        )
        for one in rows
    }


PEOPLE: Recipient[Person] = Recipient(
    model=Person,
    view=Right.VIEW_PERSON,
    person=lambda person: person.pk,
    place=lambda person: person.residence_id,
    reach=_reach,
    has_preferences=True,
)
