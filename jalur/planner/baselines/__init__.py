"""What the planner is measured against: first come first served, and greedy by value. Same paths, no prices."""

from jalur.planner.baselines.in_turn import first_come, first_come_reaches, greedy, weekly_greedy, weeks_of

__all__ = ["first_come", "first_come_reaches", "greedy", "weekly_greedy", "weeks_of"]
