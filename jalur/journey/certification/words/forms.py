"""The forms of one assessment in the order of practice; everything of an official form is in Indonesian."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation

from jalur.foundation.geography.queries import place_label
from jalur.journey.certification import queries
from jalur.journey.certification.models import (
    Appeal,
    Assessment,
    Element,
    State,
    Unit,
    UnitResult,
)
from jalur.journey.certification.words.screens import consent_sentences
from jalur.journey.certification.words.sheets import (
    APPEALS_ID,
    KINDS_ID,
    METHODS_ID,
    NOTHING,
    PRACTICE,
    RESULTS_ID,
    UNIT_KINDS_ID,
    day,
    form,
    table,
)
from jalur.kit import dates


def forms_of(assessment: Assessment, *, reads_feedback: bool = False) -> dict[str, Any]:
    """Everything that stands in the file of an assessment, form by form, as far as it has come.

    reads_feedback: whether what she said about it may be read by who takes the file along.
    """
    units = queries.units_of(assessment.scheme)
    results = queries.results_of(assessment)
    said = dict(assessment.self_marks.order_by().values_list("element", "can"))
    forms = [_application(assessment), _self_assessment(assessment, units, said)]
    forms += [*_plan(assessment, units), _consent(assessment)]
    forms.append(_evidence(assessment, units, results))
    forms += [behaviour_of(assessment, unit, results.get(unit.pk)) for unit in units if unit.is_observed]
    forms.append(_record(assessment, units, results))
    forms += [
        _feedback(assessment, is_open=reads_feedback),
        *(_appeal(one) for one in assessment.appeals.order_by("filed_on", "pk")),
    ]
    forms += [_report(assessment), *_review(assessment)]
    return {
        "title": f"Berkas asesmen {assessment.code}",
        "body": assessment.body.name,
        "code": assessment.code,
        "practice": PRACTICE,
        "forms": forms,
    }


def _who(assessment: Assessment) -> list[tuple[str, str]]:
    scheme = assessment.scheme
    return [
        ("Nama asesi", assessment.candidate.person.name),
        ("Nomor calon", assessment.candidate.number),
        ("Skema", f"{scheme.title} ({KINDS_ID[scheme.kind]})"),
        ("Nomor dan versi skema", f"{scheme.code}, versi {scheme.version}"),
        ("LSP", assessment.body.name),
        *([("TUK", assessment.day.place.name)] if assessment.day else []),
        *(
            [("Asesor", f"{assessment.assessor}, {assessment.assessor.number}")]
            if assessment.assessor
            else []
        ),
        *([("Tanggal asesmen", day(assessment.day.day))] if assessment.day else []),
    ]


def _application(assessment: Assessment) -> dict[str, Any]:
    person, units = assessment.candidate.person, queries.units_of(assessment.scheme)
    rows = [(str(number), unit.code, unit.title) for number, unit in enumerate(units, start=1)]
    facts = [
        *_who(assessment)[:5],
        ("Tanggal lahir", day(person.birth_date)),
        ("Tempat tinggal", place_label(person.residence_id) or NOTHING),
        ("Diajukan oleh", assessment.institute.name if assessment.institute else "asesi sendiri"),
        ("Tanggal permohonan", day(assessment.created_at)),
        *([("Catatan", assessment.note)] if assessment.note else []),
    ]
    return form(
        "FR.APL.01 Permohonan sertifikasi kompetensi",
        facts,
        [table("Unit kompetensi", (0.4, 2, 5), ("No.", "Kode unit", "Judul unit"), rows)],
        signed=[("Asesi", person.name, NOTHING), ("Petugas LSP", NOTHING, NOTHING)],
    )


def _self_assessment(
    assessment: Assessment, units: Sequence[Unit], said: Mapping[Any, bool]
) -> dict[str, Any]:
    def word(element: Element) -> str:
        return (
            {True: "K (bisa)", False: "BK (belum)"}.get(said[element.pk], "")
            if element.pk in said
            else NOTHING
        )

    tables = [
        table(
            f"{unit.code} {unit.title}",
            (4, 1.2),
            ("Elemen dan kriteria unjuk kerja", "Penilaian diri"),
            [
                ("; ".join([element.title, *element.criteria]), word(element))
                for element in unit.elements.all()
            ],
        )
        for unit in units
    ]
    name = assessment.candidate.person.name
    return form(
        "FR.APL.02 Asesmen mandiri",
        _who(assessment)[:4],
        tables,
        _written_by(assessment.rated_by),
        signed=[("Asesi", name, NOTHING)],
    )


def _plan(assessment: Assessment, units: Sequence[Unit]) -> list[dict[str, Any]]:
    """The plan of her day; none before it is made."""
    plan = queries.plan_of(assessment.day)
    if plan is None:
        return []
    by = ("Direncanakan oleh", f"{plan.by.name}, {day(plan.on)}")
    facts = [
        *_who(assessment)[2:],
        ("Pendekatan", plan.approach),
        ("Penyesuaian bagi penyandang disabilitas", plan.adjustments or NOTHING),
        by,
    ]
    rows = [
        (
            unit.code,
            unit.title,
            "; ".join(
                METHODS_ID[each]
                for each in (["behaviour"] if unit.is_observed else plan.tools.get(str(unit.pk), ()))
            ),
        )
        for unit in units
    ]
    tools = table("", (2, 4, 3), ("Kode unit", "Judul unit", "Bukti dan perangkat"), rows)
    return [
        form("FR.MAPA.01 Merencanakan aktivitas dan proses asesmen", facts),
        form("FR.MAPA.02 Peta instrumen asesmen", _who(assessment)[2:4], [tools]),
    ]


STAGES_ID = {
    "planning": "Rencana asesmen",
    "preparing": "Persiapan asesmen",
    "assessing": "Pelaksanaan asesmen",
    "deciding": "Keputusan asesmen",
    "telling": "Umpan balik asesmen",
}


def _review(assessment: Assessment) -> list[dict[str, Any]]:
    """How the body looked back on her day; none before it did."""
    review = queries.review_of(assessment.day)
    if review is None:
        return []
    rows = [(words, getattr(review, stage)) for stage, words in STAGES_ID.items()]
    facts = [
        *_who(assessment)[2:],
        ("Ditinjau oleh", f"{review.by.name}, {day(review.on)}"),
        ("Rekomendasi", review.recommendation),
    ]
    title = "FR.AK.06 Meninjau proses asesmen"
    return [form(title, facts, [table("", (2, 6), ("Tahap", "Tinjauan"), rows)])]


def _written_by(user: Any) -> list[str]:
    """Whose hand it was where somebody without an account said it."""
    return [f"Asesi tidak memiliki akun; ditulis oleh {user.name} menurut kata asesi."] if user else []


def _consent(assessment: Assessment) -> dict[str, Any]:
    person = assessment.candidate.person
    agreed = day(assessment.consented_at)
    return form(
        "FR.AK.01 Persetujuan asesmen dan kerahasiaan",
        _who(assessment),
        sentences=[
            *consent_sentences_id(),
            f"Persetujuan dicatat: {agreed}." if assessment.consented_at else "Persetujuan belum dicatat.",
            *_written_by(assessment.agreed_by if assessment.consented_at else None),
        ],
        signed=[("Asesi", person.name, agreed), ("Asesor", str(assessment.assessor or NOTHING), NOTHING)],
    )


def consent_sentences_id() -> list[str]:
    with translation.override("id"):
        return consent_sentences()


def _evidence(
    assessment: Assessment, units: Sequence[Unit], results: Mapping[Any, UnitResult]
) -> dict[str, Any]:
    rows = [
        (unit.code, METHODS_ID[found.method], found.note or NOTHING, day(found.at))
        for unit in units
        if (found := results.get(unit.pk))
    ]
    heads = ("Kode unit", "Bukti", "Yang dilihat", "Tanggal")
    return form("FR.IA Bukti asesmen", _who(assessment), [table("", (2, 1.6, 4, 1.8), heads, rows)])


def _record(
    assessment: Assessment, units: Sequence[Unit], results: Mapping[Any, UnitResult]
) -> dict[str, Any]:
    rows = [
        (
            unit.code,
            unit.title,
            RESULTS_ID[State(found.result)] if (found := results.get(unit.pk)) else NOTHING,
        )
        for unit in units
    ]
    said = RESULTS_ID[State(assessment.result)] if assessment.result else "belum ada"
    return form(
        "FR.AK.02 Rekaman asesmen kompetensi",
        _who(assessment),
        [table("", (2, 4.4, 1.8), ("Kode unit", "Judul unit", "Hasil"), rows)],
        [f"Rekomendasi asesor: {said}."],
        [
            ("Asesi", assessment.candidate.person.name, NOTHING),
            ("Asesor", str(assessment.assessor or NOTHING), day(assessment.recommended_on)),
        ],
    )


def _feedback(assessment: Assessment, *, is_open: bool) -> dict[str, Any]:
    """What she answered on screen; boxes to fill in by hand where she did not, and closed until it may be read."""
    given = list(
        assessment.feedback.select_related("question").order_by("question__position", "question__pk")
    )
    title = "FR.AK.03 Umpan balik asesi"
    if given and not is_open:
        closed = ["Asesi sudah mengisi umpan balik. Isinya dibuka setelah LSP memutuskan."]
        return form(title, _who(assessment)[:3], sentences=closed)
    rows = [(one.question.text, "ya" if one.yes else "tidak", one.words) for one in given]
    rows = rows or [(one.text, "", "") for one in queries.questions(dates.today())]
    facts = [*_who(assessment)[:3], *([("Diisi asesi pada", day(given[0].at))] if given else [])]
    return form(
        title if given else f"{title} (diisi asesi dengan tangan)",
        facts,
        [table("", (4, 0.7, 2), ("Pernyataan", "Ya/tidak", "Catatan"), rows)],
    )


def behaviour_of(assessment: Assessment, unit: Unit, found: UnitResult | None) -> dict[str, Any]:
    """The sheet of a unit of soft skill or culture; empty boxes, to fill in by hand, where nothing was seen yet."""
    seen = {True: "terlihat", False: "belum terlihat"}
    said = found.behaviours if found else {}
    rows = [
        (str(number), words, seen[said[key]] if key in said else "")
        for number, (key, words) in enumerate(unit.behaviours.items(), start=1)
    ]
    whole = {State.COMPETENT: "terlihat", State.NOT_YET: "belum terlihat"}
    watched = bool(found and found.seen_on)
    facts = [
        *_who(assessment)[:4],
        ("Unit", f"{unit.code} {unit.title} ({UNIT_KINDS_ID[unit.kind]})"),
        ("Situasi", found.situation if found and watched else NOTHING),
        ("Tanggal diamati", day(found.seen_on) if found else NOTHING),
        ("Diamati oleh", found.seen_by if found and watched else NOTHING),
        ("Keseluruhan", whole[State(found.result)] if found else NOTHING),
        *([("Catatan", found.note)] if found and found.note else []),
    ]
    return form(
        f"FR.IA Bukti perilaku: {unit.title}",
        facts,
        [table("Perilaku", (0.4, 5, 1.6), ("No.", "Perilaku yang diamati", "Terlihat/belum"), rows)],
        ["Lembar ini disusun Jalur: untuk soft skill dan budaya belum ada formulir BNSP yang diperoleh."],
        [
            ("Asesor", str(assessment.assessor or NOTHING), day(found.at) if found else NOTHING),
            ("Yang mengamati", found.seen_by if found and watched else NOTHING, NOTHING),
        ],
    )


def _appeal(appeal: Appeal) -> dict[str, Any]:
    facts = [
        *_who(appeal.assessment)[:3],
        ("Tanggal banding", day(appeal.filed_on)),
        ("Alasan", appeal.grounds),
        ("Asesor yang meninjau", str(appeal.reviewer or NOTHING)),
        ("Hasil tinjauan", RESULTS_ID[State(appeal.result)] if appeal.result else NOTHING),
        ("Yang dilihat", appeal.finding or NOTHING),
        ("Keputusan LSP", APPEALS_ID.get(appeal.state, "belum diputuskan")),
        ("Tanggal keputusan", day(appeal.pleno.held_on if appeal.pleno else None)),
        ("Nomor berita acara pleno", appeal.pleno.number if appeal.pleno else NOTHING),
    ]
    return form("FR.AK.04 Banding asesmen", facts, [], _written_by(appeal.written_by))


def _report(assessment: Assessment) -> dict[str, Any]:
    decided = {**RESULTS_ID, State.VOID: "dibatalkan"}.get(State(assessment.state), "belum diputuskan")
    counts = assessment.state == State.COMPETENT
    pleno = assessment.pleno
    facts = [
        *_who(assessment),
        ("Keputusan LSP", decided),
        ("Tanggal keputusan", day(assessment.decided_on)),
        ("Nomor berita acara pleno", pleno.number if pleno else NOTHING),
        ("Berlaku sampai", day(assessment.expires_on if counts else None)),
    ]
    people = [(line,) for line in (pleno.took_part.splitlines() if pleno else ()) if line.strip()]
    return form(
        "FR.AK.05 Laporan asesmen",
        facts,
        [table("Peserta pleno", (1,), ("Nama dan jabatan",), people)],
        ["Asesor merekomendasikan, LSP memutuskan: dua orang yang berbeda."],
    )
