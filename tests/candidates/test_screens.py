from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.competencies.models import Competency
from jalur.foundation.history.models import Event
from jalur.journey.candidates import parts, services
from jalur.journey.candidates.models import Candidate, HeldCompetency
from tests.candidates.test_planning_table import newcomer
from tests.cast import LUMAJANG, VILLAGE
from tests.downloads import asked_for, rows_of

DAY = date(2026, 1, 12)
NIK = "3517085204010001"
SARI = "J-SARI-0001"
TYPED = {
    "name": "Dewi Contoh",
    "national_id": NIK,
    "birth_date": "2001-04-12",
    "sex": "F",
    "residence": VILLAGE,
    "phone": "0812 3456 7890",
    "education": "2",
    "available_from": "2026-02-02",
    "confirm": "yes",
}


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


@pytest.fixture
def competency(db):
    return Competency.objects.get_or_create(
        code="TEST-WELD", defaults={"kind": "skill", "title_en": "Welding (test)"}
    )[0]


def test_the_desk_registers_in_one_form(cast, sign_in):
    desk = sign_in(cast.wulan)
    page = desk.get(reverse("candidates:register"))
    assert page.status_code == 200
    answer = desk.post(reverse("candidates:register"), TYPED)
    made = Candidate.objects.exclude(number=SARI).get()
    assert answer.url == reverse("candidates:candidate", args=[made.number])
    page = desk.get(answer.url).content.decode()
    assert "Dewi Contoh" in page
    assert NIK not in page
    assert "••••••••••••0001" in page


def test_nothing_typed_is_lost_and_the_error_is_plain(cast, sign_in):
    answer = sign_in(cast.wulan).post(reverse("candidates:register"), {**TYPED, "national_id": "123"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "NIK" in answer.context["form"].errors["national_id"][0]
    for typed in ("Dewi Contoh", "2001-04-12", "123"):
        assert typed in page
    assert Candidate.objects.count() == 1


def test_rini_registers_herself_and_has_her_file(cast, sign_in):
    rini = sign_in(cast.rini)
    answer = rini.post(reverse("candidates:register"), TYPED)
    made = Candidate.objects.get(person__account=cast.rini.user)
    assert answer.url == reverse("candidates:candidate", args=[made.number])
    assert rini.get(reverse("candidates:own")).url == answer.url
    assert rini.get(answer.url).status_code == 200
    assert rini.get(reverse("candidates:register")).url == answer.url
    assert rini.get(reverse("candidates:candidate", args=[SARI])).status_code == 404


def test_somebody_with_a_person_but_no_file_opens_one(cast, sign_in):
    Candidate.objects.all().delete()
    answer = sign_in(cast.sari).post(
        reverse("candidates:register"), {"education": "2", "available_from": "2026-02-02", "confirm": "yes"}
    )
    assert answer.status_code == 302
    assert Candidate.objects.get().person_id == cast.sari.person.pk


def test_a_village_officer_cannot_register_elsewhere(cast, sign_in):
    answer = sign_in(cast.darmo).post(reverse("candidates:register"), {**TYPED, "residence": LUMAJANG})
    assert answer.status_code == 422
    assert Candidate.objects.count() == 1


@pytest.mark.parametrize("key", ["wulan", "darmo", "sari"])
def test_who_may_see_the_file(cast, sign_in, key):
    assert sign_in(getattr(cast, key)).get(reverse("candidates:candidate", args=[SARI])).status_code == 200


@pytest.mark.parametrize(
    "key", ["gatot", "rini", "hendra", "tuti", "lestari", "yusuf", "bayu", "ratna", "anwar"]
)
def test_who_may_not_see_learns_nothing(cast, sign_in, key):
    answer = sign_in(getattr(cast, key)).get(reverse("candidates:candidate", args=[SARI]))
    assert answer.status_code in (403, 404)
    assert "Contohwati" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("edit", {"education": "6", "available_from": "2026-03-03"}),
        ("wish", {"destinations": ["KR"]}),
        ("opt_out", {}),
        ("withdraw", {"withdrawal_reason": "family"}),
        ("return", {}),
    ],
)
def test_the_stranger_changes_nothing(cast, sign_in, name, typed):
    before, events = Candidate.objects.filter(number=SARI).values().get(), Event.objects.count()
    for key in ("gatot", "rini", "lestari"):
        answer = sign_in(getattr(cast, key)).post(f"/candidates/{SARI}/{name}/", typed)
        assert answer.status_code in (403, 404)
    assert Candidate.objects.filter(number=SARI).values().get() == before
    assert Event.objects.count() == events


def test_sari_keeps_her_own_file(cast, sign_in, competency):
    sari = sign_in(cast.sari)

    def post(name, typed=None):
        answer = sari.post(f"/candidates/{SARI}/{name}/", typed or {})
        assert answer.status_code == 302, answer.content.decode()

    post("edit", {"education": "6", "available_from": "2026-03-03"})
    post("competencies/add", {"competency": "TEST-WELD", "evidence": "informal"})
    post("opt_out")
    candidate = Candidate.objects.get(number=SARI)
    assert (candidate.education, candidate.available_from) == (6, date(2026, 3, 3))
    assert candidate.opted_out_of_planning_at is not None
    assert candidate.held.get().evidence == "informal"
    post("opt_in")
    post("withdraw", {"withdrawal_reason": "work_at_home"})
    assert Candidate.objects.get(number=SARI).state == "withdrawn"
    assert sari.get(reverse("candidates:candidate", args=[SARI])).status_code == 200
    post("return")
    candidate.refresh_from_db()
    assert (candidate.state, candidate.opted_out_of_planning_at) == ("registered", None)


def test_the_officer_confirms_what_she_saw(cast, sign_in, competency):
    sari = Candidate.objects.get(number=SARI)
    held = services.add_held(
        actor=cast.sari.actor,
        held=HeldCompetency(candidate=sari, competency=competency, evidence="work"),
        today=DAY,
    )
    address = reverse("candidates:held_step", args=[held.pk, "confirm"])
    assert sign_in(cast.gatot).post(address).status_code == 404
    assert sign_in(cast.sari).post(address).status_code == 403
    assert HeldCompetency.objects.get().confirmed_at is None
    desk = sign_in(cast.wulan)
    assert address in desk.get(reverse("candidates:candidate", args=[SARI])).content.decode()
    assert desk.post(address).status_code == 302
    assert HeldCompetency.objects.get().confirmed_by_id == cast.wulan.user.pk


def test_wishes_make_destinations(cast, sign_in):
    from jalur.journey.candidates.forms import destination_choices

    choices = dict(destination_choices())
    assert choices, "the reference data has destination standards"
    code = next(iter(choices))
    answer = sign_in(cast.wulan).post(
        reverse("candidates:candidate_step", args=[SARI, "wish"]), {"destinations": [code]}
    )
    assert answer.status_code == 302
    candidate = Candidate.objects.get(number=SARI)
    assert (candidate.any_destination, candidate.wishes.get().country_id) == (False, code)
    sign_in(cast.wulan).post(reverse("candidates:candidate_step", args=[SARI, "wish"]), {})
    candidate.refresh_from_db()
    assert candidate.any_destination


def test_the_list_finds_filters_and_exports(cast, sign_in):
    services.register_many(
        actor=SYSTEM,
        today=DAY,
        rows=[
            newcomer(1, name="Budi Contoh", wishes=[("KR", None)]),
            newcomer(2, name="Cici Contoh", wishes=[("JP", None)], is_opted_out=True),
            newcomer(3, name="Jauh Contoh", residence_id=LUMAJANG),
        ],
    )
    desk = sign_in(cast.wulan)
    page = desk.get(reverse("candidates:list")).content.decode()
    assert "Budi Contoh" in page
    assert "Jauh Contoh" not in page

    def names(query):
        desk.get(reverse("candidates:list"), {"clear": 1})
        answer = desk.get(reverse("candidates:list"), query)
        assert answer.status_code == 200
        return [row.record.person.name for row in answer.context["table"].page]

    assert names({"q": "budi"}) == ["Budi Contoh"]
    assert names({"q": SARI}) == ["Sari Contohwati"]
    assert names({"planning": "out"}) == ["Cici Contoh"]
    assert names({"destination": "KR"}) == ["Budi Contoh", "Sari Contohwati"]
    assert names({"available": "2026-01-06"}) == ["Sari Contohwati"]
    assert len(names({"regency": "35.17"})) == 3
    assert "Budi Contoh" in [row[0] for row in rows_of(asked_for(desk, reverse("candidates:list")))]
    assert asked_for(sign_in(cast.darmo), reverse("candidates:list")).status_code == 403
    assert sign_in(cast.darmo).get(reverse("candidates:list")).status_code == 200
    assert sign_in(cast.sari).get(reverse("candidates:list")).status_code == 403


def test_the_list_asks_as_often_for_a_thousand_as_for_ten(cast, sign_in, competency):
    desk = sign_in(cast.wulan)
    counts = []
    for start, size in ((1, 10), (5000, 990)):
        services.register_many(
            actor=SYSTEM,
            today=DAY,
            rows=[newcomer(start + place, wishes=[("KR", None)]) for place in range(size)],
        )
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(reverse("candidates:list"), {"state": "registered"}).status_code == 200
        counts.append(len(seen))
    # The first visit also remembers the filter in the session.
    with CaptureQueriesContext(connection) as seen:
        desk.get(reverse("candidates:list"), {"state": "registered", "per_page": 200})
    assert counts[1] <= counts[0]
    assert len(seen) <= counts[0] + 4


def test_home_list_and_file_agree_on_the_evidence_that_waits(cast, sign_in, competency):
    held = HeldCompetency.objects.create(
        candidate=cast.sari.person.candidate, competency=competency, evidence="declared"
    )
    desk = sign_in(cast.wulan)
    for evidence, count in (("declared", 0), ("certificate", 1)):
        HeldCompetency.objects.filter(pk=held.pk).update(evidence=evidence)
        [need] = parts.home(cast.wulan.actor, DAY).needs
        assert need.count == count
        assert desk.get(reverse("candidates:list"), {"evidence": "waiting"}).context["total"] == count
        needs = parts.file(cast.wulan.actor, cast.sari.person, DAY).needs
        assert [need.count for need in needs] == [count]
