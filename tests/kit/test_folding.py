"""One folding: what people type finds what is written, in every search, and the database folds as the program does."""

import random
import re
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Value

from jalur.foundation.accounts.models import User
from jalur.foundation.geography.models import Country, Place
from jalur.journey.candidates.models import Candidate
from jalur.kit.folding import FORMS, SPELLINGS, fold, forms_of, words_of
from jalur.kit.search import narrow

ROOT = Path(__file__).resolve().parents[2]
SAME = [
    ("Ma'ruf", "Ma’ruf", "Ma`ruf", "MARUF", "Ma ruf", "Máruf", "Ma\u200bʼruf"),
    ("Grong-Grong", "Grong\u2010Grong", "grong grong", "GRONGGRONG", "Grong\u00a0Grong"),
    ("Moh. Rizki", "Muhammad Rizki", "MOCHAMAD RIZKI", "Muh Rizki", "Mohammad  Rizki"),
    ("St. Aminah", "Siti Aminah", "SITTI AMINAH"),
    ("Abd. Rahman", "Abdul Rahman"),
    ("J-7F3K-92QX", "j7f3k92qx", "J 7F3K 92QX", "J–7F3K–92QX"),
    ("P.T. Laju", "PT Laju", "pt. laju", "PT.LAJU", "P T Laju", "P. T. Laju", "PT-Laju", "P.T.LAJU"),
    ("C.V. Laju", "CV Laju", "cv.laju", "C V Laju"),
    ("PT Laju (Persero) Tbk.", "PT.Laju (PERSERO),Tbk", "P T Laju persero tbk"),
    ("３５１７", "3517", "35.17"),
    ("李娜", " 李 娜 "),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0])
def test_spellings_of_one_thing_are_one(texts):
    assert len({fold(text) for text in texts}) == 1


def test_different_things_stay_different():
    apart = ["Muhajir", "Mohair", "Sitinjak", "Abdi", "Stani", "Rizki", "Rizka", "J-7F3K-92QY"]
    assert len({fold(text) for text in apart}) == len(apart)
    assert fold("Mohair") == "mohair"
    assert fold("'\u200b-. ") == ""


def test_forms_of_companies_count_only_where_nothing_else_was_typed():
    assert words_of("PT. Laju Contoh, Tbk") == ["Laju", "Contoh"]
    assert words_of("pt.") == ["pt."]
    assert words_of(" - ' ") == []
    assert {fold(form) for form in FORMS} == FORMS


@pytest.mark.parametrize("form", ["PT", "CV", "UD", "Tbk", "Persero"])
def test_a_form_of_a_company_is_a_word_of_its_own_however_it_is_written(form):
    written = [
        form,
        f"{form}.",
        form.upper(),
        f"({form})",
        *([f"{'.'.join(form)}.", " ".join(form)] if len(form) == 2 else []),
    ]
    texts = [
        text for one in written for text in (f"{one} Laju Contoh", f"Laju Contoh {one}", f"Laju {one} Contoh")
    ]
    texts += [f"{form}.LAJU Contoh", f"{form}-Laju Contoh", f"Laju Contoh,{form}"]
    for text in texts:
        assert [fold(word) for word in words_of(text)] == ["laju", "contoh"], text
        assert forms_of(text) == {form.lower()}, text
    assert forms_of(f"{form}aju Contoh") == forms_of(f"Laju{form} Contoh") == frozenset()


@pytest.mark.django_db
def test_the_database_folds_as_the_program_does():
    draw = random.Random(7)
    signs = [chr(code) for code in range(1, 0x3100) if not 0xD800 <= code < 0xE000]
    texts = [text for same in SAME for text in same]
    texts += [f"x {spelling}. y-{spelling}" for spellings in SPELLINGS.values() for spelling in spellings]
    texts += ["".join(draw.choices(signs, k=40)) for _ in range(100)] + signs
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT folded(text) FROM unnest(%s::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n", [texts]
        )
        assert [row[0] for row in cursor.fetchall()] == [fold(text) for text in texts]


@pytest.mark.django_db
@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0])
def test_each_spelling_finds_each_other(texts):
    for written in texts:
        rows = Country.objects.filter(pk="ID").annotate(written=Value(written))
        assert [text for text in texts if not narrow(rows, ["written"], text)] == []
        assert not narrow(rows, ["written"], "Zainab")
        assert narrow(rows, ["written"], " ' ").count() == 1


@pytest.mark.django_db
def test_half_a_name_is_found_as_it_is_written():
    rows = Country.objects.filter(pk="ID").annotate(written=Value("Stanislaus Mohair"))
    assert narrow(rows, ["written"], "st moh").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), [(Candidate, "name"), (Place, "name"), (User, "name")])
def test_signs_that_mean_something_to_the_database_are_looked_for_as_nothing(model, field):
    for text in ("%", "_", "\\", "a%'--", "%%_", "\\'; x"):
        narrow(model.objects.all(), [field], text).count()


def plan_of(rows):
    """How the database would look, with no other way than by the words: an empty table would be read whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; DROP INDEX candidate_by_name")
    return rows.explain()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Moh Rizki", "J7F3K92QX", "ma'ruf"])
def test_candidates_are_searched_by_index(text):
    assert "candidate_words" in plan_of(narrow(Candidate.objects.current(), ["name", "number"], text))


BY_HAND = re.compile(r"__icontains|__iexact|__istartswith|__iregex|SearchVector|__search\\b")


def searched_by_hand(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if BY_HAND.search(line)]


def test_nobody_searches_words_in_a_way_of_their_own():
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / "jalur").rglob("*.py"))
        if "migrations" not in path.parts and (lines := searched_by_hand(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_planted_search_is_seen():
    assert searched_by_hand('rows.filter(name__icontains=word) | Q(**{f"{name}__icontains": word})')
