"""What this room adds to the home of an assessor: the standards that people are assessed by."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.models import DestinationStandard
from jalur.kit.components import Action
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import HomePart


def home(actor: Actor, today: date) -> HomePart:
    if actor.role != Role.ASSESSOR:
        return HomePart()
    standards = link("competencies:standard_list")
    return HomePart(
        figures=[
            counted(
                _("Destination standards in force"),
                DestinationStandard.objects.in_force(today).count(),
                _("What destinations require in an occupation today, unit by unit."),
                url=link("competencies:standard_list", query="period=now"),
            )
        ],
        actions=[
            Action(_("Destination standards"), standards, icon="globe-asia-australia"),
            Action(_("Units and language levels"), link("competencies:catalogue"), icon="mortarboard"),
        ],
    )
