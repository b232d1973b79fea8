"""Rungs and ladders as pure decisions."""

from datetime import date, timedelta
from decimal import Decimal

from jalur.journey.languages.rules import Outcome, Placed, Seat, climb, is_old, rung_of, worst

LEVELS = {"N5": 1, "N4": 2, "N3": 3}
COUNTS_AS = {"N4": frozenset({"N4", "N5"}), "N5": frozenset({"N5"}), "JFT": frozenset({"JFT", "N4", "N5"})}
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
ON = date(2026, 12, 1)


def seat(person, rung, outcome, starts=date(2026, 2, 1), days=60, cost=1_000_000):
    return Seat(person, rung, Outcome(outcome), starts, starts + timedelta(days=days - 1), Decimal(cost))


def ladder(seats, tests=(), *, on=ON, patience=30, top=3):
    return climb(seats, list(tests), top=top, period=YEAR, on=on, patience=patience)


def test_a_rung_is_the_highest_level_that_competencies_count_as():
    assert rung_of([], LEVELS, COUNTS_AS) == 0
    assert rung_of(["N5"], LEVELS, COUNTS_AS) == 1
    assert rung_of(["JFT", "N5"], LEVELS, COUNTS_AS) == 2
    assert rung_of(["LAS"], LEVELS, COUNTS_AS) == 0


def test_a_test_is_old_after_its_days_and_not_on_the_last_of_them():
    assert not is_old(date(2026, 1, 1), date(2026, 1, 31), 30)
    assert is_old(date(2026, 1, 1), date(2026, 2, 1), 30)


def test_a_person_counts_once_a_rung_by_the_best_of_her_seats():
    first, second, third = ladder(
        [
            seat("a", 1, "not_yet"),
            seat("a", 1, "finished", date(2026, 5, 1), days=50),
            seat("a", 2, "in_class", date(2026, 11, 1)),
            seat("b", 1, "left", cost=0),
            seat("c", 1, "not_yet"),
            seat("d", 1, "finished"),
        ]
    )
    assert (first.started, first.finished, first.went_on, first.left, first.not_yet, first.rests) == (
        4,
        2,
        1,
        1,
        1,
        1,
    )
    assert (first.cost, first.cost_per_seat, first.cost_per_reached) == (4_000_000, 1_000_000, 2_000_000)
    assert (first.mean_days, first.stopped, first.came) == (55, 2, 4)
    assert (second.started, second.in_class, second.stopped) == (1, 1, 0)
    assert (third.came, third.cost_per_reached) == (0, None)
    assert worst([first, second, third]) is first


def test_a_test_places_at_the_rung_above_and_whoever_finds_no_class_in_time_stops():
    _first, second, third = ladder(
        [seat("b", 2, "in_class", date(2026, 11, 10))],
        [
            Placed("a", 1, date(2026, 10, 1)),
            Placed("b", 1, date(2026, 10, 1)),
            Placed("c", 1, ON),
            Placed("d", 3, ON),
            Placed("e", 1, date(2025, 10, 1)),
            # The latest of two places.
            Placed("f", 1, date(2026, 3, 1)),
            Placed("f", 2, date(2026, 4, 1)),
        ],
    )
    assert (second.placed, second.started, second.waiting, second.no_class, second.came) == (3, 1, 1, 1, 3)
    assert (third.placed, third.no_class, third.stopped) == (1, 1, 1)


def test_a_step_after_the_year_is_seen_and_a_seat_of_another_year_is_not_counted():
    first, second, _third = ladder(
        [seat("a", 1, "finished", date(2026, 11, 1)), seat("a", 2, "in_class", date(2027, 1, 10))],
        on=date(2027, 2, 1),
    )
    assert (first.went_on, first.rests, second.started) == (1, 0, 0)


def test_whoever_finished_the_top_rests_nowhere_and_nobody_stops_is_said():
    rungs = ladder([seat("a", 3, "finished")])
    assert rungs[2].rests == 0
    assert worst(rungs) is None
