"""Every list of everybody fits its window, wide and on a phone: nothing runs out of the page, no cell is cut off.
Paper holds what is read, no more: no button, no chart or heading cut, a head and a foot."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from tests.access.addresses import LIBRARY, addresses
from tests.browser.looking import settle
from tests.cast import open_session

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1280, 900), (360, 740))
LINES = 2.6  # of a cell's own text; a tag stands a little higher than its line
MEASURE = """(lines) => {
  const every = (selector) => [...document.querySelectorAll(selector)];
  const over = (one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1;
  const named = (what, some) => some.slice(0, 2).map((one) => `${what}: ${one.innerText.slice(0, 60).replaceAll("\\n", " ")}`);
  const line = parseFloat(getComputedStyle(document.body).lineHeight);
  const rows = window.innerWidth < 1000 ? [] : every(".results tbody tr");
  return [
    ...(document.documentElement.scrollWidth > window.innerWidth ? ["the page is too wide"] : []),
    ...named("cut", every(".results td, .results th").filter(over)),
    ...named("table too wide", every(".results .table-wrap").filter(over)),
    ...named("tall", rows.filter((row) => row.offsetHeight > lines * line)),
  ];
}"""


PAPER = (673, 980)  # what A4 has inside its margins
ON_PAPER = """() => {
  const shown = (one) => one.getClientRects().length > 0;
  const every = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const main = document.querySelector(".main").getBoundingClientRect();
  const named = (what, some) => some.slice(0, 2).map((one) => `${what} printed: ${one.className} ${one.innerText?.slice(0, 40)}`);
  return [
    ...named("no paper", every("button, select, input, nav, .btn, .chip-clear, .banner")),
    ...named("cut", every("canvas, table, h1, svg").filter((one) => one.getBoundingClientRect().right > main.right + 2)),
    ...(every(".print-head").length && every(".print-foot").length ? [] : ["no head or foot"]),
    ...named("no table, but cards", every(".results thead").filter((head) => getComputedStyle(head).display !== "table-header-group")),
  ];
}"""


def on_paper(page, urls: list[str]) -> list[str]:
    """What is wrong on paper with each of these pages, as the window draws them and as a file of A4."""
    wrong = []
    for url in urls:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(url)
        page.wait_for_load_state("networkidle")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
        wrong += [f"{url} on paper: {each}" for each in page.evaluate(ON_PAPER)]
        file = page.pdf(prefer_css_page_size=True)
        if b"/MediaBox [0 0 595" not in file and b"/MediaBox [0 0 594" not in file:
            wrong.append(f"{url}: no A4")
        page.emulate_media(media="screen")
    return wrong


def planned() -> str:
    """A plan of Jombang, so that the lists of plans and proposals hold something; its page."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.geography.models import Place
    from jalur.proposals import services
    from jalur.proposals.runs.rules import Wanted

    run = services.start_run(
        actor=SYSTEM, place=Place.objects.get(pk="35.17"), wanted=Wanted(), today=date(2026, 1, 12)
    )
    services.perform_run(run.pk)
    return f"/proposals/runs/{run.pk}/"


def lists_of(client: Client, plan: str, others: set[str]) -> list[str]:
    """Every address that answers this reader with a list: those without arguments, the pages of a plan. others: no lists, as seen."""
    plain = {
        each.url({})
        for each in addresses()
        if not each.arguments and not each.verb and each.name not in LIBRARY
    }
    tabs = client.get(plan)
    of_plan = (
        {tab["url"].partition("?")[0] for tab in tabs.context["tabs"]} if tabs.status_code == 200 else set()
    )
    found = []
    for url in sorted((plain | of_plan) - others):
        answer = client.get(url)
        if answer.status_code == 200:
            is_list = answer.context and "page_sizes" in answer.context
            found.append(url) if is_list else others.add(url)
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("half", [0, 1])  # so that two processes share it
def test_every_list_fits_and_pages_print(open_page, country, live_server, half):
    from demo.cast import CAST
    from jalur.foundation.accounts.models import User

    plan, page, wrong, seen, others = planned(), open_page(), [], set(), set()
    printed = ["/", plan, f"{plan}holds-back/", "/candidates/", "/geography/"]
    for player in CAST[half::2]:
        client = Client()
        open_session(client, User.objects.get(name=player.name))
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
        )
        for url in lists_of(client, plan, others):
            seen.add(url)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                if (width, height) == SIZES[0]:
                    page.goto(url)
                settle(page)
                wrong += [
                    f"{url} as {player.key} at {width}: {each}" for each in page.evaluate(MEASURE, LINES)
                ]
        wrong += on_paper(page, printed if player.key == "wulan" else [])
    assert len(seen) > 20
    assert not wrong, "\n".join(wrong)
