"""Every room's pages of help: whole in both languages, true to the screens' words, without a dead end."""

import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from jalur.foundation.accounts.access import Role
from jalur.kit import help as rooms_help
from jalur.kit.help import LANGUAGES, WIDTHS, Page, Topic
from jalur.project.launcher import messages
from tests.access.addresses import addresses

LABEL = re.compile(r"\[\[(.+?)\]\]")
LINK = re.compile(r"\]\((\w+):([^)]*)\)")
PLACE = re.compile(r'"([a-z]+(?:-[a-z]+)*#[a-z]+(?:-[a-z]+)*)"')

# Addresses that no topic explains, and why.
WITHOUT = {
    r"portal:(home|help|help_topic)$": "from here help leads to everything",
    r"portal:(language|act_as)$": "a button of the frame, answers with another page",
    r".*options$": "answers a box while somebody types",
    r"api_": "for who writes programs; it explains itself",
}


def text_of(page: Page) -> str:
    return "\n".join([page.title, page.lead, *(f"{part.title}\n{part.text}" for part in page.sections)])


@cache
def texts() -> frozenset[str]:
    """Every text of the code and the templates as it is today, in English."""
    return frozenset(
        message.id if isinstance(message.id, str) else message.id[0]
        for room in messages.rooms()
        for message in messages.wanted(room)
        if message.id
    )


def unknown_labels(page: Page) -> list[str]:
    """Labels that stand on no screen any more. A field's label is the name of its column with a capital."""
    known = texts()
    return [
        label
        for label in LABEL.findall(text_of(page))
        if label not in known and label[:1].lower() + label[1:] not in known
    ]


def dead_links(page: Page) -> list[str]:
    dead = []
    for kind, target in LINK.findall(text_of(page)):
        topic, _, anchor = target.partition("#")
        try:
            if kind == "screen":
                reverse(target)
            elif kind == "help":
                parts = rooms_help.topics()[topic].page().sections
                assert not anchor or anchor in [part.anchor for part in parts]
            else:
                assert kind == "picture"
                wanted = [rooms_help.picture(target, width, code) for width in WIDTHS for code in LANGUAGES]
                assert all(finders.find(name) for name in wanted)
        except (NoReverseMatch, KeyError, AssertionError):
            dead.append(f"{kind}:{target}")
    return dead


def each_topic() -> list[Topic]:
    return list(rooms_help.topics().values())


@pytest.mark.parametrize("topic", each_topic(), ids=lambda topic: topic.key)
def test_a_topic_says_the_same_in_both_languages(topic):
    english, indonesian = (topic.pages[code] for code in ("en", "id"))
    for page in (english, indonesian):
        assert page.title
        assert page.lead
        assert unknown_labels(page) == []
        assert dead_links(page) == []
    assert english.title != indonesian.title
    assert [part.anchor for part in english.sections] == [part.anchor for part in indonesian.sections]
    for pattern in (LABEL, LINK):
        said = [sorted(set(pattern.findall(text_of(page)))) for page in (english, indonesian)]
        assert said[0] == said[1]


@pytest.mark.parametrize("topic", each_topic(), ids=lambda topic: topic.key)
def test_a_topic_is_somebodys_and_leads_on(topic):
    assert topic.readers
    assert set(topic.readers) <= {str(role) for role in Role}
    assert topic.near
    assert set(topic.near) <= set(rooms_help.topics()) - {topic.key}
    assert all(part.title and part.anchor and part.text for part in topic.page().sections[1:])


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_file_lies_beside_the_list(code):
    """A page that no list names would never be found."""
    for app in apps.get_app_configs():
        files = {path.stem for path in (Path(app.path) / "help" / code).glob("*.md")}
        assert files == {
            key for key, topic in rooms_help.topics().items() if topic.room == app.label and files
        }


def test_every_screen_is_explained_or_says_why_not():
    screens = {address.name.partition("/")[0] for address in addresses()}
    bare = {screen for screen in screens if not rooms_help.topic_of(screen)}
    assert {screen for screen in bare if not any(re.match(pattern, screen) for pattern in WITHOUT)} == set()
    for pattern in WITHOUT:
        assert any(re.match(pattern, screen) for screen in bare), f"{pattern} excuses nothing"
    for topic in each_topic():
        for pattern in topic.screens:
            assert any(fnmatchcase(screen, pattern) for screen in screens), f"{topic.key}: {pattern}"


def test_every_question_mark_has_its_answer():
    """The places named in the code, whichever page they stand on; each answer is short and has words in both languages."""
    found = set()
    for room in messages.rooms():
        for path in [*room.rglob("*.py"), *room.rglob("*.html")]:
            found |= set(PLACE.findall(path.read_text(encoding="utf-8")))
    assert len(found) > 25
    for code in LANGUAGES:
        with translation.override(code):
            for place in found:
                text = rooms_help.words(rooms_help.find_section(place).text.partition("\n\n")[0])
                assert 20 < len(text) < 420, place


def test_a_planted_label_and_a_dead_link_are_seen():
    page = rooms_help.Page("Title", "Press [[Sign in]] or [[Sing in]].", ())
    assert unknown_labels(page) == ["Sing in"]
    page = rooms_help.Page("Title", "[here](screen:portal:nowhere) or [there](help:begin#nowhere)", ())
    assert dead_links(page) == ["screen:portal:nowhere", "help:begin#nowhere"]
