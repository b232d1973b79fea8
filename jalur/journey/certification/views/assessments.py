"""Assessments: the list, one of them with everything said and found, its steps, its forms as a file, an appeal against it."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.steps import Ask
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.journey.certification import guards, queries, rules, services, words
from jalur.journey.certification.filters import AssessmentFilter
from jalur.journey.certification.forms import AppealForm, SignedForm
from jalur.journey.certification.models import (
    DECIDED,
    ON_A_DAY,
    Appeal,
    Assessment,
    Feedback,
    State,
    UnitResult,
)
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import AssessmentTable
from jalur.journey.certification.workflow import APPEAL, ASSESSMENT, DAY
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form, answer_paper, answer_refusal
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page

STEPS = {
    "accept": services.accept,
    "refuse": services.refuse,
    "put_back": services.put_back,
    "consent": lambda **step: services.agree(now=dates.now(), **step),
    "recommend": services.recommend,
    "send_back": services.send_back,
    "void": services.annul,
    "uphold": services.leave_standing,
    "withdraw": services.withdraw,
}


@require_safe
@access.requires(Right.VIEW_ASSESSMENT)
def assessments(request: HttpRequest) -> HttpResponse:
    actions = []
    if request.actor.person_id is not None:
        label = _("Apply for an assessment")
        actions.append(Action(label, reverse("certification:new_assessment"), "primary"))
    elif access.may(request.actor, Right.RECEIVE_ASSESSMENT):
        actions.append(Action(_("Answer applications"), reverse("certification:accept_many")))
    return list_page(
        request,
        queryset=Assessment.objects.visible_to(request.actor).for_lists(),
        table=AssessmentTable,
        filters=AssessmentFilter,
        export_name="asesi",
        exportable=access.may(request.actor, Right.PRINT_ASSESSMENT)
        or access.may(request.actor, CandidateRight.EXPORT_CANDIDATE),
        title=_("Assessments"),
        lead=_("Who is assessed by which scheme, and what was decided."),
        actions=actions,
        empty=Empty(
            _("Nobody has applied for an assessment yet"),
            _("Candidates apply themselves, or their institute does it for a class."),
            icon="clipboard-check",
        ),
    )


@require_safe
@access.requires(Right.VIEW_ASSESSMENT)
def assessment(request: HttpRequest, code: str) -> HttpResponse:
    record = find(ASSESSMENT, request.actor, code)
    actor, is_own = request.actor, request.actor.person_id == record.candidate.person_id
    works = actor.organisation_id == record.body_id
    return record_page(
        request,
        ASSESSMENT,
        record,
        crumbs=[Crumb(_("Assessments"), reverse("certification:assessments"))],
        first=_ways(actor, record, is_own=is_own),
        notices=[*words.doubt_notices(record), *_next(record, is_own=is_own)],
        summary_title=_("The assessment"),
        rows=_rows(record, is_own=is_own),
        grids=_grids(actor, record) if is_own or works else [],
    )


def _ways(actor: Actor, record: Assessment, *, is_own: bool) -> list[Action]:
    """What is written down for an assessment on pages of its own."""
    ways = []
    if (offer := ASSESSMENT.offer("rate", actor, record)) and offer.is_free:
        missing = queries.open_elements(record)
        weight = "primary" if missing and is_own else "secondary"
        ways.append(Action(_("Self-assessment"), link("certification:rate", record.code), weight))  # type: ignore[arg-type]  # one of the weights
    if ASSESSMENT.offer("observe", actor, record):
        ways.append(Action(_("Assess unit by unit"), link("certification:units", record.code), "primary"))
    if (offer := ASSESSMENT.offer("comment", actor, record)) and offer.is_free:
        ways.append(Action(_("Say how it was"), link("certification:comment", record.code)))
    if access.covers(actor, Right.FILE_APPEAL, Appeal(assessment=record)) and may_appeal(actor, record):
        ways.append(Action(_("Appeal against the result"), link("certification:new_appeal", record.code)))
    if access.covers(actor, Right.PRINT_ASSESSMENT, record):
        file = link("certification:file", record.code)
        ways.append(Action(_("Forms as PDF"), file, "quiet", post=True, icon="file-earmark-text"))
    return ways


def may_appeal(actor: Actor, record: Assessment) -> bool:
    """Decided “not yet”, within the term, none under way, and by whoever speaks for her."""
    blank, ask = Appeal(assessment=record), Ask(actor, dates.today())
    if record.appeals.exclude(state__in=("granted", "rejected")).exists():
        return False
    stands = guards.is_within_the_term(blank, ask) or guards.appeal_is_her_own_word(blank, ask)
    return stands is None


def _next(record: Assessment, *, is_own: bool) -> list[Notice]:
    """What she can do after “not yet”: the units that are missing, and the way on."""
    if record.state == State.INVITED and record.answer:
        return [Notice(record.answer, _("Sent back to the assessor"), "warn")]
    if record.state == State.INVITED and record.consented_at is None:
        return [Notice(" ".join(words.consent_sentences()), _("What is agreed to (FR.AK.01)"), "info")]
    if record.state != State.NOT_YET:
        return []
    lacking = record.results.filter(result=rules.NOT_YET).select_related("unit").order_by("unit__position")
    named = "; ".join(str(one.unit) for one in lacking)
    text = _("Still missing: %(units)s. After practice the assessment can be taken again.") % {"units": named}
    again = Action(
        _("Apply again"),
        link("certification:new_assessment", query=f"scheme={record.scheme_id}"),
        "secondary",
    )
    classes = Action(_("Find a class"), link("training:open_classes"), "quiet")
    return [Notice(text, _("Not yet competent"), "warn", [again, classes] if is_own else [])]


def _rows(record: Assessment, *, is_own: bool) -> list[Row]:
    person = record.candidate.person
    return [
        *([] if is_own else [Row(_("Candidate"), person.name, hint=record.candidate.number)]),
        Row(
            _("Scheme"),
            Text(record.scheme.title, record.scheme.code, link("certification:scheme", record.scheme_id)),
        ),
        Row(_("Assessment body (LSP)"), record.body.name),
        *([Row(_("Applied by"), record.institute.name)] if record.institute else []),
        *facts(record, "note"),
        *(_day_rows(record) if record.day else []),
        *([Row(_("Self-assessment written down by"), record.rated_by.name)] if record.rated_by else []),
        *(
            [
                Row(
                    _("Agreed on"),
                    formats.moment(record.consented_at),
                    hint=_("written down by %(who)s") % {"who": record.agreed_by.name}
                    if record.agreed_by
                    else "",
                )
            ]
            if record.consented_at
            else []
        ),
        *words.decided_rows(record),
        *facts(record, "answer"),
    ]


def _day_rows(record: Assessment) -> list[Row]:
    assert record.day is not None
    rows = [Row(_("Day and place"), words.where_and_when(record.day))]
    if record.assessor is not None:
        rows.append(Row(_("Assessor"), str(record.assessor)))
    if record.day.bring and record.state == State.INVITED:
        rows.append(Row(_("What to bring"), record.day.bring))
    return rows


def _grids(actor: Actor, record: Assessment) -> list[Grid]:
    units = queries.units_of(record.scheme)
    said = dict(record.self_marks.order_by().values_list("element", "can"))
    grids = []
    if record.state in ON_A_DAY or record.results.exists():
        found = queries.results_of(record)
        grids.append(words.units_grid(units, found, papers_of(actor, record)))
        grids += words.behaviour_grids(units, found)
    grids.append(words.self_grid(units, said))
    if appeals := list(record.appeals.order_by("filed_on", "pk")):
        grids.append(words.appeals_grid(appeals, APPEAL.tags()))
    return grids


def papers_of(actor: Actor, record: Assessment) -> dict[object, list[Action]]:
    """Result → the ways to its files."""
    kind = kind_of(rules.EVIDENCE)
    rows = list(UnitResult.objects.filter(assessment=record).select_related("assessment__candidate__person"))
    stored = files.files_of_many(kind, [row.pk for row in rows])
    return {row.pk: file_words.links(actor, kind, row, stored.get(row.pk, [])) for row in rows}


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(ASSESSMENT)
def assessment_step(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    record = find(ASSESSMENT, request.actor, code)
    take = partial(STEPS[verb], actor=request.actor, assessment=record, today=dates.today())
    onward = {"to": _to_the_next, "done": _recommended} if verb == "recommend" else {}
    is_own = request.actor.person_id == record.candidate.person_id
    forms = {} if is_own else {"consent": SignedForm}
    return step_page(request, ASSESSMENT, record, verb, take, own_forms=forms, **onward)


def _recommended(record: Assessment) -> str:
    """With the name: the page that follows is somebody else's."""
    sentence = _("Recommended for %(who)s. The assessment body decides in its meeting.")
    return sentence % {"who": record.candidate.person.name}


def _to_the_next(record: Assessment) -> str:
    """On a full day the assessor goes from one person to the next, and back to the day after the last."""
    after = queries.assessed_next(record)
    if after is not None:
        return link("certification:units", after.code)
    return page_of(DAY, record.day) if record.day else page_of(ASSESSMENT, record)


@require_POST
@access.requires(Right.PRINT_ASSESSMENT)
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The forms of an assessment as one PDF; that it left the house is recorded."""
    record = find(ASSESSMENT, request.actor, code)
    if not access.covers(request.actor, Right.PRINT_ASSESSMENT, record):
        raise Http404
    sheet = words.forms_of(record, reads_feedback=_reads_feedback(request.actor, record))
    make = partial(
        services.take_along, actor=request.actor, assessment=record, sheet=sheet, today=dates.today()
    )
    return answer_paper(request, make, f"asesmen-{record.code}.pdf", to=page_of(ASSESSMENT, record))


def _reads_feedback(actor: Actor, record: Assessment) -> bool:
    """She herself; others once the body has decided."""
    covered = access.covers(actor, Right.VIEW_FEEDBACK, Feedback(assessment=record))
    return covered and (
        actor.person_id == record.candidate.person_id or record.state in (*DECIDED, State.VOID)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.FILE_APPEAL)
def new_appeal(request: HttpRequest, code: str) -> HttpResponse:
    record = find(ASSESSMENT, request.actor, code)
    blank = Appeal(assessment=record)
    if not access.covers(request.actor, Right.FILE_APPEAL, blank):
        raise Http404
    closed = guards.is_within_the_term(blank, Ask(request.actor, dates.today()))
    if closed and request.method != "POST":  # what was written comes back with the refusal
        return answer_refusal(request, closed, to=page_of(ASSESSMENT, record))
    return answer_form(
        request,
        AppealForm(posted(request), instance=blank),
        lambda form: services.file_appeal(actor=request.actor, appeal=form.instance, today=dates.today()),
        done=_("The appeal is filed. Another assessor looks at it, and the body decides again."),
        to=partial(page_of, APPEAL),
        title=_("Appeal against the result"),
        caption=f"{record.candidate.person.name}, {record.code}",
        lead=_("Another assessor looks again. You lose nothing by it."),
        button=_("File the appeal"),
        crumbs=[crumb_of(ASSESSMENT, record)],
    )
