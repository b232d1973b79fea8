from django.http import HttpResponse

from jalur.foundation.accounts import access
from tests.access.addresses import addresses


def unclassified() -> list[str]:
    known = {"public", "signed_in", *access.actions()}
    return [
        f"{each.name or '(no name)'} at /{each.route}" for each in addresses() if each.action not in known
    ]


def test_every_address_says_which_action_it_performs():
    assert not unclassified(), "add @access.requires or @access.public to the view"


def test_an_address_that_nobody_classified_is_found(plant):
    plant(lambda request: HttpResponse())
    assert unclassified() == ["planted at /planted/"]


def test_every_action_in_the_table_is_well_formed_and_has_a_reason():
    seen = set()
    for grant in access.table():
        assert grant.action == "*" or len(grant.action.split(":")) == 3, grant
        assert grant.reason, f"why may {grant.role} {grant.action}?"
        row = (grant.role, grant.action, grant.scope)
        assert row not in seen, f"{row} stands twice"
        seen.add(row)
