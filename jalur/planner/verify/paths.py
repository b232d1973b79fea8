"""Is each assignment a path to the letter? One pass of compiled code over the assignments."""

import numpy as np
from numba import njit

TOO_YOUNG = 1 << 0
TOO_OLD = 1 << 1
WRONG_SEX = 1 << 2
SCHOOLING = 1 << 3
DESTINATION = 1 << 4
TOO_EARLY = 1 << 5
OVERLAP = 1 << 6
DEADLINE = 1 << 7
OUT_OF_REACH = 1 << 8
INTAKE_AGE = 1 << 9
INTAKE_SCHOOLING = 1 << 10
PREREQUISITE = 1 << 11
REQUIREMENT = 1 << 12
SUPERFLUOUS = 1 << 13
TOO_LONG = 1 << 14
WORTHLESS = 1 << 15
WRONG_VALUE = 1 << 16

SAYS = {
    TOO_YOUNG: ("job_order", "the candidate is younger than min_age on ready_by"),
    TOO_OLD: ("job_order", "the candidate is older than max_age on ready_by"),
    WRONG_SEX: ("job_order", "the order asks for the other sex"),
    SCHOOLING: ("job_order", "the candidate's education is below min_education"),
    DESTINATION: ("job_order", "the destination is not among the candidate's"),
    TOO_EARLY: ("intakes", "the first intake starts before the candidate is available"),
    OVERLAP: ("intakes", "an intake does not start after the one before has ended"),
    DEADLINE: ("intakes", "the last intake ends after ready_by"),
    OUT_OF_REACH: ("intakes", "an intake is out of the candidate's reach"),
    INTAKE_AGE: ("intakes", "the candidate is outside an intake's age limits on its first day"),
    INTAKE_SCHOOLING: ("intakes", "the candidate's education is below an intake's min_education"),
    PREREQUISITE: ("intakes", "a prerequisite is neither held nor taught earlier"),
    REQUIREMENT: ("intakes", "a competency the order requires is neither held nor taught"),
    SUPERFLUOUS: ("intakes", "an intake can be dropped: a shorter sub-sequence is a path to the same order"),
    TOO_LONG: ("intakes", "more intakes than max_intakes"),
    WORTHLESS: ("value", "the value is not above 0, so it is no path"),
    WRONG_VALUE: ("value", "the value differs from weight · value · pass rates − cost_weight · cost"),
}
VALUE_TOLERANCE = 1e-6


@njit(cache=True, nogil=True)
def reaches(start, goal, sequence, kept, teach, need):
    """True if the kept intakes, in order, meet their prerequisites and the goal from `start` (bit words)."""
    words = len(start)
    held = start.copy()
    for position in range(len(sequence)):
        if not (kept >> position) & 1:
            continue
        intake = sequence[position]
        for word in range(words):
            if need[intake, word] & ~held[word]:
                return False
        for word in range(words):
            held[word] |= teach[intake, word]
    left = np.uint64(0)
    for word in range(words):
        left |= goal[word] & ~held[word]
    return left == 0


@njit(cache=True, nogil=True)
def fits_order(c, j, birth, sex, education, wish, wishes, destination, ready_calendar, limit, order_sex):
    """Flags of what keeps candidate c from order j; `limit` has columns youngest, oldest, education."""
    flags = 0
    age = (ready_calendar[j] - birth[c]) // 10_000
    if age < limit[j, 0]:
        flags |= TOO_YOUNG
    if age > limit[j, 1]:
        flags |= TOO_OLD
    if order_sex[j] >= 0 and order_sex[j] != sex[c]:
        flags |= WRONG_SEX
    if education[c] < limit[j, 2]:
        flags |= SCHOOLING
    if not wishes[wish[c], destination[j]]:
        flags |= DESTINATION
    return flags


@njit(cache=True, nogil=True)
def fits_dates(c, j, sequence, available, ready, starts, ends):
    """Flags of what is wrong with the dates of a sequence of intakes."""
    flags = 0
    for position in range(len(sequence)):
        intake = sequence[position]
        if position == 0:
            if starts[intake] < available[c]:
                flags |= TOO_EARLY
        elif starts[intake] <= ends[sequence[position - 1]]:
            flags |= OVERLAP
    if len(sequence) and ends[sequence[-1]] > ready[j]:
        flags |= DEADLINE
    return flags


@njit(cache=True, nogil=True)
def fits_intakes(c, sequence, birth, education, home, within, starts_calendar, limit):
    """Flags of intakes the candidate may not attend; `limit` has columns youngest, oldest, education."""
    flags = 0
    for intake in sequence:
        age = (starts_calendar[intake] - birth[c]) // 10_000
        if not within[home[c], intake]:
            flags |= OUT_OF_REACH
        if age < limit[intake, 0] or age > limit[intake, 1]:
            flags |= INTAKE_AGE
        if education[c] < limit[intake, 2]:
            flags |= INTAKE_SCHOOLING
    return flags


@njit(cache=True, nogil=True)
def fits_competencies(start, goal, sequence, teach, need):
    """Flags of prerequisites, requirements and intakes that can be dropped."""
    words = len(start)
    held = start.copy()
    flags = 0
    for intake in sequence:
        for word in range(words):
            if need[intake, word] & ~held[word]:
                flags |= PREREQUISITE
        for word in range(words):
            held[word] |= teach[intake, word]
    for word in range(words):
        if goal[word] & ~held[word]:
            flags |= REQUIREMENT
    if flags == 0:
        for kept in range((1 << len(sequence)) - 1):
            if reaches(start, goal, sequence, kept, teach, need):
                return SUPERFLUOUS
    return flags


@njit(cache=True, nogil=True)
def check_paths(rows, most, cost_weight, person, states, goals, teach, need, within, job, intake):
    """Flags and true value per assignment.

    rows = (candidate, order, first, listed, stated value): intakes of row r are listed[first[r]:first[r + 1]].
    person = (home, state, birth, sex, education, wish, wishes, available, weight);
    job = (destination, requirement, ready, ready_calendar, limits, sex, worth);
    intake = (starts, starts_calendar, ends, limits, cost, passing).
    """
    who, order, first, listed, stated = rows
    home, state, birth, sex, education, wish, wishes, available, weight = person
    destination, requirement, ready, ready_calendar, order_limit, order_sex, worth = job
    starts, starts_calendar, ends, intake_limit, cost, passing = intake
    flags = np.zeros(len(who), np.int64)
    value = np.zeros(len(who), np.float64)
    for row in range(len(who)):
        c, j = who[row], order[row]
        sequence = listed[first[row] : first[row + 1]]
        found = fits_order(
            c, j, birth, sex, education, wish, wishes, destination, ready_calendar, order_limit, order_sex
        )
        found |= fits_dates(c, j, sequence, available, ready, starts, ends)
        found |= fits_intakes(c, sequence, birth, education, home, within, starts_calendar, intake_limit)
        if len(sequence) > most:
            found |= TOO_LONG
        if len(sequence) <= 20:
            found |= fits_competencies(states[state[c]], goals[requirement[j]], sequence, teach, need)
        worth_here, paid = weight[c] * worth[j], 0.0
        for item in sequence:
            worth_here *= passing[item]
            paid += cost[item]
        value[row] = worth_here - cost_weight * paid
        if value[row] <= 0:
            found |= WORTHLESS
        if not abs(stated[row] - value[row]) <= VALUE_TOLERANCE * max(1.0, abs(value[row])):
            found |= WRONG_VALUE
        flags[row] = found
    return flags, value
