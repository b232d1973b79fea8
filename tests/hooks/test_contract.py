"""What every room's events have to hold so that programs can be told of them; a room joins by the `events` of its API's reads."""

import re

import pytest
from django.core.exceptions import FieldError
from django.urls import resolve

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.api.router import readings, rooms, scopes
from jalur.foundation.history import kinds as events
from jalur.foundation.hooks import kinds
from jalur.foundation.workflow.workflow import declared

THINGS = sorted(readings())
MODELS = {step.event: table.model for table in declared() for step in table.steps}


@pytest.mark.parametrize("thing", THINGS)
def test_each_thing_has_events_and_an_address_that_answers(thing):
    reading = readings()[thing]
    assert [name for name in events.kinds() if kinds.thing_of(name) == thing], "no room declares events of it"
    assert reading.scope in scopes()
    assert reading.right in access.actions()
    key = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    assert resolve(reading.address_of(key)).kwargs


@pytest.mark.parametrize("event", sorted(name for name in MODELS if kinds.thing_of(name) in THINGS))
def test_the_way_from_the_row_to_its_address_exists(event):
    model, reading = MODELS[event], readings()[kinds.thing_of(event)]
    assert any(leads(model, path) for path in reading.keys), f"{model.__name__} has none of {reading.keys}"


def leads(model, path: str) -> bool:
    try:
        model._default_manager.values_list("pk", path)
    except FieldError:
        return False
    return True


def test_every_room_of_the_api_that_has_records_tells_of_them():
    """A room without says why."""
    silent = {
        "attendance": "a mark is read with the roll it stands in",
        "network": "who works together and what is free is read as a list",
        "progress": "a mark is read with the class it stands in",
        "geography": "places change with a new table of codes",
        "hooks": "these are the notices themselves",
        "imports": "a list read in belongs to who sent it, and is asked for as long as it is at work",
        "letters": "a letter is issued by who asks for it",
        "offer_check": "nothing that is asked is kept",
    }
    told = {thing.partition(":")[0] for thing in THINGS}
    assert rooms().keys() <= told | silent.keys()
    assert not told & silent.keys()


def test_who_looked_at_something_is_told_to_no_program():
    offered = kinds.offered(SYSTEM, scopes())
    assert "candidates:candidate:withdrawn" in offered
    assert (
        not {"training:enrolment:phone_opened", "people:identity:revealed", "files:file:downloaded"} & offered
    )
    assert not [name for name in offered if re.search(r"revealed|downloaded|exported|opened_by", name)]


def test_a_program_is_offered_what_its_scopes_and_rights_open(cast):
    assert {one.room for one in kinds.groups(cast.hendra.actor, ["organisations:read"])} == {"organisations"}
    assert not kinds.groups(cast.hendra.actor, ["organisations:write"])
    everything = {one.room for one in kinds.groups(cast.hendra.actor, scopes())}
    assert "training" in everything
    for group in kinds.groups(cast.hendra.actor, scopes()):
        for name in group.kinds:
            assert access.may(cast.hendra.actor, readings()[kinds.thing_of(name)].right)
