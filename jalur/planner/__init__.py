"""The planner: tables in, a plan and its certificate out. Pure: no Django, no database, no clock, no network.

Names load on first use, so that `jalur plan --help` starts without the numerical libraries.
"""

from importlib import import_module
from typing import Any

HOMES = {
    "Floor": "tables",
    "Invalid": "tables",
    "Plan": "plan",
    "Policy": "tables",
    "State": "solve",
    "Tables": "tables",
    "make_plan": "solve",
}
__all__ = ["Floor", "Invalid", "Plan", "Policy", "State", "Tables", "make_plan"]


def __getattr__(name: str) -> Any:
    """Load `name` from its module."""
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"jalur.planner.{HOMES[name]}"), name)
