"""A part per room: `load(growth)` appends its rows, `INVARIANTS` names the queries that find none in a sound database."""
