"""Preparation does what is not done yet, once, and never marks as done what failed."""

from contextlib import contextmanager

import pytest

from jalur.project.launcher import postgres, start
from jalur.project.launcher.folders import LauncherError


@pytest.fixture
def done(data, monkeypatch):
    """The Django commands that preparation ran, in order; `fail` makes one of them fail."""
    ran: list[str] = []

    class Ran(list):
        fail = ""

    ran = Ran()

    @contextmanager
    def started(words):
        if words[0] == ran.fail:
            raise LauncherError(f"{words[0]} failed")
        ran.append(words[0])
        if words[0] == "collectstatic":
            (data / "static").mkdir(exist_ok=True)
        yield

    monkeypatch.setenv("JALUR_DATA", str(data))
    monkeypatch.setattr(start, "started", started)
    return ran


def test_everything_the_first_time_nothing_the_second(data, done):
    dsn = postgres.ensure(data)
    start.prepare(dsn, demo=True)
    assert done == ["collectstatic", "migrate", "load_reference", "demo_load"]
    start.prepare(dsn, demo=True)
    assert len(done) == 4


def test_without_the_demo_no_invented_person_is_loaded(data, done):
    start.prepare(postgres.ensure(data), demo=False)
    assert "demo_load" not in done


def test_only_what_changed_is_done_again(data, done, monkeypatch):
    dsn = postgres.ensure(data)
    start.prepare(dsn, demo=True)
    done.clear()
    monkeypatch.setattr(start, "_reference", lambda: "other data")
    start.prepare(dsn, demo=True)
    assert done == ["load_reference"]


def test_collected_files_that_were_deleted_are_collected_again(data, done):
    dsn = postgres.ensure(data)
    start.prepare(dsn, demo=True)
    done.clear()
    (data / "static").rmdir()
    start.prepare(dsn, demo=True)
    assert done == ["collectstatic"]


def test_a_failed_step_is_tried_again(data, done):
    dsn = postgres.ensure(data)
    done.fail = "load_reference"
    with pytest.raises(LauncherError, match="load_reference failed"):
        start.prepare(dsn, demo=True)
    assert done == ["collectstatic", "migrate"]
    done.fail = ""
    done.clear()
    start.prepare(dsn, demo=True)
    assert done == ["collectstatic", "load_reference", "demo_load"]


def test_another_database_is_prepared_anew(data, done):
    start.prepare(postgres.ensure(data), demo=False)
    done.clear()
    other = data / "other"
    other.mkdir(mode=0o755)
    start.prepare(postgres.ensure(other), demo=False)
    assert done == ["collectstatic", "migrate", "load_reference"]
    postgres.stop(other)


def test_inputs_change_when_a_file_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "CHECKOUT", tmp_path)
    one = tmp_path / "one.csv"
    one.write_text("a")
    before = start._digest([one])
    one.write_text("b")
    assert start._digest([one]) != before
    two = tmp_path / "two.csv"
    one.rename(two)
    assert start._digest([two]) != start._digest([one] if one.exists() else [])
