"""What no committed file may contain. Each guard is shown a planted fault as well, so that it can't go blind."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 600, 60
# A compiled kernel keeps its state in registers: cut in two, it hands arrays over and back and grows.
LONGEST_KERNEL = 150
# One person's way from end to end is one story: cut in pieces, nobody could follow it.
LONGEST_STORY = 90
TEXT = {
    ".py",
    ".md",
    ".html",
    ".css",
    ".js",
    ".json",
    ".toml",
    ".txt",
    ".in",
    ".po",
    ".csv",
    ".yml",
    ".cfg",
    ".svg",
    "",
}


def committed() -> list[Path]:
    """The files git knows and that still exist, plus new ones that are not ignored."""
    words = [
        "git",
        "-c",
        f"safe.directory={CHECKOUT}",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    return [CHECKOUT / name for name in listed.split("\0") if name and (CHECKOUT / name).is_file()]


def registry_addresses(path: Path, text: str) -> Iterator[str]:
    """Installing follows the machine's own settings: no address of a package registry stands in a file."""
    host = r"(?:pypi|pythonhosted|npmjs)\.(?:org|com)\b"
    option = r"--(?:extra-)?index-url[= ]+\S|\"resolved\": *\"http|registry *= *\"?http"
    yield from (f"names a package registry: {found}" for found in re.findall(f"{host}|{option}", text))


def machine_paths(path: Path, text: str) -> Iterator[str]:
    """A file that names a folder of somebody's own machine is of use to nobody else."""
    pattern = r"(?<![\w.~/}-])/(?:work|home|Users|root|workspace)/[\w.-]+"
    yield from (f"names a folder of one machine: {found}" for found in re.findall(pattern, text))


def third_party_code(path: Path, text: str) -> Iterator[str]:
    """Front-end packages are fetched at set-up; their files are not ours to keep."""
    name = path.name
    if (
        ".min." in name
        or name.endswith((".whl", ".woff", ".woff2", ".map"))
        or {"node_modules", "vendor"} & set(path.parts)
    ):
        yield "looks like a packaged file of somebody else"
    if path.suffix in {".js", ".css"} and (
        re.match(r"\s*/\*!", text) or max(map(len, text.splitlines()), default=0) > 2000
    ):
        yield "looks like somebody else's packed code"


def length(path: Path, text: str) -> Iterator[str]:
    """A file a newcomer can hold in mind."""
    lines = text.count("\n")
    if path.suffix == ".py" and "migrations" not in path.parts and lines > LONGEST_FILE:
        yield f"{lines} lines, at most {LONGEST_FILE}"


def function_length(path: Path, text: str) -> Iterator[str]:
    """A function that fits one screen."""
    if path.suffix != ".py" or "migrations" in path.parts:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            decorators = " ".join(ast.unparse(decorator) for decorator in node.decorator_list)
            limit = LONGEST_STORY if path.parts[0] == "tests" else LONGEST_FUNCTION
            limit = LONGEST_KERNEL if re.search(r"\b(?:njit|kernel)\b", decorators) else limit
            if lines > limit:
                yield f"{node.name} has {lines} lines, at most {limit}"


def module_name(path: Path, text: str) -> Iterator[str]:
    """A name that says nothing collects everything."""
    if path.suffix == ".py" and {path.stem, path.parent.name} & {"utils", "helpers", "common", "misc", "v2"}:
        yield "has a name that says nothing about what is in it"


def unexplained_silence(path: Path, text: str) -> Iterator[str]:
    """A check switched off on one line says why on that line."""
    if path.suffix != ".py":
        return
    for number, line in enumerate(text.splitlines(), start=1):
        silence = re.search(
            r"#\s*(?:noqa|type: *ignore)(?::? *[A-Z]+\d+(?:, *[A-Z]+\d+)*|\[[\w, -]+\])?(.*)", line
        )
        if (
            silence
            and '"' not in line[: silence.start()].split("#")[0][-1:]
            and not re.search(r"\w{3}", silence.group(1))
        ):
            yield f"line {number} switches a check off without a reason"


def left_open(path: Path, text: str) -> Iterator[str]:
    """Work left for later lives on the issue, not in the code."""
    if path.suffix in {".py", ".html", ".js", ".css"}:
        words = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
        yield from (f"left open: {found}" for found in re.findall(rf"\b(?:{words})\b", text))


def inline_code(path: Path, text: str) -> Iterator[str]:
    """The content security policy refuses inline styles, scripts and handlers: a page with them would break."""
    if path.suffix == ".html":
        script = r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>"
        remote = r"https?://[\w.]+/[\w./-]+\.(?:js|css)"
        pattern = rf"<style\b|{script}|\sstyle=\"|\son[a-z]+=\"|{remote}"
        yield from (f"would be refused by the policy: {found.strip()}" for found in re.findall(pattern, text))


def relative_imports(path: Path, text: str) -> Iterator[str]:
    """One way to name a module."""
    if path.suffix == ".py":
        yield from (
            f"relative import: {found}"
            for found in re.findall(r"^\s*from \.+\w* import.*", text, re.MULTILINE)
        )


Guard = Callable[[Path, str], Iterator[str]]
PLANTED: list[tuple[Guard, str, str]] = [
    (registry_addresses, "requirements/x.txt", "--index" + "-url=https://mirror.example/simple"),
    (registry_addresses, "package-lock.json", '"resolved": "' + 'https://mirror.example/a.tgz"'),
    (registry_addresses, "README.md", "see pypi" + ".org/project"),
    (machine_paths, "docs/x.md", "open /ho" + "me/ani/jalur"),
    (third_party_code, "jalur/kit/static/kit/thing.min.js", "x"),
    (third_party_code, "jalur/kit/static/kit/thing.js", "/*! Thing 1.0 */"),
    (length, "jalur/x.py", "x = 1\n" * (LONGEST_FILE + 1)),
    (function_length, "jalur/x.py", "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION),
    (function_length, "jalur/x.py", "@njit\ndef f():\n" + "    x = 1\n" * LONGEST_KERNEL),
    (function_length, "tests/x/test_x.py", "def f():\n" + "    x = 1\n" * LONGEST_STORY),
    (module_name, "jalur/kit/utils.py", ""),
    (unexplained_silence, "jalur/x.py", "import os  # no" + "qa: F401\n"),
    (unexplained_silence, "jalur/x.py", "x = f()  # type: " + "ignore[misc]\n"),
    (left_open, "jalur/x.py", "# TO" + "DO: later\n"),
    (inline_code, "jalur/x/templates/x/a.html", '<p style="color:red">'),
    (inline_code, "jalur/x/templates/x/a.html", "<script>alert(1)</script>"),
    (inline_code, "jalur/x/templates/x/a.html", '<a onclick="f()">'),
    (relative_imports, "jalur/x.py", "from .models import X\n"),
]
GUARDS = list(dict.fromkeys(guard for guard, _, _ in PLANTED))
CLEAN = 'import os  # noqa: F401 - the settings read it\n\n\ndef f() -> int:\n    """One."""\n    return 1\n'


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_no_committed_file_breaks_the_guard(guard):
    broken = []
    for path in committed():
        if path.suffix in TEXT:
            text = path.read_text(encoding="utf-8", errors="replace")
            broken += [
                f"{path.relative_to(CHECKOUT)}: {fault}" for fault in guard(path.relative_to(CHECKOUT), text)
            ]
        elif guard is third_party_code:
            broken += [
                f"{path.relative_to(CHECKOUT)}: {fault}" for fault in guard(path.relative_to(CHECKOUT), "")
            ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("guard", "name", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_planted_fault_is_seen(guard, name, text):
    assert list(guard(Path(name), text))


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_a_clean_file_passes(guard):
    assert not list(guard(Path("jalur/x.py"), CLEAN))
