"""How the reader left each list of this visit: the way back leads there, every other link to what it says itself."""

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

REMEMBERED = "lists"
COLUMNS = "columns"
LISTS_KEPT = 20
COLUMNS_KEPT = 50
NO_FILTERS = frozenset({"page", "per_page", "sort"})


def leave(request: HttpRequest) -> None:
    """Keep what this list shows now, and, when that is narrowed, how it was narrowed last."""
    memory: dict[str, list[str]] = request.session.get(REMEMBERED, {})
    left, narrowed = memory.get(request.path, ["", ""])
    now = (_said(request.GET), _said(request.GET, without=NO_FILTERS) or narrowed)
    if now != (left, narrowed):
        kept = {path: each for path, each in memory.items() if path != request.path}
        request.session[REMEMBERED] = dict([*kept.items(), (request.path, list(now))][-LISTS_KEPT:])


def forget(request: HttpRequest) -> None:
    memory: dict[str, list[str]] = request.session.get(REMEMBERED, {})
    if request.path in memory:
        request.session[REMEMBERED] = {path: each for path, each in memory.items() if path != request.path}


def last_narrowed(request: HttpRequest) -> QueryDict:
    """The filters that were last in force on this list, to be offered while none are; empty when there are none."""
    if set(_said_names(request.GET)) - NO_FILTERS:
        return QueryDict()
    _left, narrowed = request.session.get(REMEMBERED, {}).get(request.path, ("", ""))
    return QueryDict(narrowed)


def way_back(request: HttpRequest, url: str) -> str:
    """The list at this address as it was left; an address with a question of its own, or of no list, as it is."""
    parts = urlsplit(url)
    memory = request.session.get(REMEMBERED, {}) if hasattr(request, "session") else {}
    left = "" if parts.query else memory.get(parts.path, ("",))[0]
    return f"{url}?{left}" if left else url


def choose_columns(request: HttpRequest) -> str:
    """Keep which columns the reader wants on this list; the address to go on to."""
    chosen = [name for name in request.GET.getlist(COLUMNS) if name][:COLUMNS_KEPT]
    kept = {
        list_: each for list_, each in request.session.get(COLUMNS, {}).items() if list_ != _name(request)
    }
    request.session[COLUMNS] = dict([*kept.items(), (_name(request), chosen)][-LISTS_KEPT:])
    query = _said(request.GET, without=frozenset({COLUMNS}))
    return f"{request.path}?{query}" if query else request.path


def columns(request: HttpRequest) -> list[str] | None:
    """The columns wanted on this list; None where the reader has chosen none."""
    wanted: list[str] | None = request.session.get(COLUMNS, {}).get(_name(request))
    return wanted


def _name(request: HttpRequest) -> str:
    """What a list is called, whatever record it belongs to."""
    return request.resolver_match.view_name if request.resolver_match else request.path


def _said(query: QueryDict, without: frozenset[str] = frozenset()) -> str:
    kept = QueryDict(mutable=True)
    for name in _said_names(query):
        if name not in without:
            kept.setlist(name, [value for value in query.getlist(name) if value])
    return kept.urlencode()


def _said_names(query: QueryDict) -> list[str]:
    return [name for name, values in query.lists() if any(values)]
