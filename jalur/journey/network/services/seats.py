"""What becomes of this room's rows when seats are given back."""

from collections.abc import Sequence
from typing import Any

from jalur.foundation.accounts.access import Actor
from jalur.journey.network.services.shares import keep_again
from jalur.journey.network.services.transfers import end_proposals


def seats_given_back(actor: Actor, seats: Sequence[Any]) -> None:
    """A consequence of the step around it."""
    keep_again(actor, seats)
    end_proposals(actor, seats)
