import pytest

from jalur.foundation.accounts.access import Refused, check, covers, may

pytestmark = pytest.mark.django_db


def test_each_of_the_cast_can_open_the_first_page(cast, sign_in, client):
    assert client.get("/").status_code == 200
    for member in vars(cast).values():
        assert sign_in(member).get("/").status_code == 200, member.key


def test_the_officer_of_the_region_reaches_the_file_and_the_stranger_does_not(cast):
    person = cast.sari.person
    for key in ("wulan", "darmo", "sari"):
        assert covers(getattr(cast, key).actor, "people:person:view", person), key
    for key in ("gatot", "rini", "yusuf", "hendra", "lestari"):
        assert not covers(getattr(cast, key).actor, "people:person:view", person), key
        with pytest.raises(Refused):
            check(getattr(cast, key).actor, "people:person:view", person)


def test_an_action_outside_the_table_is_a_programming_error(cast):
    with pytest.raises(LookupError):
        may(cast.wulan.actor, "people:person:teleport")
