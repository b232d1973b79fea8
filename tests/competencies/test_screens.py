import pytest

from jalur.foundation.competencies.models import DestinationStandard

pytestmark = pytest.mark.django_db
PAGES = [
    "/competencies/",
    "/competencies/units/JLPT-N3/",
    "/competencies/units/C.24LAS01.001.1/",
    "/competencies/languages/",
    "/competencies/languages/?language=ja",
    "/competencies/occupations/",
    "/competencies/standards/",
    "/competencies/standards/compare/",
]


@pytest.mark.parametrize("page", PAGES)
def test_anybody_may_read_in_both_languages(client, page):
    for language in ("id", "en"):
        client.cookies["language"] = language
        answer = client.get(page)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()


def test_a_ladder_shows_levels_and_what_proves_them(client):
    client.cookies["language"] = "en"
    page = client.get("/competencies/languages/?language=ja").content.decode()
    assert page.index("JLPT N1") < page.index("JLPT N5")
    assert "counts as Japanese A2" in page
    assert "proved by JFT-Basic A2" in page
    assert "TOPIK" not in page
    korean = client.get("/competencies/languages/?language=ko").content.decode()
    assert "not checked" in korean


def test_a_competency_shows_who_asks_for_it_and_what_it_counts_as(client):
    client.cookies["language"] = "en"
    page = client.get("/competencies/units/JA-A2/").content.decode()
    assert "Care worker, Japan (SSW)" in page
    assert "JFT-Basic A2" in page
    assert client.get("/competencies/units/NO-SUCH/").status_code == 404


def test_a_standard_that_nobody_checked_says_so(client):
    client.cookies["language"] = "en"
    for series, words in [("KR-LAS", True), ("KR-EPS-MFG", False)]:
        standard = DestinationStandard.objects.get(series=series)
        page = client.get(f"/competencies/standards/{standard.pk}/").content.decode()
        assert ("Not checked against the source" in page) is words
        assert standard.source_en[:20] in page


def test_two_standards_side_by_side_show_where_they_differ(client):
    client.cookies["language"] = "en"
    page = client.get("/competencies/standards/compare/").content.decode()
    assert "Shipyard welder, Korea" in page
    assert "Welder, Japan (SSW)" in page
    assert "Weld plate by FCAW in position 3G for shipyards" in page
    left, right = (DestinationStandard.objects.get(series=series) for series in ("HK-PRT", "SG-PRT"))
    other = client.get(f"/competencies/standards/compare/?left={left.pk}&right={right.pk}").content.decode()
    assert "Domestic worker, Singapore" in other
    assert client.get("/competencies/standards/compare/?left=nonsense").status_code == 200


def test_lists_keep_their_queries_however_many_rows(client, django_assert_num_queries):
    for few, many in [
        ("/competencies/?q=jlpt", "/competencies/?per_page=200&kind=skill"),
        ("/competencies/standards/?q=las", "/competencies/standards/?per_page=200&period=now"),
    ]:
        counts = []
        for address in (few, many):
            client.get(address)
            with django_assert_num_queries(3):
                counts.append(client.get(address).context["total"])
        assert 0 < counts[0] < counts[1]


def test_filters_find(client):
    assert client.get("/competencies/standards/?country=KR").context["total"] == 4
    assert client.get("/competencies/standards/?period=coming").context["total"] == 0
    assert client.get("/competencies/?scheme=special&country=JP&kind=skill").context["total"] == 13
    # Welders in two levels, and blasters (juru ledak).
    assert client.get("/competencies/occupations/?q=juru+las").context["total"] == 3


def test_typing_offers_occupations_and_competencies(client):
    assert "Juru las (7212)" in client.get("/competencies/occupations/options/?q=juru las").content.decode()
    assert "JLPT N4 (JLPT-N4)" in client.get("/competencies/options/?q=jlpt").content.decode()


def test_only_those_who_may_are_offered_a_new_version(cast, sign_in):
    address = f"/competencies/standards/{DestinationStandard.objects.get(series='KR-LAS').pk}/"
    for key, offered in [
        ("yusuf", True),
        ("bayu", True),
        ("wulan", False),
        ("sari", False),
        ("hendra", False),
    ]:
        assert (b"/revise/" in sign_in(getattr(cast, key)).get(address).content) is offered, key
