"""What a form calls optional may be left empty: every form of the examples is sent without one of its optional boxes, and without all."""

import pytest

from tests.access.conftest import undone
from tests.access.example import filled
from tests.access.examples import WRITES
from tests.access.test_writing import TODAY, WRITING, url_of, writer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY


def optional_in(page):
    """The boxes of a page's form that say they are optional, and nothing more exact."""
    form = (page.context or {}).get("form") if page.status_code == 200 else None
    fields = form.fields.items() if form is not None else ()
    return [name for name, field in fields if not (field.required or field.label_suffix)]


@pytest.mark.parametrize("address", WRITING, ids=lambda address: address.name)
def test_what_is_optional_may_be_left_empty(stage, address):
    write, side = WRITES[address.name], stage.world.near
    key = writer_of(stage, address, write)
    with undone():
        write.before(side, getattr(stage.cast, key, None))
        client, url = stage.client(key), url_of(stage, address, write, "near")
        sends, optional = filled(write.sends, side), optional_in(client.get(url))
        for left_empty in [optional, *([name] for name in optional if sends.get(name))]:
            with undone():
                answer = client.post(url, {name: sends[name] for name in sends.keys() - set(left_empty)})
                wrong = answer.context["form"].errors if answer.status_code == 422 else {}
                assert not wrong.keys() & set(left_empty)
