"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_RUN = "proposals:run:view", _("see plans")
    START_RUN = "proposals:run:start", _("make a plan")
    CANCEL_RUN = "proposals:run:cancel", _("stop a plan")
    RENAME_RUN = "proposals:run:rename", _("rename a plan")
    PUBLISH_PLAN = "proposals:plan:publish", _("publish a plan and take it back")
    VIEW_PROPOSAL = "proposals:proposal:view", _("see a proposal")
    LIST_PROPOSAL = "proposals:proposal:list", _("see the list of proposals")
    VIEW_PATH = "proposals:path:view", _("see one's own path")
    DECIDE_PROPOSAL = "proposals:proposal:decide", _("offer or refuse a proposed path")
    ANSWER_PROPOSAL = "proposals:proposal:answer", _("answer an offer")
    RECORD_ANSWER = "proposals:answer:record", _("record an answer given at the counter")
    OPEN_LINK = "proposals:link:open", _("open an offer by its link")
    UNDO_PROPOSAL = "proposals:proposal:undo", _("undo a decision on the same day")
