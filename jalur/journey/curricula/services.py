"""Every write of this room."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.curricula import messages, queries
from jalur.journey.curricula.models import Part, Party, PartyState, Remark, Version, VersionState
from jalur.journey.curricula.rights import Right
from jalur.journey.curricula.workflow import PARTY, REMARK, VERSION
from jalur.kit.database import refused_in_words
from jalur.kit.refusals import refusal

COPIED = (
    "key",
    "title",
    "kind",
    "hours",
    "mode",
    "scheme",
    "competency_id",
    "outcome",
    "evidence",
    "position",
)


@deed
def draft_curriculum(*, actor: Actor, version: Version) -> Version:
    """A new curriculum of an institute with its first version, as a draft; `version.curriculum` is unsaved."""
    access.check(actor, Right.EDIT_VERSION, version)
    version.curriculum.save(force_insert=True)
    return _number(actor, version, 1)


def change_version(*, actor: Actor, version: Version, today: date) -> Version:
    """Name, planned weeks and length of a JP, as given. Who has agreed is asked again."""
    with VERSION.step("change", actor=actor, subject=version) as locked:
        if not locked.take_over(version):
            raise UnchangedError
        locked.full_clean()
        _ask_again(actor, locked, today)
    return locked


def write_part(*, actor: Actor, part: Part, today: date) -> Part:
    """A part at its place, new or changed; the others make room. Who has agreed is asked again."""
    with VERSION.step("arrange", actor=actor, subject=part.version) as locked:
        part.version = locked
        others = list(locked.parts.exclude(pk=part.pk).order_by("position"))
        place = min(part.position or len(others) + 1, len(others) + 1)
        part.position = place
        with refused_in_words(Part):
            part.full_clean(validate_unique=False, validate_constraints=False)
            part.save()
        _renumber([*others[: place - 1], part, *others[place - 1 :]])
        _ask_again(actor, locked, today)
    return part


def remove_part(*, actor: Actor, part: Part, today: date) -> Version:
    """Take a part out; the others close up. Who has agreed is asked again."""
    with VERSION.step("arrange", actor=actor, subject=part.version) as locked:
        locked.parts.filter(pk=part.pk).delete()
        _renumber(list(locked.parts.order_by("position")))
        _ask_again(actor, locked, today)
    return locked


def discuss(*, actor: Actor, version: Version) -> Version:
    """Open a draft for discussion."""
    with VERSION.step("discuss", actor=actor, subject=version) as locked:
        pass
    return locked


def invite(*, actor: Actor, version: Version, organisation: Organisation, today: date) -> Party:
    """Ask an organisation to agree; its people are told."""
    with VERSION.step("invite", actor=actor, subject=version) as locked:
        if organisation.pk == locked.curriculum.provider_id:
            sentence = _("The institute agrees by putting the version in force. Choose another organisation.")
            raise refusal("organisation", "own", sentence)
        if not organisation.is_open(today):
            raise refusal("organisation", "closed", _("This organisation is closed. Choose another one."))
        earlier = locked.parties.filter(organisation=organisation).first()
        if earlier is not None and earlier.state != PartyState.WITHDRAWN:
            raise refusal("organisation", "party_once", _("This organisation is invited already."))
        verb = "invite_again" if earlier else "invite"
        party = earlier or Party(version=locked, organisation=organisation)
        with PARTY.step(verb, actor=actor, subject=party) as party:
            pass
        _tell(messages.INVITED, party, today)
    return party


def withdraw_invitation(*, actor: Actor, version: Version, party: Party) -> Party:
    """The version no longer waits for an organisation that has not answered."""
    with (
        VERSION.step("withdraw_invitation", actor=actor, subject=version),
        PARTY.step("withdraw", actor=actor, subject=party) as withdrawn,
    ):
        pass
    return withdrawn


def agree(*, actor: Actor, party: Party) -> Party:
    """The actor's organisation agrees the version as it stands."""
    with PARTY.step("agree", actor=actor, subject=party) as locked:
        locked.lacking = ""
        _answered(actor, locked)
    return locked


def say_missing(*, actor: Actor, party: Party, reason: str) -> Party:
    """The actor's organisation says what is missing before it can agree."""
    with PARTY.step("say_missing", actor=actor, subject=party, reason=reason) as locked:
        _answered(actor, locked)
    return locked


def write_remark(*, actor: Actor, remark: Remark) -> Remark:
    """A comment for the actor's organisation, on the version or one of its parts (`part_key`)."""
    assert actor.user_id is not None
    assert actor.organisation_id is not None
    remark.author_id, remark.organisation_id = actor.user_id, actor.organisation_id
    if remark.part_key is not None:
        titles = remark.version.parts.filter(key=remark.part_key).values_list("title", flat=True)
        remark.part_title = titles.first() or ""
        if not remark.part_title:
            raise refusal("part_key", "unknown", _("This part is no longer in the version. Choose again."))
    with REMARK.step("write", actor=actor, subject=remark) as written:
        written.full_clean()
    return written


def settle_remark(*, actor: Actor, remark: Remark, reason: str) -> Remark:
    """Say what was done about a comment."""
    with REMARK.step("settle", actor=actor, subject=remark, reason=reason) as locked:
        pass
    return locked


def put_in_force(
    *, actor: Actor, version: Version, valid_from: date, exception: str = "", today: date
) -> Version:
    """From the day on the version is what is taught, and never changes again; the one before ends on that day.

    Refused while somebody who was invited has not agreed, unless an exception says why it cannot wait.
    """
    with VERSION.step("put_in_force", actor=actor, subject=version, today=today) as locked:
        if valid_from < today:
            raise refusal(
                "valid_from", "past", _("This day is past. A version is in force from today at the earliest.")
            )
        missing = queries.not_agreed(locked)
        if missing and not exception:
            sentence = _("Has not agreed yet: %(names)s. Wait, or say why the version cannot wait for that.")
            raise refusal("exception", "not_agreed", sentence % {"names": ", ".join(missing)})
        locked.valid_from, locked.exception = valid_from, exception if missing else ""
        _supersede(actor, locked, valid_from)
    return locked


def discard_version(*, actor: Actor, version: Version, reason: str) -> Version:
    """It is worked on no longer; a new one can start from it."""
    with VERSION.step("discard", actor=actor, subject=version, reason=reason) as locked:
        pass
    return locked


def copy_version(*, actor: Actor, version: Version) -> Version:
    """A new draft of the same curriculum with the same parts."""
    with VERSION.step("copy", actor=actor, subject=version) as locked:
        last = locked.curriculum.versions.order_by("-number").values_list("number", flat=True).first() or 0
        fresh = Version(
            curriculum=locked.curriculum,
            title=locked.title,
            lesson_minutes=locked.lesson_minutes,
            weeks=locked.weeks,
        )
        _number(actor, fresh, last + 1)
        parts = [
            Part(version=fresh, **{name: getattr(part, name) for name in COPIED})
            for part in locked.parts.order_by("position")
        ]
        Part.objects.bulk_create(parts)
    return fresh


def _number(actor: Actor, version: Version, number: int) -> Version:
    version.number, version.code = number, f"{version.curriculum.number}-{number}"
    with VERSION.step("draft", actor=actor, subject=version):
        version.full_clean()
    return version


def _supersede(actor: Actor, version: Version, on: date) -> None:
    before = Version.objects.filter(curriculum=version.curriculum_id, state=VersionState.AGREED).first()
    if before is None:
        return
    if before.valid_from is not None and on < before.valid_from:
        sentence = _("The version before is in force from a later day. Choose that day or a later one.")
        raise refusal("valid_from", "before_the_last", sentence)
    with VERSION.step("supersede", actor=actor, subject=before) as ended:
        ended.valid_to = on


def _renumber(parts: Sequence[Part]) -> None:
    """The deferred constraint lets them pass through each other's places."""
    moved = []
    for position, part in enumerate(parts, start=1):
        if part.position != position:
            part.position = position
            moved.append(part)
    Part.objects.bulk_update(moved, ["position"])


def _answered(actor: Actor, party: Party) -> None:
    party.answered_by_id, party.answered_at = actor.user_id, timezone.now()


def _ask_again(actor: Actor, version: Version, today: date) -> None:
    """Whoever has answered did so about other parts."""
    rows = version.parties.standing().exclude(state=PartyState.INVITED)
    with PARTY.step_many("ask_again", actor=actor, subjects=rows) as parties:
        for party in parties:
            party.lacking, party.answered_by, party.answered_at = "", None, None
    for party in parties:
        _tell(messages.ASKED_AGAIN, party, today)


def _tell(kind: MessageKind, party: Party, today: date) -> None:
    """Everybody who can answer for the organisation."""
    roles = {grant.role for grant in access.table() if grant.action == Right.ANSWER_PARTY}
    for user in queries.people_of(party.organisation, today, roles):
        tell(kind, to=user, about=party, once=today.isoformat())
