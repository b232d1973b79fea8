"""Many certificates checked at once: a spreadsheet in, the same with the answers out."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access, limits
from jalur.foundation.imports import workbook
from jalur.journey.certificates import queries, rules, services, words
from jalur.journey.certificates.forms import ListForm
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.views import checking
from jalur.kit import dates, formats
from jalur.kit.answers import alone, answer_form
from jalur.kit.components import Crumb
from jalur.kit.forms import posted
from jalur.kit.refusals import refusal
from jalur.kit.spreadsheets import XLSX, to_xlsx

MOST_ROWS = 500
LISTS, SECONDS = 10, 3600
"""So many lists from one address within so many seconds; each web process counts for itself."""


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CHECK_LIST)
def check_list(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and limits.too_often(request, "certificate-list", LISTS, SECONDS):
        return limits.stop(request)
    return answer_form(
        request,
        ListForm(posted(request), request.FILES or None),
        _checked,
        done="",
        title=_("Check a list of certificates"),
        lead=_("You get the same rows back with the answer for each. The list is read and not kept."),
        button=_("Check the list"),
        crumbs=[Crumb(_("Is this certificate genuine?"), reverse("certificates:check"))],
    )


def _checked(form: ListForm) -> HttpResponse:
    rows = _rows(form.cleaned_data["file"])
    heads = [
        _("What was asked"),
        _("Answer"),
        _("What to do"),
        _("Name"),
        _("Competent in"),
        _("Issued by"),
        _("Register number"),
        _("No more from"),
    ]
    pieces = to_xlsx([heads, *_answers(rows)], sheet=_("Answers"))
    answer = HttpResponse(b"".join(pieces), content_type=XLSX)
    return alone(answer, _("checked-certificates") + ".xlsx", as_attachment=True)


def _rows(file: Any) -> list[tuple[str, str]]:
    """What was asked and the name beside it, row by row."""
    kind = "csv" if file.name.lower().endswith(".csv") else "xlsx"
    try:
        tables = workbook.read(file.read(), kind)
    except (ValueError, workbook.TooLargeError) as error:
        sentence = _("This file cannot be read as a list. Save it again as XLSX or CSV.")
        raise refusal("file", "unreadable", sentence) from error
    read = [_asked(table) for table in tables]
    found = max(read, key=lambda rows: sum(map(_is_read, rows)), default=[])
    if any(map(_is_read, found)) and not re.search(r"\d", found[0][0]):
        found = found[1:]  # headings; no link, code or number is without a digit
    if not found:
        raise refusal("file", "empty", _("The first column of the file holds nothing."))
    if len(found) > MOST_ROWS:
        sentence = _("The file has %(count)s rows; %(most)s can be checked at once.")
        given = {"count": formats.number(len(found)), "most": formats.number(MOST_ROWS)}
        raise ValidationError({"file": ValidationError(sentence % given, code="too_many")})
    return found


def _asked(table: workbook.Table) -> list[tuple[str, str]]:
    cells = [[*row, "", ""] for _line, row in table]
    return [(row[0].strip(), row[1].strip()) for row in cells if row[0].strip()]


def _is_read(row: tuple[str, str]) -> bool:
    return rules.read_asked(row[0]).is_read


def _answers(rows: list[tuple[str, str]]) -> Iterator[list[Any]]:
    for asked, name in rows:
        found = checking.looked_up(asked, name)
        if found is None:
            yield [asked, words.asked_too_often()]
            continue
        if found.certificate is not None:
            services.count_check(found.certificate, dates.today())
        shown = queries.shown(found)
        sentence, what_to_do = words.answer_of(found.answer, is_named=found.is_named)
        yield [
            asked,
            sentence,
            what_to_do,
            shown.get("name"),
            shown.get("title"),
            shown.get("issuer"),
            shown.get("number"),
            shown.get("ends_on"),
        ]
