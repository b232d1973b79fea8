"""How somebody wants to be reached."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging import kinds, rules
from jalur.foundation.messaging.models import Channel, Preference

HOURS = [(f"{hour:02}:00", f"{hour:02}.00") for hour in range(24)]


class PreferenceForm(forms.Form):
    channel = forms.ChoiceField(
        label=_("By"),
        choices=[("", _("whatever works")), *Channel.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "What does not arrive this way, or is not opened on a device within six hours, comes by another."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("id", "Bahasa Indonesia"), ("en", "English")], widget=forms.RadioSelect
    )
    quiet_since = forms.ChoiceField(
        label=_("No messages from"),
        choices=HOURS,
        help_text=_("By the clock where you live. What is urgent comes at any hour."),
    )
    quiet_until = forms.ChoiceField(label=_("No messages until"), choices=HOURS)
    unwanted = forms.MultipleChoiceField(
        label=_("Not wanted"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, is_person: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        # A person hears nothing of an office's work; an office goes to the people of its region, not to those of other offices.
        if not is_person:
            ways = self.fields["channel"].choices
            self.fields["channel"].choices = [way for way in ways if way[0] != Channel.PAPER]
        optional = [
            (kind.key, str(kind.title))
            for kind in kinds.kinds()
            if not kind.is_needed and not (is_person and kind.is_for_offices)
        ]
        if optional:
            self.fields["unwanted"].choices = optional
        else:
            del self.fields["unwanted"]

    @staticmethod
    def initial_of(wish: Preference | None, language: str) -> dict[str, Any]:
        quiet = (wish.quiet_since, wish.quiet_until) if wish else (rules.NIGHT.since, rules.NIGHT.until)
        return {
            "channel": wish.channel if wish else "",
            "language": wish.language if wish else language,
            "quiet_since": f"{quiet[0]:%H}:00",
            "quiet_until": f"{quiet[1]:%H}:00",
            "unwanted": wish.unwanted if wish else [],
        }

    def told(self) -> dict[str, Any]:
        """The answers by the names of services.set_preference."""
        typed = self.cleaned_data
        since, until = (time.fromisoformat(typed[name]) for name in ("quiet_since", "quiet_until"))
        return {
            "channel": typed["channel"],
            "language": typed["language"],
            "quiet": (since, until),
            "unwanted": typed.get("unwanted", []),
        }
