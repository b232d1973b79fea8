"""What a file hides from its reader is not in the history of the file either; rooms that come later join by their tables of steps."""

import pytest
from django.db import transaction
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history.services import record
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.workflow import declared
from jalur.proposals.models import Proposal, ProposalState
from tests.access.conftest import undone

pytestmark = pytest.mark.django_db

# Every table of steps whose records concern a person.
TABLES = [table for table in declared() if any(step.event for step in table.steps)]
READERS = (
    "sari",
    "wulan",
    "gatot",
    "darmo",
    "hendra",
    "lestari",
    "yusuf",
    "ratna",
    "bayu",
    "rini",
    "anwar",
    "tuti",
)


def rows_of(side, table):
    return [row for row in vars(side).values() if type(row) is table.model]


def happens(row, table, person):
    """Each event of the table, about this row, in the file of this person."""
    with transaction.atomic():
        for step in table.steps:
            record(
                actor=SYSTEM, event=step.event, subject=row, person_id=person.pk, place=person.residence_id
            )


def histories(client, person):
    """What the pages of a file tell, as far as they open: the whole file, the candidate's page."""
    for url in (
        reverse("portal:case_file", args=[person.pk]),
        reverse("candidates:candidate", args=[person.candidate.number]),
    ):
        page = client.get(url)
        if page.status_code == 200:
            yield {line.what for line in page.context["happenings"] or ()}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
@pytest.mark.parametrize("side", ["near", "far"])
def test_a_file_tells_nothing_of_a_record_that_its_reader_may_not_open(stage, table, side):
    """The record lies near or far, the file is Sari's: whose record is hidden, its happenings are, too."""
    person = stage.world.near.person
    texts = {str(step_kind) for step in table.steps for step_kind in [step.text]}
    for row in rows_of(getattr(stage.world, side), table)[:1]:
        with undone():
            happens(row, table, person)
            for key in READERS:
                member = getattr(stage.cast, key)
                rows = table.model._default_manager.filter(pk=row.pk)
                is_open = not hasattr(rows, "visible_to") or rows.visible_to(member.actor).exists()
                for told in histories(stage.client(key), person):
                    assert is_open or not told & texts, (key, told & texts)


@pytest.mark.parametrize("key", ["sari", "wulan"])
def test_whoever_may_open_a_record_reads_in_the_file_what_happened_to_it(stage, key):
    person = stage.world.near.person
    tables = {table.model: table for table in declared()}
    row = stage.world.near.reservation
    with undone():
        happens(row, tables[type(row)], person)
        told = list(histories(stage.client(key), person))
    assert len(told) == 2
    assert all(str(tables[type(row)].steps[0].text) in lines for lines in told)


@pytest.mark.parametrize("state", [ProposalState.DRAFT, ProposalState.LAPSED])
def test_what_became_of_a_draft_is_in_nobodys_file(stage, state):
    """A draft that the law of a day stopped was never proposed to her."""
    [table] = [table for table in declared() if table.model is Proposal]
    person = Person.objects.get(pk=stage.world.near.person.pk)
    [row] = rows_of(stage.world.near, table)[:1]
    with undone():
        Proposal.objects.filter(pk=row.pk).update(state=state, published_in=None)
        happens(row, table, person)
        for key in ("sari", "wulan"):
            for told in histories(stage.client(key), person):
                assert not told & {str(step.text) for step in table.steps}
