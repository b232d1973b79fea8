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
    """A row of the list: what stands in it, how that was read, the name beside it."""

    typed: str
    asked: Asked
    name: str


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


def _rows(file: Any) -> list[Line]:
    kind = "csv" if file.name.lower().endswith(".csv") else "xlsx"
    try:
        tables = workbook.read(file.read(), kind)
    except (ValueError, workbook.TooLargeError) as error:
        sentence = _("This file cannot be read as a list. Save it again as XLSX or CSV.")
        raise refusal("file", "unreadable", sentence) from error
    read = [_asked(table) for table in tables]
    found = max(read, key=lambda lines: sum(line.asked.is_read for line in lines), default=[])
    if any(line.asked.is_read for line in found) and not re.search(r"\d", found[0].typed):
        found = found[1:]  # headings; no link, code or number is without a digit
    if not found:
        raise refusal("file", "empty", _("The first column of the file holds nothing."))
    if len(found) > limits.MOST_AT_ONCE:
        sentence = _("The file has %(count)s rows; %(most)s can be checked at once.")
        given = {"count": formats.number(len(found)), "most": formats.number(limits.MOST_AT_ONCE)}
        raise ValidationError({"file": ValidationError(sentence % given, code="too_many")})
    return found


def _asked(table: workbook.Table) -> list[Line]:
    cells = [[*row, "", ""] for _line, row in table]
    return [Line(row[0].strip(), rules.read_asked(row[0]), row[1].strip()) for row in cells if row[0].strip()]


def _answers(lines: list[Line]) -> Iterator[list[Any]]:
    for line in lines:
        found = limits.looked_up(line.asked, line.name)
        if found is None:
            yield [line.typed, words.asked_too_often()]
            continue
        if found.certificate is not None:
            services.count_check(found.certificate, dates.today())
        shown = queries.shown(found)
        sentence, what_to_do = words.answer_of(found.answer, is_named=found.is_named)
        yield [
            line.typed,
            sentence,
            what_to_do,
            shown.get("name"),
            shown.get("title"),
            shown.get("issuer"),
            shown.get("number"),
            shown.get("ends_on"),
        ]
