"""What every registered kind of list keeps to, whatever its room reads from it."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts.access import Refused, may
from jalur.foundation.history.models import Event
from jalur.foundation.imports import services, spreadsheet
from jalur.foundation.imports.kinds import kinds
from jalur.foundation.imports.models import Heading, Import
from jalur.foundation.organisations.models import Membership
from jalur.foundation.workflow.services import take_due_steps
from jalur.kit.refusals import codes_of
from tests.access.conftest import written
from tests.access.world import TODAY
from tests.attendance import rows as attendance
from tests.certification import rows as certification
from tests.job_orders import rows as job_orders
from tests.languages import rows as languages
from tests.progress import rows as progress

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)]
ROOM = {"imports_import", "history_event"}
NAMED = {
    "entry_tests": languages.of_example,
    "orders": job_orders.of_example,
    "outside_results": certification.of_example,
    "progress_marks": progress.of_example,
    "rolls": attendance.of_example,
}
"""Kind → what makes the records that its example row names."""


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


@pytest.fixture
def clerks(cast, kind):
    """Those of the cast who may read such a list in; the records that its example names are there."""
    if kind.key in NAMED:
        NAMED[kind.key](cast)
    return [member for member in vars(cast).values() if may(member.actor, kind.right)]


def example_of(kind):
    return [column.example for column in kind.columns]


def as_csv(kind, *rows, **changed):
    """A list of these rows; changed: column key → another heading."""
    heads = [changed.get(column.key, column.heading) for column in kind.columns]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([heads, *rows])
    return text.getvalue().encode()


def upload(kind, member, content, name="a.csv"):
    return services.upload(actor=member.actor, kind=kind, content=content, file_name=name, today=TODAY)


def test_its_template_is_read_without_its_example(kind, clerks, sign_in):
    client = sign_in(clerks[0])
    content = client.get(reverse(f"imports:{kind.key}_template")).content
    sheet = spreadsheet.find(content, "a.xlsx", kind.columns)
    assert sheet.lines == []
    assert [key for _heading, key in sheet.headings] == [column.key for column in kind.columns]
    assert upload(kind, clerks[0], content, "a.xlsx").counts == {"new": 0, "known": 0, "faults": 0}


def test_its_example_is_what_it_asks_for(kind, clerks, sign_in):
    draft = upload(kind, clerks[0], as_csv(kind, example_of(kind)))
    assert draft.counts == {"new": 1, "known": 0, "faults": 0}
    page = sign_in(clerks[0]).get(reverse("imports:import", args=[draft.pk])).content.decode()
    assert kind.button(1) in page


def test_a_column_under_another_heading_is_asked_for(kind, clerks, sign_in):
    client = sign_in(clerks[0])
    for at, column in enumerate(kind.columns):
        draft = upload(kind, clerks[0], as_csv(kind, example_of(kind), **{column.key: "Lain-lain"}))
        assert draft.counts == {"new": 0 if column.is_needed else 1, "known": 0, "faults": 0}
        page = client.get(reverse("imports:import", args=[draft.pk]))
        assert (column.heading in str(page.context["notices"])) is column.is_needed
        address = reverse("imports:import_step", args=[draft.pk, "answer"])
        assert client.post(address, {f"column_{at}": column.key}).status_code == 302
        draft.refresh_from_db()
        assert draft.counts == {"new": 1, "known": 0, "faults": 0}
        Heading.objects.all().delete()


def test_a_list_without_a_needed_column_is_refused_with_its_name(kind, clerks):
    for column in (one for one in kind.columns if one.is_needed):
        others = [one for one in kind.columns if one is not column]
        text = "\n".join(";".join(getattr(one, part) for one in others) for part in ("heading", "example"))
        with pytest.raises(ValidationError, match=column.heading) as refused:
            upload(kind, clerks[0], text.replace("KR; JP", "KR").encode())
        assert codes_of(refused.value) == ["columns"]
    assert not Import.objects.exists()


def test_its_headings_are_told_apart_however_they_are_written(kind):
    names = [
        spreadsheet.fold(name) for column in kind.columns for name in {column.heading.lower(), *column.also}
    ]
    assert sorted(names) == sorted(set(names))
    lines = spreadsheet.read(
        as_csv(kind, example_of(kind), **{c.key: f" {c.heading.upper()}. " for c in kind.columns}),
        "a.csv",
        kind.columns,
    )
    assert [list(cells.values()) for _line, cells in lines] == [example_of(kind)]


def test_each_column_says_what_to_write_there(kind):
    silent = [column.heading for column in kind.columns if not str(column.instruction).strip()]
    assert not silent


def test_a_bad_row_is_named_and_the_others_go_on(kind, clerks, sign_in):
    needed = next(column for column in kind.columns if column.is_needed)
    bad = ["" if column is needed else column.example for column in kind.columns]
    draft = upload(kind, clerks[0], as_csv(kind, bad, example_of(kind)))
    (fault,) = services.plan_of(clerks[0].actor, draft, TODAY).faults
    assert (fault.line, fault.column) == (2, needed.heading)
    page = sign_in(clerks[0]).get(reverse("imports:import", args=[draft.pk])).content.decode()
    assert fault.sentence in page
    services.apply(actor=clerks[0].actor, draft=draft, today=TODAY)
    assert Import.objects.get().counts == {"new": 1, "known": 0, "faults": 1}


def test_the_same_list_twice_changes_nothing(kind, clerks):
    content = as_csv(kind, example_of(kind))
    for number in range(2):
        before = written()
        draft = upload(kind, clerks[0], content)
        services.apply(actor=clerks[0].actor, draft=draft, today=TODAY)
        draft.refresh_from_db()
        assert draft.counts == {"new": 1 - number, "known": number, "faults": 0}
    after = written()
    assert {table for table in after if after[table] != before.get(table, 0)} == ROOM


def test_what_was_written_meanwhile_is_known_when_a_list_is_applied(kind, clerks):
    drafts = [upload(kind, clerks[0], as_csv(kind, example_of(kind))) for _ in range(2)]
    for known, draft in enumerate(drafts):
        services.apply(actor=clerks[0].actor, draft=draft, today=TODAY)
        draft.refresh_from_db()
        assert draft.counts == {"new": 1 - known, "known": known, "faults": 0}


def test_only_who_holds_its_right_uploads_one(kind, cast, clerks):
    for member in vars(cast).values():
        if member not in clerks:
            with pytest.raises(Refused):
                upload(kind, member, b"")
    assert not Import.objects.exists()


def test_a_list_that_names_a_row_twice_keeps_the_first(kind, clerks):
    draft = upload(kind, clerks[0], as_csv(kind, example_of(kind), example_of(kind)))
    plan = services.plan_of(clerks[0].actor, draft, TODAY)
    assert [line for line, _entry in plan.new] == [2]
    assert [(fault.line, "2" in fault.sentence) for fault in plan.faults] == [(3, True)]


def test_only_the_uploader_sees_it(kind, cast, clerks, sign_in):
    answer = sign_in(clerks[0]).post(
        reverse(f"imports:{kind.key}"), {"file": SimpleUploadedFile("a.csv", as_csv(kind, example_of(kind)))}
    )
    draft = Import.objects.get()
    assert answer.url == reverse("imports:import", args=[draft.pk])
    for member in vars(cast).values():
        if member is clerks[0]:
            continue
        client = sign_in(member)
        assert client.get(answer.url).status_code == 404
        for verb in ("apply", "drop"):
            assert client.post(reverse("imports:import_step", args=[draft.pk, verb])).status_code == 404
        for decide in (
            lambda actor: services.apply(actor=actor, draft=draft, today=TODAY),
            lambda actor: services.drop(actor=actor, draft=draft),
        ):
            with pytest.raises(Refused):
                decide(member.actor)
    draft.refresh_from_db()
    assert (draft.state, draft.content_sealed is None) == ("shown", False)


def test_who_lost_the_right_no_longer_decides(kind, clerks, sign_in):
    """A second role of the account, without the right."""
    draft = upload(kind, clerks[0], as_csv(kind, example_of(kind)))
    Membership.objects.filter(user=clerks[0].user).update(role="assessor")
    client = sign_in(clerks[0])
    assert client.get(reverse("imports:import", args=[draft.pk])).status_code == 404
    assert client.post(reverse("imports:import_step", args=[draft.pk, "apply"])).status_code == 404


def test_what_it_says_is_sealed_and_gone_once_decided(kind, clerks, sign_in):
    telling = max((column.example for column in kind.columns), key=len).encode()
    applied, dropped = (upload(kind, clerks[0], as_csv(kind, example_of(kind))) for _ in range(2))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content_sealed FROM imports_import")
        assert not [content for (content,) in cursor.fetchall() if telling in bytes(content)]
    client = sign_in(clerks[0])
    client.post(reverse("imports:import_step", args=[applied.pk, "apply"]))
    client.post(reverse("imports:import_step", args=[dropped.pk, "drop"]))
    assert not Import.objects.exclude(content_sealed=None).exists()
    assert not Import.objects.filter(decided_at=None).exists()
    for draft in (applied, dropped):
        page = client.get(reverse("imports:import", args=[draft.pk]))
        assert (page.status_code, telling in page.content) == (200, False)
    told = Event.objects.filter(event__startswith="imports:").order_by("at").values_list("event", "detail")
    counts = {"kind": kind.key, "new": 1, "known": 0, "faults": 0}
    assert list(told) == [
        ("imports:import:uploaded", counts),
        ("imports:import:uploaded", counts),
        ("imports:import:applied", counts),
        ("imports:import:dropped", counts),
    ]


def test_a_list_left_lying_is_deleted_after_a_day(kind, clerks):
    old, new = (upload(kind, clerks[0], as_csv(kind, example_of(kind))) for _ in range(2))
    Import.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=25))
    assert take_due_steps(TODAY) == 1
    states = dict(Import.objects.values_list("pk", "state"))
    assert states == {old.pk: "dropped", new.pk: "shown"}


UNREADABLE = (
    *(
        "\x07",
        "\ufffd",
        "\u202e\u0007",
        "x" * 5000,
        "Z\u0336\u0337\u0338\u0330\u0331\u0332\u0333",
        "🦄" * 200,
    ),
    *(
        "=1+1",
        '=HYPERLINK("http://x")',
        "#N/A",
        "#REF!",
        "1e400",
        "-1",
        "NaN",
        "31-02-2001",
        "0000-00-00",
        "?;?;?",
    ),
)


def test_no_cell_of_any_column_breaks_the_plan_and_every_row_is_counted_once(kind, clerks):
    """A row of which one cell is odd, for each column: new, known, waiting or named as unreadable, with that column."""
    for at, column in enumerate(kind.columns):
        rows = [[*example_of(kind)[:at], odd, *example_of(kind)[at + 1 :]] for odd in UNREADABLE]
        draft = upload(kind, clerks[0], as_csv(kind, *rows))
        plan = services.plan_of(clerks[0].actor, draft, TODAY)
        counts = plan.counts()
        assert sum(counts.get(key, 0) for key in ("new", "known", "changed", "waiting", "faults")) == len(
            rows
        )
        bad = [fault for fault in plan.faults if fault.line in plan.unreadable()]
        assert {fault.column for fault in bad} <= {column.heading, kind.columns[0].heading}
        assert all(fault.sentence for fault in plan.faults)
        assert counts["faults"], column.key


def test_every_column_reads_on_a_screen_what_its_example_says(kind, clerks):
    """What rows are compared by and shown as: a kind that corrects records shows before and after of each."""
    draft = upload(kind, clerks[0], as_csv(kind, example_of(kind)))
    [(_line, entry)] = services.plan_of(clerks[0].actor, draft, TODAY).new
    shown = {column.key: list(column.words([entry, entry])) for column in kind.columns}
    assert [key for key, words in shown.items() if len(words) != 2 or not words[0]] == []
    assert set(kind.shown.values()) <= set(shown)
    if kind.change is not None:
        assert [column.key for column in kind.columns if column.value(entry) is None] == []
