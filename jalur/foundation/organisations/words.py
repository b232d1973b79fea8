"""How licences and members read on a screen: what a day says about a licence, the names of roles."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Role
from jalur.foundation.geography.queries import place_label
from jalur.foundation.organisations import rules
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.rulebook.models import LicenceDuty, OrganisationKind
from jalur.foundation.rulebook.queries import licences_asked
from jalur.kit import formats
from jalur.kit.components import Need, Notice, Tag
from jalur.kit.links import link

ROLES = {
    Role.VILLAGE_OFFICER: gettext_lazy("village officer"),
    Role.LABOUR_OFFICER: gettext_lazy("labour office officer"),
    Role.TRAINING_MANAGER: gettext_lazy("training manager"),
    Role.INSTRUCTOR: gettext_lazy("instructor"),
    Role.ASSESSOR: gettext_lazy("assessor"),
    Role.CERTIFICATION_MANAGER: gettext_lazy("LSP manager"),
    Role.COMPANY_OFFICER: gettext_lazy("placement company officer"),
    Role.MINISTRY_ANALYST: gettext_lazy("ministry analyst"),
    Role.LABOUR_ATTACHE: gettext_lazy("labour attaché"),
    Role.ADMINISTRATOR: gettext_lazy("platform administrator"),
}


def where(organisation: Organisation) -> str:
    """An institution with its address, or the place it lies in: where people go."""
    place = place_label(organisation.place_id) if organisation.place_id else ""
    return ", ".join(filter(None, (organisation.name, organisation.address or place)))


def role_words(role: str) -> str:
    return str(ROLES.get(Role(role), role))


def role_choices(kind: str) -> list[tuple[str, str]]:
    """The roles a membership at an organisation of the kind may carry."""
    return [(role.value, role_words(role)) for role in sorted(rules.ROLES_OF_KIND.get(kind, ()))]


STANDING = {
    "licensed": Tag(gettext_lazy("licensed"), "done"),
    "revoked": Tag(gettext_lazy("licence revoked"), "bad"),
    "suspended": Tag(gettext_lazy("licence suspended"), "bad"),
    "expired": Tag(gettext_lazy("licence expired"), "bad"),
    "not_yet": Tag(gettext_lazy("not licensed yet"), "warn"),
    "none": Tag(gettext_lazy("no licence recorded"), "bad"),
    "not_asked": Tag(gettext_lazy("in the register"), "none"),
    "unstated": Tag(gettext_lazy("in the register"), "none"),
}


def standing_tag(
    organisation: Organisation, licences: Iterable[Licence], duties: Sequence[LicenceDuty], on: date
) -> Tag:
    """What a day says, in two words for a list. What was not checked against the law is no verdict."""
    if organisation.closed_on is not None and organisation.closed_on <= on:
        return Tag(_("closed"), "bad")
    standing = rules.standing_of(organisation.kind, licences, duties, on)
    tag = STANDING[standing.state]
    return replace(tag, tone="warn") if standing.state == "none" and not standing.is_checked else tag


NOT_CHECKED = gettext_lazy(
    "Whether the law requires a licence for this kind of institution has not been checked yet."
)

# State → heading, sentence, tone of what a day says in whole sentences.
NOTICES: dict[str, tuple[str, str, Literal["info", "done", "warn", "bad"]]] = {
    "licensed": (
        gettext_lazy("Yes, licensed on this day"),
        gettext_lazy("On %(day)s the licence %(number)s is in force."),
        "done",
    ),
    "not_for_placing": (
        gettext_lazy("Licensed, but not to place workers abroad"),
        gettext_lazy("On %(day)s the licence %(number)s is in force; it is for other work."),
        "info",
    ),
    "revoked": (
        gettext_lazy("No: the licence was revoked"),
        gettext_lazy("The licence %(number)s was revoked on %(revoked)s."),
        "bad",
    ),
    "suspended": (
        gettext_lazy("No: the licence is suspended"),
        gettext_lazy(
            "The licence %(number)s does not hold since %(suspended)s, until the suspension is lifted."
        ),
        "bad",
    ),
    "expired": (
        gettext_lazy("No: the licence has expired"),
        gettext_lazy("The licence %(number)s ended on %(until)s."),
        "bad",
    ),
    "not_yet": (
        gettext_lazy("Not licensed yet on this day"),
        gettext_lazy("The licence %(number)s begins on %(since)s."),
        "warn",
    ),
    "none": (
        gettext_lazy("No licence recorded"),
        gettext_lazy("On %(day)s this organisation has no licence in the register."),
        "bad",
    ),
    "not_asked": (
        gettext_lazy("In the register"),
        gettext_lazy(
            "It is in the register of institutions. An institution of this kind needs no licence here."
        ),
        "info",
    ),
    "unstated": (
        gettext_lazy("In the register"),
        gettext_lazy("Which licence an institution of this kind needed on %(day)s is not recorded."),
        "info",
    ),
}


# How surely an organisation is the one that was asked for.
LIKENESS = {
    "name": Tag(gettext_lazy("the same name"), "done"),
    "licence": Tag(gettext_lazy("this licence number"), "done"),
    "similar": Tag(gettext_lazy("similar name"), "warn"),
}


def likeness_notices(found: Collection[str]) -> list[Notice]:
    """What to do where only similar names were found."""
    if not found or any(likeness != "similar" for likeness in found):
        return []
    text = _(
        "Compare name, licence number and address letter by letter with the papers you were given: a company of nearly the"
        " same name, or a CV instead of a PT, may be another one."
    )
    title = _("No organisation has exactly this name; these are similar")
    return [Notice(text, title, "warn", about="is-it-real#similar")]


def placing_words(
    organisation: Organisation, licences: Iterable[Licence], placing: Collection[str], on: date
) -> str:
    """Whether workers may be placed abroad by it on a day; `placing`: the kinds of licence that allow it."""
    if rules.may_place(organisation, licences, placing, on):
        return _("Yes")
    if organisation.kind == OrganisationKind.MINISTRY:
        return _("Only in programmes between governments (G to G)")
    if organisation.kind == OrganisationKind.PLACEMENT_COMPANY:
        return _("No: its licence (SIP3MI) is not in force on this day")
    return _("No: only a placement company (P3MI) with a licence (SIP3MI) may")


def standing_notice(
    organisation: Organisation,
    licences: Iterable[Licence],
    duties: Sequence[LicenceDuty],
    placing: Collection[str],
    on: date,
) -> Notice:
    """What a day says about an organisation, in whole sentences for anybody; `placing` as in `placing_words`."""
    licences = list(licences)
    if organisation.closed_on is not None and organisation.closed_on <= on:
        text = _("It was closed on %(closed)s. Do not give money or papers to anybody acting in its name.")
        return Notice(text % {"closed": formats.day(organisation.closed_on)}, _("No longer open"), "bad")
    standing = rules.standing_of(organisation.kind, licences, duties, on)
    state = standing.state
    if state == "licensed" and not rules.may_place(organisation, licences, placing, on):
        state = "not_for_placing"
    title, sentence, tone = NOTICES[state]
    advice = ""
    if standing.state == "none" and not standing.is_checked:
        tone = "warn"
        advice = str(NOT_CHECKED)
    elif standing.state in rules.NOT_LICENSED:
        advice = _("Do not hand over money or papers; ask your village or the labour office.")
    return Notice(f"{sentence % _facts(standing.licence, on)} {advice}".strip(), str(title), tone)


def _facts(licence: Licence | None, on: date) -> dict[str, str]:
    """What sentences about a licence fill in."""
    days = {
        "since": licence.valid_from if licence else None,
        "until": licence.valid_to if licence else None,
        "revoked": licence.revoked_on if licence else None,
        "suspended": licence.suspended_on if licence else None,
    }
    written = {name: formats.day(day) if day else "–" for name, day in days.items()}
    return {"day": formats.day(on, "long"), "number": licence.number if licence else "", **written}


# State → what to say to an organisation about its own licence.
OWN_LICENCE = {
    "revoked": gettext_lazy("Your licence %(number)s was revoked on %(revoked)s"),
    "suspended": gettext_lazy("Your licence %(number)s is suspended since %(suspended)s"),
    "expired": gettext_lazy("Your licence %(number)s ended on %(until)s"),
    "not_yet": gettext_lazy("Your licence %(number)s begins on %(since)s"),
    "none": gettext_lazy("No licence of your organisation is recorded"),
}


def own_licence(
    organisation_id: UUID | None,
    on: date,
    *,
    follows: str,
    ask: str,
    stops: Collection[str] = rules.NOT_LICENSED,
) -> list[Need]:
    """To an organisation whose licence is not in force on a day: since when, what `follows` where it `stops` work, whom to ask."""
    organisation = Organisation.objects.prefetch_related("licences").filter(pk=organisation_id).first()
    if organisation is None:
        return []
    standing = rules.standing_of(organisation.kind, organisation.licences.all(), licences_asked(), on)
    if standing.state not in OWN_LICENCE:
        return []
    label = OWN_LICENCE[standing.state] % _facts(standing.licence, on)
    again = standing.licence.lifted_on if standing.licence and standing.state == "suspended" else None
    sentences = [
        _("It holds again from %(day)s.") % {"day": formats.day(again)} if again else "",
        follows if standing.state in stops else "",
        ask,
        "" if standing.is_checked else NOT_CHECKED,
    ]
    return [
        Need(
            label,
            link("organisations:organisation", organisation.pk),
            " ".join(str(sentence) for sentence in sentences if sentence),
            tone="bad" if standing.is_checked else "warn",
        )
    ]
