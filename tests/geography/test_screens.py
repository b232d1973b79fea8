import gzip
import json

import pytest
from django.test import override_settings

from jalur.foundation.geography.boundaries import compressed
from jalur.foundation.geography.models import Place

pytestmark = pytest.mark.django_db
PAGES = [
    "/geography/",
    "/geography/places/",
    "/geography/places/35/",
    "/geography/places/35.17/",
    "/geography/places/35.17.08/",
    "/geography/places/35.17.08.2001/",
    "/geography/places/91.12/",
    "/geography/countries/",
]


@pytest.mark.parametrize("page", PAGES)
def test_anybody_may_read_places_in_both_languages(client, page):
    for language, word in [("id", "Wilayah"), ("en", "Places")]:
        client.cookies["language"] = language
        answer = client.get(page)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()
        assert word in answer.content.decode()


def test_everybody_of_the_cast_reads_the_same(cast, sign_in):
    for member in vars(cast).values():
        assert b"Kabupaten Jombang" in sign_in(member).get("/geography/places/35/").content, member.key


def test_a_place_shows_what_it_is_and_what_lies_below(client):
    client.cookies["language"] = "id"
    page = client.get("/geography/places/35.17/").content.decode()
    assert "Kabupaten Jombang" in page
    assert "Diwek" in page
    assert "1.3" in page  # millions of inhabitants, Indonesian marks
    old = client.get("/geography/places/91.12/").content.decode()
    assert "kode lama" in old
    assert "/geography/places/95.02/" in old
    assert "91.12" in client.get("/geography/places/95.02/").content.decode()


def test_no_such_place(client):
    assert client.get("/geography/places/99.99/").status_code == 404
    assert client.post("/geography/places/35.17/").status_code == 405


def test_the_list_searches_filters_and_keeps_its_queries(client, django_assert_num_queries):
    found = []
    for query, count in (("?q=jombang&per_page=25", 5), ("?level=4&per_page=200", 3)):
        address = f"/geography/places/{query}"
        client.get(address)
        # the session that remembers the filters, the rows counted, the rows shown; of a text, whether anything is called so
        with django_assert_num_queries(count):
            found.append(len(client.get(address).context["table"].paginated_rows))
    assert found[0] < 25
    assert found[1] == 200
    past = client.get("/geography/places/?past=past").content.decode()
    assert "Kabupaten Boven Digoel" in past
    inside = client.get("/geography/places/?within=35.17&level=3").context["total"]
    assert inside == 21


def test_typing_offers_places_and_countries(client):
    offered = client.get("/geography/places/options/?name=residence&residence=jombang").content.decode()
    assert "Kabupaten Jombang, Jawa Timur (35.17)" in offered
    assert client.get("/geography/places/options/?name=q&q=j").content == b""
    assert "(KR)" in client.get("/geography/countries/options/?q=korea").content.decode()


@pytest.mark.parametrize(("name", "count"), [("provinces", 38), ("regencies", 514), ("35", 38)])
def test_boundaries_are_drawn_for_every_place_they_should(client, name, count):
    answer = client.get(f"/geography/boundaries/{name}.json", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    topology = json.loads(gzip.decompress(answer.content))
    shapes = next(iter(topology["objects"].values()))["geometries"]
    codes = {shape["id"] for shape in shapes}
    assert len(codes) == len(shapes) == count
    assert Place.objects.filter(code__in=codes).count() == count
    plain = client.get(f"/geography/boundaries/{name}.json", headers={"accept-encoding": "identity"})
    assert json.loads(plain.content) == topology


def test_one_province_keeps_only_the_lines_it_uses_and_its_shapes_stay_the_same():
    whole, part = (json.loads(gzip.decompress(compressed(name))) for name in ("regencies", "35"))

    def lines(topology, code):
        shapes = next(iter(topology["objects"].values()))["geometries"]
        found = next(shape for shape in shapes if shape["id"] == code)
        flat = []

        def walk(node):
            if isinstance(node, list):
                for one in node:
                    walk(one)
            else:
                arc = topology["arcs"][~node if node < 0 else node]
                flat.append(arc if node >= 0 else ["turned", arc])

        walk(found["arcs"])
        return flat

    assert len(part["arcs"]) < len(whole["arcs"]) / 5
    for code in ("35.17", "35.08", "35.29"):
        assert lines(part, code) == lines(whole, code)


def test_there_are_no_other_boundaries(client):
    for name in ("99", "35.17", "../secrets", "x"):
        assert client.get(f"/geography/boundaries/{name}.json").status_code == 404


@override_settings(LANGUAGE_CODE="id")
def test_the_first_view_stays_small(client):
    page = client.get("/geography/", headers={"accept-encoding": "gzip"})
    assert len(page.content) < 30_000
