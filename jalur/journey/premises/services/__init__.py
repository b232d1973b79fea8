"""Every write of this room."""

from jalur.journey.premises.services.beds import book_bed
from jalur.journey.premises.services.bookings import (
    book,
    bring,
    cancel_booking,
    copy_week,
    held_by,
    lock_resources,
    move_booking,
)
from jalur.journey.premises.services.imports import add_many
from jalur.journey.premises.services.opening import drop_day_off, keep_day_off, set_opening
from jalur.journey.premises.services.resources import (
    add_resource,
    change_resource,
    mend_resource,
    put_out_of_order,
    retire_resource,
)

__all__ = [
    "add_many",
    "add_resource",
    "book",
    "book_bed",
    "bring",
    "cancel_booking",
    "change_resource",
    "copy_week",
    "drop_day_off",
    "held_by",
    "keep_day_off",
    "lock_resources",
    "mend_resource",
    "move_booking",
    "put_out_of_order",
    "retire_resource",
    "set_opening",
]
