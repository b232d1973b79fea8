"""The link of an offer: for whoever holds it and knows her birth date, and for nobody who guesses."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history.models import Event
from jalur.foundation.people import services as people
from jalur.foundation.rulebook.models import CostRule
from jalur.journey.job_orders.models import Reservation
from jalur.journey.training.words import who_pays
from jalur.kit.dates import begins
from jalur.proposals import services
from jalur.proposals.decisions.messages import answer_token
from jalur.proposals.decisions.services.link import MOST_GUESSES
from jalur.proposals.models import Proposal
from tests.proposals.factories import TODAY
from tests.proposals.pages import page, text

DAY = timedelta(days=1)
BORN, WRONG = "2000-05-01", "2000-05-02"


@pytest.fixture
def offered(cast, settings, proposal):
    settings.TODAY = TODAY
    services.offer(actor=cast.wulan.actor, proposal=proposal, today=TODAY)
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def address(offered):
    return reverse("proposals:answer", args=[answer_token(offered)])


def state(proposal):
    proposal.refresh_from_db()
    return proposal.state, proposal.answered_how, Reservation.objects.held().count()


def test_the_officer_has_the_link_to_hand_over(cast, offered, address, sign_in):
    assert address in text(page(sign_in(cast.wulan), "proposal", offered.pk))


def test_nothing_is_shown_before_the_question_is_answered(client, offered, address):
    shown = text(client.get(address))
    for secret in (offered.candidate.person.name, offered.order.title, offered.order.number, "T-WELD"):
        assert secret not in shown
    for verb in ("accept", "decline"):
        answer = client.post(f"{address}{verb}/", {"reason": "family"})
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert state(offered) == ("offered", "", 1)


def test_she_says_yes_by_the_link_and_thinks_better_of_it(cast, client, offered, address):
    shown = text(client.post(address, {"birth_date": BORN}, follow=True))
    assert offered.order.title in shown
    assert "Ya, saya ambil jalur ini" in shown
    shown = text(client.post(f"{address}accept/", follow=True))
    assert state(offered) == ("accepted", "link", 1)
    assert "sendiri, melalui tautan" in shown
    event = Event.objects.get(event="proposals:proposal:accepted")
    assert (event.user, event.role, event.detail) == (None, "candidate", {"how": "link"})
    client.post(f"{address}undo/")
    assert state(offered) == ("proposed", "", 0)


def test_she_says_no_by_the_link(client, offered, address):
    client.post(address, {"birth_date": BORN})
    assert client.post(f"{address}decline/", {}).status_code == 422
    assert state(offered) == ("offered", "", 1)
    client.post(f"{address}decline/", {"reason": "family"})
    assert state(offered) == ("refused", "link", 0)


def test_guesses_are_counted_for_all_browsers_together(client, offered, address):
    for _guess in range(MOST_GUESSES):
        answer = Client().post(address, {"birth_date": WRONG}, follow=True)
        assert "Ini bukan tanggal lahir" in text(answer)
    assert Event.objects.filter(event="proposals:link:closed").count() == 1
    answer = client.post(address, {"birth_date": BORN})
    assert answer.status_code == 422
    assert "Tautan ini ditutup" in text(answer)
    assert offered.order.title not in text(client.get(address))
    assert state(offered) == ("offered", "", 1)


def test_another_offer_has_another_link(cast, client, offered, address):
    services.take_back(actor=cast.wulan.actor, proposal=offered, today=TODAY)
    assert client.get(address).status_code == 404
    services.offer(actor=cast.wulan.actor, proposal=offered, today=TODAY)
    assert client.get(address).status_code == 404
    assert client.get(address.replace("answer/", "answer/x")).status_code == 404


def test_who_opened_one_link_has_not_opened_another(cast, client, offered, address, run):
    client.post(address, {"birth_date": BORN})
    other = run.proposals.exclude(pk=offered.pk).first()
    services.offer(actor=cast.wulan.actor, proposal=other, today=TODAY)
    other.refresh_from_db()
    elsewhere = reverse("proposals:answer", args=[answer_token(other)])
    assert other.order.title not in text(client.get(elsewhere))
    client.post(f"{elsewhere}accept/")
    assert state(other)[0] == "offered"


def test_the_officer_prints_a_slip_that_says_nothing_of_anybody(cast, offered, address, sign_in):
    slip = reverse("proposals:answer_slip", args=[offered.pk])
    assert slip in text(page(sign_in(cast.wulan), "proposal", offered.pk))
    shown = text(sign_in(cast.wulan).get(slip))
    assert "<svg" in shown
    assert address in shown
    assert "19 Januari 2026" in shown
    main = shown[shown.index("<h1") : shown.index("</main>")]
    for secret in (offered.candidate.person.name, offered.candidate.number, offered.order.title):
        assert secret not in main
    assert sign_in(cast.gatot).get(slip).status_code == 404
    services.take_back(actor=cast.wulan.actor, proposal=offered, today=TODAY)
    assert sign_in(cast.wulan).get(slip).status_code == 302


def test_the_message_is_ready_with_the_link_alone(cast, offered, address, sign_in):
    person = offered.candidate.person
    rows = {
        row.label: row
        for row in page(sign_in(cast.wulan), "proposal", offered.pk).context["decision"].summary
    }
    assert "Lewat WhatsApp" not in rows, "without a number nothing is sent"
    people.edit_person(actor=SYSTEM, person=person, today=TODAY, phone="0812 3456 7890")
    rows = {
        row.label: row
        for row in page(sign_in(cast.wulan), "proposal", offered.pk).context["decision"].summary
    }
    url = urlsplit(rows["Lewat WhatsApp"].action.url)
    message = parse_qs(url.query)["text"][0]
    assert (url.netloc, url.path) == ("wa.me", "/6281234567890")
    assert message.endswith(address)
    assert not [word for word in person.name.split() if word in message]


@pytest.mark.parametrize(
    ("said_on", "sentence"),
    [(TODAY + DAY, ""), (TODAY - DAY, "belum ada tawaran")],
)
@pytest.mark.parametrize(
    ("verb", "sent"),
    [("record_yes", {"answered_how": "spoken"}), ("record_no", {"how": "spoken", "reason": "family"})],
)
def test_an_answer_was_given_while_the_offer_stood(cast, offered, sign_in, verb, sent, said_on, sentence):
    Proposal.objects.filter(pk=offered.pk).update(offered_at=begins(TODAY))
    step = reverse("proposals:proposal_step", args=[offered.pk, verb])
    answer = sign_in(cast.wulan).post(step, {**sent, "said_on": said_on.isoformat()})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert state(offered) == ("offered", "", 1)


def test_an_answer_written_down_later_keeps_the_day_it_was_given(cast, offered, sign_in, settings):
    Proposal.objects.filter(pk=offered.pk).update(offered_at=begins(TODAY))
    settings.TODAY = TODAY + 2 * DAY
    step = reverse("proposals:proposal_step", args=[offered.pk, "record_yes"])
    sent = {"answered_how": "paper", "said_on": (TODAY + DAY).isoformat()}
    assert sign_in(cast.wulan).post(step, sent).status_code == 302
    offered.refresh_from_db()
    assert (offered.answered_on, offered.decided_on) == (TODAY + DAY, TODAY + 2 * DAY)
    assert "13 Januari 2026" in text(page(sign_in(cast.wulan), "proposal", offered.pk))


@pytest.mark.parametrize("may_pay", [False, True, None])
def test_who_pays_for_the_classes_is_said_alike_by_the_offer_and_by_the_job(
    cast, client, offered, address, sign_in, may_pay
):
    order = offered.order
    if may_pay is not None:
        kept = CostRule.objects.filter(item="PELATIHAN").first()
        kept.pk, kept.occupation_id, kept.worker_may_pay = None, order.occupation_id, may_pay
        kept._state.adding = True
        kept.save()
    sentence = who_pays(order.occupation_id, TODAY)
    job = text(client.get(reverse("job_orders:order", args=[order.number])))
    by_link = text(client.post(address, {"birth_date": BORN}, follow=True))
    of_the_office = text(page(sign_in(cast.wulan), "proposal", offered.pk))
    for shown in (job, by_link, of_the_office):
        assert sentence in shown
        assert "penyelenggara kelas" not in shown
