"""Permits in bulk, as they were granted on paper: for the ministry's own list and the example country."""

from collections.abc import Sequence

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.permits.models import Permit, Position, State
from jalur.journey.permits.rights import Right
from jalur.kit.database import refused_in_words


@deed
def enter_many(*, actor: Actor, permits: Sequence[tuple[Permit, Sequence[Position]]]) -> None:
    """Granted permits with their positions, for orders that say the same already (`JobOrder.quota`, `permit_until`)."""
    for permit, positions in permits:
        access.check(actor, Right.DECIDE_PERMIT, permit)
        permit.state, permit.decided_by_id = State.GRANTED, actor.user_id
        for position in positions:
            order = position.order
            assert (order.quota, order.permit_until) == (position.quota, permit.valid_until)
            position.permit, position.is_live = permit, True
    with refused_in_words(Permit):
        Permit.objects.bulk_create([permit for permit, _positions in permits], batch_size=1000)
    rows = [position for _permit, positions in permits for position in positions]
    with refused_in_words(Position):
        Position.objects.bulk_create(rows, batch_size=5000)
    subjects = [(permit, None, "") for permit, _positions in permits]
    history.record_many(actor=actor, event="permits:permit:entered", subjects=subjects)
