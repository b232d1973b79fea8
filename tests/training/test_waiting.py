"""Classes that wait for somebody: the words of the queryset, the needs that count them, the lists they lead to."""

import itertools
from datetime import timedelta

import pytest

from jalur.foundation.rulebook.models import Threshold
from jalur.journey.training import queries, rules
from jalur.journey.training.models import Intake
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, open_class

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_class_is_due_on_its_first_day_and_open_until_then(cast):
    intake = open_class(cast)
    for on, is_open, is_due in (
        (STARTS - DAY, True, False),
        (STARTS, True, True),
        (STARTS + DAY, False, True),
    ):
        assert Intake.objects.open(on).contains(intake) == is_open
        assert Intake.objects.due(on).contains(intake) == is_due
    Intake.objects.update(state="running")
    assert not Intake.objects.open(STARTS).exists()
    assert not Intake.objects.due(STARTS).exists()


def test_a_running_class_has_ended_on_its_last_day_until_its_result_is_recorded(cast):
    intake = open_class(cast)
    for state, expected in (("running", True), ("planned", False), ("finished", True), ("closed", False)):
        Intake.objects.update(state=state)
        assert Intake.objects.ended(ENDS).contains(intake) == expected
    Intake.objects.update(state="running")
    assert not Intake.objects.ended(ENDS - DAY).exists()
    assert Intake.objects.ended(ENDS + DAY).exists()


def test_the_small_classes_are_those_that_the_rule_calls_small(cast):
    programme = add_programme(cast)
    for seats, taken in itertools.product((1, 15, 16, 17, 20), (0, 1, 14, 15, 16, 17)):
        if taken <= seats:
            intake = open_class(cast, programme=programme, seats=seats)
            Intake.objects.filter(pk=intake.pk).update(taken=taken)
    for least in (0, 1, 15, 16, 17):
        expected = {
            intake.number
            for intake in Intake.objects.order_by("number")
            if rules.missing_for_a_full_start(intake.taken, intake.seats, least)
        }
        small = Intake.objects.small(least).order_by("number")
        assert set(small.values_list("number", flat=True)) == expected
    Intake.objects.update(state="running")
    assert not Intake.objects.small(16).exists()


def test_which_class_is_small_follows_the_rulebook(cast, sign_in, settings):
    settings.TODAY = TODAY
    intake = open_class(cast)
    Intake.objects.filter(pk=intake.pk).update(taken=12)
    browser, address = sign_in(cast.hendra), f"/training/intakes/{intake.number}/"
    page = browser.get(address).content.decode()
    assert "Masih perlu 4 orang lagi" in page
    assert "https://nusabali.com" in page
    assert 'value="16"' in browser.get("/training/intakes/new/").content.decode()
    Threshold.objects.update(number=12)
    assert "orang lagi" not in browser.get(address).content.decode()
    Threshold.objects.all().delete()
    assert queries.least_people(TODAY) == 0
    assert "orang lagi" not in browser.get(address).content.decode()
    assert 'value="16"' not in browser.get("/training/intakes/new/").content.decode()


@pytest.mark.parametrize("page", ["/", "/training/desk/"])
@pytest.mark.parametrize("day", [STARTS - DAY, STARTS, STARTS + DAY, ENDS - DAY, ENDS, ENDS + DAY])
def test_every_need_leads_to_a_list_of_as_many_classes(cast, sign_in, settings, page, day):
    programme = add_programme(cast)
    for days, state in itertools.product((0, 1, 29, 30, 31), ("planned", "running", "finished", "closed")):
        for taken in (0, 16):
            intake = open_class(cast, programme=programme, starts=STARTS + days * DAY, ends=ENDS + days * DAY)
            Intake.objects.filter(pk=intake.pk).update(state=state, taken=taken)
    settings.TODAY = day
    browser = sign_in(cast.hendra)
    needs = browser.get(page).context["needs"]
    over = sum(
        intake.state == "finished" or (intake.state == "running" and intake.ends <= day)
        for intake in Intake.objects.order_by("pk")
    )
    assert [need.count for need in needs if "needs=ended" in need.url] == ([over] if over else [])
    for need in (need for need in needs if need.count is not None):
        assert browser.get(need.url).context["total"] == need.count > 0, need.label
