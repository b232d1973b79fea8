"""Every page that somebody may open, and every form that comes back empty, is in one language, the reader's."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.utils.translation import trans_real

from jalur.foundation.accounts import access
from jalur.foundation.geography.models import Country
from tests.access.addresses import Address, addresses
from tests.access.conftest import Stage, undone
from tests.access.examples import OWN_WORK, SIGNED_LINKS, WRITES, example_of
from tests.cast import STAFF

KNOWN = [each for each in addresses() if each.name not in SIGNED_LINKS | OWN_WORK and example_of(each)]
READERS = ["nobody", "sari", *STAFF]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
READ_OUT = ("aria-label", "title", "placeholder", "alt")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%")
ENGLISH = re.compile(
    r"\b(the|and|is|are|was|were|not|with|for|this|that|these|you|your|has|have|from|they|which|who|been)\b"
)

# What a page shows where a row or cell was given a part of the program instead of words.
RAW = re.compile(r"\b[A-Z]\w+\([a-z_]+=|<\w[\w.]* object at 0x")

# A box left empty is named (`kit/forms.sentences`), so the libraries' own sentence stands nowhere.
NAMELESS = ("Wajib diisi.", "This field is required.")

# Names stay as they are in both languages, also that of an office (Disnaker Jombang) and of a language.
NAMES = {"Jalur", "Disnaker %(regency)s", "English", "Bahasa Indonesia"}


class Texts(HTMLParser):
    """What a page says: its texts and what a screen reader reads, without what names its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: set[str] = set()

    @property
    def is_skipped(self) -> bool:
        return any(skipped for _, skipped in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        skipped = tag in ("script", "style", "svg", "code") or (tag != "html" and "lang" in named)
        if not skipped and not self.is_skipped:
            self.texts |= {" ".join(named[name].split()) for name in READ_OUT if named.get(name)}
        if tag not in VOID:
            self.open.append((tag, skipped))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        is_address = text.startswith(("http://", "https://"))  # printed at the foot
        if text and not is_address and not self.is_skipped:
            self.texts.add(text)


def said(page: str) -> set[str]:
    parser = Texts()
    parser.feed(page)
    return parser.texts


def catalogue() -> Iterator[tuple[str, str]]:
    """English and Indonesian of every text, those of the libraries included."""
    for key, indonesian in trans_real.translation("id")._catalog.items():
        english = key[0] if isinstance(key, tuple) else key
        english = english.rpartition("\x04")[2]
        if english and isinstance(indonesian, str) and indonesian:
            yield english, indonesian


class Foreign:
    """The texts of the other language, whole or with their placeholders filled in."""

    def __init__(self, texts: set[str], own: set[str]) -> None:
        texts = {" ".join(text.split()) for text in texts} - own
        self.whole = {text for text in texts if not PLACEHOLDER.search(text)}
        patterns = [".+?".join(map(re.escape, PLACEHOLDER.split(text))) for text in texts - self.whole]
        long_enough = [pattern for pattern in patterns if len(re.sub(r"\W|\.\+\?", "", pattern)) > 7]
        self.filled = re.compile("|".join(long_enough))

    def __contains__(self, text: str) -> bool:
        return text in self.whole or bool(self.filled.fullmatch(text))


@pytest.fixture(scope="module")
def foreign(stage) -> dict[str, Foreign]:
    pairs = [(" ".join(english.split()), " ".join(indonesian.split())) for english, indonesian in catalogue()]
    english, indonesian = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    countries = set(Country.objects.values_list("name_en", flat=True))
    return {
        "id": Foreign(english, indonesian | NAMES),
        "en": Foreign(indonesian, english | countries | NAMES),
    }


def pages(known: list[Address], stage: Stage, language: str) -> Iterator[tuple[str, str]]:
    """Each address as the first two of the cast see it who may, and what its form answers to nothing filled in."""
    for address in known:
        readers = [
            key
            for key in READERS
            if stage.expected(getattr(stage.cast, key, None), address, "near") == "shown"
        ]
        for key in readers[:2]:
            client, url = stage.client(key), stage.url(address, "near")
            if "language" in address.arguments and f"/{language}/" not in url:
                continue  # its language stands in its address
            client.cookies["language"] = language
            responses = [client.get(url)]
            if address.name in WRITES:
                with undone():
                    responses.append(client.post(url, {}))
            for response in responses:
                if not response.streaming and "html" in response.headers.get("Content-Type", ""):
                    yield url, response.content.decode()


def strangers(known: list[Address], stage: Stage, language: str, foreign: Foreign) -> dict[str, str]:
    """Text of the other language, or about a box without its name → where it stands."""
    found = {}
    for url, page in pages(known, stage, language):
        for text in said(page):
            is_english = language == "id" and ENGLISH.search(text)
            if text in foreign or text.endswith(NAMELESS) or is_english or RAW.search(text):
                found.setdefault(text, url)
    return found


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_speaks_two_languages(stage, foreign, language):
    found = strangers(KNOWN, stage, language, foreign[language])
    assert not found, "\n".join(f"{url}: {text}" for text, url in found.items())


@pytest.mark.parametrize(
    "planted",
    [
        "<h1>Candidates</h1>",
        "<p>The licence 5 ended on Monday.</p>",
        "<input placeholder='Enter a number.'>",
        "<li>Wajib diisi.</li>",
        "<dd>Text(text=&#x27;BLK&#x27;, url=&#x27;/x/&#x27;)</dd>",
    ],
)
def test_a_text_of_the_other_language_is_found(stage, plant, foreign, planted):
    view = plant(access.public(lambda request: HttpResponse(f"<html lang=id>{planted}</html>")))
    assert len(strangers([view], stage, "id", foreign["id"])) == 1
