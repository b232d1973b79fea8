"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_VERSION = "curricula:version:view", _("see curricula in force")
    VIEW_DRAFT = "curricula:draft:view", _("see curricula that are being worked on")
    EDIT_VERSION = "curricula:version:edit", _("write a curriculum, invite to it and put it in force")
    WRITE_REMARK = "curricula:remark:write", _("comment on a curriculum")
    SETTLE_REMARK = "curricula:remark:settle", _("say what became of a comment")
    ANSWER_PARTY = "curricula:party:answer", _("agree a curriculum, or say what it lacks")
