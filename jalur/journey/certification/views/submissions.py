"""The file for BNSP: its list, putting one together, its page with letter, minutes and spreadsheet, that it was sent."""

from functools import partial
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.letters.words import letter_actions
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.certification import queries, services, words
from jalur.journey.certification.filters import SubmissionFilter
from jalur.journey.certification.forms import SentForm, SubmissionForm
from jalur.journey.certification.models import Pleno, State, Submission
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import SubmissionTable
from jalur.journey.certification.workflow import SUBMISSION
from jalur.kit import dates
from jalur.kit.answers import alone, answer_form, answer_paper
from jalur.kit.components import Action, Crumb, Empty, Notice, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page
from jalur.kit.spreadsheets import XLSX


@require_safe
@access.requires(Right.SUBMIT_RESULT)
def submissions(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Submission.objects.visible_to(request.actor).select_related("pleno"),
        table=SubmissionTable,
        filters=SubmissionFilter,
        export_name="berkas-bnsp",
        title=_("Files for BNSP"),
        lead=_("Letter, minutes and the list of everybody, one file for each meeting."),
        crumbs=[Crumb(_("Meetings that decided"), reverse("certification:plenos"))],
        empty=Empty(
            _("No file for BNSP is put together yet"),
            _("Open the minutes of a meeting and put its file together."),
            icon="folder",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SUBMIT_RESULT)
def new_submission(request: HttpRequest, number: str) -> HttpResponse:
    rows = Pleno.objects.visible_to(request.actor, Right.DECIDE_ASSESSMENT).select_related("body")
    pleno = get_object_or_404(rows, number=number)
    competent = sum(1 for _one, result in queries.standing_of(pleno) if result == "competent")
    blank = Submission(pleno=pleno, body=pleno.body, blanks_asked=competent)
    return answer_form(
        request,
        SubmissionForm(posted(request), instance=blank),
        lambda form: services.make_submission(
            actor=request.actor, submission=form.instance, today=dates.today()
        ),
        done=_("Put together. Now write the letter and take minutes and list along."),
        to=partial(page_of, SUBMISSION),
        title=_("Put the file for BNSP together"),
        lead=_("Everybody about whom the meeting decided is in it, competent and not yet."),
        button=_("Put together"),
        crumbs=[Crumb(pleno.number, link("certification:pleno", number))],
    )


@require_safe
@access.requires(Right.SUBMIT_RESULT)
def submission(request: HttpRequest, number: str) -> HttpResponse:
    record = find(SUBMISSION, request.actor, number)
    people = queries.standing_of(record.pleno)
    practice = Notice(
        _(
            "Order and names of these papers follow what assessment bodies show; no form of BNSP was obtained."
        ),
        tone="info",
    )
    annulled = [one.name for one, _result in queries.people_of(record.pleno) if one.state == State.VOID]
    gone = Notice(
        _("Annulled since the meeting, and left out: %(who)s.") % {"who": "; ".join(annulled)}, tone="warn"
    )
    without = [one.name for one, _result in people if not one.candidate.person.national_id_sealed]
    missing = Notice(_("Without a NIK: %(who)s.") % {"who": "; ".join(without)}, tone="warn")
    ways = [
        *letter_actions(request.actor, record),
        Action(_("Minutes as PDF"), link("certification:submission_minutes", number), "quiet", post=True),
        Action(
            _("List with NIK as spreadsheet"),
            link("certification:submission_list", number),
            "quiet",
            post=True,
        ),
    ]
    meeting = Text(record.pleno.number, "", link("certification:pleno", record.pleno.number))
    return record_page(
        request,
        SUBMISSION,
        record,
        first=ways,
        crumbs=[Crumb(_("Files for BNSP"), reverse("certification:submissions"))],
        notices=[*([gone] if annulled else []), *([missing] if without else []), practice],
        summary_title=_("The file"),
        rows=[
            Row(_("Minutes"), meeting),
            *words.counts_of(people),
            *facts(record, "blanks_asked", "sent_on"),
            *([Row(_("Sent by"), record.sent_by.name)] if record.sent_by else []),
        ],
        grids=[words.people_grid(people)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(SUBMISSION)
def submission_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    record = find(SUBMISSION, request.actor, number)
    take = partial(services.send_submission, actor=request.actor, submission=record, today=dates.today())
    return step_page(request, SUBMISSION, record, verb, take, own_forms={"send": SentForm})


@require_POST
@access.requires(Right.SUBMIT_RESULT)
def submission_minutes(request: HttpRequest, number: str) -> HttpResponse:
    record = find(SUBMISSION, request.actor, number)
    make = partial(
        services.take_minutes,
        actor=request.actor,
        submission=record,
        sheet=words.minutes_of(record.pleno),
        today=dates.today(),
    )
    name = f"berita-acara-{record.pleno.number}.pdf"
    return answer_paper(request, make, name, to=page_of(SUBMISSION, record))


@require_POST
@access.requires(Right.SUBMIT_RESULT)
def submission_list(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody with the NIK, K and BK; recorded in the history of each."""
    record = find(SUBMISSION, request.actor, number)
    pieces = services.take_list(
        actor=request.actor, submission=record, heads=words.HEADS_FOR_BNSP, sheet="Asesi"
    )
    answer = HttpResponse(b"".join(pieces), content_type=XLSX)
    return cast("HttpResponse", alone(answer, f"asesi-{record.number}.xlsx", as_attachment=True))
