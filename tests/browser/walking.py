"""How the nine walks are walked: every page that somebody comes to is looked at, and pictured for the documentation.

`JALUR_PICTURES=1` walks every width in every language and writes docs/images/walks/<walk>-<width>-<language>.webp.
"""

import base64
import functools
import os
import re
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image

from demo.cast import CAST
from tests.browser.conftest import sign_in
from tests.browser.looking import sticks_out

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "docs" / "images" / "walks"
PICTURES = os.environ.get("JALUR_PICTURES") == "1"
WIDTHS = {1280: 900, 820: 1180, 360: 740}
LOCALES = {"id": "id-ID", "en": "en-GB"}
STAFF = {player.key for player in CAST if player.organisation}

# What no page of words may show: a template's hole, a value without words, a key of the database.
RAW = re.compile(
    r"\{\{|\{%|\bNone\b|\bundefined\b|\bNaN\b|-{5,}|%\(\w+\)s"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
)
TEXTS = """() => {
  const texts = [], seen = box => box.checkVisibility() && !box.closest('script, style, template, code, [lang]:not(html)');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.textContent.trim() && seen(node.parentElement)) texts.push(node.textContent.trim().replace(/\\s+/g, ' '));
  for (const box of document.querySelectorAll('[placeholder], [aria-label], [alt]'))
    for (const name of ['placeholder', 'aria-label', 'alt']) if (box.getAttribute(name) && seen(box)) texts.push(box.getAttribute(name));
  return texts;
}"""
WAYS_ON = "() => document.querySelectorAll('main a[href], main button, main summary').length"
NAMES = {"Jalur"}


@functools.cache
def foreign_words(language: str) -> frozenset[str]:
    """Texts of the catalogues that read so in the other language only."""
    from babel.messages.pofile import read_po

    english, indonesian = set(), set()
    for path in sorted((ROOT / "jalur").rglob("locale/id/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if isinstance(message.id, str) and message.id and message.string:
                    english.add(message.id)
                    indonesian.add(message.string)
    return frozenset(english - indonesian if language == "id" else indonesian - english) - NAMES


@dataclass
class Way:
    """One walk at one width in one language, and what was wrong on it. `turn` tells one way's new names from another's."""

    name: str
    width: int
    language: str
    turn: int
    open_page: object
    base: str
    sessions: dict
    page: object = None
    wrong: list[str] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    def become(self, key: str = "") -> None:
        """Somebody takes the device: a visitor, or one of the cast, signed in as she left it."""
        options = {"has_touch": True, "is_mobile": self.width < 500} if self.width < 1000 else {}
        self.page = self.open_page(
            self.width,
            WIDTHS[self.width],
            storage_state=self.sessions.get(key),
            locale=LOCALES[self.language],
            **options,
        )
        self.page.context.add_cookies([{"name": "language", "value": self.language, "url": self.base}])
        self.page.on("response", self.heard)
        if key and key not in self.sessions:
            sign_in(self.page, key, staff=key in STAFF)
            self.sessions[key] = self.page.context.storage_state()
        self.page.goto("/")

    def heard(self, response) -> None:
        if response.request.resource_type == "document" and response.status not in (200, 302, 304, 422):
            self.wrong.append(f"{response.status} at {response.url}")

    def go(self, address: str) -> None:
        self.page.goto(address)

    def follow(self, link: str, nth: int = 0) -> None:
        """Press a link or button that the page really has."""
        self.page.locator(link).nth(nth).click()
        self.page.wait_for_load_state("load")

    def fill(self, **boxes: str) -> None:
        for name, value in boxes.items():
            self.page.locator(f"main [name={name}]:visible").first.fill(value)

    def tick(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}][value='{value}']").first.check()

    def send(self, form: str = "main form[method=post]") -> None:
        """Send the page's form by its own button."""
        self.follow(f"{form} button[type=submit]:visible")

    def look(self, caption: str, *, is_refused: bool = False, names: frozenset[str] = frozenset()) -> None:
        """Stand still: is this page whole, in one language but for `names`, as wide as the screen, and does it lead on?"""
        page = self.page
        page.wait_for_load_state("networkidle")
        texts = page.evaluate(TEXTS)
        told = {
            "not in this language": page.evaluate("document.documentElement.lang") != self.language,
            "no heading": page.locator("h1:visible").count() != 1,
            "sticks out": max(0, sticks_out(page)),
            "refused": not is_refused and page.locator(".error-summary:visible").all_inner_texts(),
            "not refused": is_refused and page.locator(".error-summary:visible").count() == 0,
            "leads nowhere": page.evaluate(WAYS_ON) == 0,
            "raw": sorted({text for text in texts if RAW.search(text)}),
            "other language": sorted(foreign_words(self.language).intersection(texts) - names),
        }
        self.wrong += [f"{caption} ({page.url}): {kind}: {what}" for kind, what in told.items() if what]
        if PICTURES:
            self.pictures.append((caption, page.screenshot(type="jpeg", quality=80)))

    def confirm(self) -> None:
        """Answer the page that asks once more, where there is one."""
        if self.page.locator("main form[method=post] button.btn-primary:visible").count():
            self.send()

    def employer(self, country: str) -> str:
        """The key of an employer there, as the box of the page before would have found it."""
        from jalur.journey.employers.models import Employer

        return str(Employer.objects.filter(country_id=country).order_by("name").first().pk)

    def code_on_page(self) -> str:
        """The code that was sent, where nothing leaves the example country."""
        return self.page.locator("main .notice b.code").inner_text()

    def wait_for_plan(self) -> None:
        """Until the worker is done with the plan on the screen; on a busy machine it compiles the kernels first."""
        from jalur.proposals.models import Run

        for _attempt in range(960):
            if not Run.objects.filter(state__in=("waiting", "running")).exists():
                break
            time.sleep(0.5)
        self.page.reload()

    def keep_sheet(self) -> None:
        """All pictures of this way on one sheet."""
        sheet = self.open_page(1240, 800)
        size = 180 if self.width < 500 else 396
        sheet.set_content(
            f"<!doctype html><style>body{{margin:12px;font:13px sans-serif;display:flex;flex-wrap:wrap;gap:12px;width:1216px}}"
            f"figure{{margin:0;width:{size}px}}img{{width:100%;border:1px solid #ccc}}</style>"
            + "".join(
                f"<figure><img src='data:image/jpeg;base64,{base64.b64encode(picture).decode()}'>"
                f"<figcaption>{number}. {caption}</figcaption></figure>"
                for number, (caption, picture) in enumerate(self.pictures, 1)
            )
        )
        sheet.wait_for_load_state("load")
        SHEETS.mkdir(parents=True, exist_ok=True)
        drawn = Image.open(BytesIO(sheet.locator("body").screenshot())).convert("RGB")
        drawn.save(SHEETS / f"{self.name}-{self.width}-{self.language}.webp", quality=60, method=6)
