"""Paths under prices: the best one of each group, and all above a threshold. SPEC.md §5."""
