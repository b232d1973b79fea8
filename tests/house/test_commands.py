"""What the documents tell people to type exists."""

import re
from pathlib import Path

import pytest

from jalur.project import cli

CHECKOUT = Path(__file__).resolve().parents[2]


def targets() -> set[str]:
    """What `make` knows here."""
    return set(
        re.findall(r"^([a-z][a-z-]*):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )


def verbs() -> set[str]:
    """What `jalur` knows."""
    choices = next(action.choices for action in cli.parser()._actions if action.choices)
    return set(choices)


def documents() -> list[Path]:
    found = [
        CHECKOUT / "README.md",
        *(CHECKOUT / "docs").rglob("*.md"),
        *(CHECKOUT / "jalur").rglob("README.md"),
    ]
    return [path for path in found if path.exists()]


def unknown_commands(text: str) -> list[str]:
    """The `make …`, `jalur …` and `scripts/…` in code that do not exist."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
    found = []
    for piece in code:
        for line in piece.strip("`").splitlines():
            words = line.strip().lstrip("$ ")
            if match := re.match(r"(?:\w+=\S+ )*make(?: ([a-z][a-z-]*))?\b", words):
                found += [f"make {match[1]}"] if match[1] and match[1] not in targets() else []
            if match := re.match(r"(?:\w+=\S+ )*(?:\.venv/bin/)?jalur ([a-z][a-z-]*)\b", words):
                found += [f"jalur {match[1]}"] if match[1] not in verbs() else []
            if (match := re.match(r"(?:python3 )?(scripts/[\w-]+)", words)) and not (
                CHECKOUT / match[1]
            ).exists():
                found.append(match[1])
    return found


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_documented_commands_exist(path):
    assert unknown_commands(path.read_text(encoding="utf-8")) == []


def test_planted_unknown_commands_are_seen():
    text = "```\nmake demo\nmake coffee\njalur plan make A\n$ jalur fly\n```\n`scripts/nothing`, `PORT=1 make dem`"
    assert unknown_commands(text) == ["make coffee", "jalur fly", "scripts/nothing", "make dem"]


def test_every_target_explains_itself():
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    silent = [name for name in targets() if not re.search(rf"^{name}:.*## \w", makefile, re.MULTILINE)]
    assert silent == []
