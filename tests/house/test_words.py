"""One Indonesian word for one English text, and none that officials or dictionaries have given up."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from jalur.project.launcher import messages

# What must not be read on an Indonesian screen, and the word that stands there instead.
GIVEN_UP = {
    r"il+egal": "nonprosedural",
    r"non[ -]prosedural": "nonprosedural",
    r"TKI|TKW": "PMI",
    r"perlindungan": "pelindungan",
    r"e-?mail": "surel",
    r"password|sandi lewat": "kata sandi",
    r"klik": "tekan, pilih",
    r"link": "tautan",
    r"log-?in|sign in": "masuk",
    r"download": "unduh",
    r"upload": "unggah",
    r"website": "situs",
    r"online|on-line": "daring",
    r"localhost": "the address of the site",
    r"pesanan( kerja)?": "permintaan PMI, lowongan kerja",
    r"upah": "gaji",
    r"usia(?! dini)": "umur",
    r"rancangan": "draf",
    r"(di)?konfirmasi": "sahkan",
    r"keinginan": "minat",
    r"kamu|kau": "Anda",
    r"terdiri dari": "terdiri atas",
    r"ijin|resiko|silahkan|praktek|aktifitas|nomer|analisa|jadual|apotik|hutang|merubah|dirubah": "KBBI",
}
DATA = Path(__file__).resolve().parents[2] / "data"
# Titles of the national standards are quoted from their decrees.
QUOTED = {"units.csv"}
# What is said among those who keep the data. `verified` says to everybody whether a row was checked, data/README.md what is to do.
NOTES = re.compile(
    r"belum (di)?(baca|periksa|peroleh)\w*|gantilah|sumber berbeda|sebelum diandalkan|pengetahuan umum|perkiraan sendiri"
    r"|pilihan sendiri|(dari|tafsiran) kami\b|disimpulkan|(dianggap|taken to be) (terbuka|open)|github\.com"
    r"|not (been )?(read|checked|retrieved)|to be (replaced|checked)|sources differ|our (own )?reading|is ours|general knowledge"
    r"|own (estimate|choice)|inferred",
    re.IGNORECASE,
)
NO_WORDS = re.compile(r"%\(\w+\)[sd]|<[^>]*>")
RULES = {re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE): word for pattern, word in GIVEN_UP.items()}


def translations() -> Iterator[tuple[str, tuple[str, str | None], tuple[str, ...]]]:
    """Room, text with its context, Indonesian forms."""
    for room in messages.rooms():
        path = messages.catalogue_path(room)
        if path.exists():
            with path.open("rb") as source:
                for message in read_po(source, locale="id", domain="django"):
                    if message.id:
                        text = message.id if isinstance(message.id, str) else message.id[0]
                        forms = message.string if isinstance(message.string, tuple) else (message.string,)
                        yield room.name, (text, message.context), tuple(map(str, forms))


def data_rows() -> Iterator[tuple[str, str, str]]:
    """File, Indonesian and English of every cell of the reference data that has both."""
    for path in sorted(DATA.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                for column in [column for column in row if column.endswith("_en")]:
                    stem = column.removesuffix("_en")
                    yield path.name, row[stem if stem in row else f"{stem}_id"], row[column]


def two_words(entries: Iterable[tuple[str, tuple[str, str | None], tuple[str, ...]]]) -> list[str]:
    """The texts that two rooms translate differently: one catalogue would silently win over the other."""
    known: dict[tuple[str, str | None], dict[tuple[str, ...], str]] = defaultdict(dict)
    for room, text, forms in entries:
        known[text].setdefault(forms, room)
    return [f"{text[0]}: {forms}" for text, forms in known.items() if len(forms) > 1]


def given_up(text: str) -> list[str]:
    words = NO_WORDS.sub("", text)
    return [f"{match[0]}: write {word}" for rule, word in RULES.items() if (match := rule.search(words))]


def test_a_text_has_one_translation_in_all_rooms():
    assert two_words(translations()) == []


def test_two_translations_of_a_text_are_seen():
    entries = [("people", ("Why", None), ("Alasan",)), ("portal", ("Why", None), ("Mengapa",))]
    assert len(two_words(entries)) == 1
    assert two_words([*entries[:1], ("portal", ("Why", "access"), ("Mengapa",))]) == []


def test_no_translation_has_a_word_given_up():
    found = {text[0]: words for _, text, forms in translations() if (words := given_up(" ".join(forms)))}
    assert found == {}


def test_a_word_given_up_is_seen():
    assert given_up("Klik di sini dan isi password Anda")
    assert not given_up("Tekan tombol ini dan isi kata sandi Anda")


def test_reference_data_are_complete_in_both_languages():
    assert [row for row in data_rows() if bool(row[1]) != bool(row[2])] == []
    assert len([row for row in data_rows() if row[1]]) > 1500


def test_no_reference_data_have_a_word_given_up():
    found = {text: words for file, text, _ in data_rows() if file not in QUOTED and (words := given_up(text))}
    assert found == {}


def test_no_reference_data_speak_to_those_who_keep_them():
    assert {text for row in data_rows() for text in row[1:] if NOTES.search(text)} == set()


@pytest.mark.parametrize(
    "text",
    [
        "perkiraan sendiri untuk awal Januari 2026; gantilah dengan kurs tengah",
        "keputusan pembukaannya belum dibaca",
        "umur 20-45 tahun (sumber berbeda: 20-35 atau 21-45)",
        "the day has not been checked",
    ],
)
def test_a_note_among_keepers_is_seen(text):
    assert NOTES.search(text)
