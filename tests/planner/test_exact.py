"""The plan against the exact optimum of the path integer program, on random 200-candidate cuts (planning.md, bars)."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jalur.planner import make_plan
from jalur.planner.contract.tables import Tables
from jalur.planner.generate import Knobs, generate
from jalur.planner.verify import verify
from tests.planner import oracle

NEAR = 0.01  # the contract's first bar: within 1 % of the exact optimum
PROVEN = 1e-4  # HiGHS stops within this of the optimum: a tight budget's last digits take it minutes
CUTS = range(20)
KNOBS = (Knobs(), Knobs(scarcity=2.0), Knobs(tightness=1.5), Knobs(kinds=2), Knobs(scarcity=0.5))


@cache
def regency(number: int) -> Tables:
    return generate("regency", 100 + number, KNOBS[number])


def instance(number: int) -> Tables:
    """A cut of 200 candidates; by turns with budget and floors, with one of them, with neither, with dear floors."""
    made = oracle.cut(regency(number % len(KNOBS)), 200, number)
    policy = made.policy
    turn = number // len(KNOBS)
    if turn == 1:
        policy = replace(policy, budget=None)
    elif turn == 2:
        policy = replace(policy, floors=(), budget=policy.budget / 3)
    elif turn == 3:
        floors = tuple(replace(floor, penalty=3.0, minimum=floor.minimum * 2) for floor in policy.floors)
        policy = replace(policy, floors=floors)
    return replace(made, policy=policy)


@pytest.fixture(scope="module", autouse=True)
def kernels_are_compiled() -> None:
    """On a fresh machine the first call compiles for about a minute, which the time limits below don't allow for."""
    make_plan(instance(0), gap=0.5, workers=1)


@pytest.mark.parametrize("number", CUTS)
def test_the_plan_reaches_the_exact_optimum_within_one_percent(number: int) -> None:
    made = instance(number)
    exact, paths = oracle.Oracle(made).optimum(slack=PROVEN)
    assert len(paths) > 10, "a cut on which nobody can be placed would prove nothing"
    plan = make_plan(made, seed=number, time_limit=60.0, gap=0.0005, workers=1)
    verdict = verify(made, plan)
    assert verdict.violations == []
    assert verdict.value <= exact + PROVEN * abs(exact)
    assert verdict.value >= exact - NEAR * abs(exact)
    assert verdict.bound >= exact - 1e-6 * abs(exact)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
@example(175)  # worth nothing, and a bound of 2e-16: the gap is none, not all of it
def test_no_plan_beats_the_optimum_and_no_bound_is_below_it_on_odd_instances(seed: int) -> None:
    made = oracle.tiny(seed)
    exact, _ = oracle.Oracle(made).optimum()
    verdict = verify(made, make_plan(made, seed=seed, time_limit=20.0, gap=0.0, workers=1))
    assert verdict.violations == []
    assert verdict.value <= exact + 1e-6
    assert verdict.bound >= exact - 1e-6
    # A dozen candidates: nothing but the exact plan will do, or what is left must be proven by the bound's own gap.
    assert verdict.value >= exact - max(NEAR * abs(exact), 1e-6)
