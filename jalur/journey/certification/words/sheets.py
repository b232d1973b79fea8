"""What a sheet on paper is made of; everything of an official form is in Indonesian."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from jalur.journey.certification.models import (
    AppealState,
    State,
)
from jalur.kit import dates, formats

# Said on every page of the file: no legal form was obtained (field notes on training and assessment, November 2026).
PRACTICE = "Urutan dan nama formulir mengikuti praktik LSP yang terlihat; bukan formulir resmi BNSP dan belum dicocokkan dengan pedomannya."
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
    "behaviour": "perilaku yang diamati",
}
KINDS_ID = {"kkni": "KKNI", "occupation": "okupasi", "cluster": "klaster"}
UNIT_KINDS_ID = {"skill": "keterampilan", "language": "bahasa", "soft": "soft skill", "culture": "budaya"}
NOTHING = "–"


def day(value: date | datetime | None) -> str:
    if value is None:
        return NOTHING
    return formats.day(dates.day_of(value) if isinstance(value, datetime) else value, "long")


def table(
    title: str, columns: Sequence[float], heads: Sequence[str], rows: Any, empty: str = ""
) -> dict[str, Any]:
    return {
        "title": title,
        "columns": list(columns),
        "heads": list(heads),
        "rows": [list(row) for row in rows],
        "empty": empty or "Belum diisi.",
    }


def form(
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
