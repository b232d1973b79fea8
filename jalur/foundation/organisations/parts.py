"""What this room adds to the homes: where the platform's administrator begins."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.kit.components import Action
from jalur.kit.links import link
from jalur.kit.parts import HomePart


def home(actor: Actor, today: date) -> HomePart:  # noqa: ARG001 - every room's part is asked alike
    if actor.role != Role.ADMINISTRATOR:
        return HomePart()
    return HomePart(
        actions=[Action(_("Organisations and members"), link("organisations:list"), icon="building")]
    )
