"""Who calls: from an access token to the program's membership, read afresh at every call."""

from dataclasses import dataclass, replace
from datetime import date

from allauth.idp.oidc.models import Token
from django.db.models import OuterRef, Subquery

from jalur.foundation.accounts.access import Actor
from jalur.foundation.connections.models import Connection, ConnectionState
from jalur.foundation.organisations.queries import staff_actor


@dataclass(frozen=True)
class Program:
    """A program that calls: its client, who it is to the services, and what its token opens."""

    client_id: str
    actor: Actor
    scopes: frozenset[str]


def program_of(token: str, today: date) -> Program | None:
    """The program of an access token, if token, connection, membership, account and organisation are all in force."""
    held = Token.objects.valid().by_value(token).filter(type=Token.Type.ACCESS_TOKEN)
    connection = (
        Connection.objects.filter(state=ConnectionState.ACTIVE, client_id__in=held.values("client"))
        .annotate(token_scopes=Subquery(held.filter(client=OuterRef("client_id")).values("scopes")))
        .select_related("membership__organisation", "membership__user")
        .first()
    )
    actor = actor_of(connection, today) if connection else None
    if connection is None or actor is None:
        return None
    scopes = frozenset(connection.token_scopes.split("\n")) & frozenset(connection.scopes)
    return Program(connection.client_id, actor, scopes)


def actor_of(connection: Connection, today: date) -> Actor | None:
    """As whom a program acts; None when connection, account, membership or organisation is not in force any more."""
    membership = connection.membership
    if (
        connection.state != ConnectionState.ACTIVE
        or not membership.user.is_active
        or not connection.acts(today)
    ):
        return None
    # A program keeps no members, whatever its membership says.
    return replace(staff_actor(membership), is_organisation_administrator=False)
