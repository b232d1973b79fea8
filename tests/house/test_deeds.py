"""Every write is somebody's deed: rows are locked in the one order, and the field history knows who changed them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = Path(__file__).resolve().parents[2] / "jalur"
# Whoever locks or begins a transaction without workflow.locks says why here.
WITHOUT_LOCKS = {
    "foundation/workflow/locks.py": "what everybody else uses",
    "foundation/workflow/middleware.py": "a savepoint of the mechanism itself",
    "foundation/work/services/jobs.py": "passes over rows that a worker holds, where lock would wait",
    "kit/database.py": "a savepoint one floor below, no lock",
    "kit/jobs.py": "a savepoint one floor below, no lock",
    "proposals/runs/gather.py": "a snapshot that reads only",
}
WRITES = {
    "save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete", "record", "record_many",
    "copy_rows",
}  # fmt: skip
# A deed is recorded inside of it.
RECORDING = "foundation/history/services.py"
BARE = "atomic()"
STEPS = {"step", "step_many", "step_rows"}


def modules() -> dict[str, ast.Module]:
    files = sorted(path for path in ROOMS.rglob("*.py") if "migrations" not in path.parts)
    return {str(path.relative_to(ROOMS)): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def bare(tree: ast.Module) -> bool:
    """Whether a module locks rows or begins a transaction by Django's own means."""
    return any(
        isinstance(node, ast.Attribute)
        and (
            node.attr == "select_for_update"
            or (node.attr == "atomic" and ast.unparse(node.value) == "transaction")
        )
        for node in ast.walk(tree)
    )


def services(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions that act for somebody: `actor` is given by name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(one.arg == "actor" for one in node.args.kwonlyargs):
            yield node


def is_a_deed(service: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator) == "deed" for decorator in service.decorator_list)


def writes(node: ast.AST) -> Iterator[str]:
    """What a function writes outside the body of a step."""
    if isinstance(node, ast.With) and any(called(item.context_expr) in STEPS for item in node.items):
        return
    if called(node) in WRITES:
        yield ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from writes(child)


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def nobodys(tree: ast.Module) -> list[str]:
    """What services write, or bind together by `atomic` alone, that are not deeds of their actor."""
    return [
        f"{service.name}: {fault}"
        for service in services(tree)
        if not is_a_deed(service) and not service.name.startswith("_")
        for fault in [
            *writes(service),
            *(one for one in map(ast.unparse, service.decorator_list) if one == BARE),
        ]
    ]


def test_locks_and_transactions_keep_the_one_order():
    found = {name for name, tree in modules().items() if bare(tree)}
    assert found == set(WITHOUT_LOCKS), "use workflow.locks, or say above why not"


@pytest.mark.parametrize(
    "fault",
    ["rows.select_for_update()", "with transaction.atomic():\n    pass", "@transaction.atomic\ndef f(): ..."],
)
def test_a_bare_lock_is_found(fault):
    assert bare(ast.parse(fault))
    assert not bare(ast.parse("with atomic():\n    lock(Row, keys)"))


def test_every_service_that_writes_is_a_deed():
    rooms = {name: tree for name, tree in modules().items() if "services" in name and name != RECORDING}
    assert sum(is_a_deed(service) for tree in rooms.values() for service in services(tree)) > 20
    faults = [f"{name} {fault}" for name, tree in rooms.items() for fault in nobodys(tree)]
    assert not faults, "decorate it with workflow.locks.deed, or take a step"


def test_a_write_that_is_nobodys_is_found():
    signature = "def edit(*, actor: Actor, row: Row) -> Row:\n    "
    assert nobodys(ast.parse(f"{signature}row.save()")) == ["edit: row.save()"]
    assert nobodys(ast.parse(f"{signature}if row:\n        record(actor=actor)")) == [
        "edit: record(actor=actor)"
    ]
    assert nobodys(ast.parse(f"@atomic()\n{signature}return row")) == ["edit: atomic()"]
    for good in (
        f"@deed\n{signature}row.save()",
        f"{signature}with ROW.step('edit') as held:\n        held.save()",
    ):
        assert nobodys(ast.parse(good)) == []
