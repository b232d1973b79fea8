"""Many boxes to tick, in groups that open and close; works without JavaScript, which only adds a search box."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.widgets import Script

Group = tuple[str, Sequence[tuple[str, str]]]


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """One <details> a group, open where something is ticked."""

    template_name = "forms/widgets/grouped_boxes.html"

    class Media:
        js = (Script("jalur/boxes.js", defer=True),)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["groups"] = [
            {
                "name": group,
                "options": options,
                "ticked": sum(bool(option["selected"]) for option in options),
            }
            for group, options, _index in context["widget"]["optgroups"]
            if group
        ]
        return context


class GroupedBoxesField(forms.MultipleChoiceField):
    """Some of many codes; `groups` gives (heading, (code, label) pairs) when the form is made."""

    widget = GroupedBoxes

    def __init__(self, *, groups: Iterable[Group] = (), **options: Any) -> None:
        super().__init__(choices=list(groups), **options)

    def prepare_value(self, value: Any) -> Any:
        """Codes; of rows their keys."""
        return [getattr(row, "pk", row) for row in value] if isinstance(value, Iterable) else value
