"""How licences and members read on a screen: what a day says about a licence, the names of roles."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Role
from jalur.foundation.organisations import rules
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.kit import formats
from jalur.kit.components import Notice, Tag

ROLES = {
    Role.VILLAGE_OFFICER: gettext_lazy("village officer"),
    Role.LABOUR_OFFICER: gettext_lazy("labour office officer"),
    Role.TRAINING_MANAGER: gettext_lazy("training manager"),
    Role.INSTRUCTOR: gettext_lazy("instructor"),
    Role.ASSESSOR: gettext_lazy("assessor"),
    Role.COMPANY_OFFICER: gettext_lazy("placement company officer"),
    Role.MINISTRY_ANALYST: gettext_lazy("ministry analyst"),
    Role.LABOUR_ATTACHE: gettext_lazy("labour attaché"),
    Role.ADMINISTRATOR: gettext_lazy("platform administrator"),
}


def role_words(role: str) -> str:
    return str(ROLES.get(Role(role), role))


def role_choices(kind: str) -> list[tuple[str, str]]:
    """The roles a membership at an organisation of the kind may carry."""
    return [(role.value, role_words(role)) for role in sorted(rules.ROLES_OF_KIND.get(kind, ()))]


def standing_of(organisation: Organisation, licences: Iterable[Licence], on: date) -> rules.Standing[Licence]:
    return rules.standing(licences, rules.LICENCE_ASKED.get(organisation.kind), on)


def standing_tag(organisation: Organisation, licences: Iterable[Licence], on: date) -> Tag:
    """What a day says, in two words for a list."""
    if organisation.closed_on is not None and organisation.closed_on <= on:
        return Tag(_("closed"), "bad")
    return {
        "licensed": Tag(_("licensed"), "done"),
        "revoked": Tag(_("licence revoked"), "bad"),
        "expired": Tag(_("licence expired"), "bad"),
        "not_yet": Tag(_("not licensed yet"), "warn"),
        "none": Tag(_("no licence recorded"), "bad"),
        "not_asked": Tag(_("in the register"), "none"),
    }[standing_of(organisation, licences, on).state]


def standing_notice(organisation: Organisation, licences: Iterable[Licence], on: date) -> Notice:
    """What a day says about an organisation, in whole sentences for anybody."""
    day = formats.day(on, "long")
    if organisation.closed_on is not None and organisation.closed_on <= on:
        text = _("It was closed on %(closed)s. Do not give money or papers to anybody acting in its name.")
        return Notice(text % {"closed": formats.day(organisation.closed_on)}, _("No longer open"), "bad")
    standing = standing_of(organisation, licences, on)
    facts = {"day": day}
    if standing.licence is not None:
        facts |= {
            "number": standing.licence.number,
            "since": formats.day(standing.licence.valid_from) if standing.licence.valid_from else "–",
            "until": formats.day(standing.licence.valid_to) if standing.licence.valid_to else "–",
            "revoked": formats.day(standing.licence.revoked_on) if standing.licence.revoked_on else "–",
        }
    careful = _("Do not hand over money or papers; ask your village or the labour office.")
    if standing.state == "licensed":
        text = _("On %(day)s the licence %(number)s is in force.") % facts
        return Notice(text, _("Yes, licensed on this day"), "done")
    if standing.state == "revoked":
        text = _("The licence %(number)s was revoked on %(revoked)s.") % facts
        return Notice(f"{text} {careful}", _("No: the licence was revoked"), "bad")
    if standing.state == "expired":
        text = _("The licence %(number)s ended on %(until)s.") % facts
        return Notice(f"{text} {careful}", _("No: the licence has expired"), "bad")
    if standing.state == "not_yet":
        text = _("The licence %(number)s begins on %(since)s.") % facts
        return Notice(f"{text} {careful}", _("Not licensed yet on this day"), "warn")
    if standing.state == "none":
        text = _("On %(day)s this organisation has no licence in the register.") % facts
        return Notice(f"{text} {careful}", _("No licence recorded"), "bad")
    text = _("It is in the register of institutions. An institution of this kind needs no licence here.")
    return Notice(text, _("In the register"))
