"""Soft skill and culture: found by behaviour that was seen, in a situation, by somebody, on a day; never by a test."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from jalur.journey.certification import services
from jalur.journey.certification.models import Unit, UnitResult
from jalur.kit.refusals import codes_of
from tests.certification.factories import CONTENT, DAY, NOW, TODAY, called, make_body
from tests.certification.test_mended import text_of

pytestmark = pytest.mark.django_db
TEAM = ("SOFT-KERJASAMA", "Bekerja dalam tim")
READY = (
    (TEAM, "Bekerja dengan orang baru", "Menanyakan siapa mengerjakan apa"),
    (TEAM, "Bekerja dengan orang baru", "Membantu yang tertinggal"),
    (("BUDAYA-JP", "Budaya kerja Jepang"), "Melapor tanpa ditanya", ""),
    CONTENT[0],
)


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def one(cast):
    return called(cast, make_body(cast, READY))


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def watched(unit, **about):
    plain = {
        "method": "behaviour",
        "result": "competent",
        "situation": "Dua jam di dapur bersama empat orang",
        "seen_on": DAY,
        "seen_by": "Pak Anwar, asesor",
        "behaviours": dict.fromkeys(unit.behaviours, True),
    }
    return UnitResult(unit=unit, **{**plain, **about})


def refused(cast, one, result):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        services.observe(actor=cast.anwar.actor, assessment=one, result=result, now=NOW, today=DAY)
    assert one.results.count() == 0
    return codes_of(caught.value)


def test_a_unit_knows_its_kind_by_its_code_or_as_the_list_says(cast, one):
    kinds = dict(one.scheme.units.order_by("position").values_list("code", "kind"))
    assert kinds == {"SOFT-KERJASAMA": "soft", "BUDAYA-JP": "culture", "U-1": "skill"}
    team, japan, _work = one.scheme.units.order_by("position")
    assert list(team.behaviours) == ["1.1", "1.2"]
    # An element without criteria is itself what is looked for.
    assert japan.behaviours == {"1.1": "Melapor tanpa ditanya"}


def test_what_was_not_seen_in_behaviour_is_refused(cast, one):
    team, _japan, work = one.scheme.units.order_by("position")
    plain = UnitResult(unit=team, result="competent", method="written")
    assert refused(cast, one, plain) == ["observed"]
    assert refused(cast, one, watched(work, behaviours={"1.1": True})) == ["not_observed"]
    assert refused(cast, one, watched(team, behaviours={"1.1": True})) == ["open"]
    strange = {"1.1": True, "1.2": True, "9.9": True}
    assert refused(cast, one, watched(team, behaviours=strange)) == ["open"]
    assert refused(cast, one, watched(team, behaviours={"1.1": True, "1.2": False})) == ["lacking"]
    assert refused(cast, one, watched(team, seen_on=DAY + timedelta(days=1))) == ["ahead"]
    assert refused(cast, one, watched(team, situation=" "))
    assert refused(cast, one, watched(team, seen_on=None))
    unsaid = {"1.1": True, "1.2": False}
    assert refused(cast, one, watched(team, behaviours=unsaid, result="not_yet"))
    services.observe(actor=cast.anwar.actor, assessment=one, result=watched(team), now=NOW, today=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitResult.objects.update(situation="")


def sheet(position, **about):
    plain = {
        f"situation_{position}": "Dua jam di dapur bersama empat orang",
        f"seen_on_{position}": DAY.isoformat(),
        f"seen_by_{position}": "Bu Contoh, kepala dapur",
    }
    return plain | about


def test_the_tablet_takes_a_sheet_behaviour_by_behaviour(cast, one, sign_in, settings):
    settings.TODAY = DAY
    anwar, units = sign_in(cast.anwar), page_of("units", one.code)
    page = anwar.get(units).content.decode()
    assert "Membantu yang tertinggal" in page
    assert f'value="{DAY.isoformat()}"' in page
    plain = {"method_3": "oral"}
    # Half a sheet is no sheet, and what was typed stays.
    half = anwar.post(units, {**plain, **sheet(1, behaviour_1_1_1="competent", result_1="competent")})
    assert half.status_code == 422
    assert "Dua jam di dapur" in half.content.decode()
    said = sheet(1, behaviour_1_1_1="competent", behaviour_1_2_1="not_yet", result_1="competent")
    wrong = anwar.post(units, {**plain, **said})
    assert wrong.status_code == 422
    assert one.results.count() == 0
    lacking = said | {"result_1": "not_yet", "note_1": "Belum membantu"}
    assert anwar.post(units, {**plain, **lacking, "at": "1"}).status_code == 302
    found = one.results.get()
    assert (found.method, found.result) == ("behaviour", "not_yet")
    assert found.behaviours == {"1.1": True, "1.2": False}
    assert (found.seen_on, found.seen_by) == (DAY, "Bu Contoh, kepala dapur")
    # An untouched sheet says nothing, though day and assessor stand in it.
    assert anwar.post(units, {**plain, **lacking}).status_code == 302
    assert one.results.count() == 1


def test_one_sheet_with_a_photo_leads_to_the_recommendation_and_onto_paper(cast, one, sign_in, settings):
    settings.TODAY = DAY
    anwar = sign_in(cast.anwar)
    _team, japan, work = one.scheme.units.order_by("position")
    empty = anwar.post(page_of("unit", one.code, 1), {})
    assert empty.status_code == 422
    full = sheet(1, behaviour_1_1_1="competent", behaviour_1_2_1="competent", result_1="competent")
    assert anwar.post(page_of("unit", one.code, 1), full).status_code == 302
    services.observe(actor=cast.anwar.actor, assessment=one, result=watched(japan), now=NOW, today=DAY)
    plain = UnitResult(unit=work, result="competent", method="oral")
    services.observe(actor=cast.anwar.actor, assessment=one, result=plain, now=NOW, today=DAY)
    assert anwar.post(page_of("assessment_step", one.code, "recommend")).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.result) == ("assessed", "competent")
    page = sign_in(cast.sari).get(page_of("assessment", one.code)).content.decode()
    assert "Membantu yang tertinggal" in page
    assert "kepala dapur" in page
    text = text_of(sign_in(cast.sari).post(page_of("file", one.code)).content)
    assert text.count("FR.IA Bukti perilaku") == 2
    assert text.index("FR.IA Bukti asesmen") < text.index("FR.IA Bukti perilaku") < text.index("FR.AK.02")
    assert "Bu Contoh, kepala dapur" in text
    assert "belum ada formulir BNSP" in " ".join(text.split())


def test_a_stranger_fills_in_no_sheet(cast, one, sign_in, settings):
    settings.TODAY = DAY
    full = sheet(1, behaviour_1_1_1="competent", behaviour_1_2_1="competent", result_1="competent")
    for member in (cast.sari, cast.laras, cast.hendra, cast.lestari):
        answer = sign_in(member).post(page_of("unit", one.code, 1), full)
        assert answer.status_code in (302, 403, 404, 422)
    assert one.results.count() == 0


def test_a_list_names_the_kind_of_a_unit(cast):
    from jalur.journey.certification.models import Scheme
    from jalur.journey.certification.services.schemes import Line, add_schemes
    from tests.certification.factories import SINCE

    about = {"title": "Siap kerja", "kind": "cluster", "version": "1", "valid_from": SINCE}
    scheme = Scheme(body=cast.laras.organisation, code="SKM-9", **about)
    rows = [Line(scheme, (), ("U-9", "Sikap"), "Datang tepat waktu", "Tiba sebelum bel", "soft")]
    add_schemes(actor=cast.laras.actor, rows=rows, today=TODAY)
    assert Unit.objects.get(code="U-9").is_observed
