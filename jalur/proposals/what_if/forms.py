from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Level, Place
from jalur.kit.forms import NumberField
from jalur.proposals.models import Run


class OpeningsForm(forms.Form):
    """Which classes to look at, and how many of the best to plan again with."""

    within = forms.ChoiceField(label=_("Classes in"), required=False)
    seats = NumberField(label=_("Seats of a new class"), min_value=1, max_value=60, initial=20)
    every = forms.TypedChoiceField(
        label=_("Possible first days"),
        choices=[(1, _("every Monday")), (2, _("every second Monday")), (4, _("every fourth Monday"))],
        coerce=int,
        initial=2,
    )
    top = forms.TypedChoiceField(
        label=_("Plan again with the best"),
        choices=[(3, "3"), (5, "5"), (10, "10")],
        coerce=int,
        initial=5,
        help_text=_(
            "Each is planned again for at most a minute, to see what it really adds, not just an estimate."
        ),
    )

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Place.objects.filter(level__lte=Level.REGENCY, valid_to__isnull=True).order_by("code")
        inside = (
            inside.filter(code__startswith=f"{run.place_id}.")
            if run.place_id
            else inside.filter(level=Level.PROVINCE)
        )
        self.fields["within"].choices = [
            ("", _("all places of this plan")), *inside.values_list("code", "name")
        ]  # fmt: skip
