"""The writes of this room."""

from jalur.journey.talent_pool.services.consents import (
    HELD_CONSENT,
    HELD_REQUESTS,
    expire_consent,
    extend_consent,
    give_consent,
    take_consent_back,
)
from jalur.journey.talent_pool.services.requests import (
    agree_to_request,
    decline_request,
    lapse_request,
    note_look,
    send_request,
    take_request_back,
)

__all__ = [
    "HELD_CONSENT",
    "HELD_REQUESTS",
    "agree_to_request",
    "decline_request",
    "expire_consent",
    "extend_consent",
    "give_consent",
    "lapse_request",
    "note_look",
    "send_request",
    "take_consent_back",
    "take_request_back",
]
