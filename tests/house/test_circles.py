"""No file of the house needs itself by way of others, whether it imports at its top or inside a function."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def imports_of(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name taken from it or "") of every import that can run; what only a type checker reads cannot."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, "") for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from ((child.module or "", alias.name) for alias in child.names)
        elif isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            yield from imports_of(ast.Module(child.orelse, []))
        else:
            yield from imports_of(child)


def imports_between_files(root: Path) -> dict[str, set[str]]:
    """Each module of `jalur` below `root` and the other files it takes something from."""
    files = {}
    for path in sorted((root / "jalur").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    imported = {}
    for module, path in files.items():
        taken = imports_of(ast.parse(path.read_text(encoding="utf-8")))
        sources = {f"{source}.{name}" if f"{source}.{name}" in files else source for source, name in taken}
        imported[module] = (sources & files.keys()) - {module}
    return imported


def circles(imported: dict[str, set[str]]) -> list[list[str]]:
    """The groups of files each of which needs all others of its group."""
    reached: dict[str, set[str]] = {}
    for module, others in imported.items():
        seen: set[str] = set()
        ahead = [*others]
        while ahead:
            other = ahead.pop()
            if other not in seen:
                seen.add(other)
                ahead += imported[other]
        reached[module] = seen
    groups = {
        frozenset(other for other in reached[module] if module in reached[other])
        for module in imported
        if module in reached[module]
    }
    return sorted(sorted(group) for group in groups)


def test_no_file_imports_itself_by_way_of_others():
    assert circles(imports_between_files(ROOT)) == []


def test_a_planted_circle_is_seen(tmp_path):
    room = tmp_path / "jalur" / "room"
    room.mkdir(parents=True)
    texts = {
        "models": "from jalur.room import rules",
        "rules": "def decide():\n    from jalur.room.services import act",
        "services": "import jalur.room.models",
        "forms": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from jalur.room import views",
        "views": "from jalur.room import forms, services",
    }
    for name, text in texts.items():
        (room / f"{name}.py").write_text(text, encoding="utf-8")
    assert circles(imports_between_files(tmp_path)) == [
        ["jalur.room.models", "jalur.room.rules", "jalur.room.services"]
    ]
