"""The planner: tables in, a plan and its certificate out. Pure: no Django, no database, no clock, no network."""

from typing import Any

from jalur.planner.plan import Plan
from jalur.planner.tables import Floor, Invalid, Policy, Tables

__all__ = ["Floor", "Invalid", "Plan", "Policy", "Tables", "make_plan"]


def make_plan(tables: Tables, **options: Any) -> Plan:
    """Make a plan; see `jalur.planner.solve.make_plan`, whose compiled parts load on the first call."""
    from jalur.planner.solve import make_plan as solve

    return solve(tables, **options)
