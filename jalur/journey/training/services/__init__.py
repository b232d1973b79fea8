"""Every write of this room."""

from jalur.journey.training.services.class_rules import set_class_rules
from jalur.journey.training.services.enrolments import enrol, open_phones, withdraw
from jalur.journey.training.services.holding import LAPSED, moves, stopped_by_law
from jalur.journey.training.services.intakes import (
    cancel_intake,
    change_intake,
    close_intake,
    confirm_intake,
    discard_intake,
    draft_intake,
    finish_intake,
    open_intake,
    open_many,
    postpone_intake,
    publish_intake,
    start_intake,
)
from jalur.journey.training.services.kept import keep_seats, lock_for_kept_seat, take_kept_seat
from jalur.journey.training.services.pass_rates import learn_pass_rates
from jalur.journey.training.services.programmes import add_programme, change_programme, close_programme
from jalur.journey.training.services.remedial import Opened, open_remedial
from jalur.journey.training.services.sessions import cancel_sessions, copy_sessions, plan_session
from jalur.journey.training.services.shortfalls import (
    decide_next,
    hand_over,
    meet_standard,
    pass_back,
    resume,
    stop,
)
from jalur.journey.training.services.telling import note_change, remind_of_first_day, tell_changes
from jalur.journey.training.services.transfers import cannot_go_on, lock_for_transfer, transfer_seat
from jalur.journey.training.services.travel import load_travel_pairs
from jalur.journey.training.services.waiting import (
    accept_seat,
    decline_seat,
    enrol_or_wait,
    join_waiting_list,
    lapse_seat,
    offer_free_seats,
)
