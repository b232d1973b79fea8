"""Papers of an assessment body: forms, minutes, stock sheet, letter to BNSP; everything of an official form is in Indonesian."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import translation

from jalur.foundation.geography.queries import place_label
from jalur.foundation.letters.kinds import Words
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification import queries, rules
from jalur.journey.certification.models import (
    Appeal,
    AppealState,
    Assessment,
    Blank,
    Element,
    Pleno,
    State,
    Submission,
    Unit,
    UnitResult,
)
from jalur.journey.certification.words.screens import consent_sentences, range_of
from jalur.kit import dates, formats

# Said on every page of the file: no legal form was obtained (field notes on training and assessment, November 2026).
PRACTICE = "Urutan dan nama formulir mengikuti praktik LSP yang terlihat; bukan formulir resmi BNSP dan belum dicocokkan dengan pedomannya."


def stock_of(body: Organisation, deliveries: Sequence[Any], today: date) -> dict[str, Any]:
    """The stock sheet: a line for each delivery, then every blank that left the stock otherwise than by a certificate."""
    names = ("received", "in_stock", "used", "spoilt", "returned")
    lines = [
        (
            one.number,
            _day(one.received_on),
            range_of(one),
            *(str(getattr(one, name)) for name in names),
        )
        for one in deliveries
    ]
    sums = [sum(getattr(one, name) for one in deliveries) for name in names]
    lines.append(("Jumlah", "", "", *(str(count) for count in sums)))
    lost = Blank.objects.filter(body=body, state__in=("spoilt", "returned")).order_by("number")
    states = {"spoilt": "rusak", "returned": "dikembalikan ke BNSP"}
    gone = [(one.number, states[one.state], _day(one.left_on), one.reason) for one in lost]
    heads = ("Kiriman", "Diterima", "Nomor", "Diterima (lbr)", "Stok", "Terpakai", "Rusak", "Kembali")
    return {
        "title": "Lembar stok blangko sertifikat",
        "body": body.name,
        "day": _day(today),
        "tables": [
            _table("Kiriman", (1.4, 2, 3.4, 1.3, 1, 1.2, 1, 1.1), heads, lines),
            _table(
                "Rusak dan dikembalikan",
                (2.4, 2, 2, 5),
                ("Nomor", "Keadaan", "Tanggal", "Sebab"),
                gone,
                "Tidak ada.",
            ),
        ],
        "sentence": "Diterima = stok + terpakai + rusak + kembali.",
    }


HEADS_FOR_BNSP = [
    "No.",
    "Nama asesi",
    "NIK",
    "Tanggal lahir",
    "Nomor asesmen",
    "Skema",
    "Nomor dan versi skema",
    "TUK",
    "Asesor",
    "Nomor lisensi asesor",
    "Tanggal asesmen",
    "Hasil",
    "Tanggal pleno",
    "Nomor berita acara",
]
"""In which order bodies send it (field notes, scribd 419200112, medium); no form of BNSP was obtained."""


def submission_words(submission: Submission, _answers: Mapping[str, Any]) -> Words:
    """The letter with which the file goes to BNSP."""
    people = queries.people_of(submission.pleno)
    competent = sum(1 for _one, result in people if result == rules.COMPETENT)
    return Words(
        "Permohonan blangko sertifikat kompetensi",
        ("Ketua Badan Nasional Sertifikasi Profesi (BNSP)",),
        {
            "body": submission.body.name,
            "held_on": _day(submission.pleno.held_on),
            "pleno": submission.pleno.number,
            "people": str(len(people)),
            "competent": str(competent),
            "lacking": str(len(people) - competent),
            "blanks": str(submission.blanks_asked),
        },
    )


def submission_example() -> Words:
    return Words(
        "Permohonan blangko sertifikat kompetensi",
        ("Ketua Badan Nasional Sertifikasi Profesi (BNSP)",),
        {
            "body": "LSP Contoh",
            "held_on": _day(dates.today()),
            "pleno": "PL-CONTOH",
            "people": "12",
            "competent": "10",
            "lacking": "2",
            "blanks": "10",
        },
    )


def minutes_of(pleno: Pleno) -> dict[str, Any]:
    """The minutes of a meeting as a form: who took part, what was decided about each."""
    people = queries.people_of(pleno)
    took_part = [(line,) for line in pleno.took_part.splitlines() if line.strip()]
    decided = [
        (str(number), one.candidate.person.name, one.code, one.scheme.title, RESULTS_ID[State(result)])
        for number, (one, result) in enumerate(people, start=1)
    ]
    facts_of = [
        ("LSP", pleno.body.name),
        ("Nomor", pleno.number),
        ("Tanggal pleno", _day(pleno.held_on)),
        *([("Catatan", pleno.note)] if pleno.note else []),
    ]
    heads = ("No.", "Nama asesi", "Nomor asesmen", "Skema", "Keputusan")
    form = _form(
        "Berita acara rapat pleno",
        facts_of,
        [
            _table("Peserta pleno", (1,), ("Nama dan jabatan",), took_part),
            _table("Keputusan", (0.5, 3, 1.8, 3, 1.9), heads, decided),
        ],
        ["Asesor merekomendasikan, LSP memutuskan: dua orang yang berbeda."],
        [
            ("Ketua rapat", NOTHING, NOTHING),
            ("Notulis", pleno.led_by.name if pleno.led_by else NOTHING, NOTHING),
        ],
    )
    return {
        "title": f"Berita acara {pleno.number}",
        "body": pleno.body.name,
        "code": pleno.number,
        "practice": PRACTICE,
        "forms": [form],
    }


RESULTS_ID = {State.COMPETENT: "K (kompeten)", State.NOT_YET: "BK (belum kompeten)"}
APPEALS_ID: dict[str, str] = {
    AppealState.GRANTED: "diterima: K (kompeten)",
    AppealState.REJECTED: "ditolak: tetap BK (belum kompeten)",
    AppealState.LAPSED: "berakhir karena asesmen dibatalkan",
}
METHODS_ID = {
    "observation": "observasi",
    "oral": "pertanyaan lisan",
    "written": "pertanyaan tertulis",
    "portfolio": "portofolio",
    "product": "foto atau hasil kerja",
}
KINDS_ID = {"kkni": "KKNI", "occupation": "okupasi", "cluster": "klaster"}
NOTHING = "–"


def _day(value: date | datetime | None) -> str:
    if value is None:
        return NOTHING
    return formats.day(dates.day_of(value) if isinstance(value, datetime) else value, "long")


def _table(
    title: str, columns: Sequence[float], heads: Sequence[str], rows: Any, empty: str = ""
) -> dict[str, Any]:
    return {
        "title": title,
        "columns": list(columns),
        "heads": list(heads),
        "rows": [list(row) for row in rows],
        "empty": empty or "Belum diisi.",
    }


def _form(
    title: str,
    facts: Sequence[tuple[str, str]] = (),
    tables: Sequence[dict[str, Any]] = (),
    sentences: Sequence[str] = (),
    signed: Sequence[tuple[str, str, str]] = (),
) -> dict[str, Any]:
    return {
        "title": title,
        "facts": [list(one) for one in facts],
        "tables": list(tables),
        "sentences": list(sentences),
        "signed": [list(one) for one in signed],
    }


def forms_of(assessment: Assessment) -> dict[str, Any]:
    """Everything that stands in the file of an assessment, form by form, as far as it has come."""
    units = queries.units_of(assessment.scheme)
    results = queries.results_of(assessment)
    said = dict(assessment.self_marks.order_by().values_list("element", "can"))
    forms = [_application(assessment), _self_assessment(assessment, units, said), _consent(assessment)]
    forms += [_evidence(assessment, units, results), _record(assessment, units, results)]
    forms += [_feedback(assessment), *(_appeal(one) for one in assessment.appeals.order_by("filed_on", "pk"))]
    forms.append(_report(assessment))
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
        *([("Tanggal asesmen", _day(assessment.day.day))] if assessment.day else []),
    ]


def _application(assessment: Assessment) -> dict[str, Any]:
    person, units = assessment.candidate.person, queries.units_of(assessment.scheme)
    rows = [(str(number), unit.code, unit.title) for number, unit in enumerate(units, start=1)]
    facts = [
        *_who(assessment)[:5],
        ("Tanggal lahir", _day(person.birth_date)),
        ("Tempat tinggal", place_label(person.residence_id) or NOTHING),
        ("Diajukan oleh", assessment.institute.name if assessment.institute else "asesi sendiri"),
        ("Tanggal permohonan", _day(assessment.created_at)),
        *([("Catatan", assessment.note)] if assessment.note else []),
    ]
    return _form(
        "FR.APL.01 Permohonan sertifikasi kompetensi",
        facts,
        [_table("Unit kompetensi", (0.4, 2, 5), ("No.", "Kode unit", "Judul unit"), rows)],
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
        _table(
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
    return _form(
        "FR.APL.02 Asesmen mandiri",
        _who(assessment)[:4],
        tables,
        _written_by(assessment.rated_by),
        signed=[("Asesi", name, NOTHING)],
    )


def _written_by(user: Any) -> list[str]:
    """Whose hand it was where somebody without an account said it."""
    return [f"Asesi tidak memiliki akun; ditulis oleh {user.name} menurut kata asesi."] if user else []


def _consent(assessment: Assessment) -> dict[str, Any]:
    person = assessment.candidate.person
    agreed = _day(assessment.consented_at)
    return _form(
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
        (unit.code, METHODS_ID[found.method], found.note or NOTHING, _day(found.at))
        for unit in units
        if (found := results.get(unit.pk))
    ]
    heads = ("Kode unit", "Bukti", "Yang dilihat", "Tanggal")
    return _form("FR.IA Bukti asesmen", _who(assessment), [_table("", (2, 1.6, 4, 1.8), heads, rows)])


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
    return _form(
        "FR.AK.02 Rekaman asesmen kompetensi",
        _who(assessment),
        [_table("", (2, 4.4, 1.8), ("Kode unit", "Judul unit", "Hasil"), rows)],
        [f"Rekomendasi asesor: {said}."],
        [
            ("Asesi", assessment.candidate.person.name, NOTHING),
            ("Asesor", str(assessment.assessor or NOTHING), _day(assessment.recommended_on)),
        ],
    )


def _feedback(assessment: Assessment) -> dict[str, Any]:
    asked = (
        "Asesor menjelaskan jalannya asesmen sebelum mulai.",
        "Saya diberi waktu untuk bertanya.",
        "Asesor menilai apa yang saya kerjakan, bukan hal lain.",
        "Saya tahu cara mengajukan banding.",
    )
    rows = [(sentence, "", "") for sentence in asked]
    return _form(
        "FR.AK.03 Umpan balik asesi (diisi asesi dengan tangan)",
        _who(assessment)[:3],
        [_table("", (4, 0.7, 2), ("Pernyataan", "Ya/tidak", "Catatan"), rows)],
    )


def _appeal(appeal: Appeal) -> dict[str, Any]:
    facts = [
        *_who(appeal.assessment)[:3],
        ("Tanggal banding", _day(appeal.filed_on)),
        ("Alasan", appeal.grounds),
        ("Asesor yang meninjau", str(appeal.reviewer or NOTHING)),
        ("Hasil tinjauan", RESULTS_ID[State(appeal.result)] if appeal.result else NOTHING),
        ("Yang dilihat", appeal.finding or NOTHING),
        ("Keputusan LSP", APPEALS_ID.get(appeal.state, "belum diputuskan")),
        ("Tanggal keputusan", _day(appeal.pleno.held_on if appeal.pleno else None)),
        ("Nomor berita acara pleno", appeal.pleno.number if appeal.pleno else NOTHING),
    ]
    return _form("FR.AK.04 Banding asesmen", facts)


def _report(assessment: Assessment) -> dict[str, Any]:
    decided = {**RESULTS_ID, State.VOID: "dibatalkan"}.get(State(assessment.state), "belum diputuskan")
    counts = assessment.state == State.COMPETENT
    pleno = assessment.pleno
    facts = [
        *_who(assessment),
        ("Keputusan LSP", decided),
        ("Tanggal keputusan", _day(assessment.decided_on)),
        ("Nomor berita acara pleno", pleno.number if pleno else NOTHING),
        ("Berlaku sampai", _day(assessment.expires_on if counts else None)),
    ]
    people = [(line,) for line in (pleno.took_part.splitlines() if pleno else ()) if line.strip()]
    return _form(
        "FR.AK.05 Laporan asesmen",
        facts,
        [_table("Peserta pleno", (1,), ("Nama dan jabatan",), people)],
        ["Asesor merekomendasikan, LSP memutuskan: dua orang yang berbeda."],
    )
