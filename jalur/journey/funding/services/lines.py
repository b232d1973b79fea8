"""Budget lines: entered, changed, closed."""

from collections.abc import Sequence
from copy import copy
from datetime import date

from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.funding.models import BudgetLine
from jalur.journey.funding.rights import Right
from jalur.journey.funding.workflow import LINE


def enter_line(*, actor: Actor, line: BudgetLine, today: date) -> BudgetLine:
    """A line of the actor's own institution."""
    if actor.organisation_id is None:
        raise Refused(Right.EDIT_LINE)
    line.owner_id = actor.organisation_id
    with LINE.step("enter", actor=actor, subject=line, today=today):
        line.full_clean()
    return line


@deed
def enter_many(*, actor: Actor, rows: Sequence[BudgetLine], today: date) -> list[BudgetLine]:
    """A list that was read in, all of it or nothing."""
    return [enter_line(actor=actor, line=line, today=today) for line in rows]


def change_line(*, actor: Actor, line: BudgetLine, today: date) -> BudgetLine:
    """Make a line as given; it never holds less than is committed."""
    with LINE.step("change", actor=actor, subject=line, today=today) as locked:
        before = copy(locked)
        locked.take_over(line)
        if not before.take_over(locked):
            raise UnchangedError
        locked.full_clean(validate_constraints=False)
    return locked


def close_line(*, actor: Actor, line: BudgetLine, reason: str, today: date) -> BudgetLine:
    """Nothing new is paid from it; what is committed stays."""
    with LINE.step("close", actor=actor, subject=line, reason=reason, today=today) as locked:
        pass
    return locked
