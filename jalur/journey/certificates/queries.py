"""Reads about certificates: who waits for one, what is behind a code, what whoever checks is told."""

import base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.credentials import reading
from jalur.foundation.credentials.models import BELIEVED, SigningKey, StatusEntry
from jalur.foundation.credentials.queries import active_key
from jalur.foundation.credentials.shapes import sd_jwt
from jalur.foundation.credentials.statement import Form, Statement
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certificates import rules
from jalur.journey.certificates.models import Certificate, Share, SignedForms, State
from jalur.journey.certificates.rules import NOTHING, Answer, Asked
from jalur.journey.certification import queries as certification
from jalur.journey.certification.models import Assessment, AssessmentDay, AssessmentQuerySet, Pleno, Scheme
from jalur.journey.certification.models import State as ResultState

ENDING = timedelta(days=92)


def waiting(body: Any, *, day: AssessmentDay | None = None, pleno: Pleno | None = None) -> AssessmentQuerySet:
    """Those of a body who were decided competent and have no certificate yet."""
    rows = Assessment.objects.filter(body=body, state=ResultState.COMPETENT, certificates=None)
    rows = rows.filter(day=day) if day else rows
    return rows.filter(pleno=pleno) if pleno else rows


def spent() -> QuerySet[Any]:
    """Assessments whose certificate was revoked: they give nothing any more."""
    return Certificate.objects.filter(state=State.REVOKED).order_by().values("assessment")


def ending(rows: Any, today: date) -> Any:
    """Of certificates those that run out within three months."""
    return rows.filter(state=State.VALID, ends_on__gt=today, ends_on__lte=today + ENDING)


def checks_of(certificate: Certificate, months: int = 12) -> list[tuple[date, int]]:
    """Month → how often somebody looked at it, the newest first."""
    rows = certificate.checks.order_by("-month").values_list("month", "count")
    return list(rows[:months])


def checked_since(certificates: list[Any], since: date) -> dict[Any, int]:
    """Certificate → how often somebody looked at it since a month."""
    rows = Certificate.objects.filter(pk__in=certificates, checks__month__gte=since).order_by("pk")
    return dict(rows.annotate(seen=Sum("checks__count")).values_list("pk", "seen"))


@dataclass(frozen=True)
class Found:
    """What whoever checks is told: the answer, and what may be shown of the certificate with it.

    shows: of `Shown`, what may be shown beside whether it holds; all of it for whoever has the certificate itself.
    """

    answer: Answer
    certificate: Certificate | None = None
    shows: frozenset[str] = frozenset()
    statement: Statement | None = None
    issuer: str = ""
    until: date | None = None

    @property
    def is_named(self) -> bool:
        """Whether it tells whose the certificate is."""
        return self.statement is not None or "name" in self.shows

    @property
    def ends_on(self) -> date | None:
        """First day in Jakarta on which it counts no more."""
        if self.statement is None:
            return self.certificate.ends_on if self.certificate else None
        ends = self.statement.ends
        return ends.astimezone(timezone.get_default_timezone()).date() if ends else None


EVERYTHING = frozenset({"name", "number", "skill", "units", "dates"})
UNKNOWN = Found(Answer.UNKNOWN)


def _rows() -> QuerySet[Certificate]:
    return Certificate.objects.select_related(
        "scheme", "issuer", "forms", "assessment__assessor", "assessment__day__place"
    )


def with_code(code: str, *, now: datetime, today: date) -> Found:
    """What is behind the code of a link. Unknown codes and links that show nothing any more are looked for alike."""
    own = Certificate.objects.filter(code=code).values_list("pk", flat=True).first()
    share = Share.objects.open(today).filter(code=code).first()
    if own is None and share is None:
        return UNKNOWN
    certificate = _rows().get(pk=own or share.certificate_id)
    answer = answer_of(certificate, now=now)
    if own is not None:
        return Found(answer, certificate, EVERYTHING)
    return Found(answer, certificate, frozenset(share.shows), until=share.until)


def with_number(number: str, name: str, *, now: datetime) -> Found:
    """Whether what is behind a number holds, for whoever also knows the name on it; no more than that.

    A number alone can be counted on and says nothing; and what a shared link once told is no key to the rest for ever.
    """
    certificate = _rows().filter(registration=number).first()
    if certificate is None or not rules.same_name(certificate.holder, name):
        return UNKNOWN
    return Found(answer_of(certificate, now=now), certificate, frozenset({"name"}))


def with_text(raw: str | bytes, *, now: datetime) -> Found:
    """What a signed text or file says, and whether it still holds. What it shows is what its bearer showed."""
    read = reading.read(raw, now=now)
    if read.verdict == "issuer_unknown":
        return UNKNOWN
    if read.verdict == "forged" or read.statement is None:
        return Found(Answer.FORGED if read.form else Answer.UNREADABLE)
    certificate = _rows().filter(code=read.statement.code).first()
    if certificate is None:
        return UNKNOWN
    if read.verdict == "list_unreachable":
        return Found(Answer.UNREACHABLE, statement=read.statement, issuer=certificate.issuer.name)
    answer = _with_path(certificate, Answer(read.verdict))
    if read.form == Form.COMPACT:  # the code is in it, so all that the link shows
        return Found(answer, certificate, EVERYTHING)
    return Found(answer, certificate, statement=read.statement, issuer=certificate.issuer.name)


def looked_up(asked: Asked, name: str, *, now: datetime, today: date) -> Found:
    """What is behind whatever somebody typed: a link or code, a number with the name beside it, a signed text."""
    if asked.code:
        return with_code(asked.code, now=now, today=today)
    if asked.number:
        return with_number(asked.number, name, now=now)
    return with_text(asked.text, now=now)


def answer_of(certificate: Certificate, *, now: datetime) -> Answer:
    """What its signature, its list and the path together say now."""
    read = reading.read(certificate.forms.compact, now=now)
    if read.verdict in ("forged", "issuer_unknown"):
        return Answer.FORGED
    return _with_path(certificate, Answer(read.verdict))


def _with_path(certificate: Certificate, answer: Answer) -> Answer:
    """The two answers that only the path knows: another one took its place, the body might not assess that day."""
    if answer == Answer.REVOKED:
        return Answer.REPLACED if certificate.state == State.REPLACED else Answer.REVOKED
    return Answer.NOT_AUTHORISED if is_unauthorised(certificate) else answer


def is_unauthorised(certificate: Certificate) -> bool:
    """Whether licence or scheme did not hold on the day, or assessor or place did not and the body has not looked at it again."""
    one, body, scheme = certificate.assessment, certificate.issuer, certificate.scheme
    assert one.day is not None  # a decided assessment has both
    assert one.assessor is not None
    on = one.day.day
    if one.upheld_on is not None:
        return bool(certification.body_faults(body, scheme, on))
    return bool(
        certification.day_faults(body=body, scheme=scheme, assessor=one.assessor, place=one.day.place, on=on)
    )


def sd_jwt_with(certificate: Certificate, personal: Collection[str]) -> str:
    """Her SD-JWT with her name and of what else can be disclosed only what she chose."""
    return sd_jwt.show(forms_of(certificate).sd_jwt(), {sd_jwt.NAME, *personal})


def shown(found: Found) -> dict[str, Any]:
    """What may be read beside the answer, wherever it is given: of a text what its bearer showed, else what the link shows."""
    if found.answer in NOTHING:
        return {}
    if found.statement is not None:
        return _said(found, found.statement)
    one = found.certificate
    assert one is not None
    kept: dict[str, Any] = {"issuer": one.issuer.name}
    if "name" in found.shows:
        kept["name"] = one.holder
    if "number" in found.shows:
        kept["number"] = one.registration
        kept["accompanies"] = f"BNSP {one.blank}" if one.blank else ""
    if "skill" in found.shows:
        kept |= {"title": one.scheme.title, "scheme": one.scheme.code}
    if "units" in found.shows:
        kept["units"] = [title for _code, title in units_of(one.scheme)]
    if "dates" in found.shows:
        kept |= {"decided_on": one.decided_on, "ends_on": one.ends_on}
    if found.until is not None:
        kept["until"] = found.until
    return kept


def _said(found: Found, said: Statement) -> dict[str, Any]:
    return {
        "name": said.holder,
        "title": said.title,
        "scheme": said.scheme,
        "units": [title or code for code, title in said.units],
        "issuer": found.issuer,
        "number": said.number,
        "decided_on": said.decided,
        "ends_on": found.ends_on,
        "accompanies": said.accompanies,
        **said.personal,
    }


def known(now: datetime) -> dict[str, Any]:
    """Of every body the keys that are to be believed, and which places of its lists are marked: no name, no code."""
    issuers: dict[Any, dict[str, Any]] = {}
    for key in SigningKey.objects.filter(state__in=BELIEVED).select_related("issuer").order_by("kid"):
        one = issuers.setdefault(key.issuer_id, {"name": key.issuer.name, "keys": {}, "marks": {}})
        one["keys"][key.kid] = base64.b64encode(bytes(key.public)).decode()
    marked = Q(is_revoked=True) | Q(is_suspended=True)
    doubted = Certificate.objects.all().in_doubt().order_by().values("entry")
    rows = StatusEntry.objects.filter(marked | Q(pk__in=doubted)).order_by("list", "index")
    for issuer, number, index, is_revoked, is_suspended in rows.values_list(
        "list__issuer", "list__number", "index", "is_revoked", "is_suspended"
    ):
        if issuer not in issuers:
            continue
        marks = issuers[issuer]["marks"].setdefault(
            number, {"revoked": [], "suspended": [], "unauthorised": []}
        )
        kind = "revoked" if is_revoked else "suspended" if is_suspended else "unauthorised"
        marks[kind].append(index)
    return {"at": now.isoformat(), "issuers": list(issuers.values())}


def forms_of(certificate: Certificate) -> SignedForms:
    return SignedForms.objects.get(certificate=certificate)


def what_hinders(assessment: Assessment) -> list[str]:
    """Why no certificate can be issued for an assessment, in sentences; none where it can."""
    if assessment.state != ResultState.COMPETENT:
        return [_("Only who was decided competent gets a certificate.")]
    found = certification.faults_of(assessment)
    if assessment.pleno is None:
        found.append(_("The minutes of the decision are missing."))
    if assessment.decided_by_id in (None, assessment.recommended_by_id):
        found.append(_("It was not decided by somebody else than who assessed."))
    return found


def units_of(scheme: Scheme) -> tuple[tuple[str, str], ...]:
    return tuple(scheme.units.order_by("position", "pk").values_list("code", "title"))


def counts_of(body: Organisation, today: date) -> Mapping[str, int]:
    """What a body has to do with its certificates."""
    own = Certificate.objects.filter(issuer=body)
    return {
        "waiting": waiting(body).count(),
        "keyless": int(active_key(body.pk) is None),
        "doubt": own.in_doubt().count(),
        "suspended": own.filter(state=State.SUSPENDED).count(),
        "ending": ending(own, today).count(),
        "holding": own.holding(today).count(),
    }
