"""A body with a key, people found competent, certificates: through the services, on top of tests/certification."""

from datetime import UTC, datetime, timedelta

from tests.certification import factories as assessing

MEETING = assessing.MEETING
NOW = datetime(2026, 1, 22, 8, tzinfo=UTC)


def key_of(body):
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.credentials import services

    return services.rotate_key(actor=SYSTEM, issuer=body, now=NOW - timedelta(days=1))


NIK = "3517075204010001"


def with_nik(person):
    """Sari of the cast has none on file."""
    from jalur.kit.vault import seal

    person.national_id_sealed = seal(NIK, table="people.person", row=str(person.pk), field="national_id")
    person.save(update_fields=["national_id_sealed"])


def competent(cast, made=None):
    """Sari, found competent by the body, which has a key."""
    made = made or assessing.make_body(cast)
    one = assessing.decide(cast, assessing.recommended(cast, made), "competent")
    key_of(made.body)
    return one


def issued(cast, one=None, **about):
    from jalur.journey.certificates import services

    one = one or competent(cast)
    plain = {"actor": cast.laras.actor, "now": NOW, "today": MEETING, **about}
    return services.issue(assessment=one, **plain)


def others(cast, made, count):
    """More people found competent, as rows: copied from Sari's, each of a person of her own."""
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.certification.models import Assessment

    like = Assessment.objects.get(candidate=cast.sari.person.candidate, state="competent")
    rows = []
    for number in range(count):
        person = Person.objects.create(
            name=f"Peserta Contoh {number:04d}",
            birth_date="2001-04-12",
            sex="F",
            residence_id=cast.sari.person.residence_id,
        )
        candidate = Candidate.objects.create(
            person=person, number=f"J-{number:04d}-C", education=4, available_from="2026-01-01"
        )
        columns = {
            name: getattr(like, name)
            for name in (
                "state",
                "body",
                "scheme",
                "day",
                "assessor",
                "result",
                "recommended_on",
                "recommended_by",
                "pleno",
                "decided_on",
                "decided_by",
                "expires_on",
            )
        }
        rows.append(Assessment.objects.create(candidate=candidate, **columns))
    return rows
