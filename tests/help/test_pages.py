"""The pages at /help/ as people read them: by role, by search, in either language, with a phone's line and without scripts."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jalur.kit import help as rooms_help
from jalur.project.launcher import start
from tests.house.test_weight import weigh

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, language: str = "en", **query: str) -> str:
    client.cookies["language"] = language
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_topic_opens_for_anybody_in_both_languages(client, language):
    home = page(client, "/help/", language)
    shelves = re.findall(r'href="\?for=([a-z_]+)#', home)
    home += "".join(page(client, "/help/", language, **{"for": role}) for role in shelves)
    for key, topic in rooms_help.topics().items():
        address = reverse("portal:help_topic", args=[key])
        assert f'href="{address}"' in home
        text = page(client, address, language)
        assert f"<h1>{topic.pages[language].title}</h1>" in text.replace("&#x27;", "'")
        assert "[[" not in text
        assert "screen:" not in text
        for part in topic.pages[language].sections[1:]:
            assert f'id="{part.anchor}"' in text


def test_the_other_language_is_one_link_away_and_marked(client):
    text = page(client, "/help/is-it-real/", "id")
    assert 'href="?in=en"' in text
    other = page(client, "/help/is-it-real/", "id", **{"in": "en"})
    assert '<article class="help-text" lang="en">' in other
    assert "Is this offer real?" in other
    assert "<b>Look it up</b>" in other
    assert ">Menu" not in other.partition("<article")[2].partition("</article>")[0]


def test_an_unknown_topic_or_language_is_nothing_special(client):
    assert client.get("/help/nothing-like-it/").status_code == 404
    assert '<article class="help-text">' in page(client, "/help/is-it-real/", **{"in": "xx"})


def test_whoever_is_signed_in_finds_the_own_topics_first(cast, sign_in):
    text = page(sign_in(cast.hendra), "/help/")
    own = text.partition("For you")[2].partition("</section>")[0]
    assert "Run a class, from opening to result" in own
    assert "Verify a job order" not in own
    assert text.count("Run a class, from opening to result") == 1


def test_pages_for_other_roles_are_one_link_away(cast, sign_in):
    reader = sign_in(cast.hendra)
    text = page(reader, "/help/")
    assert "Verify a job order" not in text
    assert 'href="?for=labour_attache#labour_attache"' in text
    opened = page(reader, "/help/", **{"for": "labour_attache"})
    assert "Verify a job order" in opened.partition('id="labour_attache"')[2].partition("</section>")[0]
    assert 'href="?for=labour_attache' not in opened


def test_links_lead_only_where_the_reader_may_go(cast, sign_in, client):
    """The members' tasks are no screen for a visitor: the words stay, the link goes."""
    address = reverse("due:deadlines")
    assert f'href="{address}"' not in page(client, "/help/days-left/")
    assert f'href="{address}"' in page(sign_in(cast.wulan), "/help/days-left/")


@pytest.mark.parametrize(
    ("language", "asked", "topic"),
    [
        ("en", "forgotten password", "sign-in"),
        ("en", "import a spreadsheet", "read-a-list-in"),
        ("id", "lupa kata sandi", "sign-in"),
        ("id", "kartu kode", "slips"),
        ("id", "NIK", "identity"),
        ("id", "serah terima tugas", ""),
        ("id", "menyerahkan tugas", "tasks"),
        ("en", "pass-rate", "run-a-class"),
    ],
)
def test_search_finds_a_page_by_its_words(client, language, asked, topic):
    with translation.override(language):
        found = [hit.topic.key for hit in rooms_help.search(asked)]
    assert topic in found[:3] if topic else found == []
    text = page(client, "/help/", language, q=asked)
    assert (f'href="/help/{topic}/' in text) is bool(topic)


EVERYDAY = {
    "calo": "is-it-real complain",
    "saya ditipu": "is-it-real complain",
    "penipuan": "is-it-real complain",
    "scam": "is-it-real",
    "paspor ditahan majikan": "complain",
    "passport": "complain files",
    "gaji": "job-page complain",
    "gaji tidak dibayar": "complain",
    "unpaid salary": "complain",
    "majikan": "job-page complain",
    "employer": "order complain",
    "ijazah": "skills files",
    "diploma": "skills files",
    "lupa password": "sign-in",
    "lupa kata sandi": "sign-in",
    "forgot password": "sign-in",
    "HP saya hilang": "sign-in",
    "lost phone": "sign-in",
    "ganti nomor HP": "reach-me",
    "WA": "reach-me",
    "bagaimana cara daftar?": "begin register",
    "how do I apply": "begin job-page",
    "lowongan": "job-page",
    "ikut pelatihan": "take-a-seat",
    "kapan saya berangkat": "next-step",
    "nama salah di KTP": "identity",
    "bocor": "who-sees",
    "excel": "read-a-list-in download-a-list",
    "surat palsu": "letter-genuine",
}
"""What people type, in either language, and the pages that they are looking for."""


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("asked", "wanted"), EVERYDAY.items(), ids=EVERYDAY)
def test_everyday_words_lead_to_a_page(client, language, asked, wanted):
    found = re.findall(r'<li><a href="/help/([a-z-]+)/', page(client, "/help/", language, q=asked))
    assert set(wanted.split()) <= set(found[:5])


def test_a_short_word_is_not_found_inside_others(client):
    """Not "WA" in "bawa" and "warga", which stand on many pages."""
    found = re.findall(r'<li><a href="/help/([a-z-]+)/', page(client, "/help/", "id", q="wa"))
    assert found == ["reach-me"]


def test_what_was_asked_is_shown_as_text(client):
    assert "<script>alert" not in page(client, "/help/", q="<script>alert(1)</script>")
    assert "No page says this" in page(client, "/help/", q="\u200b?!")


def test_tags_in_a_page_are_text():
    assert rooms_help.html("<script>alert(1)</script> [x](javascript:alert)") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert)</p>\n"
    )


@pytest.mark.parametrize("key", ["wulan", "sari", ""])
def test_the_way_to_help_leads_to_the_screen_that_is_open(cast, sign_in, client, key):
    reader = sign_in(getattr(cast, key)) if key else client
    assert 'href="/help/sign-in/"' in page(reader, "/account/" if key else "/accounts/login/")
    assert 'href="/help/"' in page(reader, "/")


def test_refusals_lead_to_help(cast, sign_in):
    reader = sign_in(cast.sari)
    reader.cookies["language"] = "en"
    assert 'href="/help/refused/"' in reader.get("/candidates/").content.decode()
    assert 'href="/help/"' in reader.get("/nowhere/").content.decode()


def test_a_question_mark_opens_in_place_without_scripts(cast, sign_in):
    text = page(sign_in(cast.wulan), reverse("candidates:register"))
    mark = text.partition('<details class="about">')[2].partition("</details>")[0]
    assert '<span aria-hidden="true">?</span><span class="visually-hidden">Help: NIK</span>' in mark
    assert "16 digits" in mark
    assert 'href="/help/identity/#nik"' in mark


@pytest.mark.parametrize("address", ["/help/", "/help/read-a-list-in/", "/help/offer-to-me/"])
def test_help_is_light_at_first_sight(client, address):
    assert weigh(client, address) < 20_000


def test_pictures_that_change_are_collected_again_at_the_next_start(monkeypatch):
    """A page whose picture is missing among the collected files answers 500."""
    monkeypatch.setattr(start, "_digest", set)
    assert set((start.CHECKOUT / "docs" / "images" / "walks").glob("*.webp")) <= start._static()
