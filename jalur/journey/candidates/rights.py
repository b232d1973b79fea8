"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_CANDIDATE = "candidates:candidate:view", _("see a candidate's file")
    REGISTER_CANDIDATE = "candidates:candidate:register", _("register a candidate")
    EDIT_CANDIDATE = "candidates:candidate:edit", _("change schooling, skills and wishes")
    CONFIRM_EVIDENCE = "candidates:evidence:confirm", _("confirm evidence")
    OPT_OUT_PLANNING = "candidates:planning:opt_out", _("opt out of automatic planning")
    WITHDRAW_CANDIDATE = "candidates:candidate:withdraw", _("withdraw a candidate")
    EXPORT_CANDIDATE = "candidates:candidate:export", _("download the list of candidates")
    VIEW_OWN = "candidates:own:view", _("see one's own file")
    VIEW_DESK = "candidates:desk:view", _("work with the list of candidates")
    IMPORT_CANDIDATE = "candidates:candidate:import", _("import candidates from a spreadsheet")
    READ_PAPER = "candidates:paper:read", _("read the papers of a candidate")
    ADD_PAPER = "candidates:paper:add", _("add and remove papers of a candidate")
    ATTEST_REGISTRATION = "candidates:registration:attest", _("state by letter that somebody is registered")
    RETURN_CANDIDATE = "candidates:candidate:return", _("reopen a withdrawn file")
    OPEN_ACCOUNT = "candidates:account:open", _("open a candidate's account at the counter")
    WITHDRAW_SLIP = "candidates:slip:withdraw", _("make a slip worthless")
    USE_SLIP = "candidates:slip:use", _("choose a password with a slip")
