"""How a program is connected to an organisation, gets a secret, and is shut out."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.connections.models import Connection, ConnectionState
from jalur.foundation.connections.rights import Right
from jalur.foundation.workflow.steps import NEW, SAME, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.kit.components import Tag
from jalur.kit.dates import today

CONNECTION = declare(
    Workflow(
        thing="connections:connection",
        model=Connection,
        states=ConnectionState,
        tones={ConnectionState.ACTIVE: "done", ConnectionState.REVOKED: "none"},
        called=lambda connection: _("The program %(name)s") % {"name": connection.name},
        related=("membership__organisation", "membership__user"),
        place=lambda connection: connection.membership.organisation.place_id or "",
        detail=lambda connection: {"role": connection.membership.role},
        rests=lambda connection: (
            None
            if connection.state == ConnectionState.REVOKED or connection.acts(today())
            else Tag(str(_("its membership has ended")), "none")
        ),
        is_public=True,
        settled={ConnectionState.REVOKED: _("This program has already been shut out.")},
    ),
    Step(
        "connect",
        NEW,
        ConnectionState.ACTIVE,
        "connections:connection:connected",
        _("Program connected"),
        Right.MANAGE_CONNECTION,
    ),
    Step(
        "renew",
        {ConnectionState.ACTIVE},
        SAME,
        "connections:connection:renewed",
        _("New secret made"),
        Right.MANAGE_CONNECTION,
        label=_("Make a new secret"),
        button=_("Make a secret"),
        done="",
        lead=_(
            "The secret is shown once, in the next answer. An older one stops working at once, and every token with it."
        ),
        asks=True,
    ),
    Step(
        "revoke",
        {ConnectionState.ACTIVE},
        ConnectionState.REVOKED,
        "connections:connection:revoked",
        _("Program shut out"),
        Right.REVOKE_CONNECTION,
        label=_("Shut the program out"),
        button=_("Shut out"),
        done=_("The program is shut out. Its next call is refused."),
        lead=_(
            "Its secret, its tokens and its membership end at once. What it did stays in the history. To let it in"
            " again, connect it anew."
        ),
        weight="danger",
        asks=True,
    ),
)
