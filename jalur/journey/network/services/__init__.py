"""Every write of this room."""

from jalur.journey.network.services.loans import (
    agree_loan,
    ask_for_loan,
    end_loan,
    finish_loan,
    refuse_loan,
    withdraw_loan,
)
from jalur.journey.network.services.members import agree, ask_to_join, end_member, refuse
from jalur.journey.network.services.readiness import load_items, note_finding
from jalur.journey.network.services.seats import seats_given_back
from jalur.journey.network.services.shares import (
    class_takes_nobody,
    end_share,
    fill_share,
    finish_share,
    keep_share,
)
from jalur.journey.network.services.transfers import (
    accept_transfer,
    agree_transfer,
    decline_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
