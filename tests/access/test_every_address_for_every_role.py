"""Every address × everybody in the cast × near and far × GET, HEAD and POST, against an oracle that reads the table itself.

An address with arguments that nobody gave an example for fails, as an unclassified one does.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import oracle
from tests.access.addresses import LIBRARY, Address, addresses
from tests.access.world import CANARIES, Facts, make_world
from tests.cast import STAFF

EVERYBODY = Facts()
# Addresses that only a library's own link can reach (signed keys): their arguments are not ours to make.
SIGNED_LINKS = {"account_confirm_email", "account_reset_password_from_key"}
# The name of the address (or "room:*" with the argument's name) -> what stands in the world, and how it becomes arguments.
Example = tuple[str, Callable[[SimpleNamespace], dict[str, Any]]]


def by(kind: str, **arguments: str) -> Example:
    """An example of one kind: argument name -> dotted path on one side of the world."""

    def values(side: SimpleNamespace) -> dict[str, Any]:
        found = {}
        for name, path in arguments.items():
            value: Any = side
            for step in path.split("."):
                value = getattr(value, step)
            found[name] = value
        return found

    return kind, values


def fixed(**arguments: Any) -> Example:
    return "", lambda side: arguments


def standard() -> Any:
    from jalur.foundation.competencies.models import DestinationStandard

    return DestinationStandard.objects.order_by("pk").first().pk


def rule() -> Any:
    from jalur.foundation.rulebook.models import DestinationRule

    return DestinationRule.objects.order_by("pk").first().pk


EXAMPLES: dict[str, Example] = {
    "portal:case_file": by("person", person="person.pk"),
    "geography:place": fixed(code="35.17"),
    "geography:boundaries": fixed(name="provinces"),
    "competencies:competency": fixed(code="EN-A1"),
    "competencies:standard": ("", lambda side: {"pk": standard()}),
    "competencies:revise_standard": ("", lambda side: {"pk": standard()}),
    "rulebook:rule": ("", lambda side: {"pk": rule()}),
    "organisations:invitation": by("", token="invitation_token"),
    "organisations:withdraw_invitation": by("organisation", pk="invitation.pk"),
    "organisations:change_membership": by("organisation", pk="membership.pk"),
    "organisations:end_membership": by("organisation", pk="membership.pk"),
    "organisations:revoke_licence": by("organisation", pk="licence.pk"),
    "organisations:organisation": by("", pk="provider.pk"),
    "organisations:*": by("organisation", pk="provider.pk"),
    "people:*": by("person", pk="person.pk"),
    "candidates:duplicate": by("duplicate", pk="duplicate.pk"),
    "candidates:confirm_held": by("held", number="candidate.number", pk="held.pk"),
    "candidates:remove_held": by("held", number="candidate.number", pk="held.pk"),
    "candidates:*": by("candidate", number="candidate.number"),
    "job_orders:opening_step/release": by("reservation", pk="reservation.pk"),
    "job_orders:order": by("", number="order.number"),
    "job_orders:order_step/close": by("order", number="order.number"),
    "job_orders:*": by("draft", number="draft.number"),
    "training:programme": by("", code="programme.code"),
    "training:change_programme": by("programme", code="programme.code"),
    "training:close_programme": by("programme", code="programme.code"),
    "training:intake": by("", number="intake.number"),
    "training:claim": by("", number="intake.number"),
    "training:enrol": by("", number="intake.number"),
    "training:withdraw": by("enrolment", pk="enrolment.pk"),
    "training:*": by("intake", number="intake.number"),
    "proposals:order": by("", pk="run.pk", number="order.number"),
    "proposals:cancel": by("run", pk="run.pk"),
    "proposals:decide_many": fixed(verb="accept"),
    "proposals:run": by("", pk="run.pk"),
    "proposals:holds_back": by("", pk="run.pk"),
    "proposals:openings": by("", pk="run.pk"),
    "proposals:start_openings": by("run", pk="run.pk"),
    "proposals:budget": by("", pk="run.pk"),
    "proposals:start_budget": by("run", pk="run.pk"),
    "proposals:cancel_study": by("run", pk="study.pk"),
    "proposals:seats": by("", pk="run.pk"),
    "proposals:orders": by("", pk="run.pk"),
    "proposals:compare": by("", pk="run.pk"),
    "proposals:*": by("proposal", pk="proposal.pk"),
}
# Between password and second factor: they send everybody else back to where they belong.
MID_SIGN_IN = {"account_confirm_login_code", "mfa_authenticate"}
# Addresses that list or start something of the reader's own: reach is decided inside, there is nothing far to open.
OWN_WORK = {
    "candidates:apply_import",
    "candidates:drop_import",
    "candidates:import",
    "proposals:bulk",
    "proposals:bulk_cancel",
}


@pytest.fixture(scope="module")
def known() -> list[Address]:
    return [each for each in addresses() if each.name not in SIGNED_LINKS | OWN_WORK and example_of(each)]


def example_of(address: Address) -> Example | None:
    if not address.arguments:
        return fixed()
    return EXAMPLES.get(address.name) or EXAMPLES.get(f"{address.name.partition(':')[0]}:*")


def members_of(cast) -> list[tuple[str, Any]]:
    return [("nobody", None), *vars(cast).items()]


def client_of(member: Any) -> Client:
    client = Client(raise_request_exception=False)
    if member is not None:
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def counts() -> dict[str, int]:
    """How many rows every table of ours has: what "nothing changed" means."""
    from django.apps import apps

    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("jalur.")
        and model._meta.app_label not in ("geography", "competencies")
    }


def verdict(response: Any) -> str:
    if response.status_code == 302 and "/accounts/login/" in response.headers["Location"]:
        return "sign in"
    if response.status_code in (403, 404):
        return "refused"
    return "shown" if response.status_code < 500 else "failed"


def expected(member: Any, action: str, facts: Facts | None) -> str:
    if action == "public":
        return "shown"
    if action == "signed_in":
        return "shown" if member else "sign in"
    if not oracle.scopes(member, action):
        return "refused" if member else "sign in"
    if facts is not None and not oracle.reaches(member, action, facts):
        return "refused"
    return "shown"


def test_every_address_with_arguments_has_an_example():
    missing = [
        f"{each.name} {each.arguments}"
        for each in addresses()
        if each.name not in SIGNED_LINKS | OWN_WORK and example_of(each) is None
    ]
    assert not missing, "add them to EXAMPLES"


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["near", "far"])
@pytest.mark.parametrize("key", ["nobody", *STAFF, "sari", "rini"])
def test_reading_follows_the_table_and_shows_nobody_out_of_reach(cast, known, key, side):
    world = make_world(cast)
    member = getattr(cast, key, None)
    client = client_of(member)
    sees_far = member is not None and oracle.reaches(
        member, "people:person:view", world.facts["far"]["person"]
    )
    # The NIK stands masked even on the pages of those in reach; the rest only where the table says so.
    hidden = CANARIES[1:2] if sees_far else CANARIES
    wrong = []
    for address in known:
        kind, arguments = example_of(address)
        url = address.url(arguments(getattr(world, side)))
        should = expected(member, address.action, world.facts[side].get(kind) if kind else None)
        response = client.get(url)
        got = verdict(response)
        if got == "failed" and response.exc_info:
            got = repr(response.exc_info[1])[:200]
        # A wrong method is refused before anything is looked up, so it tells nothing.
        # A library's page about a second factor that the account does not have is not found: that tells its owner only.
        if got == "refused" and address.action == "signed_in" and member is not None:
            got = "shown"
        if got != should and response.status_code != 405 and address.name not in MID_SIGN_IN:
            wrong.append(f"get {url}: {got} ({response.status_code}), expected {should}")
        if should == "refused" and verdict(client.head(url)) not in ("refused", "shown"):
            wrong.append(f"head {url} is not refused")
        body = b"".join(response).decode("utf-8", "ignore")
        wrong += [f"get {url} shows {canary[:4]}…" for canary in hidden if canary in body]
        if address.name == "account_logout":
            client = client_of(member)
    assert not wrong, f"{key}:\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_staff_without_a_second_factor_reach_only_its_set_up(cast, known):
    from allauth.mfa.models import Authenticator

    world = make_world(cast)
    Authenticator.objects.filter(user=cast.wulan.user).delete()
    client = client_of(cast.wulan)
    passed = []
    for address in known:
        if address.name in LIBRARY or address.name in ("portal:language", "portal:appearance"):
            continue
        _kind, arguments = example_of(address)
        response = client.get(address.url(arguments(world.near)))
        if response.status_code != 302 or response.headers["Location"] != reverse("mfa_activate_totp"):
            passed.append(address.name)
    assert not passed


@pytest.mark.django_db
def test_a_refused_write_changes_nothing(cast, known):
    world = make_world(cast)
    before, wrong = counts(), []
    for key, member in members_of(cast):
        client = client_of(member)
        for address in known:
            kind, arguments = example_of(address)
            facts = world.facts["far"].get(kind) if kind else None
            should = expected(member, address.action, facts)
            if should == "shown":
                continue
            url = address.url(arguments(world.far))
            response = client.post(url, {"reason": "x", "refusal_reason": "other", "release_reason": "x"})
            if verdict(response) != should and response.status_code != 405:
                wrong.append(f"{key} post {url}: {response.status_code}, expected {should}")
    assert not wrong, "\n".join(wrong[:40])
    assert counts() == before
