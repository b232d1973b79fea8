"""What one row of the table reaches, decided on plain objects: no database, no screen, every kind of scope."""

import csv
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Grant, Refused, Role, Scope

ONE, TWO = UUID(int=1), UUID(int=2)
ACTION = "kitchen:meal:order"


@contextmanager
def table(*grants):
    """The table holds these rows only."""
    caches = (access.actions, access._grants)
    with pytest.MonkeyPatch.context() as only:
        only.setattr(access, "table", lambda: grants)
        for cached in caches:
            cached.cache_clear()
        yield
    for cached in caches:
        cached.cache_clear()


def grant(role, scope, action=ACTION):
    return Grant(role, action, scope, "hunger")


class Meal(SimpleNamespace):
    """A row as the paths see it: its own keys, and those of the kitchen it comes from."""

    SCOPES = {
        Scope.OWN: "eater_id",
        Scope.ORGANISATION: ("kitchen_id", "kitchen__owner_id"),
        Scope.REGION: ("place_id", "kitchen__place_code"),
        Scope.DESTINATION: ["country"],
    }


class Menu(SimpleNamespace):
    """A row that no scope leads to."""


def matches(condition, row):
    """The condition read by plain code, as the database would."""
    if isinstance(condition, Q):
        answers = [matches(child, row) for child in condition.children]
        return (all(answers) if condition.connector == Q.AND else any(answers)) != condition.negated
    path, wanted = condition
    *steps, last = path.split("__")
    for step in steps:
        row = getattr(row, step)
    if last == "in":
        return row in wanted
    if last == "startswith":
        assert not steps[-1].endswith("_id"), "a foreign key knows no beginning"
        return str(row).startswith(wanted)
    return getattr(row, last) == wanted


class Rows(list):
    """As much of a queryset as narrowing needs."""

    model = Meal

    def filter(self, condition):
        return Rows(row for row in self if matches(condition, row))


CODES = st.sampled_from(["35", "35.17", "35.17.08", "35.1", "3", ""])
KEYS = st.sampled_from([ONE, TWO, None])
COUNTRIES = st.sampled_from(["KR", "JP", ""])
MEALS = st.builds(
    lambda pk, eater, place, country, kitchen: Meal(
        pk=pk,
        eater_id=eater,
        place_id=place,
        place=SimpleNamespace(code=place),
        country=country,
        kitchen_id=kitchen.pk,
        kitchen=kitchen,
    ),
    st.integers(),
    KEYS,
    CODES,
    COUNTRIES,
    st.builds(SimpleNamespace, pk=KEYS, owner_id=KEYS, place_code=CODES),
)
ACTORS = st.builds(
    Actor,
    role=st.sampled_from([Role.ANYONE, Role.CANDIDATE, Role.LABOUR_OFFICER]),
    user_id=KEYS,
    person_id=KEYS,
    organisation_id=KEYS,
    place_code=CODES,
    country=COUNTRIES,
    is_organisation_administrator=st.booleans(),
)
GRANTS = st.lists(
    st.builds(
        grant,
        st.sampled_from(
            [
                Role.ANYONE,
                Role.SIGNED_IN,
                Role.ORGANISATION_ADMINISTRATOR,
                Role.CANDIDATE,
                Role.LABOUR_OFFICER,
            ]
        ),
        st.sampled_from(Scope),
        st.sampled_from([ACTION, "kitchen:meal:cook"]),
    ),
    max_size=4,
)


def is_reached(grants, actor, meal):
    """The sentences of the table, one after the other."""
    held = {"anyone", actor.role}
    if actor.user_id is not None:
        held.add("signed_in")
    if actor.is_organisation_administrator:
        held.add("organisation_administrator")
    scopes = {row.scope for row in grants if row.role in held and row.action == ACTION}

    def lies_in(place):
        parts, region = place.split("."), actor.place_code.split(".")
        return actor.place_code != "" and parts[: len(region)] == region

    return (
        "nation" in scopes
        or ("own" in scopes and actor.person_id is not None and meal.eater_id == actor.person_id)
        or (
            "organisation" in scopes
            and actor.organisation_id is not None
            and actor.organisation_id in {meal.kitchen_id, meal.kitchen.owner_id}
        )
        or ("region" in scopes and (lies_in(meal.place_id) or lies_in(meal.kitchen.place_code)))
        or ("destination" in scopes and actor.country != "" and meal.country == actor.country)
    )


@given(GRANTS, ACTORS, st.lists(MEALS, max_size=4))
def test_a_list_and_an_object_give_what_the_rows_say(grants, actor, meals):
    with table(*grants, grant(Role.SYSTEM, Scope.OWN)):
        reached = [meal for meal in meals if is_reached(grants, actor, meal)]
        assert access.narrow(Rows(meals), actor, ACTION) == reached
        assert [meal for meal in meals if access.covers(actor, ACTION, meal)] == reached


def meal(**changes):
    kitchen = SimpleNamespace(owner_id=None, place_code="")
    facts = {"pk": 1, "eater_id": None, "place_id": "", "country": "", "kitchen_id": None, "kitchen": kitchen}
    facts |= changes
    return Meal(**facts, place=SimpleNamespace(code=facts["place_id"]))


@given(GRANTS, ACTORS, MEALS, MEALS)
def test_what_lies_between_two_is_reached_by_who_reaches_both(grants, actor, one, other):
    between = SimpleNamespace(BETWEEN=("one", "other"), one=one, other=other)
    with table(*grants, grant(Role.SYSTEM, Scope.OWN)):
        both = is_reached(grants, actor, one) and is_reached(grants, actor, other)
        assert access.covers(actor, ACTION, between) is both


LABOUR = {"role": Role.LABOUR_OFFICER, "user_id": ONE}


@pytest.mark.parametrize(
    ("scope", "own", "reached", "missed"),
    [
        (Scope.OWN, {"person_id": ONE}, {"eater_id": ONE}, {"eater_id": TWO}),
        (Scope.ORGANISATION, {"organisation_id": ONE}, {"kitchen_id": ONE}, {"eater_id": ONE}),
        (
            Scope.ORGANISATION,
            {"organisation_id": ONE},
            {"kitchen": SimpleNamespace(owner_id=ONE, place_code="")},
            {"kitchen": SimpleNamespace(owner_id=TWO, place_code="")},
        ),
        (
            Scope.REGION,
            {"place_code": "35"},
            {"kitchen": SimpleNamespace(owner_id=None, place_code="35.17")},
            {"kitchen": SimpleNamespace(owner_id=None, place_code="33.17")},
        ),
        (Scope.REGION, {"place_code": "35.17"}, {"place_id": "35.17"}, {"place_id": "35.18"}),
        (Scope.REGION, {"place_code": "35.17"}, {"place_id": "35.17.08"}, {"place_id": "35"}),
        (Scope.REGION, {"place_code": "35.1"}, {"place_id": "35.1.7"}, {"place_id": "35.17"}),
        (Scope.DESTINATION, {"country": "KR"}, {"country": "KR"}, {"country": "JP"}),
        (Scope.DESTINATION, {"country": "KR"}, {"country": "KR"}, {"country": "KR."}),
    ],
)
def test_each_scope_reaches_its_own(scope, own, reached, missed):
    actor, empty = Actor(**LABOUR, **own), Actor(**LABOUR)
    with table(grant(Role.LABOUR_OFFICER, scope)):
        near, far = meal(**reached), meal(**missed)
        assert access.covers(actor, ACTION, near) is True
        assert access.covers(actor, ACTION, far) is False
        assert access.narrow(Rows([near, far]), actor, ACTION) == [near]
        # who has nothing of the kind reaches nothing, not what has nothing either
        assert access.narrow(Rows([meal()]), empty, ACTION) == []
        assert access.covers(empty, ACTION, meal()) is False


def test_a_list_reads_the_copy_that_a_row_keeps():
    class Copied(Meal):
        COPIES = {Scope.REGION: "home"}

    here, moved = (Copied(**vars(meal(place_id="35.17")), home=home) for home in ("35.17", "35.18"))
    rows = Rows([here, moved, Copied(**vars(meal(eater_id=ONE)), home="")])
    rows.model = Copied
    with table(grant(Role.LABOUR_OFFICER, Scope.REGION), grant(Role.LABOUR_OFFICER, Scope.OWN)):
        officer = Actor(**LABOUR, place_code="35.17", person_id=ONE)
        assert access.narrow(rows, officer, ACTION) == [rows[0], rows[2]]
        assert access.covers(officer, ACTION, moved)


def test_several_scopes_reach_what_each_of_them_reaches():
    actor = Actor(**LABOUR, person_id=ONE, organisation_id=ONE, place_code="35", country="KR")
    reached = [meal(eater_id=ONE), meal(kitchen_id=ONE), meal(place_id="35.17"), meal(country="KR")]
    scopes = (Scope.OWN, Scope.ORGANISATION, Scope.REGION, Scope.DESTINATION)
    with table(*(grant(Role.LABOUR_OFFICER, scope) for scope in scopes)):
        assert access.narrow(Rows([*reached, meal()]), actor, ACTION) == reached
        assert all(access.covers(actor, ACTION, one) for one in reached)


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.NATION])
def test_a_model_without_paths_is_reached_by_the_nation_alone(scope):
    actor = Actor(**LABOUR, person_id=ONE, organisation_id=ONE, place_code="35", country="KR")
    menu, rows = Menu(pk=1), Rows([Menu(pk=1)])
    rows.model = Menu
    with table(grant(Role.LABOUR_OFFICER, scope)):
        assert not access.covers(actor, ACTION, menu)
        assert access.narrow(rows, actor, ACTION) == []
    with table(grant(Role.LABOUR_OFFICER, Scope.NATION)):
        assert access.covers(actor, ACTION, menu)
        assert access.narrow(rows, actor, ACTION) is rows


def test_a_path_through_something_that_is_not_there_leads_nowhere():
    with table(grant(Role.LABOUR_OFFICER, Scope.ORGANISATION), grant(Role.LABOUR_OFFICER, Scope.REGION)):
        actor = Actor(**LABOUR, organisation_id=ONE, place_code="35")
        assert not access.covers(actor, ACTION, meal(kitchen=None))
        assert not access.covers(
            Actor(**LABOUR, place_code="None"), ACTION, meal(place_id=None, kitchen=None)
        )


@given(ACTORS)
def test_an_actor_is_anyone_and_what_she_became(actor):
    became = {
        Role.SIGNED_IN: actor.user_id is not None,
        Role.ORGANISATION_ADMINISTRATOR: actor.is_organisation_administrator,
    }
    assert actor.roles == {"anyone", actor.role, *(role for role, is_held in became.items() if is_held)}


def test_nobody_and_the_system():
    assert Actor(Role.ANYONE, None, None, None, "", "", False, "") == access.ANONYMOUS
    assert access.ANONYMOUS.roles == {"anyone"}
    assert Actor(Role.SYSTEM, None, None, None, "", "", False, "Jalur") == access.SYSTEM


def test_staff_is_who_works_somewhere():
    staff = (
        "village_officer labour_officer training_manager instructor assessor company_officer ministry_analyst"
        " certification_manager"
    )
    others = "anyone signed_in organisation_administrator candidate system"
    assert {*staff.split(), "labour_attache", "administrator"} == access.STAFF_ROLES
    assert {str(role) for role in Role} == access.STAFF_ROLES | set(others.split())


LINES = [
    row
    for path in Path(access.__file__).parents[2].rglob("access.csv")
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_do_is_what_the_files_say(role):
    actor = Actor(role)
    assert {line["action"] for line in LINES} - {"*"} == access.actions()
    for action in access.actions():
        lines = [
            line for line in LINES if line["role"] in {"anyone", role} and line["action"] in {action, "*"}
        ]
        said = sorted((line["role"], line["action"], line["scope"], line["reason"]) for line in lines)
        assert sorted(map(tuple_of, access.grants(actor, action))) == said
        assert access.may(actor, action) is bool(said)


def tuple_of(row):
    return (str(row.role), row.action, str(row.scope), row.reason)


def test_rows_come_in_the_order_of_the_roles():
    actor = Actor(Role.CANDIDATE, user_id=ONE, is_organisation_administrator=True)
    rows = [grant(role, Scope.OWN) for role in (Role.SIGNED_IN, Role.CANDIDATE, Role.ANYONE)]
    with table(*rows):
        assert [row.role for row in access.grants(actor, ACTION)] == ["anyone", "candidate", "signed_in"]


def test_every_action_is_only_the_systems_word_and_no_action_itself():
    with table(grant(Role.SYSTEM, Scope.NATION, "*"), grant(Role.CANDIDATE, Scope.OWN)):
        assert access.actions() == {ACTION}
        assert access.may(access.SYSTEM, ACTION)
        assert not access.may(Actor(Role.LABOUR_OFFICER), ACTION)
        with pytest.raises(LookupError, match=r"^no access\.csv has the action kitchen:meal:burn$"):
            access.grants(access.SYSTEM, "kitchen:meal:burn")


def test_a_refusal_names_the_action_and_nothing_else():
    with table(grant(Role.CANDIDATE, Scope.OWN)):
        candidate, officer = Actor(Role.CANDIDATE, person_id=ONE), Actor(Role.LABOUR_OFFICER)
        access.check(candidate, ACTION)
        access.check(candidate, ACTION, meal(eater_id=ONE))
        for actor, subject in [
            (candidate, meal(eater_id=TWO)),
            (officer, None),
            (officer, meal(eater_id=ONE)),
        ]:
            with pytest.raises(Refused) as refusal:
                access.check(actor, ACTION, subject)
            assert (refusal.value.action, str(refusal.value)) == (ACTION, ACTION)


def test_a_view_asks_before_it_acts():
    @access.requires(ACTION)
    def serve(request, *args, **kwargs):
        """Bring the meal."""
        return (request, args, kwargs)

    def request(**facts):
        return SimpleNamespace(method="GET", actor=Actor(**facts), get_full_path=lambda: "/meals/?day=1")

    assert (serve.access_action, serve.__name__, serve.__doc__) == (ACTION, "serve", "Bring the meal.")
    with table(grant(Role.CANDIDATE, Scope.OWN)):
        allowed = request(role=Role.CANDIDATE, user_id=ONE)
        assert serve(allowed, 1, plate=2) == (allowed, (1,), {"plate": 2})
        to_sign_in = serve(request())
        assert (to_sign_in.status_code, to_sign_in["Location"].partition("?")[2]) == (
            302,
            "next=/meals/%3Fday%3D1",
        )
        with pytest.raises(Refused) as refusal:
            serve(request(role=Role.LABOUR_OFFICER, user_id=ONE))
        assert refusal.value.action == ACTION


def test_a_public_view_says_so_and_stays_itself():
    def read(request):
        return "the menu"

    assert access.public(read) is read
    assert read.access_action == "public"


def test_rows_show_themselves_by_the_right_that_their_model_names(monkeypatch):
    monkeypatch.setattr(access, "narrow", lambda *given: given)
    rows = access.VisibleQuerySet(model=type("Meal", (), {"SEEN_BY": "kitchen:meal:see"}))
    assert rows.visible_to("actor") == (rows, "actor", "kitchen:meal:see")
    assert rows.visible_to("actor", ACTION) == (rows, "actor", ACTION)
