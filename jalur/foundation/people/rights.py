"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_PERSON = "people:person:view", _("see personal data")
    REGISTER_PERSON = "people:person:register", _("record personal data")
    EDIT_PERSON = "people:person:edit", _("change residence and phone")
    CORRECT_IDENTITY = "people:identity:correct", _("correct name, birth date, sex and NIK")
    REVEAL_IDENTITY = "people:identity:reveal", _("open the full NIK")
    VIEW_DUPLICATE = "people:duplicate:view", _("see possible duplicates")
    DECIDE_DUPLICATE = "people:duplicate:decide", _("decide on possible duplicates")
    READ_NOTICE = "people:notice:read", _("read the privacy notice, or read it out")
    VIEW_CORRECTION = "people:correction:view", _("see requests for a correction")
    ASK_CORRECTION = "people:correction:ask", _("ask for a correction of one's identity")
    ANSWER_CORRECTION = "people:correction:answer", _("answer a request for a correction")
