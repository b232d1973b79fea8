"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_EMPLOYER = "employers:employer:view", _("see employers")
    REGISTER_EMPLOYER = "employers:employer:register", _("register an employer")
    EDIT_EMPLOYER = "employers:employer:edit", _("correct the entry of an employer")
    REVEAL_OFFICIAL_ID = "employers:official_id:reveal", _("open the official number of a household")
    MERGE_EMPLOYER = "employers:employer:merge", _("join two entries of one employer")
    VERIFY_EMPLOYER = "employers:employer:verify", _("verify an employer or a partner agency abroad")
    VIEW_VERIFICATION = "employers:verification:view", _("see what an employer was verified with")
    VIEW_PROBLEM = "employers:problem:view", _("see the published problem list")
    VIEW_UNPUBLISHED = "employers:unpublished:view", _("see problems that are not published")
    ENTER_PROBLEM = "employers:problem:enter", _("put an employer or a partner on the problem list")
