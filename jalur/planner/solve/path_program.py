"""The exact optimum of small instances: HiGHS on all paths that could be in a better plan. SPEC.md §8.

A plan better than value v under prices with bound b takes only paths whose loss (best reduced value less own) is
below b - v. On these paths the integer program is exact for the whole instance.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from jalur.planner.model.arrays import Floats
from jalur.planner.model.instance import Instance
from jalur.planner.search.enumeration import Paths


@dataclass(frozen=True, slots=True)
class Optimum:
    """What HiGHS found: people per path, the objective, whether it is proved, and the duals of a linear program."""

    people: NDArray[np.int64]
    value: float
    proved: bool
    duals: Floats | None


def program(
    instance: Instance, paths: Paths, capacity: Floats, integer: bool
) -> tuple[highspy.HighsLp, NDArray[np.bool_]]:
    """Return the path program and which resources have a row.

    Rows: groups, then resources in use, then the budget, then the floors. Columns: paths, then one shortfall per
    floor.
    """
    count = len(paths.group)
    orders, floors = instance.n_orders, len(instance.floor_minimum)
    width = paths.intakes.shape[1]
    resource = np.column_stack(
        [
            paths.order.astype(np.int64) + 1,
            np.where(paths.intakes >= 0, paths.intakes.astype(np.int64) + 1 + orders, 0),
        ]
    )
    in_use = np.zeros(len(capacity), bool)
    in_use[resource[resource > 0]] = True
    row_of = np.full(len(capacity), -1)
    groups = instance.n_groups
    row_of[in_use] = groups + np.arange(in_use.sum())
    budget_row = groups + int(in_use.sum())
    rows = [paths.group.astype(np.int64)]
    columns, entries = [np.arange(count)], [np.ones(count)]
    for step in range(width + 1):
        at = np.flatnonzero(resource[:, step])
        rows.append(row_of[resource[at, step]])
        columns.append(at)
        entries.append(np.ones(len(at)))
    unit = max(1.0, float(np.max(instance.intake_cost, initial=1.0)))
    rows.append(np.full(count, budget_row))
    columns.append(np.arange(count))
    entries.append(paths.cost / unit)
    counted = instance.floor_sets[instance.floor_set[paths.group]]
    for floor in range(floors):
        at = np.flatnonzero(counted[:, floor])
        rows.append(np.r_[np.full(len(at), budget_row + 1 + floor), budget_row + 1 + floor])
        columns.append(np.r_[at, count + floor])
        entries.append(np.ones(len(at) + 1))
    row, column, entry = (np.concatenate(part) for part in (rows, columns, entries))
    sequence = np.lexsort((row, column))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count + floors, budget_row + 1 + floors
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.r_[paths.value, -instance.floor_penalty]
    lp.col_lower_ = np.zeros(count + floors)
    lp.col_upper_ = np.full(count + floors, highspy.kHighsInf)
    lp.row_lower_ = np.r_[np.full(budget_row + 1, -highspy.kHighsInf), instance.floor_minimum]
    budget = instance.budget / unit if np.isfinite(instance.budget) else highspy.kHighsInf
    lp.row_upper_ = np.r_[instance.count, capacity[in_use], budget, np.full(floors, highspy.kHighsInf)]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column[sequence], np.arange(count + floors + 1)).astype(np.int32)
    lp.a_matrix_.index_ = row[sequence].astype(np.int32)
    lp.a_matrix_.value_ = entry[sequence].astype(np.float64)
    if integer:
        whole = [highspy.HighsVarType.kInteger] * count + [highspy.HighsVarType.kContinuous] * floors
        lp.integrality_ = whole
    return lp, in_use


def solve(
    instance: Instance, paths: Paths, capacity: Floats, *, integer: bool, seconds: float
) -> Optimum | None:
    """Solve the path program on `paths` within `seconds`; None when nothing was found."""
    lp, in_use = program(instance, paths, capacity, integer)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    highs.setOptionValue("time_limit", max(0.1, seconds))
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 1e-7)
    highs.passModel(lp)
    highs.run()
    status = highs.getModelStatus()
    proved = status == highspy.HighsModelStatus.kOptimal
    solution = highs.getSolution()
    if not solution.value_valid:
        return None
    people = np.array(solution.col_value)[: len(paths.group)]
    duals = None
    if not integer and proved:
        row_dual = np.array(solution.row_dual)
        groups = instance.n_groups
        duals = np.zeros(len(capacity) + 1 + len(instance.floor_minimum))
        duals[: len(capacity)][in_use] = np.maximum(row_dual[groups : groups + int(in_use.sum())], 0.0)
        unit = max(1.0, float(np.max(instance.intake_cost, initial=1.0)))
        duals[len(capacity)] = max(0.0, row_dual[groups + int(in_use.sum())] / unit)
        duals[len(capacity) + 1 :] = np.clip(
            -row_dual[groups + int(in_use.sum()) + 1 :], 0.0, instance.floor_penalty
        )
    return Optimum(np.rint(people).astype(np.int64), float(highs.getObjectiveValue()), proved, duals)
