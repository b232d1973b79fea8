"""Every write of this room. The secret is never kept: the library keeps a hash of it."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.idp.oidc.models import Client, Token
from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.connections.models import Connection
from jalur.foundation.connections.rights import Right
from jalur.foundation.connections.workflow import CONNECTION
from jalur.foundation.organisations import services as organisations
from jalur.foundation.organisations.models import Membership, MembershipState, Organisation
from jalur.foundation.workflow.locks import deed, lock_all

SECRET_BYTES = 32


@deed
def connect(
    *, actor: Actor, organisation: Organisation, name: str, role: str, scopes: Iterable[str], today: date
) -> Connection:
    """Let a program act for an organisation in a role; it cannot sign in before its first secret is made."""
    access.check(actor, Right.MANAGE_CONNECTION, Connection(membership=Membership(organisation=organisation)))
    client_id = f"jalur-{secrets.token_hex(8)}"
    account = User(username=f"P-{secrets.token_hex(5)}", name=name)
    account.set_unusable_password()
    account.save()
    membership = organisations.add_member(
        actor=actor, organisation=organisation, user=account, role=role, valid_from=today
    )
    connection = Connection(membership=membership, name=name, client_id=client_id, scopes=sorted(set(scopes)))
    with CONNECTION.step("connect", actor=actor, subject=connection, today=today):
        client = Client(id=client_id, name=name, owner=account)
        client.set_grant_types([Client.GrantType.CLIENT_CREDENTIALS])
        client.set_response_types([])
        client.set_scopes(connection.scopes)
        client.set_default_scopes(connection.scopes)
        client.save(force_insert=True)
    return connection


def renew_secret(*, actor: Actor, connection: Connection, today: date) -> tuple[Connection, str]:
    """A new secret, given here and never again; the older one and every token end."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with CONNECTION.step("renew", actor=actor, subject=connection, today=today) as renewed:
        client = Client.objects.get(pk=renewed.client_id)
        client.set_secret(secret)
        client.save(update_fields=["secret"])
        Token.objects.filter(client=client).delete()
    return renewed, secret


@deed
def revoke(*, actor: Actor, connection: Connection, today: date, **_answers: Any) -> Connection:
    """Shut a program out: its client, its tokens and its membership end."""
    membership = connection.membership
    lock_all(
        {Organisation: [membership.organisation_id], Membership: [membership.pk], Connection: [connection.pk]}
    )
    with CONNECTION.step("revoke", actor=actor, subject=connection, today=today) as revoked:
        Client.objects.filter(pk=revoked.client_id).delete()
        if membership.state == MembershipState.ACTIVE:
            organisations.end_membership(actor=actor, membership=membership, today=today)
    return revoked


def forget_old_tokens() -> int:
    """Drop the tokens whose hour has passed; gives how many."""
    count, _per_table = Token.objects.filter(expires_at__lte=timezone.now()).delete()
    return count
