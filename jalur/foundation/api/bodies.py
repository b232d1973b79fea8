"""What a program sends is checked by the form of the screen: the same fields, the same bounds, the same codes."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict

from jalur.kit.forms import AS_TYPED, PercentField
from jalur.kit.refusals import refusal

F = TypeVar("F", bound=forms.BaseForm)


class Body(Schema):
    """What a program may send: these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Body):
    """A step that asks nothing; an empty object."""


class Reason(Body):
    """Why a step is taken: one of its codes, or words."""

    reason: str


class TakenBack(Body):
    """From which day a version holds no longer, and upon what."""

    on: date
    source: str


def through(
    make: Callable[[QueryDict], F],
    body: Schema | Mapping[str, Any],
    *,
    only: Collection[str] | None = None,
) -> F:
    """The form, valid, with what was sent; of a change also with what stands already. Raises what the form says.

    make: the form from its data. only: the fields of the body that are this form's; a field that it does not have is refused.
    body: of a form with a field for each row of a table, its fields by name. `confirmed` in a body says that what is unlikely is
    meant so; a person is asked back (kit.forms.AsksBack).
    """
    chosen = set(only) if only is not None else None
    is_schema = isinstance(body, Schema)
    sent = body.model_dump(exclude_unset=True, include=chosen) if is_schema else dict(body)
    confirmed = sent.pop("confirmed", False)
    data = QueryDict(mutable=True)
    form = make(data)
    for name in sent.keys() - form.fields.keys():
        raise refusal(name, "extra_forbidden", _("There is no such field here: %(field)s.") % {"field": name})
    standing = {name: _standing(form, name, field) for name, field in form.fields.items()}
    for name, value in {**standing, **sent}.items():
        _put(data, form.add_prefix(name), form.fields[name], value)
    if confirmed:
        data[AS_TYPED] = "on"
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form


def _standing(form: forms.BaseForm, name: str, field: forms.Field) -> Any:
    value = form.get_initial_for_field(field, name)
    return field.prepare_value(value) if isinstance(field, PercentField | forms.TimeField) else value


def _put(data: QueryDict, name: str, field: forms.Field, value: Any) -> None:
    if isinstance(value, list | tuple | set | frozenset) or hasattr(value, "all"):
        several = value.all() if hasattr(value, "all") else value
        texts = [_text(getattr(one, "pk", one)) for one in several]
        takes_many = getattr(field.widget, "allow_multiple_selected", False)
        if takes_many:
            data.setlist(name, texts)
        else:
            data[name] = "\n".join(texts)
    elif value is True:
        data[name] = "on"
    elif value is not False and value is not None:
        data[name] = _text(getattr(value, "pk", value))


def _text(value: Any) -> str:
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)).normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
