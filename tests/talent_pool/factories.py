"""People in the pool as tests need them."""

from datetime import date, timedelta

from django.utils import timezone

from tests.cast import JOMBANG, VILLAGE

TODAY = date(2026, 1, 12)
UNTIL = TODAY + timedelta(days=90)
SKILL = "C.24LAS01.001.1"


def can(candidate, *codes):
    """An official has seen it."""
    from jalur.journey.candidates.models import HeldCompetency

    for code in codes:
        HeldCompetency.objects.create(
            candidate=candidate, competency_id=code, evidence="certificate", confirmed_at=timezone.now()
        )
    return candidate


def neighbour(mark, *, codes=(SKILL,), residence=VILLAGE):
    """Another candidate."""
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate

    person = Person.objects.create(
        name=f"Kenanga Contoh {mark}", birth_date=date(2000, 3, 1), sex="F", residence_id=residence
    )
    made = Candidate.objects.create(
        person=person, number=f"J-TET{mark}-0001"[:12], education=2, available_from=TODAY
    )
    return can(made, *codes)


def join(cast, candidate, *, actor=None, purposes=("companies", "programmes"), until=UNTIL):
    from jalur.foundation.accounts.access import herself
    from jalur.journey.talent_pool import services
    from jalur.journey.talent_pool.models import Consent

    return services.give_consent(
        actor=actor or herself(candidate.person_id),
        consent=Consent(candidate=candidate, purposes=list(purposes), until=until),
        today=TODAY,
    )


def request_for(cast, consent, order, *, message="Kami mencari juru las.", seeker=None):
    from jalur.journey.talent_pool.models import Request

    return Request(consent=consent, seeker=seeker or cast.lestari.organisation, order=order, message=message)


def ask(cast, consent, order, **changes):
    from jalur.journey.talent_pool import services

    return services.send_request(
        actor=cast.lestari.actor, request=request_for(cast, consent, order, **changes), today=TODAY
    )


__all__ = ["JOMBANG", "SKILL", "TODAY", "UNTIL", "ask", "can", "join", "neighbour", "request_for"]
