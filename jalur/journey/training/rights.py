"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_PROGRAMME = "training:programme:view", _("see training programmes")
    EDIT_PROGRAMME = "training:programme:edit", _("add and change programmes")
    VIEW_INTAKE = "training:intake:view", _("see classes")
    EDIT_INTAKE = "training:intake:edit", _("open, change and cancel classes")
    EDIT_RULES = "training:rules:edit", _("set the rules for one's classes")
    HOLD_INTAKE = "training:intake:hold", _("put a class on hold")
    LOAD_TRAVEL_PAIR = "training:travel_pair:load", _("load travel times")
    FOLLOW_INTAKE = "training:intake:follow", _("follow one's classes")
    FOLLOW_ENROLMENT = "training:enrolment:follow", _("follow residents' classes")
    OWN_ENROLMENT = "training:enrolment:own", _("see one's own seats")
    VIEW_ENROLMENT = "training:enrolment:view", _("see who has a seat")
    CALL_ENROLMENT = (
        "training:enrolment:call",
        _("take the participant list along, and open its phone numbers"),
    )
    SUMMON_ENROLMENT = "training:enrolment:summon", _("call somebody to a class by letter")
    ENROL_ENROLMENT = "training:enrolment:enrol", _("enrol in a class")
    OFFER_ENROLMENT = "training:enrolment:offer", _("offer a free seat to who waits for it")
    WITHDRAW_ENROLMENT = "training:enrolment:withdraw", _("give a seat back")
    VIEW_SHORTFALL = "training:shortfall:view", _("see who is below the standard")
    KEEP_SHORTFALL = "training:shortfall:keep", _("look after who is below the standard")
    STOP_SHORTFALL = "training:shortfall:stop", _("stop on the way to the standard, or go on")
    PASS_BACK_SHORTFALL = (
        "training:shortfall:pass_back",
        _("give who is below the standard back to the manager"),
    )
