"""How certificates and the answers to whoever checks one read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.journey.certificates import queries, rules
from jalur.journey.certificates.models import LIVING, Certificate, Share, Shown, State
from jalur.journey.certificates.queries import Found
from jalur.journey.certificates.rules import Answer
from jalur.journey.certificates.workflow import CERTIFICATE
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Notice, Row, Tag, Text
from jalur.kit.facts import facts
from jalur.kit.links import link

TONES: dict[Answer, Any] = {
    Answer.VALID: "done",
    Answer.NOT_YET: "warn",
    Answer.EXPIRED: "warn",
    Answer.SUSPENDED: "warn",
    Answer.REVOKED: "bad",
    Answer.REPLACED: "bad",
    Answer.NOT_AUTHORISED: "bad",
    Answer.UNKNOWN: "bad",
    Answer.FORGED: "bad",
    Answer.UNREADABLE: "warn",
    Answer.UNREACHABLE: "warn",
}


def public_link(code: str) -> str:
    return settings.ADDRESS + link("certificate_link", code)


def shown_address(code: str) -> str:
    """The same without what every browser adds by itself, to be typed."""
    return public_link(code).partition("://")[2]


def answer_of(answer: Answer, *, is_named: bool = True) -> tuple[str, str]:
    """Each answer in one plain sentence, with what to do. is_named: it tells whose the certificate is."""
    whose = (
        _("Compare the name with an identity card: a certificate tells nothing of who shows it.")
        if is_named
        else _("This link tells nothing of whose it is: anybody could show it. Ask for one with the name.")
    )
    return {
        Answer.VALID: (_("Genuine, and it holds"), whose),
        Answer.NOT_YET: (
            _("Genuine, and it does not hold yet"),
            _("Its first day lies ahead. Look again on that day."),
        ),
        Answer.EXPIRED: (
            _("Genuine, and it has run out"),
            _("Ask for a newer one. Whoever holds it can be assessed again."),
        ),
        Answer.SUSPENDED: (
            _("Genuine, and suspended for now"),
            _("Do not rely on it now. Ask the assessment body, or look again later."),
        ),
        Answer.REVOKED: (
            _("Revoked: it counts no longer"),
            _("Do not rely on it. Ask the assessment body that issued it."),
        ),
        Answer.REPLACED: (
            _("Replaced: a newer one has taken its place"),
            _("Do not rely on this one. Ask whoever holds it for the newer one."),
        ),
        Answer.NOT_AUTHORISED: (
            _("The issuer was not authorised for this scheme on that day"),
            _(
                "Do not rely on it. The assessment body and the ministry are to decide about it; ask one of them."
            ),
        ),
        Answer.UNKNOWN: (
            _("Unknown here"),
            _(
                "Compare what you typed sign by sign. If it is right, it was not issued here, or it is not shown to you: ask whoever"
                " holds it for the square picture, or the body that it names, at an address you know."
            ),
        ),
        Answer.FORGED: (
            _("Forged: the signature does not hold"),
            _("Do not rely on it. Scan the square picture of the paper itself, or ask for the file again."),
        ),
        Answer.UNREADABLE: (
            _("Not readable: no certificate was found in it"),
            _(
                "That says nothing for or against it. Paste the whole link or text; a photo shows the whole square picture, sharp"
                " and near."
            ),
        ),
        Answer.UNREACHABLE: (
            _("Genuine; whether it still holds cannot be seen now"),
            _("The list of what was revoked cannot be read at the moment. Try again in a few minutes."),
        ),
    }[answer]


def answer_notice(found: Found) -> Notice:
    title, text = answer_of(found.answer, is_named=found.is_named)
    return Notice(text, title, TONES[found.answer])


def without_network() -> dict[str, Any]:
    """What the page of checks says by itself where there is no network."""
    return {
        "answers": {one: (*answer_of(one), TONES[one]) for one in Answer},
        "checked": _(
            "Checked without a network, against the list of %s that this page got from Jalur;"
            " the signature of the list itself was not checked."
        ),
        "name": _("Name"),
        "title": _("Competent in"),
        "issuer": _("Issued by"),
        "ends": _("Counts until"),
        "until": _("up to and including %(day)s") % {"day": "%s"},
        "no_end": _("no end"),
        "accompanies": _("It goes with the certificate of competence of BNSP and does not replace it."),
    }


def asked_too_often() -> str:
    return _("Asked too often. Try again in an hour, or scan the square picture.")


ACCOMPANIES = (
    "Dokumen ini menyertai sertifikat kompetensi BNSP dan tidak menggantikannya.",
    "This document accompanies the certificate of competence of BNSP and does not replace it.",
)


def shown_rows(found: Found) -> list[Row]:
    """What whoever checks reads beside the answer."""
    shown = queries.shown(found)
    decided, until = shown.get("decided_on"), shown.get("until")
    rows = [
        Row(_("Name"), shown.get("name", "")),
        Row(_("Competent in"), shown.get("title", ""), hint=shown.get("scheme", "")),
        Row(_("Units"), "; ".join(shown.get("units", ()))),
        Row(_("Issued by"), shown.get("issuer", "")),
        Row(_("Register number"), shown.get("number", "")),
        Row(_("Decided on"), formats.day(decided, "long") if decided else ""),
        Row(_("Counts until"), until_words(shown["ends_on"]) if "ends_on" in shown else ""),
        Row(_("Goes with"), shown.get("accompanies", "")),
        Row(_("NIK, disclosed by the holder"), shown.get("nik", "")),
        Row(_("Born on, disclosed by the holder"), shown.get("birth_date", "")),
        Row(_("This link shows it until"), formats.day(until, "long") if until else ""),
    ]
    return [row for row in rows if row.value]


def until_words(ends: date | None) -> str:
    if ends is None:
        return _("no end")
    return _("up to and including %(day)s") % {"day": formats.day(rules.last_day(ends), "long")}


def in_plain_words(certificate: Certificate, today: date) -> str:
    """State and until when, for whoever holds it."""
    if certificate.state == State.SUSPENDED:
        return _("Does not hold for now")
    if certificate.state == State.REVOKED:
        return _("Counts no longer")
    if certificate.state == State.REPLACED:
        return _("Replaced by another one")
    if certificate.ends_on is None:
        return _("Holds")
    day = {"day": formats.day(rules.last_day(certificate.ends_on))}
    if certificate.is_over(today):
        return _("Has run out; it held up to and including %(day)s") % day
    return _("Holds, up to and including %(day)s") % day


def tag_of(certificate: Certificate, today: date) -> Tag:
    if certificate.state == State.VALID and certificate.is_over(today):
        return Tag(_("has run out"), "warn")
    return CERTIFICATE.tag(certificate)


def notices_of(certificate: Certificate, today: date, *, is_own: bool) -> list[Notice]:
    """What somebody should know before the facts."""
    found = []
    if certificate.state == State.SUSPENDED:
        found.append(Notice(certificate.why, _("Suspended"), "warn"))
    if certificate.state == State.REVOKED:
        found.append(Notice(certificate.why, _("Revoked"), "bad"))
    if certificate.state == State.REPLACED:
        new = getattr(certificate, "successor", None)
        way = (
            [Action(_("Open the new one"), link("certificates:certificate", new.registration))] if new else []
        )
        found.append(Notice(certificate.why, _("Another certificate has taken its place"), "info", way))
    if certificate.state == State.VALID and certificate.is_over(today):
        text = _("With a new assessment there is a new certificate.")
        found.append(Notice(text, _("This certificate has run out"), "warn"))
    if certificate.state not in LIVING or not queries.is_unauthorised(certificate):
        return found
    if is_own:
        text = _(
            "Something that your result hangs on fell away later. Whoever checks it reads that; ask %(body)s, who has to decide."
        )
        found.append(Notice(text % {"body": certificate.issuer.name}, _("Does not count for now"), "warn"))
    else:
        text = _(
            "Whoever checks it reads that the issuer was not authorised. Annul the assessment, or leave it standing with a reason."
        )
        way = [
            Action(_("Open the assessment"), link("certification:assessment", certificate.assessment.code))
        ]
        found.append(
            Notice(text, _("Something that the result hangs on did not hold on its day"), "bad", way)
        )
    return found


def rows_of(certificate: Certificate, *, is_own: bool) -> list[Row]:
    one = certificate
    person = [] if is_own else [Row(_("Candidate"), one.candidate.person.name, hint=one.candidate.number)]
    return [
        *person,
        Row(_("Name as signed"), one.holder),
        Row(_("Register number"), one.registration),
        Row(_("Scheme"), one.scheme.title, hint=one.scheme.code),
        Row(_("Assessment body (LSP)"), one.issuer.name),
        Row(
            _("Assessment"),
            Text(one.assessment.code, "", link("certification:assessment", one.assessment.code)),
        ),
        *facts(one, "decided_on", "issued_on"),
        Row(_("Counts until"), until_words(one.ends_on)),
        *facts(one, "surveillance_on", "notice_on", "blank"),
        *(
            [
                Row(
                    _("Takes the place of"),
                    Text(
                        one.predecessor.registration,
                        "",
                        link("certificates:certificate", one.predecessor.registration),
                    ),
                )
            ]
            if one.predecessor
            else []
        ),
        Row(_("Short link"), Text(shown_address(one.code), "", link("certificate_link", one.code))),
    ]


def checks_grid(certificate: Certificate) -> Grid:
    """Month by month how often somebody looked."""
    rows: list[list[object]] = [
        [formats.month(month), count] for month, count in queries.checks_of(certificate)
    ]
    hint = _("Only how often. Who looked is not kept.")
    empty = _("Nobody has looked at it yet.")
    return Grid(_("How often somebody checked it"), [_("Month"), _("Times")], rows, empty=empty, hint=hint)


def shares_grid(shares: Sequence[Share], today: date) -> Grid:
    """Her links: what each shows, until when, and the way to stop it."""
    labels = {value: str(label) for value, label in Shown.choices}
    rows: list[list[object]] = []
    for one in shares:
        is_open = one.stopped_on is None and one.until >= today
        shown = ", ".join(labels[what] for what in one.shows) or _("only whether it holds")
        if one.stopped_on:
            state: object = Tag(_("stopped"), "none")
        elif is_open:
            state = Tag(_("open"), "now")
        else:
            state = Tag(_("over"), "none")
        rows.append(
            [
                Text(shown_address(one.code), shown, link("certificate_link", one.code) if is_open else ""),
                one.until,
                state,
                Action(_("Stop"), link("certificates:stop_sharing", one.pk), "quiet", post=True)
                if is_open
                else None,
            ]
        )
    heads = [_("Link"), _("Until"), _("State"), ""]
    return Grid(_("Links that you shared"), heads, rows, empty=_("You share this certificate with nobody."))


def checked_times(count: int) -> str:
    if not count:
        return _("nobody has checked it in the last twelve months")
    return ngettext(
        "checked %(count)s time in the last twelve months",
        "checked %(count)s times in the last twelve months",
        count,
    ) % {"count": formats.number(count)}


BANDS = {
    State.SUSPENDED: (
        "DIBEKUKAN – untuk sementara tidak berlaku",
        "SUSPENDED – does not hold for now",
    ),
    State.REVOKED: ("DICABUT – tidak berlaku lagi", "REVOKED – counts no longer"),
    State.REPLACED: (
        "DIGANTI – tidak berlaku lagi, ada sertifikat yang lebih baru",
        "REPLACED – counts no longer, there is a newer certificate",
    ),
}
RAN_OUT = ("HABIS MASA BERLAKUNYA", "HAS RUN OUT")
IN_DOUBT = (
    "PENERBIT TIDAK BERWENANG untuk skema ini pada hari itu",
    "THE ISSUER WAS NOT AUTHORISED for this scheme on that day",
)


def band_of(certificate: Certificate, today: date) -> list[str]:
    """What stands across the paper of one that does not hold on the day it is downloaded, in both languages; else nothing."""
    said = BANDS.get(State(certificate.state))
    if said is None and certificate.is_over(today):
        said = RAN_OUT
    if said is None and queries.is_unauthorised(certificate):
        said = IN_DOUBT
    if said is None:
        return []
    return [*said, _both(today)]


def sheet_of(certificate: Certificate, text: str, today: date) -> dict[str, Any]:
    """What the paper says, in both languages, from what was signed; and that it does not hold, where it does not.

    text: what its square picture holds.
    """
    one = certificate
    facts_of = [
        ("Nomor registrasi", "Registration number", one.registration),
        ("Diputuskan pada", "Decided on", _both(one.decided_on)),
        (
            "Berlaku sampai dan termasuk",
            "Counts up to and including",
            _both(rules.last_day(one.ends_on)) if one.ends_on else "–",
        ),
        ("Kode skema", "Code of the scheme", one.scheme.code),
    ]
    if one.blank:
        facts_of.append(("Blangko BNSP", "BNSP blank", one.blank))
    if one.predecessor:
        facts_of.append(("Menggantikan", "Takes the place of", one.predecessor.registration))
    return {
        "language": "id",
        "day": [one.issued_on.year, one.issued_on.month, one.issued_on.day],
        "code": rules.written_code(one.code),
        "code_address": text,
        "values": {
            "title": "Surat Keterangan Kompetensi",
            "title_en": "Statement of Competence",
            "body": one.issuer.name,
            "holder": one.holder,
            "scheme": one.scheme.title,
            "facts": facts_of,
            "band": band_of(one, today),
            "units": [list(unit) for unit in queries.units_of(one.scheme)],
            "accompanies": list(ACCOMPANIES),
            "address": shown_address(one.code),
        },
    }


def _both(day: date) -> str:
    """ "12 Maret 2026 / 12 March 2026"."""
    said = []
    for language in ("id", "en"):
        with translation.override(language):
            said.append(formats.day(day))
    return " / ".join(said)
