"""The access tables read a second time, by code that shares nothing with accounts.access."""

import csv
from pathlib import Path

from tests.access.world import Facts

CHECKOUT = Path(__file__).resolve().parents[2]
TABLES = sorted((CHECKOUT / "jalur").rglob("access.csv"))
ROWS = [row for path in TABLES for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]


def scopes(member, action: str) -> set[str]:
    """The scopes in which a member of the cast (None: nobody signed in) may do the action."""
    roles = {"anyone"}
    if member is not None:
        roles |= {"signed_in", str(member.actor.role)}
        if member.actor.is_organisation_administrator:
            roles.add("organisation_administrator")
    return {row["scope"] for row in ROWS if row["action"] == action and row["role"] in roles}


def reaches(member, action: str, facts: Facts) -> bool:
    """Whether one of those scopes holds the thing behind the facts."""
    for scope in scopes(member, action):
        if scope == "nation":
            return True
        if member is None:
            continue
        actor = member.actor
        region = actor.place_code
        if scope == "own" and facts.person is not None and facts.person == actor.person_id:
            return True
        if scope == "organisation" and actor.organisation_id in facts.organisations:
            return True
        if scope == "destination" and actor.country in facts.countries:
            return True
        if (
            scope == "region"
            and region
            and any(one == region or one.startswith(f"{region}.") for one in facts.regions)
        ):
            return True
    return False
