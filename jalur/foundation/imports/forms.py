from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.imports.look import Asked, Look
from jalur.foundation.imports.rows import row_number
from jalur.foundation.imports.spreadsheet import Contents
from jalur.kit import formats

MOST_ASKED = 30
"""Questions shown at once; the next ones come when these are answered."""
MOST_LINES = 8


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("XLSX or CSV with the columns of the template, at most 100,000 rows."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )


class AnswersForm(forms.Form):
    """What only the uploader knows: which column is which where no heading tells, and what an unclear cell means."""

    def __init__(
        self,
        *given: Any,
        kind: ImportKind[Any],
        contents: Contents,
        look: Look,
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.columns = _column_boxes(kind, contents)
        self.questions = {
            f"q_{sha256(key.encode()).hexdigest()[:16]}": (key, asked)
            for key, asked in list(look.questions.items())[:MOST_ASKED]
        }
        if contents.others:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Which sheet is the list?"),
                help_text=_("Several sheets of your file look like lists. One is read."),
                choices=[(name, name) for name in (contents.sheet, *contents.others)],
                initial=contents.sheet,
            )
        for name, (heading, key) in self.columns.items():
            keys = [("", _("not read")), *((column.key, column.heading) for column in kind.columns)]
            self.fields[name] = forms.ChoiceField(label=heading, choices=keys, initial=key, required=False)
        for name, (_key, asked) in self.questions.items():
            self.fields[name] = forms.ChoiceField(
                label=_label(asked),
                help_text=_hint(asked),
                choices=asked.choices,
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """chosen, answers, sheet: as `services.answer` takes them."""
        typed = super().clean() or {}
        chosen = {name.removeprefix("column_"): typed.get(name, "") for name in self.columns}
        for name in self.columns:
            key = typed.get(name)
            if key and list(chosen.values()).count(key) > 1:
                self.add_error(name, ValidationError(_("Two columns cannot be the same."), code="twice"))
        answers = {key: typed[name] for name, (key, _asked) in self.questions.items() if typed.get(name)}
        return {"chosen": chosen, "answers": answers, "sheet": typed.get("sheet", "")}


def _hint(asked: Asked) -> str:
    """What is asked, and where the first of the rows differs from the record that it may be about."""
    differences = format_html_join("", "<li>{}</li>", ((one,) for one in asked.differences))
    return format_html("{}<ul>{}</ul>", asked.sentence, differences) if differences else asked.sentence


def _column_boxes(kind: ImportKind[Any], contents: Contents) -> dict[str, tuple[str, str]]:
    """Box → (heading, key) of each column that its heading does not tell, or about which the uploader has said something."""
    headings = contents.read_as(kind.columns).headings
    return {
        f"column_{at}": (heading, key)
        for at, (heading, key) in enumerate(headings)
        if heading and (not key or str(at) in contents.chosen)
    }


def _label(asked: Asked) -> str:
    """The column, what stands there, in which rows."""
    lines = [row_number(line) for line in asked.lines]
    more = len(lines) - MOST_LINES
    rows = ngettext("row %(rows)s", "rows %(rows)s", len(lines)) % {"rows": ", ".join(lines[:MOST_LINES])}
    if more > 0:
        rows = _("%(rows)s and %(count)s more") % {"rows": rows, "count": formats.number(more)}
    value = f"{asked.column}: {asked.value}" if asked.value else asked.column
    return f"{value} ({rows})"
