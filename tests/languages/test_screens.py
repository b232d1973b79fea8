"""Entry tests through the doors people use: one by one, a morning's list, a spreadsheet; placed, ladder, her own page."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.imports.kinds import kind_of
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.candidates.queries import counting_codes
from jalur.journey.languages import queries, services
from jalur.journey.languages.models import EntryTest
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment
from jalur.kit.refusals import codes_of
from tests.languages.factories import TODAY, candidate_of, language_class, make_candidate, record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


def fields(whom, **changed):
    values = {"candidate": whom.number, "scale": "JLPT", "taken_on": "2026-01-10", "level": "JLPT-N5"}
    return values | changed


def test_a_centre_records_one_and_it_places_without_proving_anything(cast, sign_in):
    sari, intake = candidate_of(cast), language_class(cast)
    desk = sign_in(cast.hendra)
    answer = desk.post(reverse("languages:new"), fields(sari, points="62", maximum="100", listening="70"))
    test = EntryTest.objects.get()
    assert answer.url == reverse("languages:entry_test", args=[test.pk])
    assert (test.given_by, test.level_id, test.points) == (cast.hendra.organisation, "JLPT-N5", 62)
    assert counting_codes(sari, TODAY) == []
    assert not HeldCompetency.objects.filter(candidate=sari).exists()
    page = desk.get(answer.url).content.decode()
    assert intake.number in page
    assert "JLPT N4" in page
    assert Event.objects.filter(event="languages:entry_test:recorded", person_id=sari.person_id).count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"level": "KO-A1"}, "level"),
        ({"points": "62"}, "maximum"),
        ({"points": "120", "maximum": "100"}, "points"),
        ({"taken_on": "2026-01-13"}, "taken_on"),
        ({"candidate": "J-0000-0000"}, "candidate"),
        ({"listening": "140"}, "listening"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box_and_nothing_is_written(cast, sign_in, changed, field):
    answer = sign_in(cast.hendra).post(reverse("languages:new"), fields(candidate_of(cast), **changed))
    assert answer.status_code == 422
    assert not EntryTest.objects.exists()
    assert answer.context["form"].errors, field


def test_the_same_day_twice_is_refused_and_another_day_is_not(cast):
    sari = candidate_of(cast)
    record(cast.hendra, sari, taken_on=date(2026, 1, 5))
    with pytest.raises(ValidationError):
        record(cast.hendra, sari, taken_on=date(2026, 1, 5), level="JLPT-N4")
    later = record(cast.hendra, sari, taken_on=date(2026, 1, 9), level="JLPT-N4")
    assert list(EntryTest.objects.latest()) == [later]
    services.strike_test(actor=cast.hendra.actor, test=later, reason="Orang lain", today=TODAY)
    assert EntryTest.objects.latest().get().level_id == "JLPT-N5"


def test_the_office_next_door_and_a_stranger_see_and_do_nothing(cast, sign_in):
    sari = candidate_of(cast)
    test = record(cast.wulan, sari)
    before = EntryTest.objects.values().get(), Event.objects.count()
    with pytest.raises(Refused):
        record(cast.gatot, sari, scale="CEFR-EN", level="EN-A1")
    with pytest.raises(Refused):
        services.strike_test(actor=cast.hendra.actor, test=test, reason="x y z", today=TODAY)
    for who in ("gatot", "hendra", "lestari", "rini"):
        if hasattr(cast, who):
            answer = sign_in(getattr(cast, who)).get(reverse("languages:entry_test", args=[test.pk]))
            assert answer.status_code in (403, 404)
    assert (EntryTest.objects.values().get(), Event.objects.count()) == before


def test_a_correction_says_why_and_the_old_result_stays_to_be_read(cast, sign_in):
    test, desk = record(cast.hendra, candidate_of(cast)), sign_in(cast.hendra)
    address = reverse("languages:entry_test_step", args=[test.pk, "correct"])
    form = {"scale": "JLPT", "taken_on": "2026-01-12", "level": "JLPT-N4"}
    assert desk.post(address, form).status_code == 422
    test.refresh_from_db()
    assert test.level_id == "JLPT-N5"
    assert desk.post(address, {**form, "correction_reason": "Salah lihat"}).status_code == 302
    test.refresh_from_db()
    assert (test.level_id, test.correction_reason) == ("JLPT-N4", "Salah lihat")
    assert Event.objects.filter(event="languages:entry_test:corrected").count() == 1


def test_a_morning_of_thirty_on_one_page_all_or_nothing(cast, sign_in):
    people = [make_candidate(f"J-PAGI-{number:04}") for number in range(30)]
    desk = sign_in(cast.hendra)
    start = desk.get(reverse("languages:start_list"), {"scale": "CEFR-KO", "taken_on": "2026-01-12"})
    address = start.url
    body = {"maximum": "50"}
    for line, person in enumerate(people):
        body |= {
            f"candidate_{line}": person.number.lower(),
            f"level_{line}": "KO-A1" if line % 2 else "0",
            f"points_{line}": "20",
        }
    wrong = desk.post(address, {**body, "candidate_3": "J-SALAH-0000", "points_4": "60"})
    assert wrong.status_code == 422
    assert not EntryTest.objects.exists()
    text = wrong.content.decode()
    assert "J-SALAH-0000" in text
    assert desk.post(address, body).status_code == 302
    assert EntryTest.objects.count() == 30
    assert EntryTest.objects.filter(level=None).count() == 15


def test_a_class_fills_the_list_with_its_people(cast, sign_in):
    sari, intake = candidate_of(cast), language_class(cast)
    training.enrol(actor=cast.hendra.actor, intake=intake, candidate=sari, today=TODAY)
    query = {"scale": "JLPT", "taken_on": "2026-01-12", "intake": intake.number}
    page = sign_in(cast.hendra).get(reverse("languages:fill_list"), query).content.decode()
    assert f'value="{sari.number}"' in page


def test_a_list_is_read_in_once(cast):
    sari = candidate_of(cast)
    text = (
        "Nomor kandidat;Skala;Tanggal tes;Tingkat;Nilai;Nilai maksimum\n"
        f"{sari.number};JLPT;10-01-2026;N4;70;100\n"
        f"{sari.number};CEFR-EN;10-01-2026;;;\n"
        "J-TIDAK-ADA;JLPT;10-01-2026;N4;;\n"
        f"{sari.number};CEFR-KO;10-01-2027;A1;;\n"
    )
    kind = kind_of("entry_tests")
    rows = [
        dict(
            zip(
                ("candidate", "scale", "taken_on", "level", "points", "maximum"), line.split(";"), strict=True
            )
        )
        for line in text.splitlines()[1:]
    ]
    from jalur.foundation.imports.kinds import Earlier

    planned = kind.plan(
        cast.wulan.actor, kind.rows(enumerate(rows, start=2)), TODAY, Earlier(lambda line: None)
    )
    assert planned.counts() == {"new": 2, "known": 0, "faults": 2}
    kind.apply(actor=cast.wulan.actor, rows=[entry for _line, entry in planned.new], today=TODAY)
    assert sorted(EntryTest.objects.values_list("scale", "level")) == [("CEFR-EN", None), ("JLPT", "JLPT-N4")]
    again = kind.plan(
        cast.wulan.actor, kind.rows(enumerate(rows, start=2)), TODAY, Earlier(lambda line: None)
    )
    assert again.counts() == {"new": 0, "known": 2, "faults": 2}


def test_who_waits_too_long_is_a_need_until_she_has_a_class(cast, sign_in):
    sari, intake = candidate_of(cast), language_class(cast)
    record(cast.wulan, sari, taken_on=TODAY - timedelta(days=40))
    assert queries.late(cast.wulan.actor, TODAY) == 1
    desk = sign_in(cast.wulan)
    address = reverse("languages:placed") + "?on_way=late"
    assert sari.person.name in desk.get(address).content.decode()
    assert "languages/placed/?on_way=late" in desk.get("/").content.decode()
    training.enrol(actor=cast.hendra.actor, intake=intake, candidate=sari, today=TODAY)
    assert queries.late(cast.wulan.actor, TODAY) == 0
    assert sari.person.name not in desk.get(address).content.decode()


def test_her_page_shows_the_rungs_and_the_button_takes_the_seat(cast, sign_in):
    sari, intake = candidate_of(cast), language_class(cast)
    record(cast.wulan, sari)
    her = sign_in(cast.sari)
    page = her.get(reverse("languages:mine")).content.decode()
    claim = reverse("training:claim", args=[intake.number])
    assert "JLPT N5" in page
    assert claim in page
    her.post(claim)
    assert Enrolment.objects.get(candidate=sari).intake == intake
    page = her.get(reverse("languages:mine")).content.decode()
    assert claim not in page
    assert cast.hendra.organisation.name in page
    file = sign_in(cast.wulan).get(reverse("portal:case_file", args=[sari.person_id])).content.decode()
    assert "JLPT N5" in file


def test_the_ladder_counts_only_the_actors_people(cast, sign_in):
    sari, intake = candidate_of(cast), language_class(cast)
    record(cast.wulan, sari)
    training.enrol(actor=cast.hendra.actor, intake=intake, candidate=sari, today=TODAY)
    scale = queries.tested_scales(cast.wulan.actor).get(pk="JLPT")
    for member, expected in ((cast.wulan, 1), (cast.gatot, 0), (cast.yusuf, 1), (cast.hendra, 1)):
        rungs = queries.ladder(member.actor, scale, period=queries.year_of(2026), on=TODAY)
        assert rungs[1].started == expected, member.key
    page = sign_in(cast.yusuf).get(reverse("languages:ladder"), {"scale": "JLPT"})
    assert page.status_code == 200
    assert sari.person.name not in page.content.decode()
    # What teaches JLPT N4 counts as Japanese A2 on the CEFR too.
    cefr = queries.tested_scales(cast.wulan.actor).model.objects.get(pk="CEFR-JA")
    rungs = queries.ladder(cast.wulan.actor, cefr, period=queries.year_of(2026), on=TODAY)
    assert rungs[1].started == 1


def test_a_test_of_another_scale_is_refused_by_the_service_too(cast):
    with pytest.raises(ValidationError) as refused:
        record(cast.hendra, candidate_of(cast), scale="CEFR-EN", level="JLPT-N5")
    assert codes_of(refused.value) == ["other_scale"]
