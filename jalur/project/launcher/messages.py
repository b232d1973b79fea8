"""Each room's Indonesian texts: brought up to date with the code, checked for gaps, compiled. Needs no gettext."""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from jalur.project.launcher.folders import CHECKOUT

# Call name → positions of its texts, as gettext numbers them; "c" marks the context.
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt"}
SOURCES = {".py", ".html", ".txt"}
SKIPPED = {"migrations", "locale", "static", "vendor", "__pycache__"}


def rooms() -> list[Path]:
    """Every package that keeps its own texts: those with `apps.py`, and the planner."""
    found = {path.parent for path in (CHECKOUT / "jalur").rglob("apps.py")}
    return sorted(found)


def catalogue_path(room: Path) -> Path:
    """The room's Indonesian .po file."""
    return room / "locale" / "id" / "LC_MESSAGES" / "django.po"


def extract_all(*, check: bool = False) -> int:
    """Bring every room's .po file up to date; with `check` change nothing and fail on a text that is missing."""
    gaps = []
    for room in rooms():
        fresh = _updated(room)
        if fresh is None:
            continue
        gaps += [f"{catalogue_path(room).relative_to(CHECKOUT)}: {text!r}" for text in untranslated(fresh)]
        if not check:
            _write(fresh, catalogue_path(room))
    for gap in gaps:
        print(f"not translated: {gap}", file=sys.stderr)
    if not gaps:
        print("Every text has its Indonesian translation.")
    return 1 if gaps and check else 0


def compile_all() -> int:
    """Compile every .po file below `jalur/` to the .mo file beside it."""
    for path in sorted((CHECKOUT / "jalur").rglob("locale/*/LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            catalogue = read_po(source, abort_invalid=True)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        target = path.with_suffix(".mo")
        partial = target.with_suffix(".mo.partial")
        partial.write_bytes(compiled.getvalue())
        partial.replace(target)
    return 0


def untranslated(catalogue: Catalog) -> list[str]:
    """The msgids without a translation, or with a fuzzy one."""
    missing = []
    for message in catalogue:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.fuzzy or not all(forms):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def wanted(room: Path) -> Catalog:
    """The texts that the room's code and templates ask for, without translations."""
    catalogue = Catalog(locale="id", domain="django", project="Jalur", fuzzy=False)
    for path in sorted(_sources(room)):
        place = str(path.relative_to(CHECKOUT))
        for _, texts, comments, context in _texts(path):
            catalogue.add(texts, locations=[(place, 0)], auto_comments=comments, context=context)
    rights = room / "access.csv"
    if rights.exists():
        with rights.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                catalogue.add(row["reason"], locations=[(str(rights.relative_to(CHECKOUT)), 0)])
    return catalogue


def _updated(room: Path) -> Catalog | None:
    """The room's catalogue with today's texts and yesterday's translations; None when the room has no texts."""
    path = catalogue_path(room)
    texts = wanted(room)
    if not path.exists():
        return texts if len(texts) else None
    with path.open("rb") as source:
        known = read_po(source, locale="id", domain="django")
    known.update(texts, no_fuzzy_matching=True, update_header_comment=False)
    return known


def _write(catalogue: Catalog, path: Path) -> None:
    catalogue.header_comment = f"# Indonesian texts of {path.parents[3].name}."
    catalogue.fuzzy = False
    text = io.BytesIO()
    write_po(text, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = text.getvalue().decode().splitlines()
    # Dates, tool names and placeholders change with every run and tell nobody anything.
    kept = [line for line in lines if not line.startswith(UNSTEADY)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")


UNSTEADY = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Generated-By',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
)


def _sources(room: Path) -> Iterator[Path]:
    """The room's own files; those of a room inside it belong to that one."""
    inner = {other for other in rooms() if other != room and room in other.parents}
    for path in room.rglob("*"):
        if path.suffix not in SOURCES or SKIPPED & set(path.relative_to(room).parts):
            continue
        if path.suffix in TEMPLATES and "templates" not in path.parts:
            continue
        if not inner & set(path.parents):
            yield path


def _texts(path: Path) -> Iterator[tuple]:
    if path.suffix in TEMPLATES:
        from django.utils.translation.template import templatize

        _settle_templates()
        shown = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What templatize leaves is a row of calls between blanks; read as Python, its indents must mean nothing.
        source = "\n".join(line.strip() for line in shown.splitlines()).encode()
    else:
        source = path.read_bytes()
    yield from extract("python", io.BytesIO(source), keywords=KEYWORDS, comment_tags=("Translators",))


def _settle_templates() -> None:
    """Django's template lexer asks for settings, nothing more."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
