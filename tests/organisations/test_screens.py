from datetime import date
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.organisations import services
from jalur.foundation.organisations.messages import invitation_of
from jalur.foundation.organisations.models import Invitation, Licence, Membership, Organisation
from tests.mailbox import letters

DAY = date(2026, 1, 12)


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


@pytest.fixture
def licensed(cast):
    company = cast.lestari.organisation
    services.record_licence(
        actor=cast.yusuf.actor,
        organisation=company,
        kind="company_licence",
        number="SIP3MI-77",
        valid_from=date(2025, 1, 1),
        valid_to=date(2026, 1, 1),
    )
    return company


def test_anybody_asks_whether_a_company_is_real(licensed):
    """The licence of PT Jalan Contoh ran out on the first of January 2026."""
    visitor = Client()
    for day, title in (("2025-12-31", "notice-done"), ("2026-01-01", "notice-bad")):
        page = visitor.get(reverse("organisations:check"), {"q": "jalan contoh", "on": day}).content.decode()
        assert "PT Jalan Contoh" in page
        assert title in page
        assert "SIP3MI-77" in page
    nothing = visitor.get(reverse("organisations:check"), {"q": "PT Palsu Jaya"})
    assert nothing.context["matches"] == []
    assert 'class="empty"' in nothing.content.decode()


@pytest.fixture
def laju(cast):
    """A licensed company, and a training institute licensed for its own work, of the regency."""
    company = services.register_organisation(
        actor=cast.yusuf.actor,
        kind="placement_company",
        name="PT Laju Contoh Sejahtera",
        place=Place.objects.get(pk="35.17"),
        address="Jalan Contoh 7",
    )
    institute = cast.hendra.organisation
    for organisation, kind, number, actor in (
        (company, "company_licence", "SIP3MI 123/2024", cast.yusuf.actor),
        (institute, "provider_licence", "LPK-88/2024", cast.wulan.actor),
    ):
        services.record_licence(
            actor=actor, organisation=organisation, kind=kind, number=number, valid_from=date(2024, 1, 1)
        )
    return company


def looked_up(text):
    answer = Client().get(reverse("organisations:check"), {"q": text, "on": "2026-01-12"})
    assert answer.status_code == 200
    return answer, {match["organisation"].name: match for match in answer.context["matches"]}


@pytest.mark.parametrize(
    ("text", "likeness"),
    [
        *[(text, "name") for text in ("PT Laju Contoh Sejahtera", "pt. laju contoh sejahtera")],
        *[(text, "name") for text in ("P.T. Laju-Contoh Sejahtera", "Laju Contoh Sejahtera")],
        *[
            (text, "name")
            for text in (
                "PT.LAJU CONTOH SEJAHTERA",
                "P T Laju Contoh Sejahtera",
                "P. T. Laju, Contoh-Sejahtera",
            )
        ],
        *[
            (text, "similar")
            for text in ("CV Laju Contoh Sejahtera", "C.V.Laju Contoh Sejahtera", "UD. Laju Contoh Sejahtera")
        ],
        *[
            (text, "similar")
            for text in ("PT Laju Contoh Sejahtera Tbk", "PT Laju Contoh Sejahtera (Persero)")
        ],
        *[(text, "licence") for text in ("SIP3MI 123/2024", "sip3mi-123-2024", "'SIP3MI.123/2024")],
        *[
            (text, "similar")
            for text in ("Laju", "Sejahtera Laju Contoh, PT", "PT Lajuu Conto Sejahtra", "PT Laju Kontoh")
        ],
    ],
)
def test_a_licensed_company_is_found_however_it_is_written(laju, text, likeness):
    answer, found = looked_up(text)
    match = found[laju.name]
    assert match["likeness"] == likeness
    assert match["notice"].tone == "done"
    page = answer.content.decode()
    assert "Jalan Contoh 7" in page
    assert "SIP3MI 123/2024" in page
    assert [row.value for row in match["rows"] if "menempatkan" in row.label] == ["Ya"]
    assert bool(answer.context["cautions"]) == (likeness == "similar")


def test_who_is_licensed_for_other_work_may_not_place(laju, cast):
    answer, found = looked_up("LPK Cakap Contoh")
    notice = found[cast.hendra.organisation.name]["notice"]
    assert notice.tone == "info"
    assert "tidak untuk menempatkan" in notice.title
    assert "Tidak: hanya" in answer.content.decode()
    detail = Client().get(reverse("organisations:organisation", args=[cast.hendra.organisation.pk]))
    assert "tidak untuk menempatkan" in detail.content.decode()


@pytest.mark.parametrize("text", ["PT Palsu Jaya", "Zxqv", "SIP3MI 999/2024"])
def test_what_is_not_found_is_not_called_false(laju, text):
    answer, found = looked_up(text)
    assert found == {}
    assert "bukan berarti" in answer.content.decode()


def test_signs_alone_find_nobody(laju):
    assert looked_up("'-.")[1] == {}


def test_what_was_not_checked_against_the_law_is_no_verdict(cast):
    def standing(organisation, day="2026-01-12"):
        address = reverse("organisations:organisation", args=[organisation.pk])
        return Client().get(address, {"on": day}).context["notices"][0]

    company, institute = cast.lestari.organisation, cast.hendra.organisation
    assert (standing(company).tone, standing(institute).tone) == ("bad", "warn")
    assert "belum diperiksa" in standing(institute).text
    # The law is of the 22nd: of the day before nothing is known.
    assert (standing(company, "2017-11-22").tone, standing(company, "2017-11-21").tone) == ("bad", "info")


def test_the_register_is_public_and_names_no_member(licensed, cast):
    visitor = Client()
    page = visitor.get(reverse("organisations:list"), {"q": "SIP3MI-77"})
    assert [row.record.name for row in page.context["table"].page] == ["PT Jalan Contoh"]
    detail = visitor.get(reverse("organisations:organisation", args=[licensed.pk])).content.decode()
    assert "SIP3MI-77" in detail
    for personal in ("Bu Lestari", "lestari@"):
        assert personal not in detail
    assert visitor.get(reverse("organisations:members", args=[licensed.pk])).status_code == 302


def test_the_register_filters_by_standing(licensed, cast):
    visitor = Client()

    def names(**query):
        answer = visitor.get(reverse("organisations:list"), query)
        return {row.record.name for row in answer.context["table"].page}

    assert "PT Jalan Contoh" in names(standing="unlicensed")
    assert "PT Jalan Contoh" not in names(standing="licensed")
    Licence.objects.update(valid_to=None)
    assert "PT Jalan Contoh" in names(standing="licensed")
    assert "Disnaker Jombang" not in names(standing="unlicensed")


def test_the_register_asks_as_often_for_many_as_for_few(cast):
    counts = []
    for start, size in ((0, 10), (10, 990)):
        Organisation.objects.bulk_create(
            Organisation(name=f"LPK {start + place:04}", kind="training_provider", place_id="35.17")
            for place in range(size)
        )
        client = Client()
        client.get(reverse("organisations:list"), {"kind": "training_provider"})
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("organisations:list"), {"kind": "training_provider"})
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_ministry_records_and_revokes_in_the_browser(cast, sign_in):
    company, ministry = cast.lestari.organisation, sign_in(cast.yusuf)
    typed = {"kind": "company_licence", "number": "SIP3MI-1", "valid_from": "2025-01-01", "confirmed": "yes"}
    for key in ("wulan", "lestari", "hendra", "bayu", "sari"):
        answer = sign_in(getattr(cast, key)).post(
            reverse("organisations:new_licence", args=[company.pk]), typed
        )
        assert answer.status_code in (403, 404, 422), key
    assert not Licence.objects.exists()
    answer = ministry.post(reverse("organisations:new_licence", args=[company.pk]), typed)
    assert answer.status_code == 302
    licence = Licence.objects.get()
    assert (
        ministry.post(
            reverse("organisations:licence_step", args=[licence.pk, "revoke"]), {"on": "2024-01-01"}
        ).status_code
        == 422
    )
    revoked = {"on": "2026-01-12", "confirmed": "yes"}
    ministry.post(reverse("organisations:licence_step", args=[licence.pk, "revoke"]), revoked)
    licence.refresh_from_db()
    assert licence.revoked_on == DAY


def test_registering_editing_and_closing(cast, sign_in):
    desk = sign_in(cast.wulan)
    typed = {"kind": "training_provider", "name": "LPK Baru", "place": "35.17"}
    assert desk.post(reverse("organisations:register"), {**typed, "place": "35.08"}).status_code == 422
    assert not Organisation.objects.filter(name="LPK Baru").exists()
    assert desk.post(reverse("organisations:register"), typed).status_code == 302
    made = Organisation.objects.get(name="LPK Baru")
    address = reverse("organisations:organisation_step", args=[made.pk, "edit"])
    assert desk.post(address, {"name": "LPK Baru Jaya", "place": "35.17"}).status_code == 302
    assert desk.post(address, {"name": "LPK Baru Jaya", "place": "35"}).status_code == 422
    assert sign_in(cast.gatot).post(address, {"name": "Diambil"}).status_code == 404
    made.refresh_from_db()
    assert (made.name, made.place_id) == ("LPK Baru Jaya", "35.17")
    close = reverse("organisations:organisation_step", args=[made.pk, "close"])
    confirmed = {"on": "2026-01-12", "confirmed": "yes"}
    assert sign_in(cast.gatot).post(close, confirmed).status_code == 404
    assert desk.post(close, confirmed).status_code == 302
    reopen = reverse("organisations:organisation_step", args=[made.pk, "reopen"])
    assert desk.post(reopen, confirmed).status_code == 302
    made.refresh_from_db()
    assert made.closed_on is None


def test_a_manager_keeps_her_contact_and_nothing_that_moves_reach(cast, sign_in):
    own = cast.hendra.organisation
    manager = sign_in(cast.hendra)
    page = manager.get(reverse("organisations:organisation_step", args=[own.pk, "edit"])).content.decode()
    assert 'name="phone"' in page
    assert 'name="place"' not in page
    manager.post(
        reverse("organisations:organisation_step", args=[own.pk, "edit"]),
        {"name": own.name, "phone": "0321", "place": "35"},
    )
    own.refresh_from_db()
    assert (own.phone, own.place_id) == ("0321", "35.17")


def test_from_invitation_to_member_in_the_browser(cast, sign_in, django_capture_on_commit_callbacks):
    own, manager = cast.hendra.organisation, sign_in(cast.hendra)
    with django_capture_on_commit_callbacks(execute=True):
        answer = manager.post(
            reverse("organisations:invite", args=[own.pk]),
            {"email": "rini@contoh.example", "role": "instructor"},
        )
    assert answer.status_code == 302
    [letter] = letters()
    link = next(word for word in letter.body.split() if "/organisations/invitations/" in word)
    page = manager.get(reverse("organisations:members", args=[own.pk])).content.decode()
    assert "/organisations/invitations/" in page
    assert link not in page, "only the mailbox proves the address"
    path = urlsplit(link).path
    assert Client().get(path).status_code == 302
    wrong = sign_in(cast.sari).post(path)
    assert wrong.status_code == 422
    rini = sign_in(cast.rini)
    assert "LPK Cakap Contoh" in rini.get(path).content.decode()
    assert rini.post(path).status_code == 302
    assert Membership.objects.filter(user=cast.rini.user, organisation=own, role="instructor").exists()


def test_a_forged_link_is_not_found(cast, sign_in):
    assert sign_in(cast.rini).get(reverse("organisations:invitation", args=["x:y"])).status_code == 404


@pytest.mark.parametrize("key", ["wulan", "gatot", "lestari", "tuti", "sari", "rini", "yusuf"])
def test_members_are_nobody_elses_business(cast, sign_in, key):
    own = cast.hendra.organisation
    client, events = sign_in(getattr(cast, key)), Event.objects.count()
    for name in ("members", "invite", "hand_over"):
        answer = client.get(reverse(f"organisations:{name}", args=[own.pk]))
        assert answer.status_code in (403, 404)
        assert "Bu Tuti" not in answer.content.decode() or key == "tuti"
    typed = {"email": "x@contoh.example", "role": "instructor"}
    assert client.post(reverse("organisations:invite", args=[own.pk]), typed).status_code in (403, 404)
    tuti = Membership.objects.get(user=cast.tuti.user)
    assert client.post(reverse("organisations:member_step", args=[tuti.pk, "end"])).status_code in (403, 404)
    assert not Invitation.objects.exists()
    assert Event.objects.count() == events


def test_leaving_ending_and_handing_over_in_the_browser(cast, sign_in):
    own, manager = cast.hendra.organisation, sign_in(cast.hendra)
    mine = Membership.objects.get(user=cast.hendra.user)
    tuti = Membership.objects.get(user=cast.tuti.user)
    refused = manager.post(reverse("organisations:leave"), {"membership": str(mine.pk)})
    assert refused.status_code == 422
    assert manager.post(reverse("organisations:leave"), {"membership": str(tuti.pk)}).status_code == 422
    assert tuti.is_in_force(DAY)
    handed = manager.post(reverse("organisations:hand_over", args=[own.pk]), {"to": str(tuti.pk)})
    assert handed.status_code == 302
    left = sign_in(cast.hendra).post(reverse("organisations:leave"), {"membership": str(mine.pk)})
    assert left.status_code == 302
    assert [one.user_id for one in Membership.objects.filter(organisation=own).in_force(DAY)] == [
        cast.tuti.user.pk
    ]


def test_a_role_is_changed_and_the_last_keeper_stays(cast, sign_in):
    manager = sign_in(cast.hendra)
    tuti, mine = (Membership.objects.get(user=one.user) for one in (cast.tuti, cast.hendra))
    address = reverse("organisations:member_step", args=[tuti.pk, "change"])
    assert manager.post(address, {"role": "administrator"}).status_code == 422
    assert manager.post(address, {"role": "training_manager"}).status_code == 302
    tuti.refresh_from_db()
    assert tuti.role == "training_manager"
    own = reverse("organisations:member_step", args=[mine.pk, "change"])
    assert manager.post(own, {"role": "training_manager"}).status_code == 422
    mine.refresh_from_db()
    assert mine.is_administrator
    assert invitation_of("nonsense") is None
