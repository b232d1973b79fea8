"""Every write is somebody's deed: rows are locked in the one order, and the field history knows who changed them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOMS = Path(__file__).resolve().parents[2] / "jalur"
# Whoever locks or begins a transaction without workflow.locks says why here.
WITHOUT_LOCKS = {
    "foundation/workflow/locks.py": "what everybody else uses",
    "foundation/workflow/middleware.py": "a savepoint of the mechanism itself",
    "foundation/work/services/jobs.py": "passes over rows that a worker holds, where lock would wait",
    "foundation/credentials/services/signing.py": "a savepoint around one row whose place another signer may have taken",
    "kit/database.py": "a savepoint one floor below, no lock",
    "kit/jobs.py": "a savepoint one floor below, no lock",
    "foundation/due/services/clock.py": "passes over deadlines that a step is changing, where lock would wait",
    "foundation/messaging/services/sending.py": "passes over messages that another worker has, where lock would wait",
    "foundation/hooks/services/sending.py": "passes over addresses that another worker has, where lock would wait",
    "proposals/runs/gather.py": "a snapshot that reads only",
}
WRITES = {
    "save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete",
    "execute", "executemany", "record", "record_many", "copy_rows", "copy_in",
}  # fmt: skip
# These write only as methods of a related manager or a cursor, not as those of a set or a dict.
WRITES_OF_A_HANDLE = {"set", "add", "remove", "clear", "copy"}
ASYNC_WRITES = {f"a{name}" for name in WRITES | WRITES_OF_A_HANDLE}
Function = ast.FunctionDef | ast.AsyncFunctionDef
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


def parameters(function: Function) -> set[str]:
    given = function.args
    return {parameter.arg for parameter in (*given.posonlyargs, *given.args, *given.kwonlyargs)}


def functions(tree: ast.Module) -> Iterator[tuple[Function, bool]]:
    """Every function and method, and whether it acts for somebody: `actor` is given to it or to its class."""
    for node in ast.walk(tree):
        children = list(ast.iter_child_nodes(node))
        inner = [child for child in children if isinstance(child, Function)]
        names = {ast.unparse(child.target) for child in children if isinstance(child, ast.AnnAssign)}
        names.update(*(parameters(method) for method in inner if method.name == "__init__"))
        yield from ((function, "actor" in names | parameters(function)) for function in inner)


def is_a_deed(function: Function) -> bool:
    """A coroutine is none: it runs when the transaction is over."""
    return isinstance(function, ast.FunctionDef) and "deed" in map(ast.unparse, function.decorator_list)


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


@cache
def relations() -> set[str]:
    """What the related managers of all models are called: `teaches`, `requirements`, `enrolments`."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields() if field.is_relation]
    return {
        field.get_accessor_name() if field.auto_created else field.name
        for field in fields
        if field.many_to_many or field.one_to_many
    }


def is_handle(node: ast.AST, names: set[str]) -> bool:
    """Whether this is a related manager or a cursor, or holds one; what is read through one is neither."""
    match node:
        case ast.Name():
            return node.id in names
        case ast.Attribute():
            return node.attr in relations()
        case ast.Call():
            return called(node) in {"cursor", "getattr"}
    return any(is_handle(child, names) for child in ast.iter_child_nodes(node))


def handles(function: Function) -> set[str]:
    """The names that a function gives to related managers and cursors."""
    names = {"cursor"}
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[target], value=source)
                | ast.NamedExpr(target=target, value=source)
                | ast.For(target=target, iter=source)
                | ast.comprehension(target=target, iter=source)
                | ast.withitem(optional_vars=ast.expr() as target, context_expr=source)
            ) if is_handle(source, names):
                names |= {name.id for name in ast.walk(target) if isinstance(name, ast.Name)}
    return names


def is_write(node: ast.AST, names: set[str]) -> bool:
    name = called(node)
    if name in WRITES_OF_A_HANDLE and isinstance(node.func, ast.Attribute):
        return (name == "set" and bool(node.args)) or is_handle(node.func.value, names)
    return name in WRITES | ASYNC_WRITES


def writes(node: ast.AST, helpers: dict[str, Function], names: set[str]) -> Iterator[str]:
    """What is written here, or by the helpers that are called here, outside the body of a step."""
    if isinstance(node, ast.With) and any(called(item.context_expr) in STEPS for item in node.items):
        return
    if is_write(node, names):
        yield ast.unparse(node)
    helper = helpers.get(called(node))
    if helper:
        others = {name: other for name, other in helpers.items() if other is not helper}
        yield from (f"{helper.name}: {fault}" for fault in writes(helper, others, handles(helper)))
    for child in ast.iter_child_nodes(node):
        yield from writes(child, helpers, names)


def services(tree: ast.Module) -> list[Function]:
    """What acts for somebody and may be called from elsewhere."""
    return [function for function, acts in functions(tree) if acts and not function.name.startswith("_")]


def nobodys(tree: ast.Module) -> list[str]:
    """What services write, or bind together by `atomic` alone, that are not deeds of their actor."""
    acting = services(tree)
    others = [each for each, _acts in functions(tree) if each not in acting and not is_a_deed(each)]
    helpers = {function.name: function for function in others}
    return [
        f"{service.name}: {fault}"
        for service in acting
        if not is_a_deed(service)
        for fault in [
            *writes(service, helpers, handles(service)),
            *(decorator for decorator in map(ast.unparse, service.decorator_list) if decorator == BARE),
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


SIGNATURE = "def edit(*, actor: Actor, row: Row) -> Row:\n    "


@pytest.mark.parametrize(
    "fault",
    [
        "row.save()",
        "record(actor=actor)",
        "row.requirements.set(codes)",
        "row.requirements.add(code)",
        "row.enrolments.clear()",
        "relation.set(codes)",
        "getattr(row, name).add(code)",
        "connection.cursor().execute(sql)",
        "cursor.executemany(sql, rows)",
        "connection.cursor().copy(sql)",
        "Row.objects.abulk_create(rows)",
        "row.asave()",
        "row.requirements.aset(codes)",
    ],
)
def test_a_write_that_is_nobodys_is_found(fault):
    assert nobodys(ast.parse(f"{SIGNATURE}if row:\n        {fault}")) == [f"edit: {fault}"]
    assert nobodys(ast.parse(f"@deed\n{SIGNATURE}{fault}")) == []
    assert nobodys(ast.parse(f"{SIGNATURE}with ROW.step('edit') as held:\n        {fault}")) == []


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        ("def edit(actor, row):\n    row.save()", "row.save()"),
        ("def edit(actor, /, row):\n    row.save()", "row.save()"),
        (f"async {SIGNATURE}await row.asave()", "row.asave()"),
        (f"@deed\nasync {SIGNATURE}await row.asave()", "row.asave()"),
        ("class Desk:\n    def edit(self, *, actor, row):\n        row.save()", "row.save()"),
        ("class Desk:\n    actor: Actor\n    def edit(self, row):\n        row.save()", "row.save()"),
        (
            "class Desk:\n    def __init__(self, actor): ...\n    def edit(self, row):\n        row.save()",
            "row.save()",
        ),
        (f"{SIGNATURE}_keep(row)\ndef _keep(row):\n    row.save()", "_keep: row.save()"),
        (
            f"{SIGNATURE}for relation in (row.teaches, row.asked):\n        relation.remove(code)",
            "relation.remove(code)",
        ),
        (f"{SIGNATURE}asked = row.teaches\n    asked.add(code)", "asked.add(code)"),
        (
            f"{SIGNATURE}with connection.cursor() as sink, sink.copy(sql) as rows:\n        rows.write(row)",
            "sink.copy(sql)",
        ),
        (f"@atomic()\n{SIGNATURE}return row", "atomic()"),
    ],
)
def test_a_service_of_any_shape_is_found(module, fault):
    assert nobodys(ast.parse(module)) == [f"edit: {fault}"]


@pytest.mark.parametrize(
    "body",
    [
        "known = set(row.teaches.all())\n    known.add(code)",
        "part = bytearray()\n    part.clear()",
        "over = threading.Event()\n    over.set()",
        "before = copy(row)\n    after = frame.copy()",
    ],
)
def test_what_writes_nothing_is_no_fault(body):
    assert nobodys(ast.parse(f"{SIGNATURE}{body}")) == []
