"""The path linear program solved whole, by HiGHS or by PDLP (OR-Tools): the yardstick, each in its own process.

ortools and highspy can't share a process, so PDLP reads the model from a file that a HiGHS process wrote.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from jalur.planner.contract.workers import cores

# Past this many paths neither model fits beside its factors in 24 GiB.
MOST_COLUMNS = 20_000_000


def highs_model(instance: Path, *, whole: bool = False) -> tuple[Any, dict[str, Any]]:
    """A HiGHS object holding the program (None when there are too many paths), and what there is to say so far.

    `whole`: paths are taken whole or not at all, so that the optimum is that of all plans.
    """
    import highspy
    import numpy as np

    from bench.paths import columns, program
    from jalur.planner.contract.tables import read

    begun = time.perf_counter()
    tables = read(instance)
    data, paths, count = columns(tables, MOST_COLUMNS)
    told: dict[str, Any] = {"paths": count, "building": time.perf_counter() - begun}
    if paths is None:
        return None, told
    made = program(tables, data, paths)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(made.cost), len(made.low)
    model.col_cost_, model.col_lower_, model.col_upper_ = made.cost, np.zeros(len(made.cost)), made.upper
    model.row_lower_, model.row_upper_ = made.low, made.high
    model.sense_ = highspy.ObjSense.kMaximize
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = made.start, made.row, made.entry
    if whole:
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger] * len(paths.value) + [kinds.kContinuous] * len(
            tables.policy.floors
        )
    solver = highspy.Highs()
    solver.silent()
    solver.passModel(model)
    told["building"] = time.perf_counter() - begun
    return solver, told


def solve(instance: Path, name: str, limit: float) -> dict[str, Any]:
    """Solve by `highs` or `pdlp`, or as an `integer` program; seconds exclude the enumeration, told as `building`."""
    if name != "pdlp":
        solver, told = highs_model(instance, whole=name == "integer")
        if solver is None:
            return told
        solver.setOptionValue("time_limit", limit)
        solver.setOptionValue("mip_rel_gap", 0.0)
        begun = time.perf_counter()
        solver.run()
        found = solver.getInfo()
        told |= {"seconds": time.perf_counter() - begun, "value": found.objective_function_value}
        if name == "integer":
            told["at_most"] = found.mip_dual_bound
        return told | {"status": solver.modelStatusToString(solver.getModelStatus())}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paths.mps"
        written = subprocess.run(
            [sys.executable, "-m", "bench.linear", str(instance), str(path)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        said = json.loads(written.stdout)
        return said | (solve_by_pdlp(path) if path.exists() else {})


def solve_by_pdlp(path: Path) -> dict[str, Any]:
    """Read a model file and solve it by PDLP to a relative gap of 1e-4."""
    from ortools.linear_solver.python import model_builder

    model = model_builder.Model()
    if not model.import_from_mps_file(str(path)):
        return {"status": "the model file can't be read"}
    # A file in MPS format always minimises; HiGHS writes the negated costs.
    solver = model_builder.Solver("PDLP")
    solver.set_solver_specific_parameters(
        "termination_criteria { simple_optimality_criteria { eps_optimal_relative: 1e-4 } } "
        f"num_threads: {cores()}"
    )
    begun = time.perf_counter()
    status = solver.solve(model)
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "status": status.name, "value": abs(solver.objective_value)}


if __name__ == "__main__":
    written, said = highs_model(Path(sys.argv[1]))
    if written is not None:
        written.writeModel(sys.argv[2])
    print(json.dumps(said))
