import shutil
from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import translation

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.geography import queries, rules
from jalur.foundation.geography.models import Country, Level, Place
from jalur.foundation.geography.services import load_places
from jalur.foundation.history.models import Event
from jalur.kit.reference import TableChange

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def test_every_place_of_the_decree_is_there():
    today = Place.objects.in_force(TODAY)
    assert queries.counts_by_level(TODAY) == {1: 38, 2: 514, 3: 7285, 4: 83762}
    kinds = Counter(today.filter(level=Level.VILLAGE).values_list("kind", flat=True))
    assert kinds == {"desa": 75252, "kelurahan": 8496, "desa_adat": 14}
    assert Counter(today.filter(level=Level.REGENCY).values_list("kind", flat=True)) == {
        "regency": 416,
        "city": 98,
    }


def test_every_code_says_its_own_level_kind_and_parent():
    for code, level, kind, parent in Place.objects.values_list("code", "level", "kind", "parent_id"):
        assert (level, kind, parent or "") == (
            rules.level_of(code),
            rules.kind_of(code),
            rules.parent_code(code),
        ), code


def test_regencies_and_provinces_agree_on_the_population():
    def total(level):
        sums = Place.objects.filter(level=level).aggregate(women=Sum("women"), men=Sum("men"))
        return sums["women"] + sums["men"]

    # Dukcapil, semester II 2024
    assert total(Level.REGENCY) == total(Level.PROVINCE) == 284_973_643
    assert not Place.objects.in_force(TODAY).filter(level__lte=2, area_km2=None).exists()


def test_a_subtree_is_exactly_what_lies_in_the_region():
    everything = Place.objects.values_list("code", flat=True)
    for region in ("35", "35.17", "35.17.08", "31.01"):
        assert set(queries.place_subtree(region).values_list("code", flat=True)) == {
            code for code in everything if rules.lies_in(code, region)
        }
    assert queries.place_subtree("").count() == len(everything)


def test_a_place_knows_what_it_lies_in():
    assert [place.code for place in queries.ancestors("35.17.08.2001")] == ["35", "35.17", "35.17.08"]
    label = queries.place_label("35.17.08.2001")
    assert label.endswith("Kabupaten Jombang, Jawa Timur")
    assert queries.place_label("99.99") is None


def test_search_finds_by_the_beginning_of_words_and_by_code():
    assert queries.search_places("jomb")[0] == ("35.17", "Kabupaten Jombang, Jawa Timur")
    assert queries.search_places("Jombang")[0] == ("35.17", "Kabupaten Jombang, Jawa Timur")
    assert {code for code, _ in queries.search_places("tangerang sel")} >= {"36.74"}
    assert [code for code, _ in queries.search_places("35.17", limit=1)] == ["35.17"]
    assert all(rules.lies_in(code, "35.08") for code, _ in queries.search_places("sumber", within="35.08"))
    assert queries.search_places("") == queries.search_places("  ") == queries.search_places("'!:*&|") == []


FULL = "Kayangan, Diwek, Kabupaten Jombang, Jawa Timur"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            (text, "35.25.01.2003")
            for text in ("Gedongkedo'an", "gedongkedoan", "Gedongkedo’an", "GEDONGKEDO AN")
        ],
        *[(text, "11.18.01.2028") for text in ("Grong-Grong, Pidie Jaya", "grong grong, pidie jaya")],
        (FULL, "35.17.08.2001"),
        *[(text, "35.17.08.2001") for text in ("Desa Kayangan, Kec. Diwek", "Kel. Kayangan, kab jombang")],
        ("Kayangan Diwek Jombang", "35.17.08.2001"),
        *[
            (text, "35.17.08.2001")
            for text in (
                "Ds. Kayangan Kec. Diwek",
                "desa kayangan kecamatan diwek kabupaten jombang provinsi jawa timur",
                "Ds.Kayangan Kec.Diwek Kab.Jombang",
                "Kayangan Kec Diwek",
                "Jl. Merdeka 5 RT 02/RW 03 Ds. Kayangan Kec. Diwek",
                "Dusun Krajan, Ds. Kayangan, Kec. Diwek",
                "DS: KAYANGAN KEC: DIWEK, JOMBANG",
                "Desa Kayangan RT 01/RW 02, Diwek",
                "RT.001/RW.002, Kayangan, Diwek",
                "Kayangan RT/RW 1/2 Kec. Diwek",
                "Diwek, Kayangan",
                "Jawa Timur, Jombang, Diwek, Kayangan",
                "Desa Kayangan Jombang",
                "jawa timur jombang diwek kayangan",
                "Kayangan Diwek Jatim",
                "kayan diwek jomb",
            )
        ],
        ("Kec. Diwek Kab. Jombang", "35.17.08"),
        *[(text, "35.17.08") for text in ("Kec. Diwek", "kecamatan diwek", "Kec.Diwek, Kab. Jombang")],
        *[
            (text, "35.17")
            for text in ("Kabupaten Jombang Jawa Timur", "Jombang Jawa Timur", "jombang jatim")
        ],
        *[(text, "31") for text in ("DKI", "DKI Jakarta", "dki")],
        *[(text, "34") for text in ("Jogjakarta", "DIY")],
        *[(text, "35.17") for text in ("Kab. Jombang", "35.17", "3517", "'35.17")],
        *[(text, "95.02") for text in ("91.12", "9112", "91.12.07")],
        ("91.01", "93.01"),
    ],
)
def test_a_place_is_found_as_people_write_it(text, code):
    assert queries.places_meant(text, on=TODAY)[:1] == [(code, queries.place_label(code))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            (text, "35.17.08.2001")
            for text in ("kayangn", "Desa Kayangan RT 01/RW 02, Diwek", "Diwek, Kayangan")
        ],
        *[(text, "35.17.08.2001") for text in ("jawa timur jombang diwek kayangan", "Desa Kayangan Jombang")],
        *[(text, "35.17") for text in ("Jombang Jawa Timur", "Kabupaten Jombang Jatim", "Jombnag")],
        *[("DKI", "31"), ("Jogjakarta", "34")],
    ],
)
def test_the_public_list_and_the_box_find_the_same(client, text, code):
    listed = client.get("/geography/places/", {"q": text, "per_page": "200"}).context["table"]
    assert code in {row.record.code for row in listed.paginated_rows}
    offered = client.get("/geography/places/options/", {"name": "q", "q": text}).content.decode()
    assert f"({code})" in offered


@pytest.mark.parametrize(
    "text", ["zzz qqq www", "Kayangan Lumajang", "Diwek, Kayangan, Jawa Barat", "RT 01/RW 02"]
)
def test_what_no_place_is_called_is_not_found_in_another_order(text):
    assert queries.search_places(text, on=TODAY) == []


@pytest.mark.parametrize("word", sorted(rules.EVERYDAY))
def test_an_everyday_name_is_the_place_and_whatever_else_is_called_so(word):
    found = dict(queries.search_places(word, on=TODAY, limit=40))
    places = Place.objects.in_force(TODAY)
    assert places.get(level=Level.PROVINCE, name__endswith=rules.EVERYDAY[word]).code in found
    assert {place.code for place in places.filter(name__iexact=word)} <= set(found)


def test_what_is_written_on_a_screen_is_found_alone():
    for code in (
        Place.objects.in_force(TODAY)
        .filter(level=4, code__endswith=".2007")
        .values_list("code", flat=True)[:200]
    ):
        label = queries.place_label(code)
        assert [one for one, words in queries.search_places(label, on=TODAY) if words == label] != [], label


def test_a_name_with_a_word_for_a_kind_of_place_in_it_is_found_as_a_whole():
    inner = Place.objects.in_force(TODAY).filter(
        name__iregex=r"(^|\s)(desa|nagari|pekon|distrik|kelurahan|gampong|kec|kab|prov)\s"
    )
    named = list(inner.exclude(level=2).order_by("code").values_list("code", "name"))
    for code, name in [
        *named[::25],
        *(one for one in named if one[1].split()[0].lower() not in rules.LEVEL_WORDS),
    ]:
        for text in (name, queries.place_label(code)):
            found = queries.search_places(text, within=code[:5], on=TODAY, limit=40)
            assert code in {one for one, _label in found}, (text, code)


def test_every_name_with_a_sign_is_found_with_it_and_without():
    odd = Place.objects.in_force(TODAY).filter(name__regex=r"['’`.-]").order_by("code")
    for code, name in odd.values_list("code", "name")[::40]:
        for text in (name, name.replace("-", " "), "".join(one for one in name if one not in "'’`.-")):
            found = queries.search_places(text, within=code[:5], on=TODAY, limit=40)
            assert code in {one for one, _label in found}, (text, code)


@pytest.mark.parametrize(
    ("text", "code"), [("Kayngan", "35.17.08.2001"), ("Jombnag", "35.17"), ("Diwekk", "35.17.08")]
)
def test_a_slip_of_the_keyboard_is_answered_with_what_is_near(text, code):
    assert queries.search_places(text, on=TODAY) == []
    assert code in {one for one, _label in queries.similar_places(text, on=TODAY, limit=30)}


def test_an_old_code_leads_to_the_place_of_today():
    old = queries.find_place("91.12")
    assert (old.successor_id, old.is_in_force(date(2020, 1, 1)), old.is_in_force(TODAY)) == (
        "95.02",
        True,
        False,
    )
    assert queries.todays_code("91.12", TODAY) == "95.02"
    assert queries.todays_code("91.12", date(2020, 1, 1)) == "91.12"
    assert queries.todays_code("35.17", TODAY) == "35.17"
    place, regency = queries.place_of_nik("911207")
    assert place is None
    assert regency.successor_id == "95.02"
    place, regency = queries.place_of_nik("351708")
    assert (place.code, regency.code) == ("35.17.08", "35.17")
    assert (
        queries.place_of_nik("001122")
        == queries.place_of_nik("35")
        == queries.place_of_nik("abcdef")
        == (None, None)
    )
    assert queries.search_places("Yahukimo", on=TODAY)[0][0] == "95.03"


def test_counts_below_are_the_counts_of_each():
    codes = list(queries.children_of("35", TODAY).values_list("code", flat=True))
    below = queries.counts_below(codes, TODAY)
    assert below["35.17"] == {"regencies": 0, "districts": 21, "villages": 306}
    assert sum(one["villages"] for one in below.values()) == queries.counts_by_level(TODAY, "35")[4]


def test_countries_have_both_names_and_are_found_by_either():
    assert Country.objects.count() == 249
    korea = Country.objects.get(code="KR")
    assert (korea.name_id, korea.name_en, korea.numeric) == ("Korea Selatan", "South Korea", "410")
    assert queries.search_countries("jerman") == queries.search_countries("german")[:1] == [("DE", "Jerman")]
    assert ("SA", "Arab Saudi") in queries.search_countries("saudi")


def test_loading_again_changes_nothing():
    events = Event.objects.count()
    changes = load_places(actor=SYSTEM, apply=True)
    assert [change.table for change in changes] == ["geography_country", "geography_place"]
    assert all(change.is_nothing and change.not_in_file == 0 for change in changes)
    assert Event.objects.count() == events


def test_a_load_says_what_it_would_do_and_writes_only_when_told():
    Place.objects.filter(code="35.17").update(name="Salah")
    Place.objects.filter(code="35.17.08.2001").delete()
    expected = TableChange("geography_place", added=1, changed=1, same=91_628)
    assert load_places(actor=SYSTEM, apply=False)[1] == expected
    assert Place.objects.get(code="35.17").name == "Salah"
    assert load_places(actor=SYSTEM, apply=True)[1] == expected
    assert Place.objects.get(code="35.17").name == "Kabupaten Jombang"
    assert Place.objects.filter(code="35.17.08.2001").exists()
    assert Event.objects.get(event="geography:place:loaded", detail__geography_place=[1, 1]).role == "system"


def test_nobody_without_the_right_loads_places(cast):
    Place.objects.filter(code="35.17").update(name="Salah")
    for key in ("wulan", "yusuf", "sari", "rini", "hendra"):
        with pytest.raises(Refused):
            load_places(actor=getattr(cast, key).actor, apply=True)
    assert Place.objects.get(code="35.17").name == "Salah"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "91.29,Kabupaten Salah,regency,regency,91,,2022-07-25,99.99,x,,false",
            "its successor 99.99 is no place of today",
        ),
        (
            "91.29,Kabupaten Salah,regency,city,91,,2022-07-25,95.02,x,,false",
            "kind city or parent 91 does not fit its code",
        ),
    ],
)
def test_a_file_that_does_not_fit_together_is_refused_and_nothing_is_written(tmp_path, line, sentence):
    shutil.copytree(settings.ROOT / "data" / "geography", tmp_path / "geography")
    with (tmp_path / "geography" / "places_historic.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    Place.objects.filter(code="35.17").update(name="Salah")
    with pytest.raises(ValueError, match=sentence):
        load_places(actor=SYSTEM, apply=True, folder=tmp_path)
    assert Place.objects.get(code="35.17").name == "Salah"


def test_the_database_refuses_a_place_whose_code_does_not_continue_its_parent():
    with pytest.raises(IntegrityError, match="place_code_continues_parent"), transaction.atomic():
        Place.objects.create(code="35.99", name="x", level=2, kind="city", parent_id="33")
    with (
        translation.override("en"),
        pytest.raises(ValidationError, match="starts with the code of what it is part of"),
    ):
        Place(code="35.99", name="x", level=2, kind="city", parent_id="33", source="x").validate_constraints()
    Place.objects.create(code="35.99", name="x", level=2, kind="city", parent_id="35")


def test_the_command_shows_first_and_writes_with_apply(capsys):
    Place.objects.filter(code="35.17").update(name="Salah")
    call_command("load_reference")
    shown = capsys.readouterr().out
    assert "geography_place" in shown
    assert "Nothing was written" in shown
    assert Place.objects.get(code="35.17").name == "Salah"
    call_command("load_reference", "--apply")
    assert Place.objects.get(code="35.17").name == "Kabupaten Jombang"
    capsys.readouterr()
    call_command("load_reference", "--apply")
    assert "up to date" in capsys.readouterr().out
    assert not Place.objects.filter(code=F("parent")).exists()
