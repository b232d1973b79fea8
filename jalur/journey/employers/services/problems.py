"""The problem list: onto it, changed, off it. What it stops stands still at once, and goes on when nothing stops it any more."""

from copy import copy
from datetime import date

from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.employers import guards
from jalur.journey.employers.models import Employer, Problem
from jalur.journey.employers.rules import PROBLEM_PAPERS
from jalur.journey.employers.workflow import PROBLEM


@deed
def enter_problem(
    *,
    actor: Actor,
    about: Employer | Organisation,
    problem: Problem,
    today: date,
) -> Problem:
    """An employer or a partner agency is on the list from a day on; its published orders stand still while it is."""
    problem.employer = about if isinstance(about, Employer) else None
    problem.partner = None if isinstance(about, Employer) else about
    problem.country, problem.entered_by_id = guards.country_of(about), actor.organisation_id
    with PROBLEM.step("enter", actor=actor, subject=problem, today=today):
        problem.full_clean()
    consequences.follow(today)
    return problem


@deed
def change_problem(*, actor: Actor, problem: Problem, today: date) -> Problem:
    """Other days, other words, published or no longer."""
    with PROBLEM.step("change", actor=actor, subject=problem, today=today) as locked:
        before = copy(locked)
        locked.take_over(problem)
        if not before.take_over(locked):
            raise UnchangedError
        locked.full_clean()
    consequences.follow(today)
    return locked


@deed
def add_source(*, actor: Actor, problem: Problem, file: Accepted, today: date) -> Problem:
    """The letter or report on which an entry rests, as a file."""
    with PROBLEM.step("add_source", actor=actor, subject=problem, today=today) as locked:
        files.keep(actor=actor, kind=kind_of(PROBLEM_PAPERS), owner=locked, accepted=file)
    return locked


@deed
def lift_problem(*, actor: Actor, problem: Problem, reason: str, today: date) -> Problem:
    """It is off the list, with a reason."""
    with PROBLEM.step("lift", actor=actor, subject=problem, reason=reason, today=today) as locked:
        pass
    consequences.follow(today)
    return locked
