"""Papers of an assessment body: minutes, stock sheet, letter to BNSP; everything of an official form is in Indonesian."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jalur.foundation.letters.kinds import Words
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification import queries, rules
from jalur.journey.certification.models import (
    Blank,
    Pleno,
    State,
    Submission,
)
from jalur.journey.certification.words.screens import range_of
from jalur.journey.certification.words.sheets import (
    NOTHING,
    PRACTICE,
    RESULTS_ID,
    day,
    form,
    table,
)
from jalur.kit import dates


def stock_of(body: Organisation, deliveries: Sequence[Any], today: date) -> dict[str, Any]:
    """The stock sheet: a line for each delivery, then every blank that left the stock otherwise than by a certificate."""
    names = ("received", "in_stock", "used", "spoilt", "returned")
    lines = [
        (
            one.number,
            day(one.received_on),
            range_of(one),
            *(str(getattr(one, name)) for name in names),
        )
        for one in deliveries
    ]
    sums = [sum(getattr(one, name) for one in deliveries) for name in names]
    lines.append(("Jumlah", "", "", *(str(count) for count in sums)))
    lost = Blank.objects.filter(body=body, state__in=("spoilt", "returned")).order_by("number")
    states = {"spoilt": "rusak", "returned": "dikembalikan ke BNSP"}
    gone = [(one.number, states[one.state], day(one.left_on), one.reason) for one in lost]
    heads = ("Kiriman", "Diterima", "Nomor", "Diterima (lbr)", "Stok", "Terpakai", "Rusak", "Kembali")
    return {
        "title": "Lembar stok blangko sertifikat",
        "body": body.name,
        "day": day(today),
        "tables": [
            table("Kiriman", (1.4, 2, 3.4, 1.3, 1, 1.2, 1, 1.1), heads, lines),
            table(
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
    people = queries.standing_of(submission.pleno)
    competent = sum(1 for _one, result in people if result == rules.COMPETENT)
    return Words(
        "Permohonan blangko sertifikat kompetensi",
        ("Ketua Badan Nasional Sertifikasi Profesi (BNSP)",),
        {
            "body": submission.body.name,
            "held_on": day(submission.pleno.held_on),
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
            "held_on": day(dates.today()),
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
        ("Tanggal pleno", day(pleno.held_on)),
        *([("Catatan", pleno.note)] if pleno.note else []),
    ]
    heads = ("No.", "Nama asesi", "Nomor asesmen", "Skema", "Keputusan")
    sheet = form(
        "Berita acara rapat pleno",
        facts_of,
        [
            table("Peserta pleno", (1,), ("Nama dan jabatan",), took_part),
            table("Keputusan", (0.5, 3, 1.8, 3, 1.9), heads, decided),
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
        "forms": [sheet],
    }
