"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_PROGRAMME = "training:programme:view"
    EDIT_PROGRAMME = "training:programme:edit"
    VIEW_INTAKE = "training:intake:view"
    EDIT_INTAKE = "training:intake:edit"
    LOAD_TRAVEL_PAIR = "training:travel_pair:load"
    FOLLOW_INTAKE = "training:intake:follow"
    FOLLOW_ENROLMENT = "training:enrolment:follow"
    OWN_ENROLMENT = "training:enrolment:own"
    VIEW_ENROLMENT = "training:enrolment:view"
    ENROL_ENROLMENT = "training:enrolment:enrol"
    WITHDRAW_ENROLMENT = "training:enrolment:withdraw"
