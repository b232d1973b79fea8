"""Entry tests of languages, for programs of offices and centres."""

from datetime import date
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.workflow.views import find
from jalur.journey.languages import services
from jalur.journey.languages.forms import TestForm
from jalur.journey.languages.models import EntryTest
from jalur.journey.languages.rights import Right
from jalur.journey.languages.workflow import TEST
from jalur.kit import dates

router = Router("languages", _("Languages"))


class TestRecord(Schema):
    id: UUID
    candidate: str = Field(description="Candidate number.")
    state: str
    scale: str = Field(description="Code of the scale, for example JLPT or CEFR-EN.")
    taken_on: date
    level: str | None = Field(description="Code of the level; null below the first.")
    points: int | None
    maximum: int | None
    listening: int | None = Field(description="Per cent, as the other parts.")
    speaking: int | None
    reading: int | None
    writing: int | None
    given_by: str
    counts: bool = Field(
        description="Whether it is the latest of this person on this scale: it alone places."
    )


class Tests(Page[TestRecord]):
    pass


class TestQuery(PageQuery):
    scale: str = Field("", max_length=32)
    candidate: str = Field("", max_length=12, description="Candidate number.")
    state: str = Field("", max_length=10)
    without_class: bool = Field(
        False, description="Only tests that place somebody who has no class in that language."
    )


class NewTest(Body):
    candidate: str
    scale: str
    taken_on: date
    level: str | None = None
    points: int | None = None
    maximum: int | None = None
    listening: int | None = None
    speaking: int | None = None
    reading: int | None = None
    writing: int | None = None
    examiner: str | None = None
    note: str | None = None


@router.read("/entry-tests/", Right.VIEW_ENTRY_TEST, Tests)
def list_tests(request: HttpRequest, query: Query[TestQuery]) -> Tests:
    """Entry tests that the program may see, with what each found."""
    rows = EntryTest.objects.visible_to(actor_of(request))
    if query.without_class:
        rows = rows.placing().without_class()
    for name in ("scale", "state"):
        if value := getattr(query, name):
            rows = rows.filter(**{name: value})
    if query.candidate:
        rows = rows.filter(number=query.candidate)
    return page_of(Tests, rows.select_related("given_by"), query, _records)


@router.read("/entry-tests/{pk}/", Right.VIEW_ENTRY_TEST, TestRecord, events={"languages:entry_test": "pk"})
def show_test(request: HttpRequest, pk: UUID) -> TestRecord:
    """One test."""
    return _record(find(TEST, actor_of(request), pk))


@router.create("/entry-tests/", Right.RECORD_ENTRY_TEST, TestRecord)
def record_test(request: HttpRequest, body: NewTest) -> TestRecord:
    """A test that the program's institution gave. It places; what the candidate holds stays as it is."""
    actor = actor_of(request)
    form = through(partial(TestForm, actor=actor, instance=EntryTest()), body)
    return _record(services.record_test(actor=actor, test=form.instance, today=dates.today()))


@router.step("/entry-tests/{pk}/strike/", Right.RECORD_ENTRY_TEST, TestRecord)
def strike_test(request: HttpRequest, pk: UUID, body: Reason) -> TestRecord:
    """It places nobody any more and stays to be read."""
    actor = actor_of(request)
    test = find(TEST, actor, pk, action=Right.RECORD_ENTRY_TEST)
    with as_seen(request, test, _record):
        return _record(services.strike_test(actor=actor, test=test, reason=body.reason, today=dates.today()))


def _record(test: EntryTest) -> TestRecord:
    return _records([test])[0]


def _records(tests: list[EntryTest]) -> list[TestRecord]:
    latest = set(
        EntryTest.objects.filter(pk__in=[test.pk for test in tests]).latest().values_list("pk", flat=True)
    )
    return [
        TestRecord(
            id=test.pk,
            candidate=test.number or test.candidate.number,
            state=test.state,
            scale=test.scale_id,
            taken_on=test.taken_on,
            level=test.level_id,
            points=test.points,
            maximum=test.maximum,
            listening=test.listening,
            speaking=test.speaking,
            reading=test.reading,
            writing=test.writing,
            given_by=str(test.given_by),
            counts=test.pk in latest,
        )
        for test in tests
    ]
