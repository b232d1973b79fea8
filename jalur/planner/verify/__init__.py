"""The second opinion: recomputes feasibility, value and bound from the tables alone, with code of its own."""

from jalur.planner.verify.verdict import Verdict, verify

__all__ = ["Verdict", "verify"]
