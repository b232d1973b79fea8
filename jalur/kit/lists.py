"""One list page for every room: search, filters that stay, sortable heads, pages, export, a piece for HTMX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
import django_tables2
from django import forms
from django.core.paginator import EmptyPage
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from jalur.kit import dates, spreadsheets
from jalur.kit.htmx import wants_partial

PAGE_SIZES = (25, 50, 100, 200)
REMEMBERED = "lists"
NOT_REMEMBERED = {"export", "page"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SearchFilter(django_filters.CharFilter):
    """A box that finds rows in which every word typed occurs in one of `fields`."""

    def __init__(self, *, fields: Sequence[str], **options: Any) -> None:
        self.fields = fields
        options.setdefault("label", _("Search"))
        shown = {
            "type": "search",
            "data-search": True,
            "autocomplete": "off",
            "placeholder": options["label"],
        }
        options.setdefault("widget", forms.TextInput(attrs=shown))
        super().__init__(**options)

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in (value or "").split():
            found = Q()
            for name in self.fields:
                found |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(found)
        return rows


ALL = "all"


class StandingField(django_filters.fields.ChoiceField):
    """A choice that is made until another one is: `standing` where the address says nothing, "all" to lift it."""

    def __init__(self, *args: Any, standing: str, choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        self.standing = standing
        super().__init__(*args, choices=[*choices, (ALL, _("all"))], empty_label=None, **options)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return super().bound_data(data, initial) or self.standing

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value or self.standing)
        return "" if chosen == ALL else chosen


class StandingFilter(django_filters.ChoiceFilter):
    """A filter that is on when a list opens; its chip says so and lifts it."""

    field_class = StandingField


class ChoicesAtOnce(forms.models.ModelChoiceIterator):
    """The rows a select offers in one query; Django's own iterator opens a cursor on the server for each select."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in self.queryset.all():
            yield self.choice(row)


@dataclass(frozen=True)
class Chip:
    """A filter in force, in words, and the name to take away to lift it.

    `lifted`: what to put there instead; `stands`: on because the list opens with it.
    """

    label: str
    value: str
    remove: str
    lifted: str | None = None
    stands: bool = False


def list_page(
    request: HttpRequest,
    *,
    queryset: QuerySet[Any],
    table: type[django_tables2.Table],
    filters: type[django_filters.FilterSet] | None,
    template: str = "list.html",
    export_name: str,
    by_key: bool = False,
    **context: Any,
) -> HttpResponse:
    """The answer of a list's view: the page, its changed part for HTMX, or a file for `?export=csv|xlsx`.

    queryset is already narrowed to what the actor may see, with the related rows it needs (select_related,
    prefetch): two queries are made here, the count and the page. filters are in the address and remembered for the
    session; `?clear=1` forgets them. by_key is for lists that grow with the nation: a query of its own finds the keys of
    the page, and only its rows are joined and annotated. context may carry title, lead, actions (list of Action), empty (Empty),
    bulk_actions (list of Action), bulk_reasons.
    """
    if (elsewhere := _remembered_address(request)) is not None:
        return HttpResponseRedirect(elsewhere)
    chosen = filters(request.GET, queryset=queryset, request=request) if filters else None
    shown = table(chosen.qs if chosen else queryset)
    size = _page_size(request)
    django_tables2.RequestConfig(request, paginate=False).configure(shown)
    _break_ties(shown)
    if (export := request.GET.get("export", "")) in {"csv", "xlsx"}:
        return _file(shown, export, export_name)
    _turn_to_page(shown, request.GET.get("page", ""), size)
    if by_key:
        page = shown.page
        page.object_list.data = _rows_of(shown.data.data, page.start_index(), page.end_index())
    chips = _chips(chosen) if chosen else []
    for field in chosen.form.fields.values() if chosen else ():
        if isinstance(field, forms.ModelChoiceField):
            field.widget.choices = ChoicesAtOnce(field)
    known = {
        "table": shown,
        "filter_form": chosen.form if chosen else None,
        "chips": chips,
        "is_filtered": any(not chip.stands for chip in chips),
        "total": shown.paginator.count,
        "page_range": _page_range(shown),
        "page_sizes": PAGE_SIZES,
        "page_size": size,
        "title": "",
        "lead": "",
        "actions": (),
        "empty": None,
        "bulk_actions": (),
        "bulk_reasons": (),
        "exportable": True,
    }
    chosen_template = "components/list_results.html" if wants_partial(request) else template
    answer = render(request, chosen_template, {**known, **context})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _remembered_address(request: HttpRequest) -> str | None:
    """Where to go instead: back to the filters of last time, or to the bare list after `?clear=1`. None: stay."""
    memory: dict[str, str] = request.session.get(REMEMBERED, {})
    before = memory.get(request.path, "")
    if "clear" in request.GET:
        if before:
            request.session[REMEMBERED] = {
                path: query for path, query in memory.items() if path != request.path
            }
        return request.path
    if not request.GET:
        return f"{request.path}?{before}" if before else None
    kept = _without(request.GET, NOT_REMEMBERED)
    if "export" not in request.GET and kept != before:
        request.session[REMEMBERED] = {**memory, request.path: kept}
    return None


def _without(query: QueryDict, names: set[str]) -> str:
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        said = [value for value in values if value]
        if name not in names and said:
            kept.setlist(name, said)
    return kept.urlencode()


def _page_size(request: HttpRequest) -> int:
    asked = request.GET.get("per_page", "")
    return next((size for size in PAGE_SIZES if str(size) == asked), PAGE_SIZES[0])


def _break_ties(table: django_tables2.Table) -> None:
    """Order by key last: rows that are equal in what was asked for must not move between pages."""
    rows = table.data.data
    if isinstance(rows, QuerySet):
        order = rows.query.order_by or rows.model._meta.ordering
        if not order:
            raise ValueError(f"{type(table).__name__} lists rows in no order: give it Meta.order_by")
        table.data.data = rows.order_by(*order, "pk")


def _turn_to_page(table: django_tables2.Table, asked: str, size: int) -> None:
    """The page asked for; the first for nonsense, the last when the list has become shorter."""
    try:
        table.paginate(page=int(asked) if asked.isascii() and asked.isdigit() else 1, per_page=size)
    except EmptyPage:
        table.paginate(page=table.paginator.num_pages, per_page=size)


def _rows_of(rows: QuerySet[Any], first: int, last: int) -> list[Any]:
    """The rows from one place to another, counted from one: cut before what they show is joined, annotated and sorted along."""
    keys = list(rows.values_list("pk", flat=True)[max(first - 1, 0) : last])
    found = rows.order_by().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _page_range(table: django_tables2.Table) -> list[int | None]:
    """Numbers of the pages to offer; None stands for those left out."""
    around = table.paginator.get_elided_page_range(table.page.number, on_each_side=2, on_ends=1)
    return [one if isinstance(one, int) else None for one in around]


def _chips(chosen: django_filters.FilterSet) -> list[Chip]:
    form = chosen.form
    if not form.is_valid() and not getattr(form, "cleaned_data", None):
        return []
    said = {name: value for name, value in form.cleaned_data.items() if not _is_nothing(value)}
    return [_chip(name, form.fields[name], value) for name, value in said.items()]


def _chip(name: str, field: forms.Field, value: Any) -> Chip:
    standing = getattr(field, "standing", None)
    return Chip(
        str(field.label or name),
        _words(field, value),
        name,
        lifted=ALL if standing else None,
        stands=value == standing,
    )


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], ()) or (isinstance(value, QuerySet) and not value)


def _words(field: forms.Field, value: Any) -> str:
    choices: Mapping[Any, Any] = (
        dict(getattr(field, "choices", ())) if isinstance(field, forms.ChoiceField) else {}
    )
    several = value if isinstance(value, list | tuple | QuerySet) else [value]
    return ", ".join(str(choices.get(str(one), choices.get(one, one))) for one in several)


def _file(table: django_tables2.Table, kind: str, name: str) -> HttpResponse:
    """Every row found, as a file named after the list and the day."""
    file_name = f"{name}-{dates.today().isoformat()}.{kind}"
    rows = table.file_rows(table.data)
    if kind == "csv":
        answer = HttpResponse("".join(spreadsheets.to_csv(rows)), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(spreadsheets.to_xlsx(rows, sheet=name), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer
