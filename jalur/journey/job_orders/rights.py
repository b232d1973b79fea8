"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_ORDER = "job_orders:order:view"
    VIEW_DRAFT = "job_orders:draft:view"
    DRAFT_ORDER = "job_orders:order:draft"
    VERIFY_ORDER = "job_orders:order:verify"
    CLOSE_ORDER = "job_orders:order:close"
    REGISTER_EMPLOYER = "job_orders:employer:register"
    VIEW_RESERVATION = "job_orders:reservation:view"
    HOLD_RESERVATION = "job_orders:reservation:hold"
    RELEASE_RESERVATION = "job_orders:reservation:release"
