"""Every write of this room."""

from jalur.journey.premises.services.beds import (
    bed_refused,
    book_bed,
    consent_is_missing,
    give_bed,
    lock_beds,
    move_beds,
    rehouse,
    tell_of_bed,
)
from jalur.journey.premises.services.bookings import (
    book,
    bring,
    cancel_booking,
    copy_week,
    held_by,
    lock_resources,
    move_booking,
)
from jalur.journey.premises.services.consents import attach_paper, record_consent, take_consent_back
from jalur.journey.premises.services.imports import add_many
from jalur.journey.premises.services.lending import give_back, lend
from jalur.journey.premises.services.licences import (
    check_teaching,
    record_licence,
    replace_licence,
    set_teaching_rules,
)
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
    "attach_paper",
    "bed_refused",
    "book",
    "book_bed",
    "bring",
    "cancel_booking",
    "change_resource",
    "check_teaching",
    "consent_is_missing",
    "copy_week",
    "drop_day_off",
    "give_back",
    "give_bed",
    "held_by",
    "keep_day_off",
    "lend",
    "lock_beds",
    "lock_resources",
    "mend_resource",
    "move_beds",
    "move_booking",
    "put_out_of_order",
    "record_consent",
    "record_licence",
    "rehouse",
    "replace_licence",
    "retire_resource",
    "set_opening",
    "set_teaching_rules",
    "take_consent_back",
    "tell_of_bed",
]
