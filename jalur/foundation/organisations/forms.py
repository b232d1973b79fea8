"""Organisations, licences and members as people type them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.forms import CountryField, PlaceField
from jalur.foundation.geography.models import Country, Place
from jalur.foundation.organisations import words
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.rulebook.models import LicenceKind, OrganisationKind
from jalur.kit.forms import DayField, NameField, TextField


class ContactForm(forms.Form):
    """What an organisation's own administrator may correct."""

    name = NameField(label=_("Name"), max_length=200)
    address = TextField(label=_("Address"), max_length=300, required=False)
    phone = TextField(label=_("Public phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("Public e-mail"), required=False)


class PlacedForm(ContactForm):
    place = PlaceField(
        label=_("Place in Indonesia"),
        help_text=_("Village, district, regency or province. What it may see follows from this place."),
        required=False,
        label_suffix=_("this or the country"),
    )
    country = CountryField(
        label=_("Country abroad"),
        help_text=_("For missions: the country it is accredited to. For partner agencies: where it works."),
        required=False,
        label_suffix=_("this or the place"),
    )

    def clean_place(self) -> Place | None:
        return Place.objects.filter(pk=self.cleaned_data["place"]).first()

    def clean_country(self) -> Country | None:
        return Country.objects.filter(pk=self.cleaned_data["country"]).first()


class RegisterForm(PlacedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *OrganisationKind.choices])
    field_order = ["kind", "name", "place", "country", "address", "phone", "email"]


class CloseForm(forms.Form):
    on = DayField(label=_("Closed from"))


class LicenceForm(forms.Form):
    """A licence as it was given; `kinds` are those that the reader may record."""

    kind = forms.ChoiceField(label=_("Kind of licence"))
    number = TextField(label=_("Number"), max_length=80)
    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(
        label=_("Valid until"),
        help_text=_("The first day it is no longer valid. Empty: open."),
        required=False,
    )
    source = TextField(label=_("Source"), help_text=_("Decree or letter, with its date."), required=False)

    def __init__(self, *args: Any, kinds: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [choice for choice in LicenceKind.choices if choice[0] in kinds]


class SuspendForm(forms.Form):
    on = DayField(label=_("Suspended from"), help_text=_("On this day the licence no longer holds."))


class LiftForm(forms.Form):
    on = DayField(label=_("Holds again from"))


class RevokeForm(forms.Form):
    on = DayField(label=_("Revoked from"), help_text=_("On this day the licence no longer holds."))


class CheckForm(forms.Form):
    """Is this company real? A name or licence number, and a day."""

    q = TextField(
        label=_("Name or licence number of the company or institute"),
        help_text=_(
            "As on the paper you were given, for example PT Maju Contoh or the number of its SIP3MI."
        ),
        max_length=120,
    )
    on = DayField(label=_("On which day"))


class DayForm(forms.Form):
    on = DayField()


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    is_administrator = forms.BooleanField(
        label=_("Manages the organisation's members"),
        help_text=_("Invites people, changes roles, ends memberships."),
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = words.role_choices(organisation.kind)


class InviteForm(RoleForm):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("A link that works once goes there."))
    field_order = ["email", "role", "is_administrator"]


class MembershipField(forms.ModelChoiceField):
    """One of a few memberships, by radio buttons; `subject` names the person or the organisation."""

    def __init__(self, *, subject: str, **options: Any) -> None:
        super().__init__(
            queryset=Membership.objects.none(), widget=forms.RadioSelect, empty_label=None, **options
        )
        self.subject = subject

    def label_from_instance(self, membership: Membership) -> str:
        return f"{getattr(membership, self.subject).name} ({words.role_words(membership.role)})"


class HandOverForm(forms.Form):
    to = MembershipField(label=_("Who manages the members from now on"), subject="user")

    def __init__(self, *args: Any, members: QuerySet[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = members


class LeaveForm(forms.Form):
    membership = MembershipField(label=_("Which organisation do you leave?"), subject="organisation")

    def __init__(self, *args: Any, memberships: QuerySet[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["membership"].queryset = memberships
