"""Boxes and selects drawn without templates: a select of Django's includes two templates for each of its options."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Drawn = Iterable[str]


def select(widget: Mapping[str, Any]) -> Drawn:
    yield f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>'
    for group, options, _place in widget["optgroups"]:
        if group:
            yield f'<optgroup label="{conditional_escape(group)}">'
        for option in options:
            value = conditional_escape(str(option["value"]))
            yield f'<option value="{value}"{_attributes(option)}>{conditional_escape(option["label"])}</option>'
        if group:
            yield "</optgroup>"
    yield "</select>"


def box(widget: Mapping[str, Any]) -> Drawn:
    yield f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"'
    if widget["value"] is not None:
        yield f' value="{conditional_escape(str(widget["value"]))}"'
    yield f"{_attributes(widget)}>"


def _attributes(widget: Mapping[str, Any]) -> str:
    """As django/forms/widgets/attrs.html writes them."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


_DRAWN: dict[str, Callable[[Mapping[str, Any]], Drawn]] = {
    "django/forms/widgets/select.html": select,
    **{f"django/forms/widgets/{kind}.html": box for kind in ("text", "number", "date", "email", "hidden")},
}


def drawn(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """The widget of that template; None for one that is not drawn here."""
    draw = _DRAWN.get(template_name)
    # Every part has been escaped above.
    return mark_safe("".join(draw(context["widget"]))) if draw else None  # nosec B308 B703
