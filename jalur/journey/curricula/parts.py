"""What this room adds to the homes: what institutes discuss, and what others are asked to agree."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.journey.curricula import queries
from jalur.journey.curricula.models import PartyState, RemarkState, Version, VersionState
from jalur.journey.curricula.rights import Right
from jalur.kit.components import Need
from jalur.kit.links import link
from jalur.kit.parts import HomePart


def home(actor: Actor, today: date) -> HomePart:  # noqa: ARG001 - every room's home is asked alike
    needs = [*_asked(actor), *(_own(actor) if access.may(actor, Right.EDIT_VERSION) else [])]
    return HomePart(needs=needs)


def _asked(actor: Actor) -> list[Need]:
    """Each curriculum that the actor's organisation is asked to agree, by name."""
    if not access.may(actor, Right.ANSWER_PARTY):
        return []
    rows = queries.waiting_for(actor.organisation_id).select_related("version__curriculum__provider")
    return [
        Need(
            _("Agree the curriculum “%(title)s”, or say what is missing") % {"title": party.version.title},
            link("curricula:version", party.version.code),
            str(party.version.curriculum.provider),
            tone="now",
        )
        for party in rows.order_by("created_at", "pk")[:5]
    ]


def _own(actor: Actor) -> list[Need]:
    mine = Version.objects.filter(curriculum__provider=actor.organisation_id, state=VersionState.DISCUSSION)
    found = mine.aggregate(
        remarks=Count("remarks", filter=Q(remarks__state=RemarkState.OPEN), distinct=True),
        lacking=Count("parties", filter=Q(parties__state=PartyState.LACKING), distinct=True),
    )
    address = link("curricula:versions", query="state=discussion")
    return [
        Need(_("Comments on your curricula to settle"), address, count=found["remarks"]),
        Need(
            _("Organisations that say what a curriculum lacks"), address, count=found["lacking"], tone="warn"
        ),
    ]
