from datetime import date

import pytest

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.competencies import queries
from jalur.foundation.competencies.models import (
    Competency,
    DestinationStandard,
    Implication,
    LanguageScale,
    Occupation,
)
from jalur.foundation.competencies.rules import CircularImplicationError
from jalur.foundation.competencies.services import load_competencies

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def test_isco_is_complete_and_a_tree():
    codes = set(Occupation.objects.values_list("code", flat=True))
    assert len(codes) == 619
    assert [sum(len(code) == digits for code in codes) for digits in (1, 2, 3, 4)] == [10, 43, 130, 436]
    for code, parent in Occupation.objects.values_list("code", "parent_id"):
        assert parent == (code[:-1] or None)
    assert "5121" not in codes  # ISCO-88, not ISCO-08
    assert Occupation.objects.get(code="7212").title_id == "Juru las"


def test_every_language_level_implies_those_below_it():
    closure = queries.closure()
    for scale in LanguageScale.objects.prefetch_related("levels"):
        ordered = sorted(scale.levels.all(), key=lambda level: level.rank)
        assert [level.rank for level in ordered] == list(range(1, len(ordered) + 1)), scale.code
        for place, level in enumerate(ordered):
            assert {one.code for one in ordered[: place + 1]} <= closure[level.code]
            assert not {one.code for one in ordered[place + 1 :]} & closure[level.code]


def test_either_test_of_japanese_proves_the_level_that_ssw_asks_for():
    closure = queries.closure()
    assert "JA-A2" in closure["JFT-A2"]
    assert "JA-A2" in closure["JLPT-N4"]
    assert "JA-A2" in closure["JLPT-N1"]
    assert "JA-A2" not in closure["JLPT-N5"]
    assert "HK-KERJA" in closure["EN-B1"]
    assert "HK-KERJA" in closure["YUE-A1"]
    assert "HK-KERJA" not in closure["EN-A1"]


def test_welding_for_korea_is_not_welding_for_japan():
    korea = queries.standard_for(country="KR", occupation="7212", on=TODAY)
    japan = queries.standard_for(country="JP", occupation="7212", on=TODAY)
    asked = [{one.code for one in standard.requirements.all()} for standard in (korea, japan)]
    assert "C.24LAS01.001.1" in asked[0] & asked[1]
    assert {"KR-LAS-FCAW", "KO-A1"} <= asked[0] - asked[1]
    assert {"JP-LAS-MAG", "JP-SSW-MFG", "JA-A2"} <= asked[1] - asked[0]


def test_every_standard_asks_for_something_and_names_its_source():
    standards = list(queries.standards_in_force(TODAY))
    assert len(standards) >= 40
    for standard in standards:
        assert standard.requirements.all(), standard.series
        assert standard.source, standard.series
        assert standard.source_en, standard.series
        assert standard.source_url or not standard.verified, standard.series
    care = DestinationStandard.objects.get(series="JP-KAIGO")
    assert {one.code for one in care.requirements.all()} == {"JP-SSW-KAIGO", "JA-A2", "KAIGO-JA"}


def test_what_is_general_knowledge_is_not_marked_as_checked():
    assert not Competency.objects.filter(
        source_en__istartswith="an estimate by jalur", verified=True
    ).exists()
    assert not Implication.objects.filter(
        source_en__istartswith="an estimate by jalur", verified=True
    ).exists()
    assert not DestinationStandard.objects.filter(
        source_en__icontains="an estimate by jalur", verified=True
    ).exists()
    assert not Competency.objects.filter(source="").exists()


def test_loading_again_changes_nothing():
    changes = load_competencies(actor=SYSTEM, apply=True)
    assert all(change.is_nothing and not change.kept and not change.not_in_file for change in changes)


def test_a_load_corrects_the_catalogue_but_never_a_stored_standard():
    Competency.objects.filter(code="JLPT-N4").update(title_en="Wrong")
    DestinationStandard.objects.filter(series="KR-LAS").update(max_age=60, verified=True)
    by_table = {change.table: change for change in load_competencies(actor=SYSTEM, apply=True)}
    assert by_table["competencies_competency"].changed == 1
    assert by_table["competencies_destinationstandard"].kept == 1
    assert Competency.objects.get(code="JLPT-N4").title_en == "JLPT N4"
    assert DestinationStandard.objects.get(series="KR-LAS").max_age == 60


def test_a_file_with_a_circle_is_refused_and_nothing_is_written(tmp_path, settings):
    import shutil

    shutil.copytree(settings.ROOT / "data" / "competencies", tmp_path / "competencies")
    with (tmp_path / "competencies" / "implications.csv").open("a", encoding="utf-8") as file:
        file.write("JA-A2,JLPT-N4,planted,,,false\n")
    Competency.objects.filter(code="JLPT-N4").update(title_en="Wrong")
    with pytest.raises(CircularImplicationError) as found:
        load_competencies(actor=SYSTEM, apply=True, folder=tmp_path)
    assert {"JA-A2", "JLPT-N4"} <= set(found.value.codes)
    assert Competency.objects.get(code="JLPT-N4").title_en == "Wrong"


def test_the_search_finds_in_both_languages():
    assert queries.search_occupations("juru las")[0] == ("7212", "Juru las")
    assert queries.search_occupations("welder")[0][0] == "7212"
    for words, code in (
        *[(words, "7212") for words in ("tukang las", "Tukang-Las", "las tukang")],
        *[(words, "5321") for words in ("perawat lansia", "nurse's aide", "nurses aide", "kaigo")],
        *[(words, "9111") for words in ("pembantu rumah tangga", "PRT", "housemaid", "domestic helper")],
        *[(words, "8350") for words in ("ABK", "pelaut")],
    ):
        assert code in dict(queries.search_occupations(words)), words
    assert queries.search_occupations("pembantu")[0][0] == "9111"
    assert queries.search_occupations("7212") == [("7212", "Juru las")]
    assert ("JLPT-N4", "JLPT N4") in queries.search_competencies("jlpt n4")
    assert queries.occupation_label("0000") is None
