"""A dozen people who agreed to be found; PT Laju Contoh waits for one's answer, and another has said yes."""

from datetime import timedelta

from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import Reservation
from jalur.journey.talent_pool import queries, services
from jalur.journey.talent_pool.models import Consent, Purpose, Request

PEOPLE = 12
MESSAGE = (
    "Kami mencari orang untuk permintaan ini. Bacalah gaji dan biayanya, lalu jawab ya atau tidak (contoh)."
)


def load(sari: Actor, company: Actor, officer: Actor) -> None:
    """Through the services, as Sari, Bu Wulan with those who have no account, and Bu Lestari would."""
    consents = [
        services.give_consent(
            actor=officer if at else sari,
            consent=Consent(
                candidate=candidate,
                purposes=[Purpose.COMPANIES] if at % 4 == 1 else Purpose.values,
                until=TODAY + timedelta(days=60 + 20 * at),
            ),
            today=TODAY,
        )
        for at, candidate in enumerate(people(sari))
    ]
    orders = queries.orders_to_ask_for(company, TODAY).order_by("number")[:2]
    asked = [
        services.send_request(
            actor=company,
            request=Request(consent=consent, seeker_id=company.organisation_id, order=order, message=MESSAGE),
            today=TODAY,
        )
        for consent, order in zip(consents, orders, strict=False)
    ]
    other = asked[-1]
    services.agree_to_request(actor=officer, request=other, today=TODAY)


def people(sari: Actor) -> list[Candidate]:
    """Sari first, then others of Jombang who can join and have no opening yet."""
    held = Reservation.objects.held().order_by().values("candidate")
    rows = Candidate.objects.current().select_related("person__residence").exclude(pk__in=held)
    near = rows.filter(home__startswith="35.17", person__account=None).order_by("number")
    found = [rows.get(person=sari.person_id)]
    for one in near.iterator(chunk_size=100):
        if len(found) == PEOPLE:
            break
        if not queries.lacks(one, TODAY):
            found.append(one)
    return found
