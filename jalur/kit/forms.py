"""Forms as people fill them: label above, hint, error in the field and in a summary on top; nothing typed is lost.

`FORM_RENDERER = "jalur.kit.forms.FormRenderer"` makes `{{ form }}` look like that everywhere.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.kit import formats, widgets
from jalur.kit.folding import fold
from jalur.kit.money import format_money
from jalur.kit.reading import (
    ANY_DAY,
    Span,
    Unreadable,
    read_day,
    read_money,
    read_name,
    read_number,
    read_phone,
    read_text,
    read_words,
)

R = TypeVar("R")
Choice = tuple[str, str]
AS_TYPED = "as_typed"
"""The box that answers a form's question."""
MOST_MONEY = 10**11
"""No amount of one person or class is larger: Rp100 billion."""
LEFT_EMPTY = [
    forms.Field.default_error_messages["required"],
    *(models.Field.default_error_messages[kind] for kind in ("blank", "null")),
]
BOUNDS = {MinValueValidator: "min_value", MaxValueValidator: "max_value"}
CODE_AT_END = re.compile(r"\(([^()]+)\)\s*$")
FEW = 6
"""Up to so many choices are boxes one sees at once, more are a list."""
OFFERED = 12
"""How many places, occupations … a typed text is answered with."""
TELLING, MOST_TYPED = 3, 200
"""A text of fewer letters is asked back even where it fits one thing alone; no name is longer than the most."""


class FormRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        return widgets.drawn(template_name, context) or super().render(template_name, context, request)


def _refuse_in_our_words() -> None:
    """Django repeats what was sent, which no form of ours offered."""
    sentence = gettext_lazy("This is not offered here. Choose again.")
    fields: list[type[forms.Field]] = [forms.ChoiceField, forms.MultipleChoiceField]
    for field in [*fields, forms.ModelChoiceField, forms.ModelMultipleChoiceField]:
        field.default_error_messages |= {"invalid_choice": sentence, "invalid_pk_value": sentence}
    models.UUIDField.default_error_messages |= {"invalid": sentence}


_refuse_in_our_words()


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the request's data on POST, even when nothing is ticked; else what is kept of it, or None.

    Kept is what was typed before a session ended, and what waits at "?check=1" to be confirmed (foundation/workflow/kept.py).
    """
    if request.method == "POST" and not (is_checked(request) and request.POST.get("confirm")):
        return request.POST
    kept: Callable[[], QueryDict | None] = getattr(request, "kept", lambda: None)
    return kept()


def is_checked(request: HttpRequest) -> bool:
    """Whether this is the page that repeats the answers before they count."""
    return "check" in request.GET


def apply_errors(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put a service's refusal onto the form: each sentence at its field, or on top where the form has no such field."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, sentences in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


def first_id(box: forms.BoundField) -> str:
    """The id that a link to a field leads to: of its box, or of the first of its choices."""
    return box.id_for_label or f"{box.auto_id}_0"


def in_words(field: forms.Field, value: Any, days: str = "medium") -> str:
    """A value as its field gives it, in the words in which it is asked for; "" for nothing. days: as `formats.day` takes them."""
    several = value if isinstance(value, list | tuple | models.QuerySet) else [value]
    return "; ".join(filter(None, (_one_in_words(field, one, days) for one in several)))


def _one_in_words(field: forms.Field, one: Any, days: str) -> str:
    if one is None or one == "":
        return ""
    if isinstance(one, date):
        return formats.day(one, days)
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(one)
    choices = {str(code): str(label) for code, label in flatten_choices(list(getattr(field, "choices", ())))}
    if (label := choices.get(str(one))) is not None:
        return label
    if isinstance(one, bool):
        return _("yes") if one else ""
    return str(field.prepare_value(getattr(one, "pk", one)))


def sentences(field: forms.BoundField, *, with_label: bool = False) -> list[str]:
    """What is wrong at a field. Left empty it is named; with_label: away from its box, every sentence says which it is about."""
    said = []
    for error in field.errors.as_data():
        if error.message in LEFT_EMPTY:
            said.append(_("“%(field)s” is required.") % {"field": field.label})
        else:
            about = str(field.label) if str(field.label).endswith(("?", ":")) else f"{field.label}:"
            said += [f"{about} {text}" if with_label else text for text in error.messages]
    return said


class Reading:
    """What is typed into a field is read by one of kit/reading; its sentence stands at the field."""

    def read(self, value: Any, reader: Callable[..., R], *args: Any, **options: Any) -> R:
        try:
            return reader(str(value), *args, **options)
        except Unreadable as failure:
            raise ValidationError(str(failure), code=failure.code) from failure


class TextField(Reading, forms.CharField):
    """What is to be seen of a text: invisible signs are left out, control characters refused; "-" alone is nothing."""

    def to_python(self, value: Any) -> Any:
        lines = isinstance(self.widget, forms.Textarea)
        text = super().to_python("" if value is None else self.read(value, read_text, lines=lines))
        return (self.read(text, read_words) or self.empty_value) if text else text


class ExactField(forms.CharField):
    """A text sign for sign but for its ends: of what was signed each sign counts, and two spaces are two."""


class NameField(TextField):
    """A text with at least one letter."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return self.read(text, read_name) if text else text


def _standing(form: forms.BaseForm, name: str) -> str:
    """What a box shows of the record as it stands."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(value, list | tuple):
        return ", ".join(sorted(str(getattr(one, "pk", one)) for one in value))
    return "" if value is None else str(value)


def opened_with(form: forms.BaseForm) -> str:
    """What the boxes of a form hold of the record as it stands, as a short mark that travels with the form."""
    shown = [(name, _standing(form, name)) for name in form.fields]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def changed_since(form: forms.BaseForm, mark: str) -> list[str]:
    """Both, where the record was changed after the form was opened: what stands now beside what was typed; else nothing."""
    sent = form.data.get("opened_with", "")
    if sent in ("", mark):
        return []
    sentences = [
        _("Somebody changed this after you opened the page. Nothing was saved: compare, then save again.")
    ]
    for name, field in form.fields.items():
        now, typed = _standing(form, name), ", ".join(sorted(form.data.getlist(name)))
        if now != typed:
            words = {str(code): str(label) for code, label in getattr(field, "choices", ())}
            shown = {
                "what": field.label,
                "now": words.get(now, now) or "–",
                "typed": words.get(typed, typed) or "–",
            }
            sentences.append(_("%(what)s: now %(now)s, you entered %(typed)s") % shown)
    return sentences


class DayField(Reading, forms.DateField):
    """A day inside `span`: the device's own calendar, or typed as 21-11-2026, 21 Nov 26 … where there is none."""

    def __init__(self, *, span: Span = ANY_DAY, **options: Any) -> None:
        self.span = span
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        return self.read(value, read_day, self.span)


class NumberField(Reading, forms.IntegerField):
    """A whole number, with or without points between thousands; a text box, as browsers refuse those points in others."""

    def __init__(self, **options: Any) -> None:
        shown = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        super().__init__(**{"widget": forms.TextInput(attrs=shown), **options})

    def to_python(self, value: Any) -> int | None:
        return None if value in self.empty_values else self.read(value, read_number)


class PercentField(NumberField):
    """A share of one as Decimal, typed in per cent: "85" or "85%" is 0.85."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 100, **options})

    def clean(self, value: Any) -> Decimal | None:
        typed = value.strip().removesuffix("%") if isinstance(value, str) else value
        percent = super().clean(typed)
        return None if percent is None else Decimal(percent) / 100

    def prepare_value(self, value: Any) -> Any:
        return round(value * 100) if isinstance(value, Decimal) else value


class MoneyField(Reading, forms.Field):
    """Whole units of money as Decimal: "Rp 1.234.567", "1234567"."""

    def __init__(
        self, *, currency: str = "IDR", minimum: int = 0, maximum: int = MOST_MONEY, **options: Any
    ) -> None:
        self.currency, self.minimum, self.maximum = currency, minimum, maximum
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        amount = self.read(value, read_money)
        if amount < self.minimum:
            sentence = _("The amount must be at least %(least)s.")
            raise ValidationError(sentence % {"least": self._written(self.minimum)}, code="min_value")
        if amount > self.maximum:
            sentence = _("The amount must be at most %(most)s.")
            raise ValidationError(sentence % {"most": self._written(self.maximum)}, code="max_value")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return self._written(value) if isinstance(value, Decimal | int) else value

    def _written(self, amount: Decimal | int) -> str:
        return format_money(amount, self.currency, locale=formats.locale())


NAMED = {"name", "title"}
"""Columns that hold what something is called."""


def form_field(
    column: models.Field, *, form_class: type[forms.Field] | None = None, **options: Any
) -> forms.Field | None:
    """How a column is asked for: days by `DayField`, numbers between the bounds of its validators, a few choices as boxes.

    form_class: from `Meta.field_classes`, where the kind of column does not tell.
    """
    if form_class is None and isinstance(column, models.DateField):
        form_class = DayField
    if form_class is None and type(column) in {models.CharField, models.TextField} and not column.choices:
        options.setdefault("form_class", NameField if column.name in NAMED else TextField)
    if form_class is not None:
        words = {"label": capfirst(column.verbose_name), "required": not column.blank}
        if column.help_text:
            words["help_text"] = column.help_text
        return form_class(**words, **options)
    if isinstance(column, models.IntegerField):
        for validator in column.validators:
            if bound := BOUNDS.get(type(validator)):
                options.setdefault(bound, validator.limit_value)
        options.setdefault("form_class", NumberField)
    if column.choices and not column.blank:
        # Django adds an empty choice unless one is chosen from the start.
        if len(column.choices) <= FEW:
            options = {"widget": forms.RadioSelect, "initial": column.get_default(), **options}
        elif not column.has_default():
            options.setdefault("choices", column.get_choices(blank_choice=[("", gettext_lazy("choose"))]))
    if isinstance(column, models.ForeignKey):
        options.setdefault("empty_label", gettext_lazy("none") if column.blank else gettext_lazy("choose"))
    return column.formfield(**options)


class AsksBack:
    """A form that asks back once about what is unlikely but possible; a box below it says that it is meant so."""

    fields: dict[str, forms.Field]
    data: Any
    files: Any
    add_prefix: Callable[[str], str]
    add_error: Callable[[str | None, Any], None]

    def question(self, name: str | None, sentence: str, yes: str = "") -> None:
        """yes: what the box says, where somebody else typed it."""
        box = forms.BooleanField(label=yes or _("It is right as I typed it"), required=False)
        self.fields[AS_TYPED] = box
        if not box.widget.value_from_datadict(self.data, self.files, self.add_prefix(AS_TYPED)):
            self.add_error(name, ValidationError(sentence, code="unlikely"))


class ModelForm(AsksBack, forms.ModelForm):
    """A form whose labels, hints, lengths and choices are those of its columns; what it fills, a service checks and saves.

    `instance` then holds what was typed, unsaved. Only the fields are checked here: whether they go together is the service's to
    say, at the field that its sentence names.
    """

    class Meta:
        formfield_callback = form_field

    def clean(self) -> dict[str, Any]:
        # Not Django's own: it would ask the database about unique values and constraints, as the service does again.
        return self.cleaned_data

    @property
    def beside(self) -> dict[str, Any]:
        """What was typed that the instance cannot hold: rows of other tables, by the names that services take them."""
        several = self._meta.model._meta.many_to_many
        return {field.name: self.cleaned_data[field.name] for field in several if field.name in self.fields}


class PhoneField(TextField):
    """A telephone number, kept as E.164 (+628123456789)."""

    def __init__(self, *, region: str = "ID", **options: Any) -> None:
        self.region = region
        options.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "short"})
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        return self.read(super().to_python(value), read_phone, self.region)

    def prepare_value(self, value: Any) -> Any:
        return (
            formats.phone(value, self.region) if isinstance(value, str) and value.startswith("+") else value
        )


class LookupInput(forms.TextInput):
    """A text box that offers what fits while one types. What fits a text that says too little is offered to be ticked below it:
    nothing is typed twice. `offered`: those choices, set by the field."""

    template_name = "forms/widgets/lookup.html"

    def __init__(self, *, url_name: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.url_name = url_name
        self.offered: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"lookup_url": reverse(self.url_name), "offered": self.offered}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was ticked, unless another text was typed since it was offered."""
        typed, ticked = super().value_from_datadict(data, files, name), data.get(f"{name}_ticked")
        return ticked if ticked and data.get(f"{name}_offered") == typed else typed


def with_code(code: str, label: str) -> str:
    return f"{label} ({code})"


def by_label(_code: str, label: str) -> str:
    """For what has no code that means anything to people."""
    return label


class LookupField(Reading, forms.Field):
    """One of many (a place, an occupation, an organisation), found by typing; gives the code as text.

    search: text → (code, label) pairs, best first · label_of: code → label, None when there is no such code ·
    url_name: the page that answers with `options_response`. model: the field gives the row with that code instead. written:
    how a choice is offered and shown; by its label alone only where `search` finds that one for the whole label. similar: text →
    pairs to be ticked where nothing matches.
    The text may be "Jombang, Jawa Timur (35.17)", "35.17" or "Jombang".
    """

    def __init__(
        self,
        *,
        search: Callable[[str], Sequence[Choice]],
        label_of: Callable[[str], str | None],
        url_name: str,
        model: type[models.Model] | None = None,
        written: Callable[[str, str], str] = with_code,
        similar: Callable[[str], Sequence[Choice]] = lambda _text: (),
        **options: Any,
    ) -> None:
        self.search, self.label_of, self.model, self.written = search, label_of, model, written
        self.similar = similar
        options.setdefault("widget", LookupInput(url_name=url_name))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = self.read(value or "", read_text)
        if not text:
            return ""
        at_end = CODE_AT_END.search(text)
        for code in (at_end.group(1) if at_end else "", text):
            if code and self.label_of(code) is not None:
                return code
        if len(text) > MOST_TYPED:
            raise ValidationError(_("Type fewer letters: the first few of the name are enough."), "too_long")
        matches = self.search(text)
        if len(matches) == 1 and len(fold(text)) >= TELLING:
            return matches[0][0]
        if len(matches) == 1:
            raise self.offer(matches, _("“%(text)s” is too short to be sure. Is it this one?"), text)
        if matches:
            raise self.offer(matches, _("“%(text)s” has several matches. Choose one of them."), text)
        if near := self.similar(text):
            raise self.offer(near, _("Nothing is called “%(text)s”. Is it one of these?"), text)
        raise self.offer(
            (), _("Nothing matches “%(text)s”. Check the spelling, or type fewer letters."), text
        )

    def offer(self, choices: Sequence[Choice], sentence: str, text: str) -> ValidationError:
        """The refusal of a text, with choices to tick below it."""
        self.widget.offered = [self.written(*choice) for choice in choices]
        return ValidationError(sentence, code="choose" if choices else "unknown", params={"text": text})

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if self.model is None:
            return code
        return self.model._default_manager.get(pk=code) if code else None

    def prepare_value(self, value: Any) -> Any:
        label = self.label_of(str(value)) if value else None
        return self.written(str(value), label) if label else value


def options_response(
    request: HttpRequest,
    search: Callable[[str], Sequence[Choice]],
    written: Callable[[str, str], str] = with_code,
) -> HttpResponse:
    """What a `LookupInput` asks for: the options that fit the text typed so far."""
    text = request.GET.get(request.GET.get("name", "q"), "").strip()[:80]
    matches = list(search(text))[:OFFERED] if len(text) >= 2 else []
    options = ((written(*match),) for match in matches)
    return HttpResponse(format_html_join("", '<option value="{}"></option>', options))
