"""No sequence of services yields a certificate without everything valid on that day, nor by one person alone."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from jalur.foundation.credentials import reading
from jalur.journey.certificates import queries, services
from jalur.journey.certificates.models import Certificate
from jalur.journey.certificates.workflow import CERTIFICATE
from tests.certificates.factories import NOW, key_of
from tests.certification import test_never as assessing
from tests.certification.factories import DAY, TODAY

pytestmark = pytest.mark.django_db
OWN = ("issue", "issue_many", "suspend", "resume", "revoke", "reissue", "annul", "leave_standing")
DEEDS = (*OWN, *assessing.DEEDS)
DAYS = [DAY + timedelta(days=number) for number in (0, 2)]
CHANCE = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        st.sampled_from(assessing.WHO),
        st.sampled_from(DAYS),
        st.integers(min_value=0, max_value=13),
    ),
    max_size=5,
)
PATH = (*assessing.PATH, ("issue", "laras"))
APPEALED = (*assessing.APPEALED, ("issue_many", "laras"))


class House(assessing.House):
    """The same with what this room does."""

    def __init__(self, cast):
        super().__init__(cast)
        key_of(self.made.body)

    @property
    def certificate(self):
        found = self.one.certificates.order_by("-serial").first()
        if found is None:
            raise assessing.Refused("")
        return found

    def do_issue(self, actor, today):
        services.issue(actor=actor, assessment=self.one, now=NOW, today=today)

    def do_issue_many(self, actor, today):
        work = services.start_issuing(actor=actor, body=self.made.body, today=today)
        services.perform_issuing(work.pk)

    def do_suspend(self, actor, today):
        services.suspend(actor=actor, certificate=self.certificate, reason="Contoh", now=NOW, today=today)

    def do_resume(self, actor, today):
        services.resume(actor=actor, certificate=self.certificate, now=NOW, today=today)

    def do_revoke(self, actor, today):
        services.revoke(actor=actor, certificate=self.certificate, reason="Contoh", now=NOW, today=today)

    def do_reissue(self, actor, today):
        services.reissue(
            actor=actor, certificate=self.certificate, why="Contoh", blank="", now=NOW, today=today
        )

    def do_annul(self, actor, today):
        assessing.services.annul(actor=actor, assessment=self.one, reason="Contoh", today=today)

    def do_leave_standing(self, actor, today):
        assessing.services.leave_standing(actor=actor, assessment=self.one, reason="Contoh", today=today)


def walk(cast, path, chance):
    """At every moment at which a certificate comes, all four held and two people were at it; what is void has none that holds."""
    house = House(cast)
    deeds = [(deed, who, DAY) for deed, who in path]
    for deed, who, day, place in chance:
        deeds.insert(min(place, len(deeds)), (deed, who, day))
    known = 0
    for deed, who, day in deeds:
        house.do(deed, who, day)
        rows = list(Certificate.objects.order_by("serial"))
        if len(rows) > known:
            made, one = rows[-1], house.one
            assert assessing.all_valid(one), deeds
            assert one.state == "competent", deeds
            assert made.recommended_by_id not in (made.decided_by_id, made.issued_by_id), deeds
            assert one.assessor.user_id not in (made.decided_by_id, made.issued_by_id), deeds
            assert one.pleno is not None, deeds
        known = len(rows)
        assert [row.serial for row in rows] == list(range(1, known + 1)), deeds
        living = [row for row in rows if row.state in ("valid", "suspended")]
        assert len(living) <= 1, deeds
        assert house.one.state == "competent" or not living, deeds
        for row in rows:
            read = reading.read(queries.forms_of(row).compact, now=NOW).verdict
            wanted = "revoked" if row.state in ("revoked", "replaced") else row.state
            assert read == wanted, deeds
    return house


@pytest.mark.parametrize("path", [PATH, APPEALED], ids=["path", "appeal"])
def test_the_path_itself_leads_to_a_certificate(cast, settings, path):
    settings.TODAY = TODAY
    assert walk(cast, path, []).certificate.state == "valid"


@rounds(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=CHANCE, is_appealed=st.booleans())
def test_no_sequence_of_services_yields_a_certificate_against_the_rules(cast, settings, chance, is_appealed):
    settings.TODAY = TODAY
    with transaction.atomic():
        walk(cast, APPEALED if is_appealed else PATH, chance)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("loose", "deeds"),
    [
        (("all_held",), [("withdraw_place", "laras", DAYS[0], 7)]),
        (("is_issued_by_another",), [("issue", "anwar_as_manager", DAYS[1], 7)]),
    ],
    ids=["place", "one_person"],
)
def test_the_property_sees_a_planted_fault(cast, settings, monkeypatch, loose, deeds):
    """Without a guard the same walk turns red; what the database itself refuses is not even there to be seen."""
    settings.TODAY = TODAY
    steps = tuple(
        type(step)(**{**vars(step), "guards": tuple(one for one in step.guards if one.__name__ not in loose)})
        for step in CERTIFICATE.steps
    )
    monkeypatch.setitem(vars(CERTIFICATE), "steps", steps)
    if loose == ("is_issued_by_another",):
        assert walk(cast, PATH, deeds).certificate.issued_by_id == cast.laras.user.pk
        return
    with pytest.raises(AssertionError):
        walk(cast, PATH, deeds)
