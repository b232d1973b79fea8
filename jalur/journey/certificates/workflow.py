"""How a certificate goes from state to state, and how many are issued at once."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import TONES as WORK_TONES
from jalur.foundation.work.workflow import work_steps
from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.certificates import guards
from jalur.journey.certificates.models import LIVING, Certificate, Issuing, State
from jalur.journey.certificates.rights import Right

TAKEN_ALONG = "certificates:certificate:taken_along"
CARRIED = "certificates:certificate:carried"
SHARED = "certificates:share:made"
STOPPED = "certificates:share:stopped"
TONES: dict[Any, Any] = {
    State.VALID: "done",
    State.SUSPENDED: "warn",
    State.REVOKED: "bad",
    State.REPLACED: "none",
}
BY_THE_BODY = (guards.is_of_ones_body, guards.is_for_another)


def _due(name: str, told: str) -> Any:
    """Certificates whose day `name` has come and of which nobody was told yet."""

    def rows(found: QuerySet[Any], today: Any) -> QuerySet[Any]:
        return found.filter(**{f"{name}__lte": today, told: None})

    return rows


CERTIFICATE = declare(
    Workflow(
        thing="certificates:certificate",
        model=Certificate,
        states=State,
        tones=TONES,
        key="registration",
        title=lambda certificate: certificate.scheme.title,
        called=lambda certificate: _("Certificate %(number)s") % {"number": certificate.registration},
        related=(
            "candidate__person",
            "scheme__body",
            "issuer__place",
            "entry",
            "key",
            "predecessor",
            "assessment__body",
            "assessment__scheme__body",
            "assessment__pleno",
            "assessment__assessor__user",
            "assessment__day__place",
        ),
        columns=("state", "why"),
        person=lambda certificate: certificate.candidate.person_id,
        place=lambda certificate: certificate.candidate.person.residence_id,
        detail=lambda certificate: {"number": certificate.registration},
        settled={
            State.REVOKED: _("This certificate counts no longer."),
            State.REPLACED: _("Another certificate has taken the place of this one."),
        },
    ),
    Step(
        "issue",
        NEW,
        State.VALID,
        "certificates:certificate:issued",
        _("Certificate issued"),
        Right.ISSUE_CERTIFICATE,
        guards=(*BY_THE_BODY, guards.is_issued_by_another, guards.all_held, guards.is_not_over),
    ),
    Step(
        "suspend",
        {State.VALID},
        State.SUSPENDED,
        "certificates:certificate:suspended",
        _("Certificate suspended"),
        Right.SUSPEND_CERTIFICATE,
        label=_("Suspend the certificate"),
        button=_("Suspend"),
        done=_("Suspended. Whoever checks it reads that at once; the holder has been told."),
        lead=_("For as long as something is being cleared up. It can hold again afterwards."),
        weight="secondary",
        guards=BY_THE_BODY,
        reason=Reason(
            "why",
            label=_("Why is it suspended?"),
            hint=_("The holder reads it. Whoever checks the certificate does not."),
            missing=_("Say why it is suspended."),
        ),
    ),
    Step(
        "resume",
        {State.SUSPENDED},
        State.VALID,
        "certificates:certificate:resumed",
        _("Certificate holds again"),
        Right.SUSPEND_CERTIFICATE,
        button=_("Let it hold again"),
        done=_("The certificate holds again; the holder has been told."),
        guards=(*BY_THE_BODY, guards.body_stands),
    ),
    Step(
        "revoke",
        set(LIVING),
        State.REVOKED,
        "certificates:certificate:revoked",
        _("Certificate revoked"),
        Right.REVOKE_CERTIFICATE,
        label=_("Revoke the certificate"),
        button=_("Revoke the certificate"),
        done=_("Revoked. Whoever checks it reads that at once; the holder has been told."),
        lead=_("This cannot be undone. The decision itself stays; if it has to fall, annul the assessment."),
        weight="danger",
        guards=BY_THE_BODY,
        reason=Reason(
            "why",
            label=_("Why is the certificate revoked?"),
            hint=_("The holder reads it. Whoever checks the certificate does not."),
            missing=_("Say why the certificate is revoked."),
        ),
    ),
    Step(
        "fall",
        set(LIVING),
        State.REVOKED,
        "certificates:certificate:fallen",
        _("Certificate revoked with its assessment"),
        causes={"certification:assessment:annulled"},
    ),
    Step(
        "replace",
        {State.VALID},
        State.REPLACED,
        "certificates:certificate:replaced",
        _("Certificate replaced by another one"),
        Right.ISSUE_CERTIFICATE,
        label=_("Issue it again"),
        button=_("Issue it again"),
        done=_("Issued again. The old one counts no longer; the new one names it."),
        lead=_(
            "For a corrected name or blank. The new certificate has a number of its own and ends on the same day."
        ),
        weight="quiet",
        asks=True,
        guards=(*BY_THE_BODY, guards.is_issued_by_another, guards.all_held, guards.is_not_over),
    ),
    Step(
        "tell_surveillance",
        {State.VALID},
        SAME,
        "certificates:certificate:surveillance_told",
        _("Holder told of the surveillance"),
        Right.REMIND_CERTIFICATE,
        by_system=_due("surveillance_on", "told_of_surveillance"),
    ),
    Step(
        "tell_end",
        {State.VALID},
        SAME,
        "certificates:certificate:end_told",
        _("Holder told of the end"),
        Right.REMIND_CERTIFICATE,
        by_system=_due("notice_on", "told_of_the_end"),
    ),
    Step(
        "tell_ended",
        set(LIVING),
        SAME,
        "certificates:certificate:ended_told",
        _("Certificate has run out"),
        Right.REMIND_CERTIFICATE,
        by_system=_due("ends_on", "told_that_it_ended"),
    ),
)
ISSUING = declare(
    Workflow(
        thing="certificates:issuing",
        model=Issuing,
        states=WorkState,
        tones=WORK_TONES,
        title=lambda _issuing: str(_("Certificates of many")),
        called=lambda _issuing: str(_("These certificates")),
        related=("body", "asked_by", "day", "pleno"),
        place=lambda issuing: issuing.body.place_id or "",
    ),
    *work_steps(
        "certificates:issuing",
        ask=Right.ISSUE_CERTIFICATE,
        cancel=Right.ISSUE_CERTIFICATE,
        done=_("No more certificates are issued. Those issued so far stay."),
        guards_of_asking=(guards.is_ones_body, guards.somebody_waits),
        events={
            "ask": ("asked", _("Certificates of many requested")),
            "begin": ("begun", _("Work on the certificates began")),
            "cancel": ("cancelled", _("Certificates of many stopped")),
            "finish": ("finished", _("Certificates of many issued")),
            "drop": ("ended", _("Certificates of many ended")),
            "fail": ("given_up", _("Certificates of many abandoned")),
            "take_up": ("taken_up", _("Interrupted certificates resumed")),
        },
        failures={
            "lost": _("Interrupted twice. The certificates issued so far stay; ask again for the others."),
            "no_right": _("Whoever asked may no longer issue certificates here. Those issued so far stay."),
        },
    ),
)
declare_events(
    EventKind(TAKEN_ALONG, _("Certificate taken along as PDF")),
    EventKind(CARRIED, _("Certificate taken along for a wallet")),
    EventKind(SHARED, _("Link to a certificate made")),
    EventKind(STOPPED, _("Link to a certificate stopped")),
)
