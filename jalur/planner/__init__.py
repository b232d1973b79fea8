"""The planner: tables in, a plan and its certificate out. Pure: no Django, no database, no clock, no network.

Names load on first use, so that `jalur plan --help` starts without the numerical libraries.
"""

from importlib import import_module
from typing import Any

HOMES = {
    "Floor": "contract.policy",
    "Invalid": "contract.tables",
    "Plan": "contract.plan",
    "Policy": "contract.policy",
    "State": "solve.run",
    "Tables": "contract.tables",
    "make_plan": "planning",
}
__all__ = ["Floor", "Invalid", "Plan", "Policy", "State", "Tables", "make_plan"]


def __getattr__(name: str) -> Any:
    """Load `name` from its module."""
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"jalur.planner.{HOMES[name]}"), name)
