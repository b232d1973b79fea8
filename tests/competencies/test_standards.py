"""A destination standard changes by a new version; what was stored stays."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import Refused
from jalur.foundation.competencies import queries
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.competencies.services import adopt_standard
from jalur.foundation.history.models import Event

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2027, 1, 1)
WRITTEN = ["competencies:standard:ended", "competencies:standard:adopted"]


def welding():
    return DestinationStandard.objects.get(series="KR-LAS")


def values(**changes):
    return {
        "country_id": "KR",
        "occupation_id": "7212",
        "title_id": "Juru las galangan kapal Korea",
        "title_en": "Shipyard welder, Korea",
        "route": "P_TO_P",
        "min_age": 20,
        "max_age": 40,
        "valid_from": FIRST_DAY,
        "source": "Agreement of December 2026",
        **changes,
    }


def posted(**changes):
    return {
        **{
            name: str(value)
            for name, value in values().items()
            if not name.endswith("_id") or name == "title_id"
        },
        "confirmed": "yes",
        "requirements": "KR-LAS-FCAW\nKO-A2",
        "advantages": "BUDAYA-KR",
        **changes,
    }


def test_a_new_version_ends_the_one_before_on_its_first_day(cast):
    before = welding()
    made = adopt_standard(
        actor=cast.yusuf.actor, values=values(), requirements=["KR-LAS-FCAW", "KO-A2"], replaces=before
    )
    before.refresh_from_db()
    assert (before.valid_to, before.max_age, before.requirements.count()) == (FIRST_DAY, 45, 5)
    assert queries.versions_of(made) == [made, before]
    on = {
        day: queries.standard_for(country="KR", occupation="7212", on=day)
        for day in (date(2026, 12, 31), FIRST_DAY)
    }
    assert list(on.values()) == [before, made]
    events = Event.objects.filter(event__in=WRITTEN).values_list("event", "subject_key")
    assert set(events) == {
        ("competencies:standard:ended", str(before.pk)),
        ("competencies:standard:adopted", str(made.pk)),
    }


@pytest.mark.parametrize(
    ("changes", "requirements", "field"),
    [
        ({"source": "  "}, ["KO-A2"], "source"),
        ({"valid_from": None}, ["KO-A2"], "valid_from"),
        ({"valid_from": date(2024, 1, 1)}, ["KO-A2"], "valid_from"),
        ({}, [], "requirements"),
        ({}, ["KO-A2", "NO-SUCH"], "requirements"),
        ({"max_age": 12}, ["KO-A2"], "__all__"),
    ],
)
def test_a_version_that_does_not_hold_together_is_refused_and_nothing_changes(
    cast, changes, requirements, field
):
    before = welding()
    count = DestinationStandard.objects.count()
    with pytest.raises(ValidationError) as refusal:
        adopt_standard(
            actor=cast.yusuf.actor, values=values(**changes), requirements=requirements, replaces=before
        )
    assert field in refusal.value.error_dict
    before.refresh_from_db()
    assert before.valid_to is None
    assert DestinationStandard.objects.count() == count
    assert not Event.objects.filter(event__in=WRITTEN).exists()


def test_an_ended_version_cannot_be_replaced_again(cast):
    before = welding()
    adopt_standard(actor=cast.yusuf.actor, values=values(), requirements=["KO-A2"], replaces=before)
    with pytest.raises(ValidationError, match="sudah berakhir"):
        adopt_standard(
            actor=cast.yusuf.actor,
            values=values(valid_from=date(2028, 1, 1)),
            requirements=["KO-A2"],
            replaces=before,
        )


def test_only_the_ministry_and_the_administrator_adopt_standards(cast):
    for key in ("wulan", "gatot", "darmo", "hendra", "tuti", "anwar", "lestari", "ratna", "sari", "rini"):
        with pytest.raises(Refused):
            adopt_standard(actor=getattr(cast, key).actor, values=values(), requirements=["KO-A2"])
    assert not DestinationStandard.objects.filter(valid_from=FIRST_DAY).exists()
    adopt_standard(actor=cast.bayu.actor, values=values(), requirements=["KO-A2"])


def test_the_analyst_records_a_new_version_in_the_browser(cast, sign_in):
    before = welding()
    browser = sign_in(cast.yusuf)
    address = f"/competencies/standards/{before.pk}/revise/"
    form = browser.get(address).content.decode()
    assert "KO-A1 Bahasa Korea A1" in form
    answer = browser.post(
        address, posted(requirements="KR-LAS-FCAW Mengelas pelat\nKO-A2 Bahasa Korea A2\n\n")
    )
    made = DestinationStandard.objects.get(valid_from=FIRST_DAY)
    assert answer.status_code == 302
    assert answer["Location"] == f"/competencies/standards/{made.pk}/"
    assert (made.series, made.max_age, made.country_id) == ("KR-LAS", 40, "KR")
    assert {one.code for one in made.requirements.all()} == {"KR-LAS-FCAW", "KO-A2"}
    page = browser.get(answer["Location"]).content.decode()
    assert f"/competencies/standards/{before.pk}/" in page


def test_a_form_with_faults_keeps_what_was_typed_and_writes_nothing(cast, sign_in):
    before = welding()
    browser = sign_in(cast.yusuf)
    answer = browser.post(
        f"/competencies/standards/{before.pk}/revise/",
        posted(requirements="KO-A2\nNO-SUCH", source="", max_age="19"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "NO-SUCH" in page
    assert "Umur maksimum tidak boleh di bawah umur minimum." in page
    answer = browser.post(
        f"/competencies/standards/{before.pk}/revise/", posted(requirements="KO-A2\nNO-SUCH")
    )
    assert "Tidak ada kompetensi dengan kode NO-SUCH." in answer.content.decode()
    before.refresh_from_db()
    assert before.valid_to is None


def test_a_standard_for_a_new_destination_is_found_by_typing(cast, sign_in):
    browser = sign_in(cast.yusuf)
    answer = browser.post(
        "/competencies/standards/new/", posted(country="Hungaria (HU)", occupation="Juru las (7212)")
    )
    assert answer.status_code == 302
    assert DestinationStandard.objects.get(country="HU").occupation_id == "7212"


def test_others_do_not_reach_the_forms(cast, sign_in, client):
    before = welding()
    for address in ("/competencies/standards/new/", f"/competencies/standards/{before.pk}/revise/"):
        assert client.get(address).status_code == 302
        for key in ("wulan", "hendra", "sari", "ratna"):
            assert sign_in(getattr(cast, key)).post(address, posted()).status_code in {403, 404}, key
    assert not DestinationStandard.objects.filter(valid_from=FIRST_DAY).exists()
