"""A program of a provider, and where it is told what happens: for the two sides of the world."""

from datetime import date
from typing import Any

from django.utils import timezone


def connected_program(provider, mark: str):
    """A program that acts for the provider."""
    from allauth.idp.oidc.models import Client

    from jalur.foundation.accounts.models import User
    from jalur.foundation.connections.models import Connection
    from jalur.foundation.organisations.models import Membership

    account = User.objects.create(username=f"P-{mark}", name=f"Sinkron {mark}")
    membership = Membership.objects.create(
        user=account, organisation=provider, role="instructor", valid_from=date(2025, 1, 1)
    )
    client = Client.objects.create(id=f"jalur-{mark}", name=account.name, owner=account)
    return Connection.objects.create(
        membership=membership, name=account.name, client_id=client.pk, scopes=["organisations:read"]
    )


def told_program(connection) -> dict[str, Any]:
    """Where the program is told what happens, and a notice to it."""
    from jalur.foundation.hooks.models import Hook, Notice

    hook = Hook(
        connection=connection,
        address="https://program.example/jalur",
        kinds=["organisations:licence:recorded"],
    )
    hook.keep("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    hook.save()
    moment = timezone.now()
    return {
        "hook": hook,
        "notice": Notice.objects.create(hook=hook, kind=hook.kinds[0], at=moment, next_at=moment),
    }
