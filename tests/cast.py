"""The people every test knows. Sari is a candidate in Jombang; Rini, her sister, is nobody to her file; Pak Gatot works in
the wrong regency and must be refused."""

import time
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest

# Jombang, its district Diwek with a village; Lumajang next door.
JOMBANG, VILLAGE, OTHER_VILLAGE = "35.17", "35.17.08.2001", "35.17.08.2002"
LUMAJANG, LUMAJANG_VILLAGE = "35.08", "35.08.01.2001"


@dataclass(frozen=True)
class Member:
    """One of the cast: the account, the actor as services see it, and the person when there is a file."""

    key: str
    user: object
    actor: object
    person: object = None
    organisation: object = None


STAFF = {
    # key: (name, role, organisation's name, kind, place, country)
    "wulan": ("Bu Wulan", "labour_officer", "Disnaker Jombang", "labour_office", JOMBANG, None),
    "gatot": ("Pak Gatot", "labour_officer", "Disnaker Lumajang", "labour_office", LUMAJANG, None),
    "darmo": ("Pak Darmo", "village_officer", "Pemerintah Desa (contoh)", "village", VILLAGE, None),
    "hendra": ("Pak Hendra", "training_manager", "LPK Cakap Contoh", "training_provider", JOMBANG, None),
    "tuti": ("Bu Tuti", "instructor", "LPK Cakap Contoh", "training_provider", JOMBANG, None),
    "anwar": ("Pak Anwar", "assessor", "LSP Uji Contoh", "certification_body", JOMBANG, None),
    "laras": ("Bu Laras", "certification_manager", "LSP Uji Contoh", "certification_body", JOMBANG, None),
    "lestari": ("Bu Lestari", "company_officer", "PT Jalan Contoh", "placement_company", "31.71", None),
    "yusuf": ("Pak Yusuf", "ministry_analyst", "KP2MI", "ministry", None, None),
    "ratna": ("Bu Ratna", "labour_attache", "KBRI Seoul", "mission", None, "KR"),
    "bayu": ("Pak Bayu", "administrator", "Pengelola Jalur", "platform", None, None),
}


def ensure_places() -> None:
    from jalur.foundation.geography.models import Country, Place

    if Place.objects.filter(code=VILLAGE).exists():
        return
    for code in (
        "31",
        "31.71",
        "35",
        JOMBANG,
        "35.17.08",
        VILLAGE,
        OTHER_VILLAGE,
        LUMAJANG,
        "35.08.01",
        LUMAJANG_VILLAGE,
    ):
        Place.objects.create(
            code=code,
            name=code,
            level=code.count(".") + 1,
            kind="x",
            parent_id=code.rpartition(".")[0] or None,
        )
    Country.objects.create(
        code="KR", alpha3="KOR", numeric="410", name_id="Korea Selatan", name_en="South Korea"
    )


def make_user(email: str, name: str):
    from allauth.account.models import EmailAddress

    from jalur.foundation.accounts.models import User

    user = User.objects.create(email=email, name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def make_staff(key: str) -> Member:
    from allauth.mfa.models import Authenticator

    from jalur.foundation.organisations.models import Membership, Organisation
    from jalur.portal.acting import staff_actor

    name, role, organisation_name, kind, place, country = STAFF[key]
    user = make_user(email=f"{key}@contoh.example", name=name)
    organisation, _ = Organisation.objects.get_or_create(
        name=organisation_name, kind=kind, defaults={"place_id": place, "country_id": country}
    )
    is_first = not organisation.memberships.exists()
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        is_administrator=is_first,
        valid_from=date(2025, 1, 1),
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "NOBODYKNOWSTHIS2"})
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "0" * 40, "used_mask": 0}
    )
    return Member(key, user, staff_actor(membership), organisation=organisation)


def make_sari() -> Member:
    from jalur.foundation.accounts.access import Actor, Role
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate

    user = make_user(email="sari@contoh.example", name="Sari")
    person = Person.objects.create(
        name="Sari Contohwati", birth_date=date(2001, 4, 12), sex="F", residence_id=VILLAGE, account=user
    )
    Candidate.objects.create(
        person=person, number="J-SARI-0001", education=4, available_from=date(2026, 1, 5)
    )
    actor = Actor(role=Role.CANDIDATE, user_id=user.pk, person_id=person.pk, label="Sari")
    return Member("sari", user, actor, person=person)


def make_rini() -> Member:
    from jalur.foundation.accounts.access import Actor, Role

    user = make_user(email="rini@contoh.example", name="Rini")
    return Member("rini", user, Actor(role=Role.SIGNED_IN, user_id=user.pk, label="Rini"))


def make_cast() -> SimpleNamespace:
    """Everybody, by first name: `cast.wulan.actor`, `cast.sari.person` …"""
    ensure_places()
    members = {key: make_staff(key) for key in STAFF}
    return SimpleNamespace(**members, sari=make_sari(), rini=make_rini())


@pytest.fixture
def cast(db) -> SimpleNamespace:
    return make_cast()


@pytest.fixture
def sign_in(client_factory):
    """`sign_in(cast.wulan)` is a browser in which that person has signed in, second factor included."""

    def signed_in(member: Member):
        client = client_factory()
        open_session(client, member.user)
        return client

    return signed_in


def open_session(client, user) -> None:
    """Sign in without the door: a session that says that a password and a code were given."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.fixture
def client_factory():
    from django.test import Client

    return Client
