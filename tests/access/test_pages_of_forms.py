"""An address that only takes a form says so in words, with a way on; and "back" to a page that asks works."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.addresses import addresses
from tests.access.example import Write
from tests.access.examples import OWN_WORK, SIGNED_LINKS, WRITES, example_of
from tests.access.test_writing import TODAY, undone

KNOWN = [each for each in addresses() if each.name not in SIGNED_LINKS | OWN_WORK and example_of(each)]


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_no_address_answers_with_a_blank_page(stage, method):
    blank = []
    for address in KNOWN:
        client = stage.client("wulan")
        with undone():
            WRITES.get(address.name, Write()).before(stage.world.near, stage.cast.wulan)
            url = stage.url(address, "near")
            answer = getattr(client, method)(url)
        if answer.status_code == 405 and "hanya dibuka dari formulir" not in answer.content.decode():
            blank.append(url)
    assert not blank


def test_it_names_the_page_before_and_what_is_allowed(client, db):
    url = reverse("portal:appearance")
    answer = client.get(url, HTTP_REFERER="http://testserver/about/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert 'href="/about/"' in answer.content.decode()
    assert "elsewhere" not in client.get(url, HTTP_REFERER="http://elsewhere.example/").content.decode()
    assert Client().head(url).status_code == 405


def test_back_to_the_page_that_asks_about_many(stage):
    client, url = stage.client("wulan"), reverse("proposals:decide_many", args=["offer"])
    key = str(stage.world.near.proposal.pk)
    with undone():
        answer = client.post(url, {"selected": [key]})
        assert (answer.status_code, answer["Location"]) == (302, url)
        for _again in range(2):
            page = client.get(url)
            assert page.status_code == 200
            assert key in page.content.decode()


def test_nothing_ticked_leads_back_to_the_list(stage):
    client, url = stage.client("wulan"), reverse("proposals:decide_many", args=["refuse"])
    with undone():
        for answer in (client.post(url), client.get(url)):
            assert (answer.status_code, answer["Location"]) == (302, reverse("proposals:proposals"))
