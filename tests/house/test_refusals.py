"""What was not done is said through one door, which keeps the form's key free for the next try."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "jalur"
DOOR = ROOT / "kit" / "answers.py"


def says_errors(source: str) -> list[int]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if ast.unparse(call.func) == "messages.error"]


def test_a_page_says_what_was_refused_by_kit_answers_alone():
    files = [path for path in ROOT.rglob("*.py") if path != DOOR]
    found = {str(path.relative_to(ROOT)): lines for path in files if (lines := says_errors(path.read_text()))}
    assert found == {}, "a refusal that kit.answers does not give spends the form's key: use answer_refusal"


@pytest.mark.parametrize(
    ("source", "lines"), [("messages.error(request, word)", [1]), ("messages.success(request, word)", [])]
)
def test_what_it_looks_for(source, lines):
    assert says_errors(source) == lines
