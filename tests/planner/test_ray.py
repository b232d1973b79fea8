"""SPEC §15: actors make the same plan as threads, to the last bit; without Ray nobody notices that it could be there."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from jalur.planner import commands, make_plan
from jalur.planner.after import arrivals
from jalur.planner.contract.tables import write
from jalur.planner.contract.workers import WorkersLost
from jalur.planner.generate import generate
from jalur.planner.generate.instance import scaled
from jalur.planner.solve import ray_shards, rounding, solver
from tests.planner.instances import instance

# The first of them may have to compile every kernel, twice on a busy machine of two cores: here and in its actors.
pytestmark = [pytest.mark.xdist_group("ray"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """One of our own, with room for three actors however few cores there are; gone afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RAY_ADDRESS", raising=False)
        ray = ray_shards.connect(3)
    yield ray
    ray.shutdown()


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    """With fewer temperatures and steps: every kind of call, a twentieth of their number."""
    monkeypatch.setattr(solver, "WARM", solver.WARM[2:3])
    monkeypatch.setattr(solver, "COLD", solver.COLD[:1] * 2)  # a large instance stops at the second
    monkeypatch.setattr(solver, "WARM_BLOCKS", 8)
    monkeypatch.setattr(solver, "WARM_STEPS", 1)
    monkeypatch.setattr(solver, "COLD_STEPS", 2)
    monkeypatch.setattr(arrivals, "STEPS", 2)


@pytest.fixture(scope="module")
def people():
    return generate(scaled(587), 1)  # no actor begins with a group whose number the strides divide


def same(one, two):
    exact = ("value", "bound", "iterations", "placed")
    assert {name: one.summary[name] for name in exact} == {name: two.summary[name] for name in exact}
    assert one.assignments.equals(two.assignments)
    assert one.prices.equals(two.prices)


def actors():
    """The processes that hold shards for this one, which they know by its token."""
    ours, found = os.environ["RAY_AUTH_TOKEN"].encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cmdline").read_bytes().startswith(b"ray::Held"):
                found += [int(process.name)] * (ours in (process / "environ").read_bytes())
    return found


def kill_one(_=None):
    os.kill(actors()[0], signal.SIGKILL)
    return True


@pytest.mark.parametrize("workers", ["ray:1", "ray:2", "ray:3"])
def test_actors_make_the_plan_that_threads_make(people, workers):
    same(make_plan(people, workers=workers), make_plan(people, workers=2))


def test_people_of_a_nation_are_placed_alike(people, monkeypatch):
    """Above 200,000 people the schedule is another, and fewer others are asked to make way."""
    monkeypatch.setattr(solver, "LARGE", 0)
    monkeypatch.setattr(rounding, "LARGE", 0)
    same(make_plan(people, workers="ray:2"), make_plan(people, workers=2))


def test_floors_a_budget_and_shards_without_anybody():
    tables = instance(3)
    assert tables.policy.floors
    assert tables.policy.budget is not None
    tables = replace(tables, candidates=tables.candidates.head(12))
    same(make_plan(tables, workers="ray:2"), make_plan(tables, workers=1))


def test_a_year_week_by_week(people):
    early = pl.col("available_from") < pl.col("available_from").min() + pl.duration(weeks=2)
    tables = replace(people, candidates=people.candidates.filter(early))
    one, two = arrivals.plan_arrivals(tables, workers="ray:2"), arrivals.plan_arrivals(tables, workers=1)
    assert (one.weeks, one.value, one.bound) == (2, two.value, two.bound)
    assert one.plan.assignments.equals(two.plan.assignments)


def test_a_cluster_of_our_own_is_for_nobody_else_and_no_actor_outlives_its_run(people, cluster):
    make_plan(people, workers="ray:2", time_limit=0.0)
    assert [node["NodeManagerAddress"] for node in cluster.nodes()] == ["127.0.0.1"]
    assert os.environ["RAY_AUTH_MODE"] == "token"
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    deadline = time.monotonic() + 30.0  # Ray is asked to end them and does so soon
    while actors() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not actors()


def test_when_an_actor_dies_a_sentence_says_so_and_nothing_is_written(people, tmp_path, monkeypatch, capfd):
    write(people, tmp_path / "instance")
    monkeypatch.setattr(commands, "say_progress", kill_one)
    words = ["make", str(tmp_path / "instance"), "--out", str(tmp_path / "plan"), "--workers", "ray:2"]
    assert commands.main(words) == 1
    assert "One of Ray's actors is gone" in capfd.readouterr().err
    assert not (tmp_path / "plan").exists()
    monkeypatch.setattr(commands, "say_progress", lambda state: True)
    assert commands.main([*words, "--time-limit", "0"]) == 0  # the cluster lives on
    assert (tmp_path / "plan" / "summary.json").exists()


def test_too_few_cores_are_said_at_once(people, cluster, monkeypatch):
    monkeypatch.setattr(cluster, "cluster_resources", lambda: {"CPU": 1.0})
    with pytest.raises(WorkersLost, match="1 cores here and each of the 2 actors needs one"):
        make_plan(people, workers="ray:2")


def test_cores_that_others_use_are_not_waited_for_without_end(people, monkeypatch):
    monkeypatch.setattr(ray_shards, "PATIENCE", 0.0)
    with pytest.raises(WorkersLost, match="no room for 2 actors within 0 seconds"):
        make_plan(people, workers="ray:2")


def test_a_cluster_that_does_not_answer_is_named(people, cluster, monkeypatch):
    def nobody(address, **_):
        raise ConnectionError(address)

    monkeypatch.setenv("RAY_ADDRESS", "10.0.0.9:6379")
    monkeypatch.setattr(cluster, "is_initialized", lambda: False)
    monkeypatch.setattr(cluster, "init", nobody)
    with pytest.raises(WorkersLost, match=r"No Ray cluster answers at 10\.0\.0\.9:6379"):
        make_plan(people, workers="ray:2")


def test_without_ray_a_sentence_says_how_to_have_it(people, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ray", None)
    write(people, tmp_path / "instance")
    words = ["make", str(tmp_path / "instance"), "--out", str(tmp_path / "plan"), "--workers", "ray"]
    assert commands.main(words) == 1
    assert capsys.readouterr().err.startswith("Ray isn't installed. Install jalur[ray]")
    assert not (tmp_path / "plan").exists()


def test_ray_is_never_imported_unless_it_is_asked_for():
    code = (
        "import sys; from jalur.planner import commands, make_plan; from tests.planner.instances import instance; "
        "commands.parser(); make_plan(instance(0), workers=1); assert 'ray' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("strange", ["ray:0", "ray:", "ray:two", "rays", "0", "2.5"])
def test_strange_numbers_of_workers_are_refused(strange, capsys):
    with pytest.raises(SystemExit) as stopped:
        commands.main(["make", "instance", "--out", "plan", "--workers", strange])
    assert stopped.value.code == 2
    assert repr(strange) in capsys.readouterr().err
