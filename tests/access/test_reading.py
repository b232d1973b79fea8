"""Every address × everybody in the cast × near and far × GET and HEAD, against an oracle that reads the tables itself.

An address with arguments that nobody gave an example for fails, as an unclassified one does.
"""

import pytest
from django.http import HttpResponse

from jalur.foundation.accounts import access
from jalur.foundation.people.rights import Right as PeopleRight
from tests.access import oracle
from tests.access.addresses import LIBRARY, Address, addresses
from tests.access.conftest import Stage, fault, undone, verdict
from tests.access.examples import OWN_WORK, SIGNED_LINKS, example_of
from tests.access.world import CANARIES
from tests.cast import STAFF

# Between password, code out of the mailbox and second factor: they send everybody else back to where they belong.
MID_SIGN_IN = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_verify_phone",
    "mfa_authenticate",
}
# Its address is 128 random bits on the printed certificate: whoever holds it reads the name that was signed, and no more.
NAMES_ITS_HOLDER = {"certificate_link"}
KNOWN = [each for each in addresses() if each.name not in SIGNED_LINKS | OWN_WORK and example_of(each)]


def test_every_address_with_arguments_has_an_example():
    missing = [
        f"{each.name} {each.arguments}"
        for each in addresses()
        if each.name not in SIGNED_LINKS and example_of(each) is None
    ]
    assert not missing, "add them to OPENS in tests/<room>/examples.py"


@pytest.mark.parametrize("side", ["near", "far"])
@pytest.mark.parametrize("key", ["nobody", *STAFF, "sari", "rini"])
def test_reading_follows_the_table_and_shows_nobody_out_of_reach(stage, key, side):
    # Without arguments it is the same request on both sides.
    wrong = faults([each for each in KNOWN if each.arguments or side == "near"], stage, key, side)
    assert not wrong, f"{key}:\n" + "\n".join(wrong)


def faults(known: list[Address], stage: Stage, key: str, side: str) -> list[str]:
    """What the member is shown against the tables."""
    member = getattr(stage.cast, key, None)
    client = stage.client(key)
    sees_far = member is not None and oracle.reaches(
        member, "people:person:view", stage.world.facts["far"]["person"]
    )
    # The NIK stands masked even on the pages of those in reach; the rest only where the table says so.
    hidden = CANARIES[1:2] if sees_far else CANARIES
    wrong = []
    for address in known:
        url, should = stage.url(address, side), stage.expected(member, address, side)
        response = client.get(url)
        got = verdict(response)
        # A wrong method is refused before anything is looked up, so it tells nothing.
        # A library's page about a second factor that the account does not have is not found: that tells its owner only.
        if got == "refused" and address.action == "signed_in" and member is not None:
            got = "shown"
        if got != should and response.status_code != 405 and address.name not in MID_SIGN_IN:
            wrong.append(f"get {url}: {fault(response)}, expected {should}")
        if should != "shown":
            answer = client.head(url)
            if verdict(answer) != should and answer.status_code != 405:
                wrong.append(f"head {url}: {fault(answer)}, expected {should}")
        body = b"".join(response).decode("utf-8", "ignore")
        secret = CANARIES[1:] if address.name in NAMES_ITS_HOLDER else hidden
        wrong += [f"get {url} shows {canary[:4]}…" for canary in secret if canary in body]
    return wrong


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("key", ["nobody", "rini"])
def test_an_address_that_answers_whom_it_should_refuse_is_found(stage, plant, key, method):
    guarded = access.requires(PeopleRight.VIEW_PERSON)(lambda request: HttpResponse())

    def planted(request):
        return HttpResponse() if request.method == method else guarded(request)

    planted.access_action = guarded.access_action
    (wrong,) = faults([plant(planted)], stage, key, "near")
    assert wrong.startswith(f"{method.lower()} /planted/: shown (200)")


def test_an_address_that_shows_somebody_out_of_reach_is_found(stage, plant):
    planted = plant(access.public(lambda request: HttpResponse(CANARIES[0])))
    assert faults([planted], stage, "wulan", "near") == ["get /planted/ shows Kena…"]


def test_staff_without_a_second_factor_reach_only_its_set_up(stage):
    from allauth.mfa.models import Authenticator
    from django.urls import reverse

    passed, client = [], stage.client("wulan")
    with undone():
        Authenticator.objects.filter(user=stage.cast.wulan.user).delete()
        for address in KNOWN:
            if address.name in LIBRARY or address.name in (
                "portal:language",
                "portal:appearance",
                "portal:slip",
            ):
                continue
            response = client.get(stage.url(address, "near"))
            if response.status_code != 302 or response.headers["Location"] != reverse("mfa_activate_totp"):
                passed.append(address.name)
    assert not passed
