"""Many certificates checked at once: a spreadsheet in, the same with the answers out."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.accounts.limits import stop
from jalur.foundation.imports import workbook
from jalur.journey.certificates import limits, queries, rules, services, words
from jalur.journey.certificates.forms import ListForm
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.rules import Asked
from jalur.kit import dates, formats
from jalur.kit.answers import alone, answer_form
from jalur.kit.components import Crumb
from jalur.kit.forms import posted
from jalur.kit.refusals import refusal
from jalur.kit.spreadsheets import XLSX, to_xlsx


class Line(NamedTuple):
    """A row of the list as it stands, and how its first cell was read; the name stands beside it."""

    cells: list[str]
    asked: Asked

    @property
    def name(self) -> str:
        return self.cells[1].strip() if len(self.cells) > 1 else ""


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CHECK_LIST)
def check_list(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and limits.too_many_lists(request):
        return stop(request)
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
    heads, rows = _rows(form.cleaned_data["file"])
    width = max(2, *(len(line.cells) for line in rows))
    own = (heads or [_("What was asked"), _("Name")]) + [""] * width
    heads = [
        *own[:width],
        _("Answer"),
        _("What to do"),
        _("Name"),
        _("Competent in"),
        _("Issued by"),
        _("Register number"),
        _("No more from"),
    ]
    pieces = to_xlsx([heads, *_answers(rows, width)], sheet=_("Answers"))
    answer = HttpResponse(b"".join(pieces), content_type=XLSX)
    return alone(answer, _("checked-certificates") + ".xlsx", as_attachment=True)


def _rows(file: Any) -> tuple[list[str], list[Line]]:
    """Its headings, where it has some, and its rows."""
    kind = "csv" if file.name.lower().endswith(".csv") else "xlsx"
    try:
        tables = workbook.read(file.read(), kind)
    except (ValueError, workbook.TooLargeError) as error:
        sentence = _("This file cannot be read as a list. Save it again as XLSX or CSV.")
        raise refusal("file", "unreadable", sentence) from error
    read = [_asked(table) for table in tables]
    found = max(read, key=lambda lines: sum(line.asked.is_read for line in lines), default=[])
    heads: list[str] = []
    if any(line.asked.is_read for line in found) and not re.search(r"\d", found[0].cells[0]):
        heads, found = found[0].cells, found[1:]  # no link, code or number is without a digit
    if not found:
        raise refusal("file", "empty", _("The first column of the file holds nothing."))
    if len(found) > limits.MOST_AT_ONCE:
        sentence = _("The file has %(count)s rows; %(most)s can be checked at once.")
        given = {"count": formats.number(len(found)), "most": formats.number(limits.MOST_AT_ONCE)}
        raise ValidationError({"file": ValidationError(sentence % given, code="too_many")})
    return heads, found


def _asked(table: workbook.Table) -> list[Line]:
    return [Line(row, rules.read_asked(row[0])) for _line, row in table if row and row[0].strip()]


def _answers(lines: list[Line], width: int) -> Iterator[list[Any]]:
    """Each row as it stands, then its answer."""
    for line in lines:
        own = line.cells + [""] * (width - len(line.cells))
        found = limits.looked_up(line.asked, line.name)
        if found is None:
            yield [*own, words.asked_too_often()]
            continue
        if found.certificate is not None:
            services.count_check(found.certificate, dates.today())
        shown = queries.shown(found)
        sentence, what_to_do = words.answer_of(found.answer, is_named=found.is_named)
        yield [
            *own,
            sentence,
            what_to_do,
            shown.get("name"),
            shown.get("title"),
            shown.get("issuer"),
            shown.get("number"),
            shown.get("ends_on"),
        ]
