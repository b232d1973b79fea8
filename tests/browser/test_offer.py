"""A path is offered and answered, as both do it: the officer at the desk, the candidate on her phone, another by the link."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations, keep_picture, sign_in
from tests.browser.looking import fits

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}


@pytest.fixture
def proposals(country):
    """A plan of Jombang: Sari's path, and somebody else's."""
    from django.conf import settings

    from jalur.foundation.accounts.access import Actor, Role
    from jalur.foundation.accounts.models import User
    from jalur.foundation.geography.models import Place
    from jalur.proposals import services
    from jalur.proposals.runs.rules import Wanted

    wulan = Actor(
        role=Role.LABOUR_OFFICER,
        user_id=User.objects.get(email="wulan@contoh.example").pk,
        place_code="35.17",
    )
    run = services.start_run(
        actor=wulan, place=Place.objects.get(code="35.17"), wanted=Wanted(), today=settings.TODAY
    )
    services.perform_run(run.pk)
    services.publish(actor=wulan, run=run, today=settings.TODAY)
    mine = run.proposals.filter(candidate__person__account__email="sari@contoh.example").first()
    others = run.proposals.filter(candidate__person__account=None, steps__isnull=False)
    return mine or run.proposals.first(), others.order_by("number").first()


@pytest.mark.timeout(600)
def test_an_offer_is_made_and_answered(open_page, proposals):
    mine, other = proposals
    desk = open_page()
    sign_in(desk, "wulan")
    for proposal in (mine, other):
        desk.goto(f"/proposals/{proposal.pk}/")
        desk.locator("form[action$='/offer/'] button").click()
        desk.wait_for_load_state("networkidle")
        assert axe_violations(desk) == []
        proposal.refresh_from_db()
        assert proposal.state == "offered"
    keep_picture(desk, "offer-wide")
    assert fits(desk)
    link = desk.locator("dd", has_text="/proposals/answer/").first.inner_text().split()[0]
    desk.goto("/")
    expect(desk.locator("main")).to_contain_text("Tawaran menunggu jawaban CPMI")

    phone = open_page(**PHONE)
    sign_in(phone, "sari", staff=False)
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("Jawab ya atau tidak paling lambat")
    keep_picture(phone, "offer-home-phone")
    assert axe_violations(phone) == []
    phone.goto("/proposals/mine/")
    assert fits(phone)
    assert axe_violations(phone) == []
    phone.get_by_role("button", name="Ya, saya ambil jalur ini").click()
    phone.wait_for_load_state("networkidle")
    mine.refresh_from_db()
    assert (mine.state, mine.answered_how) == ("accepted", "signed_in")

    stranger = open_page(**PHONE)
    stranger.goto(link)
    keep_picture(stranger, "link-question-phone")
    assert other.order.title not in stranger.inner_text("main")
    assert fits(stranger)
    assert axe_violations(stranger) == []
    stranger.fill("input[name=birth_date]", other.candidate.person.birth_date.isoformat())
    stranger.locator("main form button[type=submit]").click()
    stranger.wait_for_load_state("networkidle")
    expect(stranger.locator("main")).to_contain_text(other.order.title)
    assert fits(stranger)
    assert axe_violations(stranger) == []

    desk.goto(f"/proposals/{other.pk}/record_yes/")
    keep_picture(desk, "counter-wide")
    assert axe_violations(desk) == []
    desk.locator("input[name=answered_how][value=paper]").check()
    desk.locator("main form button[type=submit]").click()
    desk.wait_for_load_state("networkidle")
    other.refresh_from_db()
    assert (other.state, other.answered_how) == ("accepted", "paper")
