"""The check behind the bench of orders: every planted error is named by row and column, and nothing else."""

import pytest

from bench.claims import TODAY
from bench.order_imports import ERRORS, a_company, a_file
from jalur.foundation.imports import services
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.parts import LIST


@pytest.mark.django_db
def test_every_planted_error_is_named_and_the_other_rows_are_written(settings):
    settings.TODAY = TODAY
    officer = a_company()
    before = JobOrder.objects.count()
    content, planted = a_file(90)
    draft = services.upload(
        actor=officer, kind=LIST, content=content, file_name="permintaan.xlsx", today=TODAY
    )
    plan = services.plan_of(officer, draft, TODAY)
    answers = {key: asked[0].choices[-2][0] for key, asked in plan.questions().items()}
    services.answer(actor=officer, draft=draft, chosen={}, answers=answers, today=TODAY)
    draft.refresh_from_db()
    plan = services.plan_of(officer, draft, TODAY)
    assert sorted((fault.line, fault.column) for fault in plan.faults) == sorted(planted.items())
    assert (len(planted), JobOrder.objects.count()) == (len(ERRORS), before)
    services.apply(actor=officer, draft=draft, today=TODAY)
    assert JobOrder.objects.count() - before == 90 - len(ERRORS)
