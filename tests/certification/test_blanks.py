"""Blanks: received as numbers one after another, each leaves the stock once, and nothing is missing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from jalur.journey.certification import services
from jalur.journey.certification.models import Blank, BlankDelivery
from jalur.kit.refusals import codes_of
from tests.certification.factories import DAY, MEETING, TODAY, decide, make_body, recommended
from tests.certification.test_mended import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def made(cast):
    return make_body(cast)


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def said(**about):
    plain = {"letter": "S-17/2026", "received_on": TODAY.isoformat(), "prefix": "BK", "announced": "5"}
    return plain | {"first": "000098", "last": "000102"} | about


def delivered(cast, sign_in, **about):
    assert sign_in(cast.laras).post(page_of("new_delivery"), said(**about)).status_code == 302
    return BlankDelivery.objects.latest("created_at")


def counts(delivery):
    one = BlankDelivery.objects.for_lists().get(pk=delivery.pk)
    return one.received, one.in_stock, one.used, one.spoilt, one.returned


def refused(act):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act()
    return codes_of(caught.value)


def test_numbers_are_text_with_their_zeros_one_after_another(cast, made, sign_in):
    delivery = delivered(cast, sign_in)
    numbers = list(Blank.objects.order_by("number").values_list("number", flat=True))
    assert numbers == ["BK000098", "BK000099", "BK000100", "BK000101", "BK000102"]
    assert counts(delivery) == (5, 5, 0, 0, 0)


def test_a_wrong_count_a_double_number_and_a_gap_are_refused_with_the_number(cast, made, sign_in):
    delivered(cast, sign_in)
    laras = sign_in(cast.laras)
    wrong = laras.post(page_of("new_delivery"), said(first="000103", last="000110", announced="7"))
    assert wrong.status_code == 422
    assert "BK000109" in wrong.content.decode()
    double = laras.post(page_of("new_delivery"), said(first="000102", last="000106"))
    assert double.status_code == 422
    assert "BK000102" in double.content.decode()
    gap = laras.post(page_of("new_delivery"), said(first="000105", last="000109"))
    assert gap.status_code == 422
    page = gap.content.decode()
    assert "BK000103" in page
    assert "BK000104" in page
    assert Blank.objects.count() == 5
    told = said(first="000105", last="000109", gap="Diberikan ke LSP lain (contoh)")
    assert laras.post(page_of("new_delivery"), told).status_code == 302
    assert Blank.objects.count() == 10


def test_each_leaves_the_stock_once_and_nothing_is_missing(cast, made, sign_in, settings):
    delivery = delivered(cast, sign_in)
    one = decide(cast, recommended(cast, made), "competent")
    settings.TODAY = MEETING
    laras, first = cast.laras.actor, Blank.objects.get(number="BK000098")
    services.use_blank(actor=laras, blank=first, assessment=one, today=MEETING)
    again = {"actor": laras, "blank": first, "assessment": one, "today": MEETING}
    assert refused(lambda: services.use_blank(**again))
    browser = sign_in(cast.laras)
    torn = page_of("blank_step", Blank.objects.get(number="BK000099").pk, "spoil")
    assert browser.post(torn, {"reason": ""}).status_code == 422
    assert browser.post(torn, {"reason": "Sobek di pencetak"}).status_code == 302
    back = {"first": "BK000099", "last": "BK000102", "reason": "Surat S-20"}
    taken = browser.post(page_of("return_blanks", delivery.number), back)
    assert taken.status_code == 422
    assert "BK000099" in taken.content.decode()
    assert counts(delivery) == (5, 3, 1, 1, 0)
    assert (
        browser.post(page_of("return_blanks", delivery.number), back | {"first": "BK000101"}).status_code
        == 302
    )
    received, *rest = counts(delivery)
    assert (received, rest) == (5, [1, 1, 1, 2])
    assert received == sum(rest)
    page = browser.get(page_of("deliveries")).content.decode()
    assert "BK000098–BK000102" in page
    text = text_of(browser.get(page_of("stock_sheet")).content)
    assert "Sobek di pencetak" in text
    assert "BK000098–BK000102" in text


def test_a_blank_is_only_for_who_was_found_competent(cast, made, sign_in):
    delivered(cast, sign_in)
    one = recommended(cast, made)
    use = {"actor": cast.laras.actor, "blank": Blank.objects.first(), "assessment": one, "today": DAY}
    assert refused(lambda: services.use_blank(**use)) == ["not_competent"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Blank.objects.filter(number="BK000098").update(state="used", left_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Blank.objects.filter(number="BK000098").update(state="spoilt", left_on=DAY)


def test_another_body_sees_and_moves_nothing(cast, made, sign_in):
    delivery = delivered(cast, sign_in)
    blank = Blank.objects.order_by("number").first()
    for member in (cast.anwar, cast.hendra, cast.wulan, cast.sari):
        browser = sign_in(member)
        assert browser.get(page_of("delivery", delivery.number)).status_code in (403, 404)
        step = page_of("blank_step", blank.pk, "spoil")
        assert browser.post(step, {"reason": "Contoh"}).status_code in (403, 404)
    assert counts(delivery) == (5, 5, 0, 0, 0)


def test_a_misprinted_blank_is_spoilt_and_its_assessment_is_free_for_another(cast, made, sign_in, settings):
    delivery = delivered(cast, sign_in)
    one = decide(cast, recommended(cast, made), "competent")
    first, second = Blank.objects.order_by("number")[:2]
    settings.TODAY = MEETING
    services.use_blank(actor=cast.laras.actor, blank=first, assessment=one, today=MEETING)
    laras = sign_in(cast.laras)
    step = page_of("blank_step", first.pk, "misprint")
    assert sign_in(cast.anwar).post(step, {"reason": "Nama salah cetak"}).status_code in (403, 404)
    assert laras.post(step, {"reason": ""}).status_code == 422
    first.refresh_from_db()
    assert (first.state, first.used_for) == ("used", one)
    assert "terbitkan lagi" in laras.get(step).content.decode()
    assert laras.post(step, {"reason": "Nama salah cetak"}).status_code == 302
    first.refresh_from_db()
    assert (first.state, first.used_for, first.reason, first.left_on) == (
        "spoilt",
        None,
        "Nama salah cetak",
        MEETING,
    )
    assert counts(delivery) == (5, 4, 0, 1, 0)
    services.use_blank(actor=cast.laras.actor, blank=second, assessment=one, today=MEETING)
    assert counts(delivery) == (5, 3, 1, 1, 0)
    assert "Nama salah cetak" in text_of(laras.get(page_of("stock_sheet")).content)
    again = refused(
        lambda: services.use_blank(actor=cast.laras.actor, blank=first, assessment=one, today=MEETING)
    )
    assert again
