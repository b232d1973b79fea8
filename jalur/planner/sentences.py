"""The answers of `explain` in plain English, for the command line; screens have their own words."""

import polars as pl

from jalur.planner.after import explain as why
from jalur.planner.after.budget import BILLION, Curve
from jalur.planner.after.explain import CandidateAnswer, IntakeAnswer, Obstacle, Offer, OrderAnswer
from jalur.planner.after.openings import Ranking
from jalur.planner.after.policy_cost import FloorAnswer, PolicyAnswer

SAID = {
    why.DESTINATION_NOT_WISHED: "does not wish to go to {about}",
    why.TOO_YOUNG: "too young on the day (at least {number:.0f})",
    why.TOO_OLD: "too old on the day (at most {number:.0f})",
    why.WRONG_SEX: "the order asks for {about}",
    why.LITTLE_SCHOOLING: "schooling below level {number:.0f}",
    why.NOT_TAUGHT_IN_REACH: "no intake in reach teaches {about} in time",
    why.NO_SEQUENCE_IN_TIME: "intakes in reach do not fit together in time for {about}",
    why.WORTH_NOTHING: "the training would cost as much as the placement is worth",
    why.ORDER_FULL: "order {about} is full ({number:.0f} openings)",
    why.INTAKE_FULL: "intake {about} is full ({number:.0f} seats)",
    why.ORDER_PRICE: "an opening of {about} is worth {number:.3f} to others",
    why.INTAKE_PRICE: "a seat in {about} is worth {number:.3f} to others",
    why.BUDGET_PRICE: "its training money is worth {number:.3f} elsewhere",
    why.BETTER_ELSEWHERE: "placed in a better order",
    why.PLACED_HERE: "placed in {about}",
    why.LEFT_OUT: "could be placed here; no place was left in the intakes needed",
}
COUNTED = {
    why.TOO_YOUNG: "too young on the day",
    why.TOO_OLD: "too old on the day",
    why.WRONG_SEX: "the order asks for the other sex",
    why.LITTLE_SCHOOLING: "too little schooling",
    why.DESTINATION_NOT_WISHED: "do not wish to go there",
    why.INTAKE_PRICE: "seats or openings needed are worth more to others",
}


def obstacle(one: Obstacle) -> str:
    """Say one obstacle."""
    return SAID[one.code].format(about=one.about, number=one.number or 0.0)


def offer(one: Offer) -> list[str]:
    """Say a path, one line per stage."""
    lines = [
        (
            f"  order {one.job_order}: {one.destination}, occupation {one.occupation}, ready by {one.ready_by}; "
            f"worth {one.value:.3f}, {one.net:.3f} after prices"
        )
    ]
    lines += [
        (
            f"    {stage.starts} to {stage.ends}  {stage.intake} ({stage.programme}, {stage.regency}) teaches "
            f"{', '.join(stage.teaches)}; seat price {stage.price:.3f}"
        )
        for stage in one.stages
    ]
    return lines + [f"    in the way: {obstacle(other)}" for other in one.obstacles]


def candidate(answer: CandidateAnswer) -> list[str]:
    """Say a candidate's answer."""
    lines = [f"Candidate {answer.candidate}:"]
    lines += offer(answer.path) if answer.path else ["  no path in this plan"]
    if answer.wanted_order is not None:
        lines.append(f"Order {answer.wanted_order}:")
        lines += [f"  {obstacle(one)}" for one in answer.wanted_obstacles]
        if answer.wanted:
            lines += offer(answer.wanted)
    if answer.alternatives:
        lines.append("Nearest alternatives:")
        for other in answer.alternatives:
            lines += offer(other)
    return lines


def job_order(answer: OrderAnswer) -> list[str]:
    """Say an order's answer."""
    lines = [
        (
            f"Order {answer.job_order}: {answer.filled} of {answer.openings} openings filled; "
            f"one more opening is worth {answer.price:.3f}. Everyone else, by first obstacle:"
        )
    ]
    return lines + [
        f"  {number:>8,}  {COUNTED.get(one.code) or obstacle(one)}" for one, number in answer.causes
    ]


def intake(answer: IntakeAnswer) -> list[str]:
    """Say an intake's answer."""
    return [
        (
            f"Intake {answer.intake}: {answer.taken} of {answer.seats} seats taken; one more seat is worth "
            f"{answer.price:.3f}; {answer.wanted_by} would take it if a seat cost nothing"
        )
    ]


def counted_people(group: dict[str, str]) -> str:
    """Say whom a floor counts."""
    ((key, code),) = group.items()
    if key == "sex":
        return "women" if code == "F" else "men"
    return f"people from {key} {code}"


def floor(one: FloorAnswer) -> list[str]:
    """Say a floor and what it costs."""
    asked = f"Floor: at least {one.minimum:,.0f} {counted_people(one.group)} placed; {one.placed:,} are"
    if one.missing:
        taken = one.missing * one.penalty
        asked += f", {one.missing:,.0f} are missing, which takes {taken:.3f} off the value"
    if one.price == 0.0:
        return [f"{asked}. Asking for one more would cost nothing."]
    cost = f"Asking for one more would cost {one.price:.3f} in value"
    dearest = " (the whole penalty: it would be missed)" if one.price >= one.penalty * (1 - 1e-9) else ""
    return [f"{asked}. {cost}{dearest}."]


def policy(answer: PolicyAnswer) -> list[str]:
    """Say what the budget and the floors cost."""
    spent = f"Training costs {answer.spent / BILLION:,.3f} billion rupiah"
    if answer.budget is None:
        lines = [f"{spent}; there is no budget."]
    else:
        lines = [f"{spent} of a budget of {answer.budget / BILLION:,.3f} billion."]
        if answer.beta > 0.0:
            lines.append(
                f"One more billion rupiah raises what is possible by at most {answer.beta * BILLION:.3f} in value."
            )
        else:
            lines.append("More money raises nothing: seats, days and people are scarce, money is not.")
    for one in answer.floors:
        lines += floor(one)
    return lines


def openings(ranking: Ranking) -> list[str]:
    """Say which classes to open, best first."""
    lines = [
        f"Without a new class: value {ranking.value:.2f}, at most {ranking.bound:.2f}; {ranking.placed:,} placed.",
        f"{ranking.classes.height:,} possible classes could add something. Planned again with one more class each:",
        (
            f"{'':>3} {'programme':<14} {'where':<7}{'who may':<9} {'starts':<10}  {'ends':<10} {'seats':>5} "
            f"{'predicted':>9} {'gain':>8}  {'proved':<18} {'placed':>6}"
        ),
    ]
    for place, row in enumerate(ranking.ranked.iter_rows(named=True), start=1):
        proved = f"{row['gain_least']:.2f} to {row['gain_most']:.2f}"
        lines.append(
            f"{place:>3} {row['programme']:<14} {row['regency']:<7}{row['reach']:<9} {row['starts']}  {row['ends']} "
            f"{row['seats']:>5} {row['predicted']:>9.2f} {row['gain']:>8.2f}  {proved:<18} {row['placed']:>+6,}"
        )
    return [
        *lines,
        "predicted: the most it could add at the plan's prices. gain: value of the plan with it less that without.",
        "proved: what the class adds to the best possible plan lies between these. placed: people more than without.",
        *planned_again(ranking),
    ]


def planned_again(ranking: Ranking) -> list[str]:
    """Say who was planned again, where that was not everybody."""
    counts = [count for count in ranking.ranked["people"].to_list() if count < ranking.people]
    if not counts:
        return []
    return [
        f"Planned again: up to {max(counts):,} people around those who would gain; everybody else keeps their path."
    ]


def budget(curve: Curve) -> list[str]:
    """Say what each budget reaches, and where more money goes."""
    lines = [
        (
            f"{'billion Rp':>12} {'spent':>10} {'placed':>8} {'value':>12} {'at most':>12} {'a billion more buys':>20} "
            f"{'at most':>9}"
        )
    ]
    for row in curve.points.iter_rows(named=True):
        bought = "" if row["per_billion"] is None else f"{row['per_billion']:.3f}"
        lines.append(
            f"{row['budget'] / BILLION:>12,.3f} {row['spent'] / BILLION:>10,.3f} {row['placed']:>8,} "
            f"{row['value']:>12,.2f} {row['bound']:>12,.2f} {bought:>20} {row['beta'] * BILLION:>9.3f}"
        )
    more = curve.where.filter(pl.col("budget") == curve.points["budget"].max())
    if more.height:
        lines.append(
            "The largest budget against the policy's, by class regency and programme (billion Rp, seats):"
        )
        lines += [
            f"  {row['regency']} {row['programme']:<14} {row['cost'] / BILLION:>+9.3f} {row['seats']:>+7,}"
            for row in more.sort("cost", descending=True).head(10).iter_rows(named=True)
        ]
    return lines
