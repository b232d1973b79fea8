"""One list page for every room: search, filters that stay, sortable heads, pages, a piece for HTMX, rows for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import django_filters
import django_tables2
from django import forms
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.core.paginator import EmptyPage, Page
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import resolve
from django.utils.cache import patch_vary_headers
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.kit import visits
from jalur.kit.chips import ALL, chips_of, faults_of
from jalur.kit.filters import ChoiceFilter, TextFilter
from jalur.kit.htmx import wants_partial
from jalur.kit.readonly import refuse_writes
from jalur.kit.search import narrow
from jalur.kit.tables import Table

PAGE_SIZES = (25, 50, 100, 200)
ROWS_AT_A_TIME = 1000
WHOLE = 1000  # rows of a list that is one page, for paper
OPTIONS_KEPT = 60
EXPORT_KINDS = (("xlsx", "Excel"), ("csv", "CSV"))
# So many matches are too few to be met soon on a walk through an index in the order of the list, which the database would
# choose for a page alone: a nation was read for 25 people called Siti.
SORTED_WHOLE = range(200, 2001)
NOTHING_AROUND: dict[str, Any] = {
    "title": "",
    "lead": "",
    "actions": (),
    "needs": None,
    "figures": (),
    "empty": None,
    "bulk_actions": (),
    "page_sizes": PAGE_SIZES,
    "export_kinds": EXPORT_KINDS,
}
"""What a list's view may give for the page around its list."""


class SearchFilter(TextFilter):
    """A box that finds rows in which every word typed occurs in one of `fields`, however it is spelt (kit/folding)."""

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
        return narrow(rows, self.fields, value or "")


class StandingField(django_filters.fields.ChoiceField):
    """A choice that is made until another one is: `standing` where the address says nothing, "all" to lift it."""

    def __init__(self, *args: Any, standing: str, choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        self.standing = standing
        super().__init__(*args, choices=[*choices, (ALL, _("all"))], **{**options, "empty_label": None})

    def bound_data(self, data: Any, initial: Any) -> Any:
        return super().bound_data(data, initial) or self.standing

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value or self.standing)
        return "" if chosen == ALL else chosen


class StandingFilter(ChoiceFilter):
    """A filter that is on when a list opens; its chip says so and lifts it."""

    field_class = StandingField


class Options(BaseChoiceIterator):
    """What a select offers, kept for a minute by each web process: places, countries, occupations; they tell of nobody.

    Reading them anew made a fifth of a list's time. What is chosen is still looked up in the database.
    """

    def __init__(self, field: forms.ModelChoiceField, key: str) -> None:
        self.field, self.key = field, key

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from caches["memory"].get_or_set(self.key, self._read, OPTIONS_KEPT)

    def _read(self) -> list[tuple[Any, str]]:
        rows = self.field.queryset.all()
        return [(self.field.prepare_value(row), str(self.field.label_from_instance(row))) for row in rows]


@dataclass(frozen=True)
class Listing:
    """A list without its page: every row found, in the order asked for. `filters`: names of those in force."""

    name: str
    title: str
    table: Table
    filters: tuple[str, ...]

    @cached_property
    def total(self) -> int:
        rows = self.table.data.data
        return rows.count() if isinstance(rows, QuerySet) else len(rows)

    def file_rows(self) -> Iterator[list[Any]]:
        """Heads, then values; read by a cursor on the server, so that no more than a few rows are ever in memory."""
        rows = self.table.data.data
        some = rows.iterator(ROWS_AT_A_TIME) if isinstance(rows, QuerySet) else rows
        return self.table.file_rows(some)


class ListingAnswer(HttpResponse):
    """What a list's view answers when only its rows are asked for."""

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing


def wants_rows(request: HttpRequest) -> bool:
    """Whether a list's view is opened for a file: nothing is drawn, and the right to export is what counts."""
    return getattr(request, "wants_rows", False)


def draws_page(request: HttpRequest) -> bool:
    """Whether the whole page is drawn, and not its changed part or a file: what stands around the list is needed."""
    return not (wants_rows(request) or wants_partial(request))


def open_listing(path: str, query: str, *, actor: Any, user: Any) -> Listing:
    """The list at an address as the actor may export it: its view decides, as it does for the page.

    Http404 when no list is there, PermissionDenied when it is none to be exported; or what the view raises.
    """
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET, request.META = QueryDict(query), {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.session = {}  # type: ignore[assignment]  # filters of the visit play no part
    # As the middleware sets them.
    vars(request).update(user=user, actor=actor, memberships=(), htmx=False, wants_rows=True)
    view, given, named = resolve(path)
    if not hasattr(view, "access_action"):
        raise Http404
    with connection.execute_wrapper(refuse_writes):
        answer = view(request, *given, **named)
    if not isinstance(answer, ListingAnswer):
        raise Http404
    return answer.listing


def list_page(
    request: HttpRequest,
    *,
    queryset: QuerySet[Any],
    table: type[Table],
    filters: type[django_filters.FilterSet] | None,
    template: str = "list.html",
    export_name: str = "",
    exportable: bool = True,
    by_key: bool = False,
    whole: bool = False,
    **context: Any,
) -> HttpResponse:
    """The answer of a list's view: the page, its changed part for HTMX, or its rows for a file (foundation/exports).

    queryset is already narrowed to what the actor may see, with the related rows it needs (select_related,
    prefetch): two queries are made here, the count and the page. filters are in the address: a bare one is the whole
    list, and offers the filters of last time (kit/visits); `?clear=1` forgets those. export_name: what a file is called;
    exportable: whether this actor may have one.
    by_key is for lists that grow with the nation: a subquery finds the keys of the page, and only its rows are joined and
    annotated. whole is for a short list that is printed: one page. context may carry title, lead, actions (list of Action),
    needs, figures, empty (Empty; it offers the first action unless it has one), bulk_actions (list of Action).
    """
    if (elsewhere := _remembered(request)) is not None:
        return elsewhere
    chosen = filters(request.GET, queryset=queryset, request=request) if filters else None
    shown = table(chosen.qs if chosen else queryset)
    size = WHOLE if whole else _page_size(request)
    django_tables2.RequestConfig(request, paginate=False).configure(shown)
    _break_ties(shown)
    chips = chips_of(chosen) if chosen else []
    if wants_rows(request):
        if not exportable:
            raise PermissionDenied
        title, names = str(context.get("title", "")), tuple(chip.remove for chip in chips)
        return ListingAnswer(Listing(export_name, title, shown, names))
    visits.leave(request)
    if (wanted := visits.columns(request)) is not None:
        shown.show_only(wanted)
    _turn_to_page(shown, request.GET.get("page", ""), size)
    if by_key:
        shown.page.object_list.data = _rows_of(shown.data.data, shown.page)
    if chosen:
        _keep_options(request, chosen)
    known = {
        "table": shown,
        "filter_form": chosen.form if chosen else None,
        "chips": chips,
        "faults": faults_of(chosen) if chosen else [],
        "last_time": _last_time(request, filters, queryset),
        "is_filtered": any(not chip.stands for chip in chips),
        "total": shown.paginator.count,
        "page_range": _page_range(shown),
        "page_size": size,
        "exportable": exportable,
    }
    chosen_template = "components/list_results.html" if wants_partial(request) else template
    answer = render(request, chosen_template, known | _around(context))
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _remembered(request: HttpRequest) -> HttpResponseRedirect | None:
    """What an address asks to keep or to forget is done, and the list without it shown."""
    if "clear" in request.GET:
        visits.forget(request)
        return HttpResponseRedirect(request.path)
    if visits.COLUMNS in request.GET:
        return HttpResponseRedirect(visits.choose_columns(request))
    return None


def _around(context: dict[str, Any]) -> dict[str, Any]:
    """What stands around the rows; an empty list offers the page's first action, and needs of nobody are left out."""
    around = {**NOTHING_AROUND, **context}
    if around["empty"] and not around["empty"].action and around["actions"]:
        around["empty"] = replace(around["empty"], action=around["actions"][0])
    if around["needs"]:
        around["needs"] = [need for need in around["needs"] if need.count != 0]
    return around


def _last_time(
    request: HttpRequest, filters: type[django_filters.FilterSet] | None, queryset: QuerySet[Any]
) -> dict[str, Any] | None:
    """The filters of last time, offered in words while none are in force."""
    before = visits.last_narrowed(request)
    if filters is None or not before:
        return None
    chips = chips_of(filters(before, queryset=queryset, request=request))
    return {"query": before.urlencode(), "chips": chips} if chips else None


def _keep_options(request: HttpRequest, chosen: django_filters.FilterSet) -> None:
    kind = type(chosen)
    about = (kind.__module__, kind.__qualname__, request.actor.place_code, get_language())  # type: ignore[attr-defined]  # set by portal's middleware
    for name, field in chosen.form.fields.items():
        if isinstance(field, forms.ModelChoiceField):
            field.widget.choices = Options(field, ":".join(map(str, ("options", *about, name))))


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


def _rows_of(rows: QuerySet[Any], page: Page) -> QuerySet[Any]:
    """The rows of a page: cut, from the nearer end, before what they show is joined, annotated and sorted along."""
    found = rows.values("pk")
    before, last = max(page.start_index() - 1, 0), page.end_index()
    after = page.paginator.count - last
    if page.paginator.count in SORTED_WHOLE:
        found = rows.filter(pk__in=found[: page.paginator.count]).values("pk")
    if after < before:
        return rows.filter(pk__in=found.reverse()[after : after + last - before])
    return rows.filter(pk__in=found[before:last])


def _page_range(table: django_tables2.Table) -> list[int | None]:
    """Numbers of the pages to offer; None stands for those left out."""
    around = table.paginator.get_elided_page_range(table.page.number, on_each_side=2, on_ends=1)
    return [one if isinstance(one, int) else None for one in around]
