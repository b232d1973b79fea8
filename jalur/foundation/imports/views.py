"""The screens of an import: upload, look at what would happen, apply or delete. Each kind of list has its own address."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports import services, spreadsheet
from jalur.foundation.imports.forms import AnswersForm, UploadForm
from jalur.foundation.imports.kinds import ImportKind, Plan, kind_of
from jalur.foundation.imports.models import Import, State
from jalur.foundation.imports.rights import Right
from jalur.foundation.imports.workflow import IMPORT
from jalur.foundation.workflow.views import find, page_of, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.components import Action, Crumb, Figure, Grid, Notice, Tag
from jalur.kit.forms import posted
from jalur.kit.spreadsheets import XLSX

SHOWN_ROWS = 20


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
                Action(_("Download the template"), reverse(f"imports:{kind.key}_template"), icon="download")
            ],
        )

    return page


def template(kind: ImportKind[Any]) -> Callable[..., HttpResponse]:
    @require_safe
    @access.requires(kind.right)
    def file(_request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(spreadsheet.template(kind.columns), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="templat-{kind.key}.xlsx"'
        return answer

    return file


def _crumbs(kind: ImportKind[Any]) -> list[Crumb]:
    title, name = kind.place
    return [Crumb(title, reverse(name))]


@require_safe
@access.requires(Right.DECIDE_IMPORT)
def show_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What applying would do, or what it did."""
    draft = find(IMPORT, request.actor, pk)
    context = _page(request.actor, draft)
    return render(request, "imports/import.html", {**context, "form": _answers_form(draft, context["plan"])})


def _page(actor: Actor, draft: Import) -> dict[str, Any]:
    kind, is_open = kind_of(draft.kind), draft.state == State.SHOWN
    plan = services.plan_of(actor, draft, dates.today())
    counts = plan.counts() if is_open else draft.counts
    return {
        "plan": plan,
        "title": _("What the import would do") if is_open else _("Import"),
        "lead": _("Nothing has been saved yet.") if is_open else str(draft.get_state_display()),
        "crumbs": _crumbs(kind),
        "figures": _figures(kind, counts),
        "decisions": _decisions(kind, draft, counts) if is_open else [],
        "notices": _missing(kind, draft) if is_open else [],
        "grids": [*_grids(kind, plan), _headings(kind, draft)] if is_open else _left_out(draft),
        "answers_to": reverse("imports:import_step", args=[draft.pk, "answer"]),
        "button": str(IMPORT.rows("answer")[0].button),
    }


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
    """That needed columns were not found among the headings."""
    contents = services.contents_of(draft)
    missing = contents.read_as(kind.columns).missing if contents else []
    if not missing:
        return []
    text = _("Say below which column of your file it is: %(columns)s. Until then nothing can be read.")
    columns = ", ".join(column.heading for column in missing)
    return [Notice(text % {"columns": columns}, _("Columns were not found"), "warn")]


def _answers_form(draft: Import, plan: Plan[Any], *data: Any) -> AnswersForm | None:
    """What the uploader is asked; None where nothing is."""
    contents = services.contents_of(draft)
    if contents is None:
        return None
    form = AnswersForm(*data, kind=kind_of(draft.kind), contents=contents, plan=plan)
    return form if form.fields else None


def _decisions(kind: ImportKind[Any], draft: Import, counts: dict[str, int]) -> list[Action]:
    apply, drop = (reverse("imports:import_step", args=[draft.pk, verb]) for verb in ("apply", "drop"))
    deletes = Action(str(IMPORT.rows("drop")[0].button), drop, "quiet", post=True)
    if not counts["new"] and not counts.get("changed"):
        return [deletes]
    button = kind.button(counts["new"]) if counts["new"] else _("Correct what is there")
    return [Action(button, apply, "primary", post=True), deletes]


def _grids(kind: ImportKind[Any], plan: Plan[Any]) -> list[Grid]:
    """The rows to correct, what is to be changed, the first of the new ones, and those that are there already."""
    head, name_head = _("Row"), next(iter(kind.shown))
    bad = plan.unreadable()
    more = _("The first %(shown)d of %(count)s.") % {
        "shown": SHOWN_ROWS,
        "count": formats.number(len(plan.new)),
    }
    return [
        Grid(
            _("Rows to correct"),
            [head, _("Column"), _("In your file"), _("What to do")],
            [
                [_number(fault.line), fault.column, fault.value, fault.sentence]
                for fault in plan.faults
                if fault.line in bad
            ],
            hint=_(
                "These rows are left out. Correct them in your spreadsheet and upload it again: what is there already stays as it is."
            ),
        ),
        Grid(
            _("To check again"),
            [head, _("Column"), _("In your file"), _("Why")],
            [[_number(doubt.line), doubt.column, doubt.value, doubt.sentence] for doubt in plan.doubts],
            hint=_("These rows will be saved as they are. Compare them with the documents first."),
        ),
        _compared(
            kind, plan, _("Would be corrected"), [(line, change.entry) for line, change in plan.changed]
        ),
        Grid(
            str(kind.new),
            [head, *kind.shown],
            [[number, *cells] for number, cells in _shown(kind, plan.new[:SHOWN_ROWS])],
            hint=more if len(plan.new) > SHOWN_ROWS else "",
        ),
        _compared(
            kind,
            plan,
            _("Known, but your file says otherwise"),
            plan.known,
            hint=_(
                "The records stay as they are. Where your file is right, correct the record on its own page."
            ),
        ),
        Grid(
            str(kind.known),
            [head, name_head],
            [[number, cells[0]] for number, cells in _shown(kind, plan.known)],
        ),
    ]


def _compared(
    kind: ImportKind[Any], plan: Plan[Any], title: str, rows: list[tuple[int, Any]], hint: str = ""
) -> Grid:
    """Where rows say something else than the records that they are about: before and after, column by column."""
    return Grid(
        title,
        [_("Row"), next(iter(kind.shown)), _("Column"), _("In the record"), _("In your file")],
        [
            [number, cells[0], one.heading, one.before, one.after]
            for (line, _entry), (number, cells) in zip(rows, _shown(kind, rows), strict=True)
            for one in plan.differences.get(line, ())
        ],
        hint=hint,
    )


def _shown(kind: ImportKind[Any], rows: list[tuple[int, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """Each row's number and what is shown of it."""
    cells = kind.cells([entry for _line, entry in rows])
    return [(_number(line), words) for (line, _entry), words in zip(rows, cells, strict=True)]


def _number(line: int) -> str:
    return _("Row %(line)d") % {"line": line}


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
    )


def _left_out(draft: Import) -> list[Grid]:
    """What an applied list left out: what waited for an answer, and what is to be corrected in the spreadsheet."""
    rows: dict[bool, list[list[str]]] = {True: [], False: []}
    for line, column, sentence, *waited in draft.left_out or ():
        rows[any(waited)].append([_number(line), column, sentence])
    return [
        Grid(
            _("Rows that waited for your answer"),
            [_("Row"), _("Column"), _("What was asked")],
            rows[True],
            hint=_("These rows were left out. Upload the spreadsheet again and answer."),
        ),
        Grid(
            _("Rows to correct"),
            [_("Row"), _("Column"), _("What to do")],
            rows[False],
            hint=_("These rows were left out. Correct them in your spreadsheet and upload it again."),
        ),
    ]


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
        done=lambda applied: _outcome(kind, applied.counts),
        to=page_of(IMPORT, draft)
        if draft.counts["faults"] or draft.counts.get("waiting")
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
    context, step = _page(request.actor, draft), IMPORT.rows("answer")[0]
    form = _answers_form(draft, context["plan"], request.POST)
    if form is None:
        return redirect(page_of(IMPORT, draft))
    return answer_form(
        request,
        form,
        lambda form: services.answer(
            actor=request.actor, draft=draft, today=dates.today(), **form.cleaned_data
        ),
        done=str(step.done),
        to=page_of(IMPORT, draft),
        template="imports/import.html",
        **context,
    )
