"""What is asked of a plan once it is there: changes, newcomers, more classes, more money, reasons. SPEC.md §10–§14."""
