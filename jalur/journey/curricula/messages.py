"""What this room writes to people: that they are asked about a curriculum. What it says stands behind the link alone."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.curricula.models import Party, PartyState, VersionState


def _waits(key: str) -> bool:
    return Party.objects.filter(
        pk=key, state=PartyState.INVITED, version__state=VersionState.DISCUSSION
    ).exists()


def _version(key: str) -> str:
    return reverse("curricula:party", args=[key])


INVITED = MessageKind(
    key="curricula:invited",
    title=_("An institute asks an organisation to agree a curriculum"),
    subject=_("A curriculum to agree"),
    text=_(
        "An institute asks your organisation to agree a curriculum, or to say what is missing. Open it and sign in."
    ),
    link=_version,
    holds=_waits,
    is_needed=False,
)
ASKED_AGAIN = MessageKind(
    key="curricula:asked_again",
    title=_("A curriculum that was answered has changed"),
    subject=_("A curriculum has changed"),
    text=_(
        "A curriculum that your organisation was asked about has changed. Look at it again and sign in to answer."
    ),
    link=_version,
    holds=_waits,
    is_needed=False,
)
