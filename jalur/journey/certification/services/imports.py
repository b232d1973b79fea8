"""Lists of schemes as assessment bodies keep them: a row for each criterion (KUK) with its element, unit and scheme."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Competency, Kind
from jalur.foundation.imports.kinds import Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import Column, Row, each, folded
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification.models import Scheme, SchemeKind
from jalur.journey.certification.services.schemes import Line
from jalur.kit import formats
from jalur.kit.folding import fold
from jalur.kit.reading import ANY_DAY, read_number

KINDS = folded(
    {
        "KKNI": SchemeKind.KKNI,
        "kualifikasi": SchemeKind.KKNI,
        "okupasi": SchemeKind.OCCUPATION,
        "occupation": SchemeKind.OCCUPATION,
        "klaster": SchemeKind.CLUSTER,
        "cluster": SchemeKind.CLUSTER,
    }
)
UNIT_KINDS = folded(
    {
        "keterampilan": Kind.SKILL,
        "skill": Kind.SKILL,
        "bahasa": Kind.LANGUAGE,
        "language": Kind.LANGUAGE,
        "soft skill": Kind.SOFT,
        "budaya": Kind.CULTURE,
        "culture": Kind.CULTURE,
    }
)
MONTHS = 120
MONTHS_OF = ("months", "surveillance_months", "notice_months")

COLUMNS = (
    Column(
        "code",
        "Kode skema",
        ("nomor skema", "scheme code", "scheme"),
        "SKM-CONTOH-1",
        gettext_lazy("Write the code of the scheme, at most 40 letters."),
        is_needed=True,
        value=lambda line: line.scheme.code,
        words=each(lambda line: line.scheme.code),
    ),
    Column(
        "title",
        "Judul skema",
        ("nama skema", "scheme title"),
        "Juru las pelat (contoh)",
        gettext_lazy("Write the title of the scheme, at most 200 letters."),
        is_needed=True,
        value=lambda line: line.scheme.title,
        words=each(lambda line: line.scheme.title),
    ),
    Column(
        "scheme_kind",
        "Jenis skema",
        ("kind", "jenis"),
        "klaster",
        gettext_lazy("Write KKNI, okupasi or klaster."),
        is_needed=True,
        value=lambda line: line.scheme.kind,
        words=each(lambda line: line.scheme.get_kind_display()),
    ),
    Column(
        "version",
        "Versi",
        ("version", "revisi"),
        "1",
        gettext_lazy("Write the version, at most 20 letters."),
        is_needed=True,
        value=lambda line: line.scheme.version,
        words=each(lambda line: line.scheme.version),
    ),
    Column(
        "valid_from",
        "Berlaku mulai",
        ("valid from", "mulai berlaku"),
        "01-01-2026",
        gettext_lazy("Write the first day as day-month-year, for example 01-01-2026."),
        is_needed=True,
        value=lambda line: line.scheme.valid_from,
        words=each(lambda line: formats.day(line.scheme.valid_from)),
    ),
    Column(
        "valid_to",
        "Tidak berlaku mulai",
        ("valid to", "berlaku sampai"),
        "01-01-2030",
        gettext_lazy(
            "Write the first day on which it holds no more, later than the first; or leave it empty."
        ),
        value=lambda line: line.scheme.valid_to,
        words=each(lambda line: formats.day(line.scheme.valid_to) if line.scheme.valid_to else ""),
    ),
    Column(
        "months",
        "Masa berlaku (bulan)",
        ("months",),
        "36",
        gettext_lazy("Write for how many months the result counts, from 1 to 120."),
        value=lambda line: line.scheme.months,
        words=each(lambda line: line.scheme.months),
    ),
    Column(
        "surveillance_months",
        "Surveilans (bulan)",
        ("surveilans", "surveillance months"),
        "12",
        gettext_lazy("Write after how many months the holder is looked at again, from 1 to 120."),
        value=lambda line: line.scheme.surveillance_months,
        words=each(lambda line: line.scheme.surveillance_months),
    ),
    Column(
        "notice_months",
        "Pemberitahuan (bulan)",
        ("pemberitahuan", "notice months"),
        "33",
        gettext_lazy("Write after how many months the holder is told that it ends, from 1 to 120."),
        value=lambda line: line.scheme.notice_months,
        words=each(lambda line: line.scheme.notice_months),
    ),
    Column(
        "covers",
        "Kompetensi yang diberikan",
        ("covers", "kompetensi"),
        "C.24LAS01.001.1",
        gettext_lazy(
            "Write the codes of competencies, separated by semicolons, for example C.24LAS01.001.1."
        ),
        value=lambda line: frozenset(line.covers),
        words=each(lambda line: ", ".join(line.covers)),
    ),
    Column(
        "unit",
        "Kode unit",
        ("unit code", "unit"),
        "C.24LAS01.001.1",
        gettext_lazy("Write the code of the unit, at most 40 letters."),
        is_needed=True,
        value=lambda line: line.unit[0],
        words=each(lambda line: line.unit[0]),
    ),
    Column(
        "unit_title",
        "Judul unit",
        ("unit title",),
        "Menyiapkan tempat kerja",
        gettext_lazy("Write the title of the unit, at most 250 letters."),
        is_needed=True,
        value=lambda line: line.unit[1],
        words=each(lambda line: line.unit[1]),
    ),
    Column(
        "unit_kind",
        "Jenis unit",
        ("unit kind",),
        "keterampilan",
        gettext_lazy(
            "Write keterampilan, bahasa, soft skill or budaya; left empty, the code of the unit says it."
        ),
        value=lambda line: line.kind,
        words=each(lambda line: str(dict(Kind.choices).get(line.kind, ""))),
    ),
    Column(
        "element",
        "Elemen",
        ("elemen kompetensi", "element"),
        "Memeriksa alat pelindung diri",
        gettext_lazy("Write the element, at most 250 letters."),
        is_needed=True,
        value=lambda line: line.element,
        words=each(lambda line: line.element),
    ),
    Column(
        "criterion",
        "KUK",
        ("kriteria unjuk kerja", "criterion"),
        "Alat pelindung diri dipilih sesuai pekerjaan",
        gettext_lazy("Write one criterion (KUK), at most 500 letters."),
        value=lambda line: line.criterion,
        words=each(lambda line: line.criterion),
    ),
    Column(
        "source",
        "Sumber",
        ("source", "asal"),
        "Rekaan (contoh)",
        gettext_lazy("Write where the scheme is from, at most 200 letters."),
        value=lambda line: line.scheme.source,
        words=each(lambda line: line.scheme.source),
    ),
)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Line]:
    """Which rows belong to versions that are new for the actor's body; a version that stands never changes."""
    read = _reader(actor, today)
    planned, _found = plan_rows(rows, read, earlier=earlier, marks=_marks, standing=_standing)
    return planned


def _mark(line: Line) -> tuple[Hashable, ...]:
    scheme = line.scheme
    return (
        scheme.body_id,
        scheme.code,
        scheme.version,
        line.unit[0],
        fold(line.element),
        fold(line.criterion),
    )


def _marks(line: Line) -> set[Hashable]:
    return {_mark(line)}


def _standing(rows: Sequence[Line]) -> dict[Hashable, UUID]:
    """Every criterion of the versions that are there already, and those of the rows that such a version does not have."""
    there = Scheme.objects.filter(
        body__in={line.scheme.body_id for line in rows}, code__in={line.scheme.code for line in rows}
    )
    versions = {(one.body_id, one.code, one.version): one.pk for one in there.order_by("pk")}
    return {
        _mark(line): versions[key]
        for line in rows
        if (key := (line.scheme.body_id, line.scheme.code, line.scheme.version)) in versions
    }


def _reader(actor: Actor, today: date) -> Callable[[Row], Line]:
    body = Organisation.objects.get(pk=actor.organisation_id) if actor.organisation_id else None

    @cache
    def codes() -> dict[str, str]:
        known = Competency.objects.order_by("code").values_list("code", flat=True)
        return folded({code: code for code in known})

    def first_day(row: Row) -> date:
        day = row.day("valid_from", ANY_DAY, today=today)
        if day is None:
            raise row.fault("valid_from")
        return day

    def read(row: Row) -> Line:
        if body is None:
            raise row.fault("code", _("Only an assessment body (LSP) reads in its schemes."))
        said: dict[str, Any] = row.every(
            code=lambda row: row.text("code", longest=40),
            title=lambda row: row.text("title", longest=200),
            kind=lambda row: row.choice("scheme_kind", KINDS),
            version=lambda row: row.text("version", longest=20),
            valid_from=first_day,
            valid_to=lambda row: row.day("valid_to", ANY_DAY, today=today),
            months=_months("months", 36),
            surveillance_months=_months("surveillance_months", 12),
            notice_months=_months("notice_months", 33),
            covers=lambda row: row.choices("covers", codes()),
            unit=lambda row: row.text("unit", longest=40),
            unit_title=lambda row: row.text("unit_title", longest=250),
            unit_kind=lambda row: row.choice("unit_kind", UNIT_KINDS) if row.is_said("unit_kind") else "",
            element=lambda row: row.text("element", longest=250),
            criterion=lambda row: row.text("criterion", longest=500) if row.is_said("criterion") else "",
            source=lambda row: row.text("source", longest=200) if row.is_said("source") else "",
        )
        if said["valid_to"] is not None and said["valid_to"] <= said["valid_from"]:
            raise row.fault("valid_to")
        of_scheme = ("code", "title", "kind", "version", "valid_from", "valid_to", "source", *MONTHS_OF)
        scheme = Scheme(body=body, **{name: said[name] for name in of_scheme})
        return Line(
            scheme,
            tuple(said["covers"]),
            (said["unit"], said["unit_title"]),
            said["element"],
            said["criterion"],
            said["unit_kind"],
        )

    return read


def _months(key: str, otherwise: int) -> Callable[[Row], int]:
    def read(row: Row) -> int:
        if not row.is_said(key):
            return otherwise
        number = row.read(key, read_number)
        if not 1 <= number <= MONTHS:
            raise row.fault(key)
        return number

    return read
