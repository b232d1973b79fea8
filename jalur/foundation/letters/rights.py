"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    CHECK_LETTER = "letters:letter:check", _("see whether a letter exists")
    READ_LETTER = "letters:letter:read", _("read letters")
    ISSUE_LETTER = "letters:letter:issue", _("issue letters")
    WITHDRAW_LETTER = "letters:letter:withdraw", _("withdraw letters")
    VIEW_LETTERHEAD = "letters:letterhead:view", _("see letterhead and number series")
    EDIT_LETTERHEAD = "letters:letterhead:edit", _("change letterhead, number series and who signs")
