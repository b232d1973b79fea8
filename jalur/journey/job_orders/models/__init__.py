"""Orders of employers abroad with what was checked and what they offer, openings held."""

from jalur.journey.job_orders.models.orders import (
    OF_LISTS,
    PUBLISHED,
    RELEASING,
    UNDER_LAW,
    CloseReason,
    HeldBecause,
    JobOrder,
    JobOrderQuerySet,
    OrderCheck,
    OrderRequirement,
    Reservation,
    ReservationState,
    State,
    left_of,
    takes_of,
)
from jalur.journey.job_orders.models.terms import TERMS, OrderCost, Payer
from jalur.journey.job_orders.models.versions import (
    BY_NEWEST,
    CHANGEABLE,
    COUNTING,
    OrderVersion,
    VersionState,
)

__all__ = [
    "BY_NEWEST",
    "CHANGEABLE",
    "COUNTING",
    "OF_LISTS",
    "PUBLISHED",
    "RELEASING",
    "TERMS",
    "UNDER_LAW",
    "CloseReason",
    "HeldBecause",
    "JobOrder",
    "JobOrderQuerySet",
    "OrderCheck",
    "OrderCost",
    "OrderRequirement",
    "OrderVersion",
    "Payer",
    "Reservation",
    "ReservationState",
    "State",
    "VersionState",
    "left_of",
    "takes_of",
]
