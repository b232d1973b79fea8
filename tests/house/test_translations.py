"""Every text people see has its Indonesian words, with the same placeholders."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from jalur.project.launcher import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def room_texts():
    return [room for room in messages.rooms() if len(messages.wanted(room))]


@pytest.mark.parametrize("room", room_texts(), ids=lambda room: room.name)
def test_every_text_is_translated(room):
    path = messages.catalogue_path(room)
    assert path.exists(), f"{room.name} has texts but no translation: run `make messages` and fill the file"
    with path.open("rb") as source:
        known = read_po(source, locale="id", domain="django")
    assert missing(messages.wanted(room), known) == []


@pytest.mark.parametrize("room", room_texts(), ids=lambda room: room.name)
def test_translations_keep_the_placeholders(room):
    path = messages.catalogue_path(room)
    if path.exists():
        with path.open("rb") as source:
            assert changed_placeholders(read_po(source, locale="id", domain="django")) == []


def missing(texts: Catalog, known: Catalog) -> list[str]:
    """The texts that `known` has no Indonesian for."""
    found = []
    for message in texts:
        if message.id:
            entry = known.get(
                message.id if isinstance(message.id, str) else message.id[0], context=message.context
            )
            forms = (
                entry.string
                if entry and isinstance(entry.string, (list, tuple))
                else [entry.string if entry else ""]
            )
            if entry is None or entry.fuzzy or not all(forms):
                found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def changed_placeholders(known: Catalog) -> list[str]:
    """The translations whose placeholders are not those of the English text (a plural may leave the number out)."""
    found = []
    for message in known:
        if not message.id or isinstance(message.id, (list, tuple)):
            continue
        if message.string and sorted(PLACEHOLDER.findall(message.id)) != sorted(
            PLACEHOLDER.findall(str(message.string))
        ):
            found.append(message.id)
    return found


def test_a_planted_gap_is_seen():
    texts, known = Catalog(locale="id"), Catalog(locale="id")
    for text in ("Save", "Cancel", "Back"):
        texts.add(text)
    known.add("Save", "Simpan")
    known.add("Cancel", "")
    assert missing(texts, known) == ["Cancel", "Back"]


def test_a_planted_wrong_placeholder_is_seen():
    known = Catalog(locale="id")
    known.add("%(count)d places", "%(jumlah)d tempat")
    assert changed_placeholders(known) == ["%(count)d places"]


def test_texts_are_found_in_code_and_templates(tmp_path, monkeypatch):
    room = tmp_path / "room"
    (room / "templates" / "room").mkdir(parents=True)
    (room / "forms.py").write_text(
        'from django.utils.translation import gettext_lazy as _\nlabel = _("Birth date")\n'
    )
    count = "{% blocktranslate count n=n %}{{ n }} seat{% plural %}{{ n }} seats{% endblocktranslate %}"
    page = '{% load i18n %}\n  <h1>{% translate "Candidates" %}</h1>\n    ' + count
    (room / "templates" / "room" / "list.html").write_text(page)
    monkeypatch.setattr(messages, "CHECKOUT", tmp_path)
    found = [message.id for message in messages.wanted(room) if message.id]
    assert found == ["Birth date", "Candidates", ("%(n)s seat", "%(n)s seats")]
