"""Tables as arrays in a canonical order, and the recipes of training. SPEC.md §1, §2, §6."""
