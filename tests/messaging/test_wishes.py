"""What everybody says of how Jalur reaches her, and of what she does not want to hear."""

from datetime import date

import pytest

from jalur.foundation.messaging import kinds, services
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.models import Preference

pytestmark = pytest.mark.django_db
OPTIONAL = MessageKind(
    key="tests:day",
    title="Hari",
    subject="Hari penting",
    text="Datanglah.",
    link=lambda key: f"/tests/{key}/",
    is_needed=False,
)


@pytest.mark.parametrize(
    "key", ["wulan", "darmo", "hendra", "tuti", "lestari", "ratna", "yusuf", "bayu", "rini"]
)
def test_everybody_says_how_and_what_not(cast, key, sms, sign_in):
    member = getattr(cast, key)
    client = sign_in(member)
    page = client.get("/messaging/preferences/").content.decode()
    assert "due:soon" in page
    assert "proposals:offered" not in page
    assert 'value="paper"' not in page
    form = {"channel": "email", "language": "en", "quiet_since": "18:00", "quiet_until": "09:00"}
    assert (
        client.post("/messaging/preferences/", form | {"unwanted": ["due:soon"]})["Location"] == "/account/"
    )
    [wish] = Preference.objects.all()
    assert (wish.to_table, wish.to_key) == ("accounts.user", str(member.user.pk))
    soon = kinds.kind_of("due:soon")
    assert services.tell(soon, to=member.user, about=member.user, count=3, day=date(2026, 2, 1)) is None


def test_a_candidate_is_asked_of_no_offices_work(cast, monkeypatch, sign_in):
    own = f"/messaging/preferences/{cast.sari.person.pk}/"
    for client, address in ((sign_in(cast.sari), "/messaging/preferences/"), (sign_in(cast.wulan), own)):
        page = client.get(address).content.decode()
        assert "due:soon" not in page
        assert "tasks:told" not in page
    monkeypatch.setitem(kinds._kinds, OPTIONAL.key, OPTIONAL)
    assert OPTIONAL.key in sign_in(cast.sari).get("/messaging/preferences/").content.decode()


def test_an_officer_sets_nobody_elses_account(cast, sign_in):
    client = sign_in(cast.wulan)
    form = {"channel": "email", "language": "en", "quiet_since": "18:00", "quiet_until": "09:00"}
    assert client.post(f"/messaging/preferences/{cast.tuti.user.pk}/", form).status_code == 404
    assert not Preference.objects.exists()
