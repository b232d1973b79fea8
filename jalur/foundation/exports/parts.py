"""What this room adds to the homes: a list that was asked for is ready."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.exports import rules
from jalur.foundation.exports.models import Export, State
from jalur.kit.components import Need
from jalur.kit.links import link
from jalur.kit.parts import HomePart


def home(actor: Actor, _today: date) -> HomePart:
    """For whoever asked, in the role it was asked in, for a day."""
    since = timezone.now() - rules.NEWS
    ready = Export.objects.visible_to(actor).filter(state=State.DONE, finished_at__gte=since)
    return HomePart(
        needs=[
            Need(
                _("Your list is ready: %(list)s") % {"list": one.title},
                link("exports:export", one.pk),
                one.file_name,
                tone="done",
            )
            for one in ready.order_by("-finished_at", "pk")
        ]
    )
