"""No sequence of services yields “competent” without everything valid on that day, nor by one person alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from jalur.foundation.accounts.access import Refused
from jalur.foundation.organisations.models import Licence
from jalur.journey.certification import services
from jalur.journey.certification.models import (
    Appeal,
    Assessment,
    Assessor,
    Coverage,
    Element,
    Pleno,
    TestPlace,
    UnitResult,
)
from jalur.journey.certification.workflow import ASSESSMENT
from tests.certification.factories import (
    DAY,
    NOW,
    SINCE,
    TODAY,
    acting,
    apply,
    make_body,
    plan,
    second_assessor,
)

pytestmark = pytest.mark.django_db
DAYS = [DAY + timedelta(days=number) for number in (-3, 0, 2)]
WHO = ("laras", "anwar", "anwar_as_manager", "kartika", "kartika_as_manager", "sari")
DEEDS = (
    "accept",
    "call",
    "rate",
    "agree",
    "observe",
    "observe_not_yet",
    "recommend",
    "send_back",
    "decide",
    "decide_not_yet",
    "appeal",
    "assign",
    "review",
    "decide_appeal",
    "withdraw_assessor",
    "withdraw_second",
    "withdraw_place",
    "withdraw_scope",
    "cancel",
)
# What somebody who follows the path would do, so that the end of it is reached; chance puts other deeds in between.
PATH = (
    ("accept", "laras"),
    ("call", "laras"),
    ("rate", "sari"),
    ("agree", "sari"),
    ("observe", "anwar"),
    ("recommend", "anwar"),
    ("decide", "laras"),
)
APPEALED = (
    *PATH[:4],
    ("observe_not_yet", "anwar"),
    ("recommend", "anwar"),
    ("decide_not_yet", "laras"),
    ("appeal", "sari"),
    ("assign", "laras"),
    ("review", "kartika"),
    ("decide_appeal", "laras"),
)
CHANCE = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        st.sampled_from(WHO),
        st.sampled_from(DAYS),
        st.integers(min_value=0, max_value=11),
    ),
    max_size=4,
)


class House:
    """One candidate at one body; every deed is a call of a service, refused or not."""

    def __init__(self, cast):
        self.cast, self.made = cast, make_body(cast)
        kartika = second_assessor(cast)
        self.second = services.register_assessor(
            actor=cast.laras.actor,
            assessor=Assessor(body=self.made.body, user=kartika, number="MET-2", valid_from=SINCE),
            schemes=[self.made.scheme],
            today=TODAY,
        )
        body = self.made.body
        self.actors = {
            "laras": cast.laras.actor,
            "anwar": cast.anwar.actor,
            "anwar_as_manager": acting(cast.anwar.user, body, "certification_manager"),
            "kartika": acting(kartika, body),
            "kartika_as_manager": acting(kartika, body, "certification_manager"),
            "sari": cast.sari.actor,
        }
        self.day, self.one = plan(cast, self.made), apply(cast, self.made)
        self.units = list(self.made.scheme.units.order_by("position"))
        self.elements = list(Element.objects.filter(unit__in=self.units).values_list("pk", flat=True))

    def do(self, deed, who, today):
        try:
            with transaction.atomic():
                getattr(self, f"do_{deed}")(self.actors[who], today)
        except (ValidationError, Refused):
            pass
        self.one.refresh_from_db()

    def do_accept(self, actor, today):
        services.accept(actor=actor, assessment=self.one, today=today)

    def do_call(self, actor, today):
        services.call_to_day(actor=actor, day=self.day, assessments=[self.one.pk], today=min(today, DAY))

    def do_rate(self, actor, today):
        can = dict.fromkeys(self.elements, True)
        services.rate_oneself(actor=actor, assessment=self.one, can=can, today=today)

    def do_agree(self, actor, today):
        services.agree(actor=actor, assessment=self.one, now=NOW, today=today)

    def do_observe(self, actor, today, result="competent"):
        for unit in self.units:
            found = UnitResult(unit=unit, result=result, note="Contoh")
            services.observe(actor=actor, assessment=self.one, result=found, now=NOW, today=today)

    def do_observe_not_yet(self, actor, today):
        self.do_observe(actor, today, "not_yet")

    def do_recommend(self, actor, today):
        services.recommend(actor=actor, assessment=self.one, today=today)

    def do_send_back(self, actor, today):
        services.send_back(actor=actor, assessment=self.one, reason="Contoh", today=today)

    def do_decide(self, actor, today, result="competent"):
        pleno = Pleno(body=self.made.body, held_on=today, took_part="Contoh")
        decision = services.Decision({self.one.pk: result})
        services.hold_pleno(actor=actor, pleno=pleno, decision=decision, today=today)

    def do_decide_not_yet(self, actor, today):
        self.do_decide(actor, today, "not_yet")

    def do_appeal(self, actor, today):
        services.file_appeal(actor=actor, appeal=Appeal(assessment=self.one, grounds="Contoh"), today=today)

    @property
    def appeal(self):
        found = self.one.appeals.order_by("-created_at").first()
        if found is None:
            raise Refused("")
        return found

    def do_assign(self, actor, today):
        services.assign_appeal(actor=actor, appeal=self.appeal, reviewer=self.second, today=today)

    def do_review(self, actor, today):
        services.review_appeal(
            actor=actor, appeal=self.appeal, result="competent", finding="Contoh", today=today
        )

    def do_decide_appeal(self, actor, today):
        pleno = Pleno(body=self.made.body, held_on=today, took_part="Contoh")
        decision = services.Decision(appeals={self.appeal.pk: "competent"})
        services.hold_pleno(actor=actor, pleno=pleno, decision=decision, today=today)

    def do_withdraw_assessor(self, actor, today):
        self._withdraw(services.withdraw_licence, self.made.assessor, actor, today)

    def do_withdraw_second(self, actor, today):
        self._withdraw(services.withdraw_licence, self.second, actor, today)

    def do_withdraw_place(self, actor, today):
        self._withdraw(services.withdraw_licence, self.made.place, actor, today)

    def do_withdraw_scope(self, _actor, today):
        self._withdraw(services.withdraw_licence, self.made.scope, self.cast.yusuf.actor, today)

    def _withdraw(self, service, record, actor, today):
        service(actor=actor, record=record, on=today, reason="Contoh", today=today)

    def do_cancel(self, actor, today):
        services.cancel_day(actor=actor, day=self.day, reason="Contoh", today=min(today, DAY))


def holds(row, on):
    """Read from the columns, as a stranger would."""
    return row.valid_from <= on and not any(
        day is not None and day <= on for day in (row.valid_to, row.withdrawn_on)
    )


def all_valid(one):
    """The four of the day, by rows alone: nothing here asks the room's own guards."""
    on, scheme = one.day.day, one.scheme
    in_force = (scheme.valid_from or date.min) <= on < (scheme.valid_to or date.max)
    rows = [row for row in Coverage.objects.filter(scheme=scheme).order_by("pk") if holds(row, on)]
    licences = {
        row.pk
        for row in Licence.objects.filter(organisation=one.body).order_by("pk")
        if row.valid_from <= on and (row.revoked_on is None or on < row.revoked_on)
    }
    assessor, place = Assessor.objects.get(pk=one.assessor_id), TestPlace.objects.get(pk=one.day.place_id)
    return (
        in_force
        and any(row.licence_id in licences for row in rows if row.licence_id)
        and any(row.assessor_id == assessor.pk for row in rows)
        and holds(assessor, on)
        and any(row.test_place_id == place.pk for row in rows)
        and holds(place, on)
    )


def walk(cast, path, chance):
    """The path with what chance puts in between; at every moment at which she becomes competent, both must be true."""
    house = House(cast)
    deeds = [(deed, who, DAY) for deed, who in path]
    for deed, who, day, place in chance:
        deeds.insert(min(place, len(deeds)), (deed, who, day))
    for deed, who, day in deeds:
        before = house.one.state
        house.do(deed, who, day)
        if house.one.state == "competent" and before != "competent":
            assert all_valid(house.one), deeds
            assert house.one.decided_by_id != house.one.recommended_by_id, deeds
            assert house.one.assessor.user_id != house.one.decided_by_id, deeds
            assert not house.one.results.filter(result="not_yet").exists() or path is APPEALED, deeds
    return house.one


@pytest.mark.parametrize("path", [PATH, APPEALED], ids=["path", "appeal"])
def test_the_path_itself_leads_to_competent(cast, settings, path):
    settings.TODAY = TODAY
    assert walk(cast, path, []).state == "competent"


@rounds(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=CHANCE, is_appealed=st.booleans())
def test_no_sequence_of_services_makes_somebody_competent_against_the_rules(
    cast, settings, chance, is_appealed
):
    settings.TODAY = TODAY
    with transaction.atomic():
        walk(cast, APPEALED if is_appealed else PATH, chance)
        transaction.set_rollback(True)


def test_the_property_sees_a_planted_fault(cast, settings, monkeypatch):
    """Without the guard of the four the same walk turns red."""
    settings.TODAY = TODAY
    loose = ("all_hold", "may_be_assessed")
    steps = tuple(
        type(step)(
            **{
                **vars(step),
                "guards": tuple(one for one in step.guards if one.__name__ not in loose),
                "leaves": tuple(one for one in step.leaves if one.__name__ not in loose),
            }
        )
        for step in ASSESSMENT.steps
    )
    monkeypatch.setitem(vars(ASSESSMENT), "steps", steps)
    with pytest.raises(AssertionError):
        walk(cast, PATH, [("withdraw_place", "laras", DAYS[0], 6)])


def test_an_assessment_that_nobody_recommended_is_not_there_to_be_decided(cast, settings):
    settings.TODAY = TODAY
    one = walk(cast, [*PATH[:5], PATH[6]], [])
    assert one.state == "invited"
    assert not Assessment.objects.filter(state="competent").exists()
