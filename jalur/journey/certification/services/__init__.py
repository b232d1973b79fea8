"""Every write of this room."""

from jalur.journey.certification.services.appeals import assign_appeal, file_appeal, review_appeal
from jalur.journey.certification.services.assessments import (
    HELD,
    accept,
    agree,
    apply,
    apply_for_class,
    observe,
    observe_many,
    put_back,
    rate_oneself,
    recommend,
    refuse,
    withdraw,
)
from jalur.journey.certification.services.days import call_to_day, cancel_day, plan_day
from jalur.journey.certification.services.files import take_along
from jalur.journey.certification.services.licences import (
    approve_place,
    correct_withdrawal,
    grant_coverage,
    register_assessor,
    withdraw_licence,
)
from jalur.journey.certification.services.plenos import (
    Decision,
    annul,
    hold_pleno,
    leave_standing,
    send_back,
)
from jalur.journey.certification.services.schemes import add_scheme, add_schemes

__all__ = [
    "HELD",
    "Decision",
    "accept",
    "add_scheme",
    "add_schemes",
    "agree",
    "annul",
    "apply",
    "apply_for_class",
    "approve_place",
    "assign_appeal",
    "call_to_day",
    "cancel_day",
    "correct_withdrawal",
    "file_appeal",
    "grant_coverage",
    "hold_pleno",
    "leave_standing",
    "observe",
    "observe_many",
    "plan_day",
    "put_back",
    "rate_oneself",
    "recommend",
    "refuse",
    "register_assessor",
    "review_appeal",
    "send_back",
    "take_along",
    "withdraw",
    "withdraw_licence",
]
