"""Every operation of the API with the right it takes, read from what the API itself serves; and programs that call them."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from allauth.idp.oidc.models import Client as OidcClient
from allauth.idp.oidc.models import Token
from django.test import Client
from django.urls import reverse

from jalur.foundation.accounts.models import User
from jalur.foundation.api.router import Declared, scopes
from jalur.foundation.connections.models import Connection
from jalur.foundation.connections.queries import program_of
from jalur.foundation.organisations.models import Membership
from jalur.project.api import api
from tests.access.example import Call, filled
from tests.cast import STAFF, Member

TODAY = date(2026, 1, 12)


@dataclass(frozen=True)
class Operation:
    """One method at one address. `declared` is None where somebody forgot to say which right it takes."""

    name: str
    method: str
    path: str
    declared: Declared | None

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    def url(self, call: Call, side: Any) -> str:
        path = self.path
        for name, value in filled(call.path, side).items():
            path = re.sub(rf"\{{(\w+:)?{name}\}}", str(value), path)
        query = urlencode(filled(call.query, side), doseq=True)
        return f"{path}?{query}" if query else path


def operations() -> list[Operation]:
    root = reverse("api-v1:api-root")
    return [
        Operation(
            operation.operation_id or "(no name)",
            method,
            f"{root.rstrip('/')}/{bound.prefix.strip('/')}{path}",
            getattr(operation.view_func, "declared", None),
        )
        for bound in api._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


def connect(member: Member, *opens: str) -> str:
    """A program that acts as the member does, for her organisation; gives a token of it. opens: scopes, all without any."""
    account = User.objects.create(username=f"P-{uuid4().hex[:10]}", name=f"Program {member.key}")
    membership = Membership.objects.create(
        user=account, organisation=member.organisation, role=member.actor.role, valid_from=date(2025, 1, 1)
    )
    client = OidcClient.objects.create(
        id=f"jalur-{uuid4().hex[:8]}", name=account.name, grant_types="client_credentials", owner=account
    )
    open_scopes = list(opens) or scopes()
    Connection.objects.create(
        membership=membership, name=account.name, client_id=client.pk, scopes=open_scopes
    )
    value = uuid4().hex
    token = Token(type=Token.Type.ACCESS_TOKEN, client=client)
    token.set_value(value)
    token.set_scopes(open_scopes)
    token.save()
    return value


def programs_of(cast: SimpleNamespace) -> tuple[dict[str, str], SimpleNamespace]:
    """Member -> token of her program, and the cast as programs: the same people, without what programs never have."""
    tokens = {key: connect(getattr(cast, key)) for key in STAFF}
    acting = {key: program_of(token, TODAY).actor for key, token in tokens.items()}
    return tokens, SimpleNamespace(
        **{key: replace(getattr(cast, key), actor=actor) for key, actor in acting.items()}
    )


def send(method: str, url: str, token: str = "", body: Any = None, **headers: str) -> Any:
    """What a program sends."""
    client = Client(raise_request_exception=False)
    about = {"Authorization": f"Bearer {token}"} if token else {}
    about |= {name.replace("_", "-"): value for name, value in headers.items()}
    data = json.dumps(body, default=str) if body is not None else ""
    return client.generic(method, url, data, content_type="application/json", headers=about)
