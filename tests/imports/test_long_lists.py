"""A list too long for one request: looked through and written by a worker, part by part, each row once whatever becomes of the worker."""

import signal
from datetime import date, timedelta

import fastexcel
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.imports import rules, services
from jalur.foundation.imports.models import Import, ImportJob, JobVerb
from jalur.foundation.imports.services import applying, jobs
from jalur.foundation.people.models import Person
from jalur.foundation.work.models import WorkState
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.parts import LIST
from tests.cast import VILLAGE
from tests.forks import die, forked

DAY = date(2026, 1, 12)
HEAD = "Nama;Tanggal lahir;Jenis kelamin;Tempat tinggal;Pendidikan"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def short_parts(settings, monkeypatch):
    settings.TODAY = DAY
    monkeypatch.setattr(rules, "AT_ONCE", 5)
    monkeypatch.setattr(rules, "PART", 10)


def row(number: int, mark: str = "Orang") -> str:
    name = f"{mark} {LETTERS[number // 26]}{LETTERS[number % 26]}{LETTERS[number % 26]}"
    return f"{name};{date(1990, 1, 1) + timedelta(days=97 * number):%d-%m-%Y};P;{VILLAGE};SMK"


def as_csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def send(client, content: bytes, name: str = "daftar.csv"):
    return client.post(reverse("imports:candidates"), {"file": SimpleUploadedFile(name, content)})


def work() -> ImportJob:
    """The worker comes round."""
    job = ImportJob.objects.get(state=WorkState.WAITING)
    services.perform_job(job.pk)
    services.perform_job(job.pk)  # a second worker finds nothing to do
    job.refresh_from_db()
    return job


def step(client, verb: str, **data: str):
    address = reverse("imports:import_step", args=[Import.objects.latest("created_at").pk, verb])
    return client.post(address, data, follow=True)


def names(mark: str = "Orang") -> list[str]:
    return sorted(Person.objects.filter(name__startswith=f"{mark} ").values_list("name", flat=True))


@pytest.mark.django_db
def test_it_is_looked_through_applied_and_what_is_wrong_comes_back(cast, sign_in):
    desk = sign_in(cast.wulan)
    rows = [row(number) for number in range(33)]
    rows[7] = rows[7].replace("SMK", "5")
    rows[31] = rows[2]  # in another part than the row that it repeats
    shown = send(desk, as_csv(*rows))
    page = desk.get(shown.url, follow=True)
    assert page.redirect_chain[-1][0] == reverse("imports:job", args=[ImportJob.objects.get().pk])
    assert "hx-trigger" in page.content.decode()
    assert work().state == WorkState.DONE
    draft = Import.objects.get()
    assert draft.counts == {"new": 31, "known": 0, "faults": 2}
    page = desk.get(shown.url).content.decode()
    assert "Baris 33" in page
    assert "Baris 9" in page
    assert LIST.button(31) in page
    assert not names()
    correct = desk.get(reverse("imports:left_out", args=[draft.pk]))
    assert_rows_to_correct(correct, rows)

    page = step(desk, "apply")
    assert page.redirect_chain[-1][0] == reverse(
        "imports:job", args=[ImportJob.objects.latest("created_at").pk]
    )
    for verb in ("apply", "drop", "answer"):
        assert step(desk, verb).status_code == 200
        assert ImportJob.objects.count() == 2
    job = work()
    assert (job.state, job.done) == (WorkState.DONE, 33)
    draft.refresh_from_db()
    assert (draft.state, draft.counts) == ("applied", {"new": 31, "known": 0, "faults": 2})
    assert len(names()) == len(set(names())) == 31
    assert_rows_to_correct(desk.get(reverse("imports:left_out", args=[draft.pk])), rows)
    Import.objects.update(decided_at=timezone.now() - timedelta(days=2))
    take_due_steps(DAY)
    draft.refresh_from_db()
    assert draft.content_sealed is None
    assert desk.get(reverse("imports:left_out", args=[draft.pk])).status_code == 404


def assert_rows_to_correct(answer, rows: list[str]) -> None:
    book = fastexcel.read_excel(b"".join(answer.streaming_content))
    frame = book.load_sheet(0, dtypes="string").to_polars()
    kept = [";".join(cells[:5]) for cells in frame.iter_rows()]
    assert kept == [rows[7], rows[31]]
    assert [cells[5] for cells in frame.iter_rows()] == ["9", "33"]
    assert "Pendidikan" in frame.row(0)[6]


@pytest.mark.django_db
def test_a_question_of_a_long_list_is_answered_before_it_is_applied(cast, sign_in):
    desk = sign_in(cast.wulan)
    rows = [row(number) for number in range(12)]
    rows[11] = rows[11].replace(rows[11].split(";")[1], "01-01-1941")
    shown = send(desk, as_csv(*rows))
    work()
    assert Import.objects.get().counts == {"new": 11, "known": 0, "faults": 0, "waiting": 1}
    ((name, _asked),) = desk.get(shown.url).context["form"].questions.items()
    step(desk, "answer", **{name: "as_written"})
    assert work().verb == JobVerb.LOOK
    assert Import.objects.get().counts == {"new": 12, "known": 0, "faults": 0}
    step(desk, "apply")
    work()
    assert len(names()) == 12


@pytest.mark.django_db
def test_it_can_be_stopped_and_the_rest_applied_afterwards(cast, sign_in, monkeypatch):
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(*(row(number) for number in range(25))))
    work()
    step(desk, "apply")
    job = ImportJob.objects.get(state=WorkState.WAITING)

    def write_and_stop(*arguments, _write=applying.write):
        _write(*arguments)
        if len(names()) == 20:
            desk.post(reverse("imports:job_step", args=[job.pk, "cancel"]))

    with monkeypatch.context() as patched:
        patched.setattr(applying, "write", write_and_stop)
        work()
    job.refresh_from_db()
    assert (job.state, job.done) == (WorkState.CANCELLED, 10)
    assert len(names()) == 10
    page = desk.get(shown.url).content.decode()
    assert reverse("imports:left_out", args=[job.draft_id]) not in page
    assert "10 dari 25" in page
    assert LIST.button(25) not in page
    step(desk, "answer")
    work()
    assert Import.objects.get().counts == {"new": 15, "known": 10, "faults": 0}
    step(desk, "apply")
    work()
    assert len(names()) == len(set(names())) == 25


@pytest.mark.django_db
def test_a_large_file_that_is_no_list_says_why(cast, sign_in, monkeypatch):
    monkeypatch.setattr(rules, "READ_AT_ONCE", 10)
    desk = sign_in(cast.wulan)
    shown = send(desk, b"hal;ini\nbukan;daftar")
    assert Import.objects.get().file_sealed
    assert work().state == WorkState.FAILED
    page = desk.get(shown.url).content.decode()
    assert "Nama" in page
    assert "templat" in page
    assert LIST.button(1) not in page
    step(desk, "drop")
    draft = Import.objects.get()
    assert (draft.state, draft.file_sealed, draft.content_sealed) == ("dropped", None, None)
    good = send(desk, as_csv(row(1), row(2)))
    work()
    draft = Import.objects.latest("created_at")
    assert (draft.counts, draft.file_sealed) == ({"new": 2, "known": 0, "faults": 0}, None)
    assert LIST.button(2) in desk.get(good.url).content.decode()


@pytest.mark.django_db
def test_who_may_no_longer_read_lists_in_writes_nothing(cast, sign_in):
    desk = sign_in(cast.wulan)
    send(desk, as_csv(*(row(number) for number in range(12))))
    work()
    step(desk, "apply")
    type(cast.wulan.user).objects.filter(pk=cast.wulan.user.pk).update(is_active=False)
    job = work()
    assert (job.state, job.failure) == (WorkState.FAILED, "not_allowed")
    assert not names()


@pytest.mark.django_db
def test_nobody_else_sees_the_work(cast, sign_in):
    send(sign_in(cast.wulan), as_csv(*(row(number) for number in range(12))))
    job = ImportJob.objects.get()
    other = sign_in(cast.gatot)
    assert other.get(reverse("imports:job", args=[job.pk])).status_code == 404
    assert other.post(reverse("imports:job_step", args=[job.pk, "cancel"])).status_code == 404
    assert other.get(reverse("imports:left_out", args=[job.draft_id])).status_code == 404
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == (WorkState.WAITING, False)


@pytest.mark.django_db
def test_the_other_language_is_told_that_the_list_was_read_in_this_one(cast, sign_in):
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(*(row(number) for number in range(12))))
    work()
    desk.cookies["language"] = "en"
    assert "in the other language" in desk.get(shown.url).content.decode()
    step(desk, "answer")
    work()
    page = desk.get(shown.url).content.decode()
    assert "in the other language" not in page
    assert "Register 12 people" in page


NAMED = [
    (module, name)
    for module, name in (
        (jobs, "apply_part"),
        (applying, "begin_part"),
        (applying, "write"),
        (jobs, "goes_on"),
        (jobs, "put"),
        (jobs, "finish"),
        (applying, "settle"),
    )
]
POINTS = [
    (module, name, moment, call)
    for module, name in NAMED
    for moment in ("before", "after")
    for call in ((1, 2, 3) if name not in {"finish", "settle"} else (1,))
]


def dies_at(module, name: str, moment: str, call: int):
    """The function, where the worker dies before or after its nth call."""
    real, calls = getattr(module, name), [0]

    def dies(*arguments, **options):
        calls[0] += 1
        if moment == "before" and calls[0] == call:
            die()
        result = real(*arguments, **options)
        if moment == "after" and calls[0] == call:
            die()
        return result

    return dies


def perform_and_die(job: ImportJob, point) -> bool:
    """Whether a worker in a process of its own was killed at the point."""

    def perform() -> None:
        setattr(point[0], point[1], dies_at(*point))
        services.perform_job(job.pk)

    return forked(perform) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_wherever_a_worker_is_killed_each_row_is_written_once(cast):
    """B14: thirty named points; those at random moments are `python -m bench imports`."""
    assert len(POINTS) >= 30
    for number, point in enumerate(POINTS):
        mark = f"Titik{LETTERS[number // 26]}{LETTERS[number % 26]}"
        rows = [row(each, mark) for each in range(25)]
        draft = services.upload(
            actor=cast.wulan.actor, kind=LIST, content=as_csv(*rows), file_name="a.csv", today=DAY
        )
        work()
        services.apply(actor=cast.wulan.actor, draft=draft, today=DAY)
        job = ImportJob.objects.get(state=WorkState.WAITING)
        assert perform_and_die(job, point), point
        ImportJob.objects.filter(pk=job.pk).update(heard_at=timezone.now() - timedelta(hours=1))
        services.take_up_lost_jobs()
        services.perform_job(job.pk)
        draft.refresh_from_db()
        assert draft.state == "applied", point[1:]
        assert len(names(mark)) == len(set(names(mark))) == 25, point[1:]
        assert Candidate.objects.filter(person__name__startswith=f"{mark} ").count() == 25
        counts = draft.counts
        assert counts["new"] + counts["known"] == 25, (point[1:], counts)
