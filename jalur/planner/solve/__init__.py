"""Prices, rounding and exact work: a plan with its certificate. SPEC.md §3, §4, §7–§9, §15."""
