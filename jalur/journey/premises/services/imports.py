"""Lists of what a centre has and of who teaches there: the columns, what a row says, and what is on the list already."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.foundation.competencies.models import Competency
from jalur.foundation.imports.kinds import Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import Column, Row, each, folded
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.people.models import Sex
from jalur.foundation.workflow.locks import deed
from jalur.journey.premises.models import COUNTED, Ages, Repair, Resource, ResourceKind
from jalur.journey.premises.services.resources import add_resource
from jalur.kit.folding import fold
from jalur.kit.reading import read_number

KINDS: dict[str, tuple[ResourceKind, str]] = folded(
    {
        "bengkel": (ResourceKind.WORKSHOP, ""),
        "workshop": (ResourceKind.WORKSHOP, ""),
        "ruang": (ResourceKind.ROOM, ""),
        "kelas": (ResourceKind.ROOM, ""),
        "room": (ResourceKind.ROOM, ""),
        "peralatan": (ResourceKind.EQUIPMENT, ""),
        "alat": (ResourceKind.EQUIPMENT, ""),
        "mesin": (ResourceKind.EQUIPMENT, ""),
        "equipment": (ResourceKind.EQUIPMENT, ""),
        "asrama putri": (ResourceKind.DORMITORY, Sex.FEMALE),
        "kamar putri": (ResourceKind.DORMITORY, Sex.FEMALE),
        "asrama perempuan": (ResourceKind.DORMITORY, Sex.FEMALE),
        "dormitory women": (ResourceKind.DORMITORY, Sex.FEMALE),
        "asrama putra": (ResourceKind.DORMITORY, Sex.MALE),
        "kamar putra": (ResourceKind.DORMITORY, Sex.MALE),
        "asrama laki-laki": (ResourceKind.DORMITORY, Sex.MALE),
        "dormitory men": (ResourceKind.DORMITORY, Sex.MALE),
    }
)
REPAIRS = folded(
    {
        "baik": Repair.GOOD,
        "good": Repair.GOOD,
        "rusak ringan": Repair.WORN,
        "aus": Repair.WORN,
        "worn": Repair.WORN,
        "rusak": Repair.BROKEN,
        "rusak berat": Repair.BROKEN,
        "broken": Repair.BROKEN,
    }
)
AGES = folded(
    {
        "di bawah 18": Ages.YOUNG,
        "di bawah 18 tahun": Ages.YOUNG,
        "anak": Ages.YOUNG,
        "remaja": Ages.YOUNG,
        "under 18": Ages.YOUNG,
        "young": Ages.YOUNG,
        "dewasa": Ages.ADULTS,
        "18 tahun ke atas": Ages.ADULTS,
        "adults": Ages.ADULTS,
        "18 and older": Ages.ADULTS,
    }
)
MOST_UNITS, MANY_UNITS, MOST_PLACES, LONGEST_WEEK = 500, 100, 2000, 60
TEACHERS = (Role.INSTRUCTOR, Role.TRAINING_MANAGER)


@dataclass(frozen=True)
class Listed:
    """A row of a list: what is to be booked, and of an instructor codes of what she may teach."""

    resource: Resource
    teaches: tuple[str, ...] = ()


def _column(
    key: str, heading: str, also: tuple[str, ...], example: str, instruction: Any, **more: Any
) -> Column:
    """A column of the resource's field `key`, compared and shown as it stands there."""
    known = {
        "value": lambda one: getattr(one.resource, key),
        "words": each(lambda one: getattr(one.resource, key) or ""),
    }
    return Column(key, heading, also, example, instruction, **(known | more))


def _kind_in_words(listed: Listed) -> str:
    kind, sex = listed.resource.get_kind_display(), listed.resource.get_sex_display()
    return f"{kind} ({sex})" if sex else kind


RESOURCES = (
    _column(
        "what",
        "Jenis",
        ("jenis sarana", "kind"),
        "asrama putri",
        gettext_lazy(
            "Write bengkel, ruang, peralatan, asrama putri or asrama putra. Instructors have a list of their own."
        ),
        is_needed=True,
        value=lambda one: (one.resource.kind, one.resource.sex),
        words=each(_kind_in_words),
    ),
    _column(
        "name",
        "Nama",
        ("nama sarana", "uraian", "name"),
        "Melati 1",
        gettext_lazy("Write what it is called, at most 120 letters."),
        is_needed=True,
    ),
    _column(
        "units",
        "Jumlah",
        ("jumlah unit", "tempat tidur", "how many"),
        "8",
        gettext_lazy("Write how many machines or beds, from 1 to 500; of a workshop or room leave it empty."),
    ),
    _column(
        "places",
        "Kapasitas orang",
        ("kapasitas", "places for people"),
        "8",
        gettext_lazy("Write for how many people a workshop or room is, or leave it empty."),
    ),
    _column(
        "repair",
        "Kondisi",
        ("keadaan", "state of repair"),
        "baik",
        gettext_lazy("Write baik, rusak ringan or rusak berat."),
        words=each(lambda one: one.resource.get_repair_display()),
    ),
    _column(
        "ages",
        "Umur",
        ("usia", "untuk umur", "untuk usia", "ages"),
        "di bawah 18",
        gettext_lazy("Of a dormitory room write di bawah 18 or dewasa, or leave it empty."),
        words=each(lambda one: one.resource.get_ages_display()),
    ),
)
INSTRUCTORS = (
    Column(
        "email",
        "Surel",
        ("email", "alamat email"),
        "tuti@contoh.example",
        gettext_lazy("Write the e-mail with which the instructor signs in to Jalur."),
        is_needed=True,
        value=lambda one: one.resource.member_id,
        words=each(lambda one: one.resource.name),
    ),
    Column(
        "teaches",
        "Boleh mengajar",
        ("kompetensi", "may teach"),
        "C.24LAS01.001.1",
        gettext_lazy(
            "Write the codes of competencies, separated by semicolons, for example C.24LAS01.001.1."
        ),
        value=lambda one: frozenset(one.teaches),
        words=each(lambda one: ", ".join(one.teaches)),
    ),
    _column(
        "hours_a_week",
        "Jam per pekan",
        ("jam mengajar", "jam per minggu", "hours a week"),
        "30",
        gettext_lazy("Write the hours a week, from 1 to 60, or leave it empty."),
    ),
)


def plan_resources(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Listed]:  # noqa: ARG001 - no day matters
    """What would be added to the list of the actor's centre, and what is there already."""
    read = _resource_reader(_centre(actor))
    return plan_rows(rows, read, earlier=earlier, marks=_marks, standing=_standing)[0]


def plan_instructors(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Listed]:
    """Who would be added as an instructor of the actor's centre; nobody gets an account by a list."""
    read = _instructor_reader(_centre(actor), today)
    return plan_rows(rows, read, earlier=earlier, marks=_marks, standing=_standing)[0]


def _marks(listed: Listed) -> set[Hashable]:
    """Of each kind a name once; a person once."""
    resource = listed.resource
    return {resource.member_id or (resource.kind, fold(resource.name))}


def _standing(rows: Sequence[Listed]) -> dict[Hashable, UUID]:
    """What was taken out of use counts too: its name is taken."""
    centres = {one.resource.organisation_id for one in rows}
    there = Resource.objects.own().filter(organisation__in=centres).order_by("pk")
    return {mark: row.pk for row in there for mark in _marks(Listed(row))}


def _resource_reader(centre: Organisation) -> Callable[[Row], Listed]:
    def units(row: Row) -> int:
        if not row.is_said("units"):
            return 1
        count = _number(row, "units", MOST_UNITS) or 1
        if count > MANY_UNITS:
            row.confirm("units", _("That is very many. Is it right?"))
        return count

    def read(row: Row) -> Listed:
        values: dict[str, Any] = row.every(
            kind=lambda row: row.choice("what", KINDS),
            name=lambda row: row.text("name", longest=120),
            units=units,
            places=lambda row: _number(row, "places", MOST_PLACES),
            ages=lambda row: row.choice("ages", AGES) if row.is_said("ages") else "",
            repair=lambda row: row.choice("repair", REPAIRS) if row.is_said("repair") else Repair.GOOD,
        )
        values["kind"], values["sex"] = values["kind"]
        if values["units"] > 1 and values["kind"] not in COUNTED:
            raise row.fault("units")
        if values["ages"] and values["kind"] != ResourceKind.DORMITORY:
            raise row.fault("ages")
        return Listed(Resource(organisation=centre, **values))

    return read


def _instructor_reader(centre: Organisation, today: date) -> Callable[[Row], Listed]:
    members = _members(centre, today)
    known = folded(
        {code: code for code in Competency.objects.order_by("code").values_list("code", flat=True)}
    )

    def member(row: Row) -> Membership:
        text = row.text("email", longest=254).casefold()
        found = members.get(text, [])
        if not found:
            sentence = _("Nobody with this e-mail teaches at your centre. Invite her or him first.")
            raise row.fault("email", sentence)
        if len(found) == 1:
            return found[0]
        choices = [(str(one.pk), str(ROLE_NAMES[Role(one.role)])) for one in found]
        chosen = row.ask(
            "email", _("This person has several roles at your centre. Which one teaches?"), choices
        )
        return next(one for one in found if str(one.pk) == chosen)

    def read(row: Row) -> Listed:
        values: dict[str, Any] = row.every(
            member=member,
            teaches=lambda row: row.choices("teaches", known),
            hours_a_week=lambda row: _number(row, "hours_a_week", LONGEST_WEEK),
        )
        who = values["member"]
        resource = Resource(
            organisation=centre,
            kind=ResourceKind.INSTRUCTOR,
            name=who.user.name,
            member=who,
            hours_a_week=values["hours_a_week"],
        )
        return Listed(resource, tuple(values["teaches"]))

    return read


def _members(centre: Organisation, today: date) -> Mapping[str, list[Membership]]:
    """E-mail → memberships of those who may teach at the actor's centre."""
    rows = Membership.objects.in_force(today).filter(organisation=centre, role__in=TEACHERS)
    found: dict[str, list[Membership]] = {}
    for row in rows.select_related("user").order_by("role", "pk"):
        if row.user.email:  # a program's account has none
            found.setdefault(row.user.email.casefold(), []).append(row)
    return found


def _number(row: Row, key: str, most: int) -> int | None:
    if not row.is_said(key):
        return None
    number = row.read(key, read_number)
    if not 1 <= number <= most:
        raise row.fault(key)
    return number


@deed
def add_many(*, actor: Actor, rows: Sequence[Listed], today: date) -> Sequence[Resource]:  # noqa: ARG001 - as imports call it
    """What a list says, each on the list of the centre from now on. All or none."""
    return [add_resource(actor=actor, resource=row.resource, teaches=row.teaches) for row in rows]


def _centre(actor: Actor) -> Organisation:
    assert actor.organisation_id is not None  # the right to the list is that of a centre's staff
    return Organisation.objects.get(pk=actor.organisation_id)
