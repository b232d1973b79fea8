"""Every write of this room."""

from jalur.journey.certificates.services.issuance import issue, reissue
from jalur.journey.certificates.services.jobs import (
    cancel_issuing,
    perform_issuing,
    start_issuing,
    take_up_lost_issuing,
)
from jalur.journey.certificates.services.status import (
    fall_with,
    hold_those_of,
    resume,
    revoke,
    suspend,
    tell_end,
    tell_ended,
    tell_surveillance,
)
from jalur.journey.certificates.services.wallet import (
    carry,
    count_check,
    share,
    stop_sharing,
    take_along,
)

__all__ = [
    "cancel_issuing",
    "carry",
    "count_check",
    "fall_with",
    "hold_those_of",
    "issue",
    "perform_issuing",
    "reissue",
    "resume",
    "revoke",
    "share",
    "start_issuing",
    "stop_sharing",
    "suspend",
    "take_along",
    "take_up_lost_issuing",
    "tell_end",
    "tell_ended",
    "tell_surveillance",
]
