"""What is asked in this room: who may find her until when; whom a seeker asks for what."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.journey.job_orders.words import job_in_country
from jalur.journey.talent_pool import queries, rules
from jalur.journey.talent_pool.models import Consent, Purpose, Request
from jalur.kit import dates
from jalur.kit.forms import DayField, ModelForm
from jalur.kit.reading import SOON


class ConsentForm(ModelForm):
    purposes = forms.MultipleChoiceField(
        label=_("Who may find you"),
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one who may find you.")},
    )

    class Meta(ModelForm.Meta):
        model = Consent
        fields = ("purposes", "until")
        field_classes = {"until": partial(DayField, span=SOON)}

    def __init__(self, *given: Any, today: date, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["until"].help_text = _("At most twelve months. It ends by itself after this day.")
        if self.instance._state.adding:
            self.initial |= {
                "until": dates.months_later(today, rules.USUAL_MONTHS),
                "purposes": [Purpose.COMPANIES],
            }


class RequestForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Request
        fields = ("order", "programme", "message")
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *given: Any, actor: Actor, today: date, **options: Any) -> None:
        super().__init__(*given, **options)
        is_mission = actor.role == Role.LABOUR_ATTACHE
        self.fields["order"] = forms.ModelChoiceField(
            queries.orders_to_ask_for(actor, today).select_related("destination").order_by("number"),
            label=_("For which of your open orders"),
            required=not is_mission,
            empty_label=_("none") if is_mission else _("choose"),
        )
        self.fields["order"].label_from_instance = lambda one: f"{job_in_country(one)} ({one.number})"
        if not is_mission:
            del self.fields["programme"]
