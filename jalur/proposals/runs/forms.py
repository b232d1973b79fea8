from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Level, Place
from jalur.kit.forms import MoneyField, NumberField, TextField
from jalur.proposals.rights import Right
from jalur.proposals.runs.rules import MINUTES, MOST_MINUTES, Wanted

NATION = "ID"


Choices = list[tuple[str, Any]]


def places_to_plan(actor: Actor) -> Choices:
    """The places the actor may plan for: the country, provinces and their regencies, in order of code. One query."""
    grants = access.grants(actor, Right.START_RUN)
    whole = any(grant.scope is access.Scope.NATION for grant in grants)
    reach = Place.objects.filter(level__lte=Level.REGENCY, valid_to__isnull=True).order_by("code")
    if not whole:
        reach = reach.filter(code__startswith=actor.place_code) if actor.place_code else reach.none()
    names = list(reach.values_list("code", "name", "level"))
    provinces = {code: name for code, name, level in names if level == Level.PROVINCE}
    choices: Choices = [(NATION, _("All of Indonesia"))] if whole else []
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name, level in names:
        if level == Level.PROVINCE or code[:2] not in provinces:
            choices.append((code, name))
        else:
            groups.setdefault(code[:2], []).append((code, name))
    choices += [(provinces[province], regencies) for province, regencies in groups.items()]
    return choices


def time_choices() -> list[tuple[int | str, str]]:
    minutes = (*(minutes for _people, minutes in MINUTES), MOST_MINUTES)
    unhurried = gettext("by the number of people: %d, %d or %d minutes") % minutes
    return [
        ("", unhurried),
        *((minutes, ngettext("%d minute", "%d minutes", minutes) % minutes) for minutes in (1, 2, 5, 10, 30)),
    ]


class StartForm(forms.Form):
    """What to plan and what counts. Everything has a sensible answer already."""

    about = {
        "purpose": "publish#what-if",
        "what_first": "make-a-plan#priorities",
        "women": "make-a-plan#minimum",
    }

    place = forms.ChoiceField(
        label=_("For the people of"),
        help_text=_("Job orders and classes are looked at in the whole country; people only here."),
    )
    name = TextField(
        label=_("Name of the plan"),
        required=False,
        max_length=120,
        help_text=_("Leave empty to name it after place and day."),
    )
    purpose = forms.ChoiceField(
        label=_("What the plan is for"),
        choices=[
            ("plan", _("To be published once you have looked at it: what is entered here holds")),
            (
                "what_if",
                _("Only to see what would happen: something here is assumed, and nothing is published"),
            ),
        ],
        widget=forms.RadioSelect,
        initial="plan",
    )
    what_first = forms.ChoiceField(
        label=_("Priorities"),
        choices=[
            ("people", _("As many people as possible: every opening counts the same")),
            ("worth", _("The orders' own weight: better paid or more wanted openings count more")),
        ],
        widget=forms.RadioSelect,
        initial="people",
    )
    thrift = forms.ChoiceField(
        label=_("Cost of training"),
        choices=[
            ("none", _("Does not matter within the budget")),
            ("some", _("Of two equal paths take the cheaper one")),
            ("strong", _("Cheaper paths first, even if fewer people pass")),
        ],
        widget=forms.RadioSelect,
        initial="some",
    )
    budget = MoneyField(
        label=_("Budget for training (rupiah)"),
        maximum=10**15,
        required=False,
        help_text=_("Leave empty when there is no limit."),
    )
    max_intakes = forms.TypedChoiceField(
        label=_("Classes one after another, at most"),
        choices=[(1, "1"), (2, "2"), (3, "3")],
        coerce=int,
        initial=3,
    )
    minutes = forms.TypedChoiceField(
        label=_("Time to look for the best plan, at most"),
        required=False,
        choices=time_choices,
        coerce=int,
        empty_value=None,
        help_text=_("It ends sooner once the plan is proved best. Stopping keeps the best plan so far."),
    )
    women = NumberField(
        label=_("At least this many women"),
        required=False,
        min_value=0,
        max_value=2_000_000,
        help_text=_("A goal, not a hard limit: each missing placement lowers the plan's value by one."),
    )

    from_region = NumberField(
        label=_("At least this many from one region"), required=False, min_value=0, max_value=2_000_000
    )
    region = forms.ChoiceField(
        label=_("That region"),
        required=False,
        label_suffix=_("needed with the number"),
        help_text=_(
            "For a region that is easily overlooked. Also a goal: each missing placement lowers the "
            "value by one."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        field.choices = places_to_plan(actor)
        field.initial = next((code for code, _name in field.choices), None)  # the widest
        inside = [choice for choice in field.choices if choice[0] not in (NATION, actor.place_code)]
        self.fields["region"].choices = [("", _("none")), *inside]
        if not inside:
            del self.fields["region"], self.fields["from_region"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("from_region") and not values.get("region"):
            self.add_error("region", _("Choose the region that the number is for."))
        elif values.get("place", NATION) != NATION and not (
            values.get("region") or values["place"]
        ).startswith(values["place"]):
            self.add_error("region", _("Choose a region of the place that is planned."))
        return values

    def place_chosen(self) -> Place | None:
        code = self.cleaned_data["place"]
        return None if code == NATION else Place.objects.get(code=code)

    def wanted(self) -> Wanted:
        values = self.cleaned_data
        return Wanted(
            what_first=values["what_first"],
            budget=int(values["budget"]) if values["budget"] is not None else None,
            thrift=values["thrift"],
            max_intakes=values["max_intakes"],
            women=values["women"] or 0,
            region=values["region"] if values.get("from_region") else "",
            from_region=values.get("from_region") or 0,
            minutes=values["minutes"],
        )


class NameForm(forms.Form):
    """What a plan is called."""

    name = TextField(label=_("Name of the plan"), max_length=120)
