"""What this room adds to the page of an organisation: the way to its programs."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.connections.models import Connection
from jalur.foundation.connections.rights import Right
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.kit.components import Action
from jalur.kit.parts import PagePart


def programs(actor: Actor, organisation: Organisation, _today: date) -> PagePart:
    if not access.covers(
        actor, Right.VIEW_CONNECTION, Connection(membership=Membership(organisation=organisation))
    ):
        return PagePart()
    return PagePart(
        actions=[Action(_("Programs"), reverse("connections:list", args=[organisation.pk]), icon="plug")]
    )
