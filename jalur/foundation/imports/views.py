"""The screens of an import: upload, look at what would happen, apply or delete. Each kind of list has its own address."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports import services, spreadsheet
from jalur.foundation.imports.forms import AnswersForm, UploadForm
from jalur.foundation.imports.kinds import ImportKind, kind_of
from jalur.foundation.imports.look import MOST_SHOWN, Look
from jalur.foundation.imports.models import Import, ImportJob, JobVerb, State
from jalur.foundation.imports.rights import Right
from jalur.foundation.imports.rows import row_number
from jalur.foundation.imports.workflow import IMPORT, JOB
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.foundation.workflow.views import find, page_of, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.components import Action, Crumb, Figure, Grid, Notice, Tag, Work
from jalur.kit.forms import posted
from jalur.kit.htmx import wants_partial
from jalur.kit.spreadsheets import XLSX, to_xlsx


def upload(kind: ImportKind[Any]) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    @access.requires(kind.right)
    def page(request: HttpRequest) -> HttpResponse:
        def save(form: Any) -> Import:
            file = form.cleaned_data["file"]
            content = file.read(spreadsheet.MOST_BYTES + 1)
            return services.upload(
                actor=request.actor, kind=kind, content=content, file_name=file.name, today=dates.today()
            )

        return answer_form(
            request,
            UploadForm(posted(request), request.FILES or None),
            save,
            done="",
            to=lambda draft: page_of(IMPORT, draft),
            title=_("Import a spreadsheet"),
            lead=_(
                "You see what would happen before anything is saved. Uploading the same file twice "
                "changes nothing."
            ),
            button=_("Read the file"),
            crumbs=_crumbs(kind),
            actions=[
                Action(_("Download the template"), reverse(f"imports:{kind.key}_template"), icon="download"),
                *(
                    Action(str(title), reverse(name), "quiet", "download")
                    for title, name in kind.files.items()
                ),
            ],
        )

    return page


def template(kind: ImportKind[Any]) -> Callable[..., HttpResponse]:
    @require_safe
    @access.requires(kind.right)
    def file(_request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(spreadsheet.template(kind.columns), content_type=XLSX)
        answer["Content-Disposition"] = _as_file(_("template"), kind)
        return answer

    return file


def _as_file(what: str, kind: ImportKind[Any]) -> str:
    """The header that names a spreadsheet: what it is, and of which list."""
    return f'attachment; filename="{what}-{slugify(str(kind.place[0]))}.xlsx"'


def _crumbs(kind: ImportKind[Any]) -> list[Crumb]:
    title, name = kind.place
    return [Crumb(title, reverse(name))]


@require_safe
@access.requires(Right.DECIDE_IMPORT)
def show_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What applying would do, or what it did; while a worker is at it, how far it is."""
    draft = find(IMPORT, request.actor, pk)
    job = _latest_job(draft)
    if job is not None and not job.is_over:
        return redirect(page_of(JOB, job))
    context = _page(request.actor, draft, job)
    return render(request, "imports/import.html", {**context, "form": _answers_form(draft, context["look"])})


def _latest_job(draft: Import) -> ImportJob | None:
    return draft.jobs.order_by("-created_at", "pk").first()


def _page(actor: Actor, draft: Import, job: ImportJob | None) -> dict[str, Any]:
    kind, is_open = kind_of(draft.kind), draft.state == State.SHOWN
    is_seen = draft.look_sealed is not None or not services.is_long(draft)
    look = services.look_of(actor, draft, dates.today()) if is_open else Look(get_language() or "id")
    counts = look.counts if is_open else draft.counts
    nothing_yet = _("Nothing has been saved yet.") if is_seen else ""
    return {
        "look": look,
        "title": _("What the import would do") if is_open and is_seen else _("Import"),
        "about": "read-a-list-in#known" if is_open and is_seen else "",
        "lead": nothing_yet if is_open else str(draft.get_state_display()),
        "crumbs": _crumbs(kind),
        "figures": _figures(kind, counts) if is_seen or not is_open else [],
        "decisions": _decisions(kind, draft, look, is_seen=is_seen) if is_open else _file_of_left_out(draft),
        "notices": [*_told_by_worker(draft, job, look), *_missing(kind, draft)] if is_open else [],
        "grids": [*_grids(kind, look), _headings(kind, draft)] if is_open else _left_out(draft),
        "answers_to": reverse("imports:import_step", args=[draft.pk, "answer"]),
        "button": str(IMPORT.rows("answer")[0].button),
    }


def _told_by_worker(draft: Import, job: ImportJob | None, look: Look) -> list[Notice]:
    """Why the worker did not come to the end, what is written all the same; and the language in which it looked."""
    notices = []
    if job is not None and job.state in (WorkState.FAILED, WorkState.CANCELLED):
        why = job.sentence or failure_of(JOB, job) or _("It was stopped.")
        if job.verb == JobVerb.APPLY and job.done:
            counts = {"done": formats.number(job.done), "rows": formats.number(job.rows)}
            written = _("%(done)s of %(rows)s rows were done with; the others can still be applied.") % counts
            why = f"{why} {written}"
        notices.append(Notice(why, JOB.called(job), "warn"))
    if draft.look_sealed is not None and look.language != get_language():
        notices.append(
            Notice(
                _(
                    "A worker looked through this list in the other language. Read it again to see it in this one."
                )
            )
        )
    return notices


def _figures(kind: ImportKind[Any], counts: dict[str, Any]) -> list[Figure]:
    """What becomes of the rows, in the same words before and after."""
    columns = ", ".join(column.heading for column in kind.columns if column.key in counts.get("columns", ()))
    return [
        Figure(_("New"), formats.number(counts["new"])),
        Figure(_("Known, to be changed"), formats.number(counts.get("changed", 0)), trend=columns),
        Figure(_("Known, unchanged"), formats.number(counts["known"])),
        Figure(_("Waiting for your answer"), formats.number(counts.get("waiting", 0))),
        Figure(_("Cannot be read"), formats.number(counts["faults"])),
    ]


def _missing(kind: ImportKind[Any], draft: Import) -> list[Notice]:
    """That needed columns were not found among the headings; and which sheets are read together."""
    contents = services.contents_of(draft)
    if contents is not None and contents.together:
        text = _("Sheets with the same headings are read together: %(sheets)s.")
        named = ", ".join(f"{at} {name}" for at, name in enumerate(contents.together, start=1))
        return [Notice(text % {"sheets": named})]
    if contents is not None and not contents.rows:
        text = _("Below its headings the file has no rows. Fill the list in and upload it again.")
        return [Notice(text, _("The list is empty"), "warn")]
    missing = contents.read_as(kind.columns).missing if contents else []
    if not missing:
        return []
    text = _("Say below which column of your file it is: %(columns)s. Until then nothing can be read.")
    columns = ", ".join(column.heading for column in missing)
    return [Notice(text % {"columns": columns}, _("Columns were not found"), "warn")]


def _answers_form(draft: Import, look: Look, *data: Any) -> AnswersForm | None:
    """What the uploader is asked; None where nothing is."""
    contents = services.contents_of(draft)
    if contents is None or draft.state != State.SHOWN:
        return None
    form = AnswersForm(*data, kind=kind_of(draft.kind), contents=contents, look=look)
    return form if form.fields else None


def _decisions(kind: ImportKind[Any], draft: Import, look: Look, *, is_seen: bool) -> list[Action]:
    apply, drop, again = (
        reverse("imports:import_step", args=[draft.pk, verb]) for verb in ("apply", "drop", "answer")
    )
    actions = [
        *_file_of_left_out(draft),
        Action(str(IMPORT.rows("drop")[0].button), drop, "quiet", post=True),
    ]
    if services.is_long(draft) and draft.file_sealed is None:
        weight = "secondary" if is_seen else "primary"
        actions.insert(0, Action(str(IMPORT.rows("answer")[0].button), again, weight, post=True))
    if look.counts["new"] or look.counts.get("changed"):
        button = kind.button(look.counts["new"]) if look.counts["new"] else _("Correct what is there")
        actions.insert(0, Action(button, apply, "primary", post=True))
    return actions


def _file_of_left_out(draft: Import) -> list[Action]:
    """The rows to correct as a spreadsheet, with what to do in each."""
    counts = draft.counts
    if draft.content_sealed is None or not (counts.get("faults") or counts.get("waiting")):
        return []
    address = reverse("imports:left_out", args=[draft.pk])
    return [Action(_("Download the rows to correct"), address, "secondary", icon="download")]


@require_safe
@access.requires(Right.DECIDE_IMPORT)
def left_out(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The rows that are left out, as they came, with what to do in each: to be corrected and uploaded again."""
    draft = find(IMPORT, request.actor, pk)
    contents = services.contents_of(draft)
    if contents is None:
        raise Http404
    told = draft.left_out
    if told is None:
        told = services.look_of(request.actor, draft, dates.today()).left_out
    reasons: dict[int, list[str]] = {}
    for line, column, sentence, *_waited in told:
        reasons.setdefault(line, []).append(f"{column}: {sentence}")
    width = len(contents.headings)
    rows = (
        [*(cells + [""] * width)[:width], row_number(line), " ".join(reasons[line])]
        for line, cells in contents.rows
        if line in reasons
    )
    pieces = to_xlsx([[*contents.headings, _("Row"), _("What to do")], *rows], sheet=_("Rows to correct"))
    answer = StreamingHttpResponse(pieces, content_type=XLSX)
    answer["Content-Disposition"] = _as_file(_("rows-to-correct"), kind_of(draft.kind))
    return answer


def _grids(kind: ImportKind[Any], look: Look) -> list[Grid]:
    """The rows to correct, what is to be changed, the first of the new ones, and those that are there already."""
    head, name_head = _("Row"), next(iter(kind.shown))
    compared = [head, name_head, _("Column"), _("In the record"), _("In your file")]
    known = look.counts["known"]
    return [
        Grid(
            _("Rows to correct"),
            [head, _("Column"), _("In your file"), _("What to do")],
            _numbered(look.faults),
            hint=_first(
                look.faults,
                look.counts["faults"],
                _(
                    "These rows are left out. Correct them in your spreadsheet and upload it again: what is there already stays as it is."
                ),
            ),
        ),
        Grid(
            _("To check again"),
            [head, _("Column"), _("In your file"), _("Why")],
            _numbered(look.doubts),
            hint=_("These rows will be saved as they are. Compare them with the documents first."),
        ),
        Grid(_("Would be corrected"), compared, _numbered(look.changed)),
        Grid(
            str(kind.new),
            [head, *kind.shown],
            [[_number(line), *cells] for line, cells in look.new],
            hint=_first(look.new, look.counts["new"]),
        ),
        Grid(
            _("Known, but your file says otherwise"),
            compared,
            _numbered(look.otherwise),
            hint=str(kind.otherwise),
        ),
        Grid(
            str(kind.known),
            [head, name_head],
            [[_number(line), cells[0]] for line, cells in look.known],
            hint=_first(look.known, known),
        ),
    ]


def _first(rows: Sequence[tuple[Any, ...]], count: int, hint: str = "") -> str:
    """That not all of so many rows are shown."""
    shown = len({row[0] for row in rows})
    if shown >= count:
        return hint
    more = _("The first %(shown)d of %(count)s.") % {"shown": shown, "count": formats.number(count)}
    return f"{more} {hint}".strip()


def _numbered(rows: Iterable[tuple[Any, ...]]) -> list[list[str]]:
    return [[_number(line), *cells] for line, *cells in rows]


def _number(line: int) -> str:
    return _("Row %(line)s") % {"line": row_number(line)}


def _headings(kind: ImportKind[Any], draft: Import) -> Grid:
    """What each column of the file is read as."""
    contents = services.contents_of(draft)
    names = {column.key: column.heading for column in kind.columns}
    return Grid(
        _("Columns of your file"),
        [_("In your file"), _("Read as")],
        [
            [heading, names[key] if key else Tag(_("not read"), "warn")]
            for heading, key in (contents.read_as(kind.columns).headings if contents else ())
            if heading
        ],
        about="read-a-list-in#columns",
    )


def _left_out(draft: Import) -> list[Grid]:
    """What an applied list left out: what waited for an answer, and what is to be corrected in the spreadsheet."""
    rows: dict[bool, list[tuple[Any, ...]]] = {True: [], False: []}
    for line, column, sentence, *waited in draft.left_out or ():
        rows[any(waited)].append((line, column, sentence))
    waited, bad = rows[True], rows[False]
    return [
        Grid(
            _("Rows that waited for your answer"),
            [_("Row"), _("Column"), _("What was asked")],
            _numbered(waited[:MOST_SHOWN]),
            hint=_("These rows were left out. Upload the spreadsheet again and answer."),
        ),
        Grid(
            _("Rows to correct"),
            [_("Row"), _("Column"), _("What to do")],
            _numbered(bad[:MOST_SHOWN]),
            hint=_first(
                bad[:MOST_SHOWN],
                draft.counts["faults"],
                _("These rows were left out. Correct them in your spreadsheet and upload it again."),
            ),
        ),
    ]


@require_safe
@access.requires(Right.DECIDE_IMPORT)
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the worker is; once it is done, the list's own page."""
    found = find(JOB, request.actor, pk)
    if found.is_over:
        return (
            HttpResponseClientRefresh() if wants_partial(request) else redirect(page_of(IMPORT, found.draft))
        )
    template = "components/long_work.html" if wants_partial(request) else "imports/job.html"
    crumbs = _crumbs(kind_of(found.draft.kind))
    return render(
        request, template, {"title": JOB.called(found), "crumbs": crumbs, "work": _work(found, request.actor)}
    )


def _work(found: ImportJob, actor: Actor) -> Work:
    doing = _("The file is being read.") if found.verb == JobVerb.LOOK and not found.rows else ""
    if found.done:
        doing = _("%(done)s of %(rows)s rows are done with.") % {
            "done": formats.number(found.done),
            "rows": formats.number(found.rows),
        }
    return Work(
        title=JOB.called(found),
        state=found.state,
        url=reverse("imports:job", args=[found.pk]),
        doing=doing,
        share=found.done / found.rows if found.rows and found.state == WorkState.RUNNING else None,
        cancel_url=reverse("imports:job_step", args=[found.pk, "cancel"])
        if may_cancel(JOB, actor, found)
        else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(JOB)
def job_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    found = find(JOB, request.actor, pk)
    return step_page(
        request,
        JOB,
        found,
        verb,
        partial(services.cancel_job, actor=request.actor, job=found),
        crumbs=[*_crumbs(kind_of(found.draft.kind)), Crumb(_("Import"), page_of(IMPORT, found.draft))],
    )


@require_POST
@takes_steps(IMPORT)
def import_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Write what a list says, or throw the list away."""
    draft = find(IMPORT, request.actor, pk)
    kind = kind_of(draft.kind)
    if verb == "drop":
        return answer_button(
            request,
            lambda: services.drop(actor=request.actor, draft=draft),
            done=str(IMPORT.rows(verb)[0].done),
            to=reverse(f"imports:{kind.key}"),
        )
    if verb == "answer":
        return _take_answers(request, draft)
    return answer_button(
        request,
        lambda: services.apply(actor=request.actor, draft=draft, today=dates.today()),
        done=lambda applied: _outcome(kind, applied.counts) if applied.state == State.APPLIED else "",
        to=page_of(IMPORT, draft)
        if services.is_long(draft) or draft.counts["faults"] or draft.counts.get("waiting")
        else reverse(kind.place[1]),
        otherwise=page_of(IMPORT, draft),
    )


def _outcome(kind: ImportKind[Any], counts: dict[str, Any]) -> str:
    """What was written, and what was not."""
    new, changed, waiting, bad = (counts.get(key, 0) for key in ("new", "changed", "waiting", "faults"))
    parts = [
        (changed, ngettext("%(count)s record corrected.", "%(count)s records corrected.", changed)),
        (
            waiting,
            ngettext(
                "%(count)s row waited for your answer.", "%(count)s rows waited for your answer.", waiting
            ),
        ),
        (bad, ngettext("%(count)s row could not be read.", "%(count)s rows could not be read.", bad)),
    ]
    told = [text % {"count": formats.number(count)} for count, text in parts if count]
    return " ".join([kind.done(new), *told] if new or not changed else told)


def _take_answers(request: HttpRequest, draft: Import) -> HttpResponse:
    context, step = _page(request.actor, draft, _latest_job(draft)), IMPORT.rows("answer")[0]
    form = _answers_form(draft, context["look"], request.POST)

    def take(answers: Mapping[str, Any]) -> Import:
        return services.answer(actor=request.actor, draft=draft, today=dates.today(), **answers)

    if form is None:
        return answer_button(
            request,
            lambda: take({"chosen": {}, "answers": {}}),
            done=str(step.done),
            to=page_of(IMPORT, draft),
        )
    return answer_form(
        request,
        form,
        lambda form: take(form.cleaned_data),
        done=str(step.done),
        to=page_of(IMPORT, draft),
        template="imports/import.html",
        **context,
    )
