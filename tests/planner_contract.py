"""The planner's columns (planning.md, jalur.planner.contract.schema), for tests of those who feed it."""

import polars as pl


def columns_of(table: str) -> dict[str, pl.DataType]:
    """Column → type of one of the planner's tables."""
    from jalur.planner.contract.schema import POLARS_TYPES, SCHEMA

    return {column.name: POLARS_TYPES[column.kind] for column in SCHEMA[table]}
