"""When the first and the second page are seen on a slow phone line: 50 kbit/s, 0.4 s there and back, nothing kept before.

    python -m bench paint [--address http://localhost:8000] [--folder FOLDER]

Without an address a throw-away server of the example country is made first (a minute; `--folder` keeps it). Needs Chromium.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What issue 10 asks: 50 kbit/s, seconds until the first and the second page are seen, and bytes of a first view.
LINE = {"offline": False, "downloadThroughput": 6250, "uploadThroughput": 6250, "latency": 400}
MOST_FIRST, MOST_SECOND, MOST_BYTES = 6.0, 1.5, 30_000
PHONE = {"width": 360, "height": 740}
# What is opened first and then; of whom, "" for anybody.
VIEWS = (
    ("public home", "", "/", "/about/"),
    ("sign-in", "", "/accounts/login/", "/"),
    ("candidate's home", "sari", "/", "/about/"),
)
SEEN = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


@dataclass(frozen=True)
class Seen:
    """Seconds until something could be read, and the bytes that came until the page was whole."""

    seconds: float
    size: int


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench paint",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--address", help="measure the Jalur that runs there")
    parser.add_argument("--folder", type=Path, help="keep server and database here")
    chosen = parser.parse_args()
    if chosen.address:
        return measure(chosen.address)
    with (
        tempfile.TemporaryDirectory(prefix="jalur-bench-") as name,
        served(chosen.folder or Path(name)) as at,
    ):
        return measure(at)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The example country as `jalur serve` has it, its files compressed once; yields the address."""
    from bench.growth import databases
    from bench.growth.web import PORT, web_server
    from bench.measure import measure as step
    from bench.product import database

    dsn = databases.serve(folder)
    del os.environ["JALUR_STATIC"]
    os.environ["DATABASE_URL"], was_there = database(dsn, "jalur_bench_lists")
    if not was_there and step("bench.lists_step", "fill").code:
        raise SystemExit("filling the database failed")
    if step("django", "collectstatic", "--noinput", "--verbosity", "0").code:
        raise SystemExit("collecting the front-end files failed")
    with web_server(os.environ["DATABASE_URL"]):
        yield f"http://localhost:{PORT}"


def measure(address: str) -> int:
    """Print what each view took; 1 when one takes longer or weighs more than it should."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, FLAGS, sign_in

    within = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, who, first, second in VIEWS:
            context = browser.new_context(base_url=address, viewport=PHONE, locale="id-ID")
            page = context.new_page()
            if who:
                sign_in(page, who, staff=False)
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.send("Network.clearBrowserCache")
            wire.send("Network.emulateNetworkConditions", LINE)
            cold, warm = open_page(page, wire, first), open_page(page, wire, second)
            context.close()
            print(
                f"{name:<18} first {cold.seconds:5.1f} s, {cold.size / 1000:5.1f} kB   "
                f"second ({second}) {warm.seconds:5.1f} s, {warm.size / 1000:5.1f} kB"
            )
            within &= cold.seconds <= MOST_FIRST and cold.size <= MOST_BYTES and warm.seconds <= MOST_SECOND
        browser.close()
    print(f"at most {MOST_FIRST:.0f} s and {MOST_BYTES / 1000:.0f} kB first, {MOST_SECOND} s second")
    return int(not within)


def open_page(page: Any, wire: Any, path: str) -> Seen:
    sizes: list[float] = []

    def count(told: Any) -> None:
        sizes.append(told["encodedDataLength"])

    wire.on("Network.loadingFinished", count)
    page.goto(path, wait_until="networkidle", timeout=120_000)
    wire.remove_listener("Network.loadingFinished", count)
    return Seen(page.evaluate(SEEN), int(sum(sizes)))
