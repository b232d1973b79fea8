"""The answers of `explain` in plain English, for the command line; screens have their own words."""

from jalur.planner import explain as why
from jalur.planner.explain import CandidateAnswer, IntakeAnswer, Obstacle, Offer, OrderAnswer

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
