"""The page of a job order leads on: what it pays at home, what it may cost, which classes lead there, what to do next."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from jalur.foundation.rulebook.models import ExchangeRate
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.job_orders.models import JobOrder
from tests.job_orders.factories import TODAY, open_order
from tests.training.factories import ENDS, add_programme, open_class

pytestmark = pytest.mark.django_db


class TestPublicPageLeadsOn:
    """Whoever reads an order learns what it pays at home, what it may cost, which classes lead there, and what to do next."""

    @pytest.fixture
    def order(self, cast, settings):
        settings.TODAY = TODAY
        return open_order(cast, ready_by=ENDS + timedelta(days=30))

    def read(self, browser, order):
        browser.cookies["language"] = "en"
        return browser.get(f"/job-orders/orders/{order.number}/")

    def test_pay_stands_in_rupiah_with_the_day_and_the_source_of_the_rate(self, client, order):
        ExchangeRate.objects.filter(currency="KRW").delete()
        JobOrder.objects.filter(pk=order.pk).update(monthly_pay=2_000_000, pay_currency="KRW")
        row = next(row for row in self.read(client, order).context["rows"] if row.label == "Monthly pay")
        assert (row.value.replace("\xa0", " "), row.hint) == ("KRW 2,000,000", "")
        rate = {"currency": "KRW", "rupiah": Decimal("11.5"), "source": "BI", "source_en": "BI"}
        ExchangeRate.objects.create(**rate, valid_from=TODAY)
        row = next(row for row in self.read(client, order).context["rows"] if row.label == "Monthly pay")
        assert "about Rp23,000,000" in row.value
        assert "12 January 2026, not checked: BI" in row.hint
        JobOrder.objects.filter(pk=order.pk).update(monthly_pay=100)
        row = next(row for row in self.read(client, order).context["rows"] if row.label == "Monthly pay")
        assert "about Rp1,150" in row.value

    def test_the_company_stands_with_its_licence_and_the_way_to_check_it(self, client, order):
        row = next(row for row in self.read(client, order).context["rows"] if "P3MI" in row.label)
        assert order.company.licences.get().number in row.hint
        assert order.company.name in client.get(row.action.url).content.decode()
        order.company.licences.update(valid_to=TODAY)
        row = next(row for row in self.read(client, order).context["rows"] if "P3MI" in row.label)
        assert "No licence" in row.hint

    def test_classes_that_end_in_time_and_teach_what_it_asks(self, cast, client, order):
        asked = sorted(order.requirements.values_list("code", flat=True))
        leads = add_programme(cast, code="SEARAH", teaches=asked[:1])
        inside = open_class(cast, programme=leads)
        late = open_class(cast, programme=leads, ends=order.ready_by + timedelta(days=1))
        other = open_class(cast, programme=add_programme(cast, code="LAIN", teaches=["EN-A1"]))
        grid = next(grid for grid in self.read(client, order).context["grids"] if "lead there" in grid.title)
        assert [row[0].url for row in grid.rows] == [f"/training/intakes/{inside.number}/"]
        assert {late.number, other.number}.isdisjoint(row[0].url for row in grid.rows)
        assert "pay" in grid.hint or "charge" in grid.hint

    @pytest.mark.parametrize(
        ("key", "sentence", "leads_to"),
        [
            (None, "It costs nothing", "/accounts/signup/"),
            ("rini", "It costs nothing", "/candidates/register/"),
            ("sari", "You can apply", "/candidates/"),
        ],
    )
    def test_everybody_reads_what_to_do_next(self, cast, sign_in, client, order, key, sentence, leads_to):
        browser = sign_in(getattr(cast, key)) if key else client
        (notice,) = self.read(browser, order).context["notices"]
        assert sentence in notice.text
        assert notice.actions[0].url.startswith(leads_to)
        assert browser.get(notice.actions[0].url).status_code == 200

    def test_she_reads_why_not_and_that_nothing_is_missing(self, cast, sign_in, order):
        file = cast.sari.person.candidate
        for code in order.requirements.values_list("code", flat=True):
            HeldCompetency.objects.create(
                candidate=file, competency_id=code, evidence="certificate", confirmed_at=timezone.now()
            )
        (notice,) = self.read(sign_in(cast.sari), order).context["notices"]
        assert "every requirement" in notice.text
        JobOrder.objects.filter(pk=order.pk).update(sex="M")
        (notice,) = self.read(sign_in(cast.sari), order).context["notices"]
        assert (notice.tone, notice.text) == ("warn", "This order is not open to you: see who can apply.")

    def test_a_class_tells_a_visitor_how_to_take_a_seat(self, cast, client, order):
        intake = open_class(cast)
        (notice,) = client.get(f"/training/intakes/{intake.number}/").context["notices"]
        assert notice.actions[0].url == "/accounts/signup/"

    def test_one_that_takes_nobody_says_so_and_leads_on(self, client, settings, order):
        settings.TODAY = order.ready_by + timedelta(days=1)
        (notice,) = self.read(client, order).context["notices"]
        assert "no longer takes anybody" in notice.text
        assert client.get(notice.actions[0].url).status_code == 200
