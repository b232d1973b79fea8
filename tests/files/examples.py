"""Every kind of file joins the sweeps by naming which record of a side carries it: `CARRIES` in tests/<room>/examples.py."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jalur.foundation.files.kinds import kinds
from tests.access.example import Example, Write

TESTS = Path(__file__).resolve().parents[1]
CARRIES: dict[str, str] = {
    kind: record
    for path in sorted(TESTS.glob("*/examples.py"))
    if path.parent.name not in {"files", "access"}
    for kind, record in getattr(import_module(f"tests.{path.parent.name}.examples"), "CARRIES", {}).items()
}


def first_page(kind: str) -> Example:
    def values(side: SimpleNamespace) -> dict[str, Any]:
        return {"pk": side.files[kind].pk, "number": 1}

    return Example(CARRIES[kind], values)


def of_file(kind: str) -> Example:
    return Example(CARRIES[kind], lambda side: {"pk": side.files[kind].pk})


OPENS = {
    name: example
    for kind in kinds()
    for name, example in {
        f"files:{kind.key}": of_file(kind.key),
        f"files:{kind.key}_picture": first_page(kind.key),
        f"files:{kind.key}_download": of_file(kind.key),
        f"files:{kind.key}_remove": of_file(kind.key),
    }.items()
}
WRITES = {
    name: write
    for kind in kinds()
    for name, write in {f"files:{kind.key}_download": Write(), f"files:{kind.key}_remove": Write()}.items()
}
# Each time that a file leaves the house is recorded.
COUNTS_EACH = {f"files:{kind.key}_download" for kind in kinds()}
