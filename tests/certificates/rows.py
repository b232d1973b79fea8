"""A certificate, one of several issued at once, and a link that its holder shares: for the two sides of the world."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

DAY = date(2026, 1, 12)
NOW = datetime(2026, 1, 12, 1, tzinfo=UTC)


def certificates(assessment: Any, keeper: Any, mark: str) -> dict[str, Any]:
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.credentials import services as credentials
    from jalur.foundation.credentials.models import SigningKey
    from jalur.foundation.credentials.statement import new_code
    from jalur.journey.certificates.models import Certificate, Issuing, Series, Share, SignedForms
    from jalur.journey.certificates.services.issuance import statement_of
    from jalur.kit.vault import seal_bytes

    body = assessment.body
    if not SigningKey.objects.filter(issuer=body, state="active").exists():
        credentials.rotate_key(actor=SYSTEM, issuer=body, now=NOW)
    series = Series.objects.get_or_create(body=body, defaults={"prefix": f"{mark:Z>4}"[:4]})[0]
    series.last += 1
    series.save()
    one = Certificate(
        registration=f"{series.prefix}-{series.last:06d}",
        serial=series.last,
        code=new_code(),
        issuer=body,
        assessment=assessment,
        candidate=assessment.candidate,
        scheme=assessment.scheme,
        holder=assessment.candidate.person.name,
        decided_on=DAY,
        ends_on=DAY + timedelta(days=1095),
        recommended_by=assessment.recommended_by,
        decided_by=keeper,
        issued_by=keeper,
        issued_on=DAY,
        # What its other states need; while it holds it is shown nowhere.
        why="Contoh",
    )
    signed = credentials.sign(actor=SYSTEM, statement=statement_of(one), now=NOW)
    one.key, one.entry = signed.key, signed.entry
    one.issuing = Issuing.objects.create(
        body=body, asked_by=keeper, role="certification_manager", total=1, state="waiting"
    )
    one.save(force_insert=True)
    SignedForms.objects.create(
        certificate=one,
        open_badge=signed.open_badge,
        compact=signed.compact,
        sd_jwt_sealed=seal_bytes(
            signed.sd_jwt.encode(), table="certificates.signedforms", row=str(one.pk), field="sd_jwt"
        ),
    )
    shared = Share.objects.create(certificate=one, code=new_code(), shows=["name"], until=date(2099, 1, 1))
    return {"certificate": one, "issuing": one.issuing, "shared_link": shared}


def facts(one: SimpleNamespace, known: Any) -> dict[str, Any]:
    """What lies behind each of these, for the oracle."""
    body = one.certifier.pk
    of_her = {"person": one.person.pk, "regions": (one.person.residence_id,)}
    return {
        "certificate": known(**of_her, organisations=(body, one.provider.pk)),
        "own_certificate": known(person=one.person.pk),
        "issuing": known(organisations=(body,)),
    }
