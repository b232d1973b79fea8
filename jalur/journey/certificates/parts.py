"""What this room adds to a person's file, to the home of a body, and to the pages of assessments and their days."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.credentials.rules import NO_KEY
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Person
from jalur.journey.certificates import queries, words
from jalur.journey.certificates.models import LIVING, Certificate
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.workflow import CERTIFICATE
from jalur.journey.certification.models import Assessment, AssessmentDay
from jalur.kit.components import Action, Figure, Grid, Need, Row, Text
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart, Section


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """What was issued to her, whether it holds, and what runs out."""
    is_own = actor.person_id == person.pk
    rows = Certificate.objects.filter(candidate__person=person)
    if not is_own:
        rows = access.narrow(rows, actor, Right.VIEW_CERTIFICATE)
    found = list(rows.for_lists().order_by("-decided_on", "-issued_on", "pk")[:20])
    if not found:
        return FilePart()
    facts = [
        Row(
            one.scheme.title,
            words.in_plain_words(one, today),
            Action(_("Open"), link("certificates:certificate", one.registration)),
            hint=one.registration,
        )
        for one in found
    ]
    ending = [
        one
        for one in found
        if one.state in LIVING and one.ends_on and today < one.ends_on <= today + queries.ENDING
    ]
    needs = [
        Need(
            _("The certificate “%(scheme)s” runs out") % {"scheme": one.scheme},
            link("certification:new_assessment", query=f"scheme={one.scheme_id}"),
            _("Apply for a new assessment in time."),
            due=one.ends_on,
        )
        for one in ending
        if is_own
    ]
    way = Action(_("My certificates"), link("certificates:wallet"), "quiet")
    return FilePart(
        needs=needs, sections=[Section(_("Certificates"), facts)], actions=[way] if is_own else []
    )


def home(actor: Actor, today: date) -> HomePart:
    """Of a body: who waits for a certificate, what is in doubt, what runs out. Of others: the way to what they see, or can check."""
    if actor.role == Role.CERTIFICATION_MANAGER and actor.organisation_id is not None:
        return _of_body(actor, today)
    if actor.role in (Role.TRAINING_MANAGER, Role.LABOUR_OFFICER):
        return _of_reader(actor, today)
    if access.may(actor, Right.CHECK_LIST):
        return HomePart(actions=[Action(_("Check a list of certificates"), link("certificates:check_list"))])
    return HomePart()


def _of_reader(actor: Actor, today: date) -> HomePart:
    """An institute or an office: whose certificates run out, and all that it sees."""
    rows = access.narrow(Certificate.objects.all(), actor, Right.VIEW_CERTIFICATE)
    ending = Need(
        _("Certificates that run out within three months"),
        link("certificates:list", query="stands=ending"),
        count=queries.ending(rows, today).count(),
        tone="wait",
    )
    return HomePart(needs=[ending], actions=[Action(_("Certificates"), link("certificates:list"))])


def _of_body(actor: Actor, today: date) -> HomePart:
    body = Organisation.objects.get(pk=actor.organisation_id)
    counts = queries.counts_of(body, today)
    listed = "certificates:list"
    # Only whoever keeps the server makes a key (docs, ceremony of keys).
    hint = str(NO_KEY) if counts["keyless"] else ""
    figures: list[Figure] = [
        counted(
            _("Certificates that hold"),
            counts["holding"],
            _("Issued by this body, neither suspended nor revoked, and not run out."),
            url=link(listed, query="stands=holding"),
        )
    ]
    return HomePart(
        needs=[
            Need(
                _("Certificates on a result of which something fell away"),
                link(listed, query="stands=doubt"),
                _("Whoever checks them reads that the issuer was not authorised, until it is decided."),
                counts["doubt"],
                tone="bad",
            ),
            Need(
                _("Competent people who wait for a certificate"),
                link("certificates:issue_many"),
                hint,
                count=counts["waiting"],
                tone="warn",
            ),
            Need(
                _("Suspended certificates to decide about"),
                link(listed, query="state=suspended"),
                count=counts["suspended"],
                tone="warn",
            ),
            Need(
                _("Certificates that run out within three months"),
                link(listed, query="stands=ending"),
                count=counts["ending"],
                tone="wait",
            ),
        ],
        figures=figures,
        actions=[Action(_("Certificates"), link(listed), icon="award")],
    )


def of_assessment(actor: Actor, one: Assessment, _today: date) -> PagePart:
    """On the page of an assessment: its certificates, or the way to issue one."""
    rows = access.narrow(Certificate.objects.filter(assessment=one), actor, Right.VIEW_CERTIFICATE)
    tags = CERTIFICATE.tags()
    lines: list[list[object]] = [
        [
            Text(each.registration, "", link("certificates:certificate", each.registration)),
            each.issued_on,
            tags[each.state],
        ]
        for each in rows.order_by("-issued_on", "-serial")
    ]
    heads = [_("Register number"), _("Issued on"), _("State")]
    grids = [Grid(_("Certificates"), heads, lines)] if lines else []
    blank = Certificate(assessment=one, issuer=one.body, candidate=one.candidate)
    if lines or one.state != "competent" or not access.covers(actor, Right.ISSUE_CERTIFICATE, blank):
        return PagePart(grids=grids)
    hindered = " ".join(queries.what_hinders(one))
    way = Action(
        _("Issue the certificate"), link("certificates:issue", one.code), "primary", hindered=hindered
    )
    return PagePart(grids=grids, actions=[way])


def of_day(actor: Actor, day: AssessmentDay, _today: date) -> PagePart:
    """On the page of a day: the way to issue for everybody of it who waits."""
    if actor.organisation_id != day.body_id or not access.may(actor, Right.ISSUE_CERTIFICATE):
        return PagePart()
    if not queries.waiting(day.body_id, day=day).exists():
        return PagePart()
    return PagePart(actions=[Action(_("Issue certificates"), link("certificates:issue_many"), icon="award")])
