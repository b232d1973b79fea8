"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_HOOK = "hooks:hook:view", _("see where a program is told what happens, and what it was told")
    MANAGE_HOOK = "hooks:hook:manage", _("say where and of what a program is told, and tell it again")
    END_HOOK = "hooks:hook:end", _("end the notices to a program")
    READ_NOTICE = "hooks:notice:read", _("as a program, read again what it was told")
    REPLAY_NOTICE = "hooks:notice:replay", _("as a program, be told again since a day")
