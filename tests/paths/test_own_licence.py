"""An organisation whose licence is not in force reads so at home: since when, what follows, where to ask."""

import re
from datetime import date

import pytest

from jalur.foundation.organisations.models import Licence

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 12)
FOLLOWS = {
    "lestari": ("company_licence", "tidak ada yang dapat diajukan kepada atase.*kementerian"),
    "hendra": ("provider_licence", "Disnaker kabupaten"),
}


@pytest.fixture
def needs_of(cast, sign_in, settings):
    settings.TODAY = TODAY

    def read(who):
        address = f"/organisations/{getattr(cast, who).organisation.pk}/"
        return [need for need in sign_in(getattr(cast, who)).get("/").context["needs"] if need.url == address]

    return read


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"suspended_on": "2026-01-05"}, "Izin SIP-1 lembaga Anda dibekukan sejak 5 Januari 2026"),
        ({"revoked_on": "2026-01-05"}, "Izin SIP-1 lembaga Anda dicabut pada 5 Januari 2026"),
        ({"valid_to": "2026-01-05"}, "Izin SIP-1 lembaga Anda berakhir pada 5 Januari 2026"),
        ({"valid_from": "2026-01-20"}, "Izin SIP-1 lembaga Anda baru berlaku mulai 20 Januari 2026"),
        ({"suspended_on": "2026-01-05", "lifted_on": "2026-01-12"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("who", FOLLOWS)
def test_it_is_said_at_home(cast, needs_of, who, days, said):
    kind, follows = FOLLOWS[who]
    given = {"valid_from": "2025-01-01", **days}
    Licence.objects.create(organisation=getattr(cast, who).organisation, kind=kind, number="SIP-1", **given)
    needs = needs_of(who)
    assert [need.label for need in needs] == ([said] if said else [])
    lapsed = {"suspended_on", "revoked_on", "valid_to"} & days.keys()
    for need in needs:
        assert ("kelas Anda ditahan" in need.hint) == (who == "hendra" and bool(lapsed)), (
            "as classes are held"
        )
        assert re.search(follows, need.hint), need.hint
    assert "SIP-1" not in " ".join(need.label for need in needs_of("wulan"))


@pytest.mark.parametrize("who", FOLLOWS)
def test_none_at_all_is_said_too(needs_of, who):
    (need,) = needs_of(who)
    assert need.label == "Izin lembaga Anda belum tercatat"


def test_the_day_on_which_it_holds_again_is_said(cast, needs_of):
    Licence.objects.create(
        organisation=cast.lestari.organisation,
        kind="company_licence",
        number="SIP-1",
        valid_from="2025-01-01",
        suspended_on="2026-01-05",
        lifted_on="2026-02-01",
    )
    (need,) = needs_of("lestari")
    assert need.hint.startswith("Izin berlaku lagi mulai 1 Februari 2026.")
