from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.example import Example, Write, about, call, change, fixed


def waits(side: SimpleNamespace, member: Any) -> None:
    """Somebody was decided competent and has no certificate yet."""
    from jalur.journey.certification.models import Assessment

    of = side.assessment
    columns = ("candidate", "body", "scheme", "day", "assessor", "recommended_on", "recommended_by", "pleno")
    side.waiting = Assessment.objects.create(
        code=f"{of.code}-W",
        state="competent",
        result="competent",
        decided_on=of.decided_on,
        decided_by=of.decided_by,
        **{name: getattr(of, name) for name in columns},
    )


def competent(side: SimpleNamespace, member: Any) -> None:
    change("assessment", state="competent", result="competent")(side, member)


def in_state(state: str) -> Any:
    return change("certificate", state=state)


def _waiting(side: SimpleNamespace) -> dict[str, Any]:
    return {"code": getattr(side, "waiting", side.assessment).code}


NUMBER = {"registration": "certificate.registration"}
OPENS = {
    "certificate_link": Example("", lambda side: {"code": side.certificate.code}),
    "certificates:kept_page": fixed(language="id"),
    "certificates:issue": Example("certifier", _waiting),
    "certificates:issuing": about("issuing", pk="issuing.pk"),
    "certificates:issuing_step/cancel": about("issuing", pk="issuing.pk"),
    "certificates:certificate": about("certificate", **NUMBER),
    "certificates:pdf": about("certificate", **NUMBER),
    "certificates:share": about("own_certificate", **NUMBER),
    "certificates:stop_sharing": about("own_certificate", pk="shared_link.pk"),
    **{f"certificates:{name}": about("own_certificate", **NUMBER) for name in ("files", "badge", "picture")},
    **{
        f"certificates:certificate_step/{verb}": about("certificate", **NUMBER)
        for verb in ("suspend", "resume", "revoke", "replace")
    },
}
WRITES = {
    "certificates:check": Write({"what": "Z" * 26}, changes=False),
    "certificates:check_list": Write(
        lambda side: {"file": SimpleUploadedFile("daftar.csv", side.certificate.code.encode())}
    ),
    "certificates:issue_many": Write({"of": "all"}, before=waits),
    "certificates:issue": Write(lambda side: {"blank": side.blank.number}, before=waits),
    "certificates:issuing_step/cancel": Write(),
    "certificates:pdf": Write(),
    "certificates:share": Write({"shows": ["name"]}),
    "certificates:stop_sharing": Write(),
    "certificates:files": Write(),
    "certificates:badge": Write(),
    "certificates:picture": Write(),
    "certificates:certificate_step/suspend": Write({"why": "Contoh"}),
    "certificates:certificate_step/resume": Write(before=in_state("suspended")),
    "certificates:certificate_step/revoke": Write({"why": "Contoh"}),
    "certificates:certificate_step/replace": Write({"why": "Contoh"}, before=competent),
}
CALLS = {
    "certificates_show_certificate": call("certificate", number="certificate.registration"),
    "certificates_check_certificate": call("", lambda side: {"what": side.certificate.code}),
    "certificates_check_certificates": call(
        "", lambda side: {"certificates": [{"what": side.certificate.code}]}
    ),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"certificates:certificate": "certificate", "certificates:issuing": "issuing"}
# Each way out of the house is written down, and each check counts.
COUNTS_EACH = {
    "certificates:check_list",
    "certificates:pdf",
    "certificates:files",
    "certificates:badge",
    "certificates:picture",
}
