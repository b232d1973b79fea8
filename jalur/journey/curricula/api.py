"""Curricula, their parts and what is said about them, for programs of institutes, labour offices and companies."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.bodies import Body, Nothing, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find
from jalur.journey.curricula import queries, services
from jalur.journey.curricula.forms import InForceForm, InviteForm, PartForm, RemarkForm, VersionForm
from jalur.journey.curricula.models import Curriculum, Part, Party, Remark, Version
from jalur.journey.curricula.rights import Right
from jalur.journey.curricula.workflow import PARTY, REMARK, VERSION
from jalur.kit import dates

router = Router("curricula", gettext_lazy("Curricula"))


class PartRecord(Schema):
    id: UUID
    key: UUID = Field(description="The same in every version that the part was copied to.")
    position: int
    title: str
    kind: str
    hours: int = Field(description="JP.")
    mode: str
    scheme: str
    competency: str | None
    outcome: str
    evidence: str


class VersionRecord(Schema):
    code: str
    curriculum: str
    number: int
    state: str
    title: str
    provider: UUID
    lesson_minutes: int
    weeks: int | None
    valid_from: date | None
    valid_to: date | None
    exception: str
    parts: list[PartRecord]


class Versions(Page[VersionRecord]):
    pass


class PartyRecord(Schema):
    id: UUID
    version: str
    organisation: UUID
    state: str
    lacking: str
    answered_at: datetime | None


class Parties(Page[PartyRecord]):
    pass


class RemarkRecord(Schema):
    id: UUID
    version: str
    part_key: UUID | None
    text: str
    organisation: UUID
    state: str
    settlement: str


class Remarks(Page[RemarkRecord]):
    pass


class VersionFields(Body):
    title: str | None = None
    lesson_minutes: int | None = Field(None, description="40 or 45.")
    weeks: int | None = None


class NewCurriculum(VersionFields):
    title: str
    lesson_minutes: int = Field(description="40 or 45.")


class PartFields(Body):
    title: str | None = None
    kind: str | None = None
    hours: int | None = Field(None, description="JP.")
    mode: str | None = None
    scheme: str | None = None
    competency: str | None = Field(None, max_length=64, description="Its code.")
    outcome: str | None = None
    evidence: str | None = None
    position: int | None = Field(None, description="Place in the order; without it at the end.")
    confirmed: bool = Field(False, description="The hours of a week are meant so.")


class NewPart(PartFields):
    title: str
    kind: str
    hours: int = Field(description="JP.")
    mode: str
    outcome: str
    evidence: str


class NewRemark(Body):
    text: str
    part_key: UUID | None = None


class Invited(Body):
    organisation: UUID


class InForce(Body):
    valid_from: date
    exception: str = Field("", description="Why it cannot wait for who has not agreed.")


class VersionQuery(PageQuery):
    state: str = Field("", max_length=12)


@router.read("/versions/", Right.VIEW_VERSION, Versions)
def list_versions(request: HttpRequest, query: Query[VersionQuery]) -> Versions:
    """Curricula in force, and those that one works on."""
    rows = Version.objects.visible_to(actor_of(request))
    rows = rows.select_related("curriculum").prefetch_related("parts")
    if query.state:
        rows = rows.filter(state=query.state)
    return page_of(Versions, rows, query, lambda found: map(_version, found))


@router.read("/versions/{code}/", Right.VIEW_VERSION, VersionRecord, events={"curricula:version": "code"})
def show_version(request: HttpRequest, code: str) -> VersionRecord:
    """One version with its parts."""
    return _version(find(VERSION, actor_of(request), code))


@router.create("/versions/", Right.EDIT_VERSION, VersionRecord)
def draft_curriculum(request: HttpRequest, body: NewCurriculum) -> VersionRecord:
    """A new curriculum of the program's own institute, as a draft."""
    actor = actor_of(request)
    provider = get_object_or_404(Organisation, pk=actor.organisation_id)
    fresh = Version(curriculum=Curriculum(provider=provider))
    form = through(partial(VersionForm, instance=fresh), body)
    return _version(services.draft_curriculum(actor=actor, version=form.instance))


@router.change("/versions/{code}/", Right.EDIT_VERSION, VersionRecord)
def change_version(request: HttpRequest, code: str, body: VersionFields) -> VersionRecord:
    """Name, weeks and length of a JP; what is not sent stays."""
    version = _own(request, code)
    form = through(partial(VersionForm, instance=version), body)
    with as_seen(request, version, _version):
        changed = services.change_version(actor=actor_of(request), version=form.instance, today=dates.today())
    return _version(changed)


@router.create("/versions/{code}/parts/", Right.EDIT_VERSION, VersionRecord)
def add_part(request: HttpRequest, code: str, body: NewPart) -> VersionRecord:
    """A part of a version that is worked on; the answer is the version with all its parts."""
    return _with_part(request, Part(version=_own(request, code)), body)


@router.change("/versions/{code}/parts/{uuid:pk}/", Right.EDIT_VERSION, VersionRecord)
def change_part(request: HttpRequest, code: str, pk: UUID, body: PartFields) -> VersionRecord:
    """What is not sent stays; the answer is the version with all its parts."""
    part = _own_part(request, code, pk)
    with as_seen(request, part.version, _version):
        return _with_part(request, part, body)


@router.step("/versions/{code}/parts/{uuid:pk}/remove/", Right.EDIT_VERSION, VersionRecord)
def remove_part(request: HttpRequest, code: str, pk: UUID, body: Nothing) -> VersionRecord:  # noqa: ARG001 - an empty object
    """Take a part out; the others close up."""
    part = _own_part(request, code, pk)
    with as_seen(request, part.version, _version):
        version = services.remove_part(actor=actor_of(request), part=part, today=dates.today())
    return _version(version)


@router.step("/versions/{code}/discuss/", Right.EDIT_VERSION, VersionRecord)
def discuss(request: HttpRequest, code: str, body: Nothing) -> VersionRecord:  # noqa: ARG001 - an empty object
    """Open a draft for discussion."""
    version = _own(request, code)
    with as_seen(request, version, _version):
        return _version(services.discuss(actor=actor_of(request), version=version))


@router.create("/versions/{code}/invitations/", Right.EDIT_VERSION, PartyRecord)
def invite(request: HttpRequest, code: str, body: Invited) -> PartyRecord:
    """Ask an organisation to agree the version; its people are told."""
    version = _own(request, code)
    asked = through(InviteForm, body).cleaned_data["organisation"]
    party = services.invite(actor=actor_of(request), version=version, organisation=asked, today=dates.today())
    return _party(party)


@router.step("/versions/{code}/invitations/{uuid:pk}/withdraw/", Right.EDIT_VERSION, PartyRecord)
def withdraw_invitation(request: HttpRequest, code: str, pk: UUID, body: Nothing) -> PartyRecord:  # noqa: ARG001 - an empty object
    """The version no longer waits for an organisation that has not answered."""
    version = _own(request, code)
    party = get_object_or_404(version.parties.select_related(*PARTY.related), pk=pk)
    with as_seen(request, party, _party):
        withdrawn = services.withdraw_invitation(actor=actor_of(request), version=version, party=party)
    return _party(withdrawn)


@router.step("/versions/{code}/discard/", Right.EDIT_VERSION, VersionRecord)
def discard_version(request: HttpRequest, code: str, body: Reason) -> VersionRecord:
    """It is worked on no longer; a new one can start from it."""
    version = _own(request, code)
    with as_seen(request, version, _version):
        discarded = services.discard_version(actor=actor_of(request), version=version, reason=body.reason)
    return _version(discarded)


@router.step("/versions/{code}/put-in-force/", Right.EDIT_VERSION, VersionRecord)
def put_in_force(request: HttpRequest, code: str, body: InForce) -> VersionRecord:
    """From the day on it is what is taught, and never changes again."""
    version = _own(request, code)
    only = {"valid_from", *(["exception"] if body.exception else [])}
    missing = queries.not_agreed(version) or ["-"] if body.exception else []
    answers = through(partial(InForceForm, missing=missing), body, only=only).cleaned_data
    with as_seen(request, version, _version):
        stands = services.put_in_force(
            actor=actor_of(request), version=version, today=dates.today(), **answers
        )
    return _version(stands)


@router.create("/versions/{code}/copies/", Right.EDIT_VERSION, VersionRecord)
def copy_version(request: HttpRequest, code: str, body: Nothing) -> VersionRecord:  # noqa: ARG001 - an empty object
    """The next version, as a draft with the same parts."""
    return _version(services.copy_version(actor=actor_of(request), version=_own(request, code)))


@router.read("/invitations/", Right.ANSWER_PARTY, Parties)
def list_invitations(request: HttpRequest, query: Query[PageQuery]) -> Parties:
    """What one's organisation was asked to agree."""
    rows = Party.objects.visible_to(actor_of(request)).select_related("version")
    return page_of(Parties, rows, query, lambda found: map(_party, found))


@router.read("/invitations/{uuid:pk}/", Right.ANSWER_PARTY, PartyRecord, events={"curricula:party": "pk"})
def show_invitation(request: HttpRequest, pk: UUID) -> PartyRecord:
    """One of them."""
    return _party(find(PARTY, actor_of(request), pk))


@router.step("/invitations/{uuid:pk}/agree/", Right.ANSWER_PARTY, PartyRecord)
def agree(request: HttpRequest, pk: UUID, body: Nothing) -> PartyRecord:  # noqa: ARG001 - an empty object
    """The organisation agrees the version as it stands."""
    party = find(PARTY, actor_of(request), pk)
    with as_seen(request, party, _party):
        return _party(services.agree(actor=actor_of(request), party=party))


@router.step("/invitations/{uuid:pk}/say-missing/", Right.ANSWER_PARTY, PartyRecord)
def say_missing(request: HttpRequest, pk: UUID, body: Reason) -> PartyRecord:
    """What is missing before the organisation can agree."""
    party = find(PARTY, actor_of(request), pk)
    with as_seen(request, party, _party):
        return _party(services.say_missing(actor=actor_of(request), party=party, reason=body.reason))


@router.create("/versions/{code}/remarks/", Right.WRITE_REMARK, RemarkRecord)
def write_remark(request: HttpRequest, code: str, body: NewRemark) -> RemarkRecord:
    """A comment on a part (by its key) or on the whole."""
    actor = actor_of(request)
    version = find(VERSION, actor, code)
    if not queries.takes_part(version, actor.organisation_id):
        raise Http404
    form = through(partial(RemarkForm, instance=Remark(version=version)), body)
    return _remark(services.write_remark(actor=actor, remark=form.instance))


@router.read("/remarks/", Right.WRITE_REMARK, Remarks)
def list_remarks(request: HttpRequest, query: Query[PageQuery]) -> Remarks:
    """Comments of one's organisation, and those on its curricula."""
    rows = Remark.objects.visible_to(actor_of(request)).select_related("version")
    return page_of(Remarks, rows, query, lambda found: map(_remark, found))


@router.read("/remarks/{uuid:pk}/", Right.WRITE_REMARK, RemarkRecord, events={"curricula:remark": "pk"})
def show_remark(request: HttpRequest, pk: UUID) -> RemarkRecord:
    """One comment."""
    return _remark(find(REMARK, actor_of(request), pk))


@router.step("/remarks/{uuid:pk}/settle/", Right.SETTLE_REMARK, RemarkRecord)
def settle_remark(request: HttpRequest, pk: UUID, body: Reason) -> RemarkRecord:
    """What was done about a comment."""
    remark = find(REMARK, actor_of(request), pk, action=Right.SETTLE_REMARK)
    with as_seen(request, remark, _remark):
        return _remark(services.settle_remark(actor=actor_of(request), remark=remark, reason=body.reason))


def _own(request: HttpRequest, code: str) -> Version:
    version = find(VERSION, actor_of(request), code)
    access.check(actor_of(request), Right.EDIT_VERSION, version)
    return version


def _with_part(request: HttpRequest, part: Part, body: PartFields) -> VersionRecord:
    form = through(partial(PartForm, instance=part), body)
    written = services.write_part(actor=actor_of(request), part=form.instance, today=dates.today())
    return _version(written.version)


def _own_part(request: HttpRequest, code: str, pk: UUID) -> Part:
    rows = _own(request, code).parts.select_related("version__curriculum__provider")
    return get_object_or_404(rows, pk=pk)


def _version(version: Version) -> VersionRecord:
    return VersionRecord(
        code=version.code,
        curriculum=version.curriculum.number,
        number=version.number,
        state=version.state,
        title=version.title,
        provider=version.curriculum.provider_id,
        lesson_minutes=version.lesson_minutes,
        weeks=version.weeks,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        exception=version.exception,
        parts=[_part(part) for part in sorted(version.parts.all(), key=lambda part: part.position)],
    )


def _part(part: Part) -> PartRecord:
    return PartRecord(
        id=part.pk,
        key=part.key,
        position=part.position,
        title=part.title,
        kind=part.kind,
        hours=part.hours,
        mode=part.mode,
        scheme=part.scheme,
        competency=part.competency_id,
        outcome=part.outcome,
        evidence=part.evidence,
    )


def _party(party: Party) -> PartyRecord:
    return PartyRecord(
        id=party.pk,
        version=party.version.code,
        organisation=party.organisation_id,
        state=party.state,
        lacking=party.lacking,
        answered_at=party.answered_at,
    )


def _remark(remark: Remark) -> RemarkRecord:
    return RemarkRecord(
        id=remark.pk,
        version=remark.version.code,
        part_key=remark.part_key,
        text=remark.text,
        organisation=remark.organisation_id,
        state=remark.state,
        settlement=remark.settlement,
    )
