"""The table is joined from a file per room: a row that cannot stand stops the start, and each room names its own actions."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from jalur.foundation.accounts import access

ROOMS = [config for config in apps.get_app_configs() if config.name.startswith("jalur.")]
HEADING = "role,action,scope,reason"
GOOD = "candidate,kitchen:meal:order,own,one's own plate"
FAULTY = {
    "cook,kitchen:meal:order,own,hunger": "there is no role cook",
    "candidate,kitchen:meal:order,planet,hunger": "there is no scope planet",
    "candidate,kitchen:meal:order,region,": "why candidate may do kitchen:meal:order is missing",
    "candidate,kitchen:meal:order,region": "why candidate may do kitchen:meal:order is missing",
    "candidate,kitchen:meal:order,region,hunger, thirst": "a reason with a comma stands in quotation marks",
    "candidate,cellar:meal:order,own,hunger": "is called kitchen:thing:verb, not cellar:meal:order",
    "candidate,kitchen:meal,own,hunger": "is called kitchen:thing:verb, not kitchen:meal",
    "candidate,*,own,hunger": "only the system may do everything, not candidate",
    "candidate,kitchen:meal:order,own,hunger": "the same row stands above",
}


@pytest.fixture
def kitchen(tmp_path, monkeypatch):
    """`kitchen(lines)` is a start in which one room alone brings these lines."""

    def start(*lines: str) -> tuple[access.Grant, ...]:
        (tmp_path / "access.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        accounts = apps.get_app_config("accounts")
        room = SimpleNamespace(name="jalur.journey.kitchen", label="kitchen", path=str(tmp_path))
        with monkeypatch.context() as only:
            only.setattr(access.apps, "get_app_configs", lambda: [room])
            access.table.cache_clear()
            try:
                accounts.ready()
                return access.table()
            finally:
                access.table.cache_clear()

    return start


def test_a_row_of_a_room_is_a_grant(kitchen):
    assert kitchen(HEADING, GOOD) == (
        access.Grant(access.Role.CANDIDATE, "kitchen:meal:order", access.Scope.OWN, "one's own plate"),
    )


@pytest.mark.parametrize(("line", "fault"), FAULTY.items())
def test_a_row_that_cannot_stand_stops_the_start(kitchen, tmp_path, line, fault):
    with pytest.raises(ImproperlyConfigured) as stopped:
        kitchen(HEADING, GOOD, line)
    assert re.fullmatch(
        rf"{re.escape(str(tmp_path))}/access\.csv, line 3: .*{re.escape(fault)}\.", str(stopped.value)
    )


def test_other_columns_stop_the_start(kitchen):
    with pytest.raises(ImproperlyConfigured, match="line 1: the columns are role, action, scope, reason"):
        kitchen("role,action,reason", "candidate,kitchen:meal:order,hunger")


def test_an_empty_file_stops_the_start(kitchen):
    with pytest.raises(ImproperlyConfigured, match="line 1: the columns are role, action, scope, reason"):
        kitchen()


def test_the_joined_table_holds_every_file_of_every_room():
    files = {path.parent for path in Path(access.__file__).parents[2].rglob("access.csv")}
    assert files == {Path(room.path) for room in ROOMS if (Path(room.path) / "access.csv").exists()}
    lines = [
        line for folder in files for line in (folder / "access.csv").read_text(encoding="utf-8").splitlines()
    ]
    assert len(access.table()) == len(lines) - len(files)


def rights_of(room) -> dict[str, str]:
    """Name -> action of the room's `Right`; empty without a rights.py."""
    name = f"{room.name}.rights"
    return {right.name: right.value for right in import_module(name).Right} if find_spec(name) else {}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_the_rights_of_a_room_are_its_actions(room):
    actions = {action for action in access.actions() if action.split(":")[0] == room.label}
    assert set(rights_of(room).values()) == actions


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_a_right_is_called_verb_and_thing(room):
    for name, action in rights_of(room).items():
        _room, thing, verb = action.split(":")
        assert name == f"{verb}_{thing}".upper()


def test_code_names_a_right_by_its_member():
    written = []
    for room in ROOMS:
        for path in Path(room.path).rglob("*.py"):
            if path.name != "rights.py" and "migrations" not in path.parts:
                literals = set(re.findall(r'"(\w+:\w+:\w+)"', path.read_text(encoding="utf-8")))
                written += [f"{path}: {action}" for action in literals & access.actions()]
    assert not written, "use the member of Right"
