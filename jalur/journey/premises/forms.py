from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.forms import competency_groups
from jalur.foundation.files.forms import FileField
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.rules import candidate_number
from jalur.journey.premises import queries, uses
from jalur.journey.premises.collisions import Taken, stretch_in_words
from jalur.journey.premises.models import (
    Ages,
    BedConsent,
    Booking,
    DayOff,
    Opening,
    Resource,
    ResourceKind,
    ResourceState,
    TeachingLicence,
    TeachingRules,
)
from jalur.journey.premises.rights import Right
from jalur.journey.premises.services.beds import nobody_with_this_number
from jalur.journey.premises.services.bookings import held_by
from jalur.kit import dates, formats
from jalur.kit.forms import DayField, ModelForm, NumberField, Reading, TextField
from jalur.kit.grouped import GroupedBoxesField
from jalur.kit.reading import SOON, Unreadable, read_day, read_hour

FIELDS = {
    ResourceKind.WORKSHOP: ("name", "places", "repair"),
    ResourceKind.ROOM: ("name", "places", "repair"),
    ResourceKind.EQUIPMENT: ("name", "units", "repair"),
    ResourceKind.DORMITORY: ("name", "units", "sex", "ages", "repair"),
    ResourceKind.INSTRUCTOR: ("member", "teaches", "hours_a_week"),
}
"""What is asked about each kind."""


class HourField(Reading, forms.TimeField):
    """Hours and minutes by the clock of the place: "8", "08.00", "8:30"."""

    widget = forms.TextInput(attrs={"class": "short", "inputmode": "text"})

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, time) else self.read(value, read_hour)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, time) else value


class ResourceForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Resource
        fields = ("member", "name", "units", "sex", "ages", "places", "repair", "teaches", "hours_a_week")
        field_classes = {"teaches": GroupedBoxesField}

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        asked = FIELDS[ResourceKind(self.instance.kind)]
        is_new = self.instance._state.adding
        for name in list(self.fields):
            if name not in asked or (name == "member" and not is_new):
                del self.fields[name]
        if "sex" in self.fields:
            self.fields["sex"].required = True
        if "ages" in self.fields:
            self.fields["ages"].choices = [("", _("not said")), *Ages.choices]
        if "member" in self.fields:
            here = Membership.objects.in_force(dates.today()).filter(
                organisation=self.instance.organisation_id, role__in=(Role.INSTRUCTOR, Role.TRAINING_MANAGER)
            )
            self.fields["member"].queryset = here.select_related("user").order_by("user__name", "pk")
            self.fields["member"].label_from_instance = lambda member: member.user.name
            self.fields["member"].required = True
        if "teaches" in self.fields:
            self.fields["teaches"].choices = competency_groups()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if member := values.get("member"):
            self.instance.name = member.user.name
        return values


INSTEAD, OFFERED = "instead", "%Y-%m-%d %H.%M"
"""The box with the free times that a form offers, and how it writes them: by the clock of the place."""


def _at_the_time_offered(typed: Any) -> Any:
    """What was typed, at the free time that was ticked and for as long; as it was where that is none."""
    changed = typed.copy()
    day, _space, hour = changed.get(INSTEAD, "").partition(" ")
    try:
        starts = datetime.combine(read_day(day, SOON), read_hour(hour))
        first, last = (read_hour(changed.get(name, "")) for name in ("from_hour", "to_hour"))
    except Unreadable:
        return typed
    ends = starts + (datetime.combine(starts, last) - datetime.combine(starts, first))
    changed["day"] = f"{starts:%Y-%m-%d}"
    changed["from_hour"], changed["to_hour"] = f"{starts:%H.%M}", f"{ends:%H.%M}"
    return changed


class BookingForm(ModelForm):
    """What for, when, and what it needs. Asks back about a time at which the centre is closed, and about an instructor's full week;
    where it collides, the nearest free times are offered, and taken by a tick."""

    day = DayField(label=gettext_lazy("Day"), span=SOON)
    from_hour = HourField(label=gettext_lazy("From"))
    to_hour = HourField(label=gettext_lazy("Until"))
    resources = GroupedBoxesField(
        label=gettext_lazy("What it needs"), label_suffix=gettext_lazy("or equipment below"), required=False
    )

    class Meta(ModelForm.Meta):
        model = Booking
        fields = ("title",)

    def __init__(self, *given: Any, taught: Collection[str] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        if INSTEAD in self.data:
            self.data = _at_the_time_offered(self.data)
        booking, self.taught = self.instance, taught
        self.centre, self.zone = booking.organisation, queries.clock_of(booking.organisation)
        rows = Resource.objects.filter(organisation=self.centre, state=ResourceState.USED)
        rows = rows.exclude(kind=ResourceKind.DORMITORY).order_by("kind", "name")
        rows = rows.filter(Q(lent_during=None) | Q(lent_during__endswith__gt=dates.now()))
        self.known = {str(row.pk): row for row in rows.select_related("member", "lent_of")}
        held = {} if booking._state.adding else held_by(booking)
        groups: dict[str, list[tuple[str, str]]] = {}
        self.counted: dict[str, Resource] = {}
        for key, row in self.known.items():
            if row.kind != ResourceKind.EQUIPMENT:
                groups.setdefault(str(row.get_kind_display()).capitalize(), []).append((key, row.name))
                continue
            label = _("%(what)s, of %(count)s") % {"what": row.name, "count": row.units}
            name = f"count_{row.pk}"
            self.fields[name] = NumberField(
                label=label, required=False, min_value=0, max_value=row.units, initial=held.get(row.pk)
            )
            self.counted[name] = row
        self.fields["resources"].choices = list(groups.items())
        if not booking._state.adding:
            first, last = (moment.astimezone(self.zone) for moment in booking.during)
            self.initial |= {"day": first.date(), "from_hour": first.time(), "to_hour": last.time()}
            self.initial["resources"] = [
                str(key) for key in held if str(key) in self.known and f"count_{key}" not in self.counted
            ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        day, starts, ends = (values.get(name) for name in ("day", "from_hour", "to_hour"))
        if day is None or starts is None or ends is None:
            return values
        if ends <= starts:
            self.add_error("to_hour", _("It would end before it begins. Write a later hour here."))
            return values
        self.instance.starts = datetime.combine(day, starts, self.zone)
        self.instance.ends = datetime.combine(day, ends, self.zone)
        doubts = [*self._closed(day, starts, ends), *self._teaching(day)]
        if doubts and not self.errors:
            self.question("day", " ".join(doubts), yes=_("It takes place all the same"))
        return values

    def add_error(self, field: str | None, error: Any) -> None:
        """The free times of a refusal become choices of the form, so its sentence does not name them once more."""
        sentences = error if isinstance(error, list) else []
        offers = [one for one in sentences if isinstance(one, Taken) and one.free]
        for refused in offers:
            self._offer(refused.free)
        if offers:
            error = [
                ValidationError(one.without_times, one.code) if one in offers else one for one in sentences
            ]
        super().add_error(field, error)

    def _offer(self, free: Sequence[datetime]) -> None:
        length = self.instance.ends - self.instance.starts
        choices = [
            (f"{start.astimezone(self.zone):{OFFERED}}", stretch_in_words(start, start + length, self.zone))
            for start in free
        ]
        self.fields[INSTEAD] = forms.ChoiceField(
            label=_("Or take a time at which all of it is free"),
            choices=choices,
            widget=forms.RadioSelect,
            required=False,
        )

    @property
    def beside(self) -> dict[str, Any]:
        wants: dict[UUID, int] = {UUID(key): 1 for key in self.cleaned_data.get("resources", ())}
        for name, row in self.counted.items():
            if count := self.cleaned_data.get(name):
                wants[row.pk] = count
        return {"wants": wants}

    def _closed(self, day: date, starts: time, ends: time) -> list[str]:
        off, hours = queries.days_off(self.centre), queries.hours_of(self.centre)
        if day in off:
            return [_("%(day)s is a day off: %(name)s.") % {"day": formats.day(day), "name": off[day]}]
        if not hours.is_open_on(day, off):
            return [_("The centre is closed then.")]
        if starts < hours.opens or ends > hours.closes:
            sentence = _("The centre is closed then; that day it is open from %(opens)s to %(closes)s.")
            return [sentence % {"opens": f"{hours.opens:%H.%M}", "closes": f"{hours.closes:%H.%M}"}]
        return []

    def _teaching(self, day: date) -> list[str]:
        """Instructors without a licence for the day, or with a full week; a centre that refuses these is not asked back."""
        rules = queries.teaching_rules(self.centre)
        chosen = [self.known[key] for key in self.cleaned_data.get("resources", ()) if key in self.known]
        teachers = [row for row in chosen if row.member_id]
        doubts = [] if rules.keeps_hours else queries.full_weeks(teachers, self.instance)
        taught = self.taught or uses.taught_at(self.instance)
        doubts += queries.subject_faults(teachers, taught)
        if not rules.needs_licence:
            doubts += queries.licence_faults(teachers, day, taught)
        return doubts


class FreeForm(forms.Form):
    """A time by the clock of a centre, to look for free ones near it: `stretch` as a booking has it."""

    day = DayField(label=gettext_lazy("Day"), span=SOON)
    from_hour = HourField(label=gettext_lazy("From"))
    to_hour = HourField(label=gettext_lazy("Until"))

    def __init__(self, *given: Any, centre: Organisation, **options: Any) -> None:
        super().__init__(*given, **options)
        self.centre = centre

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, starts, ends = (values.get(name) for name in ("day", "from_hour", "to_hour"))
        if day is None or starts is None or ends is None:
            return values
        if ends <= starts:
            self.add_error("to_hour", _("It would end before it begins. Write a later hour here."))
            return values
        zone = queries.clock_of(self.centre)
        hours = {"starts": starts, "ends": ends}
        values["stretch"] = {name: datetime.combine(day, hour, zone) for name, hour in hours.items()}
        return values


def _room_with_whom(room: Resource) -> str:
    """ "Melati 2 (women, under 18)"."""
    whom = filter(None, (str(room.get_sex_display()), str(room.get_ages_display())))
    return f"{room.name} ({', '.join(whom)})"


class BedForm(forms.Form):
    candidate = TextField(
        label=gettext_lazy("Number of the person's file"),
        help_text=gettext_lazy("For example J-7F3K-92QX."),
        max_length=12,
    )
    dormitory = forms.ModelChoiceField(
        Resource.objects.none(), label=gettext_lazy("Dormitory room"), empty_label=gettext_lazy("choose")
    )
    first = DayField(label=gettext_lazy("Comes on"), span=SOON)
    last = DayField(label=gettext_lazy("Leaves on"), span=SOON)
    consent = TextField(
        label=gettext_lazy("Guardian who agreed in writing"),
        label_suffix=gettext_lazy("under 18"),
        help_text=gettext_lazy("Name as on the signed paper, which the centre keeps."),
        max_length=120,
        required=False,
    )

    def __init__(self, *given: Any, centre: Organisation, **options: Any) -> None:
        super().__init__(*given, **options)
        self.centre = centre
        rooms = Resource.objects.filter(
            organisation=centre, kind=ResourceKind.DORMITORY, state=ResourceState.USED
        )
        self.fields["dormitory"].queryset = rooms.select_related("organisation").order_by("name", "pk")
        self.fields["dormitory"].label_from_instance = _room_with_whom

    def clean_candidate(self) -> Candidate:
        """By the number that she gives, as when she takes a seat."""
        number = candidate_number(self.cleaned_data["candidate"])
        found = uses.guests_of(self.centre).select_related("person").filter(number=number).first()
        if found is None:
            raise forms.ValidationError(nobody_with_this_number().messages[0], code="unknown")
        return found


class RoomForm(forms.Form):
    """Another room for whoever sleeps in one."""

    dormitory = forms.ModelChoiceField(
        Resource.objects.none(), label=gettext_lazy("Dormitory room"), empty_label=gettext_lazy("choose")
    )

    def __init__(self, *given: Any, booking: Booking, **options: Any) -> None:
        super().__init__(*given, **options)
        rooms = Resource.objects.filter(
            organisation=booking.organisation, kind=ResourceKind.DORMITORY, state=ResourceState.USED
        ).exclude(pk__in=list(held_by(booking)))
        self.fields["dormitory"].queryset = rooms.select_related("organisation").order_by("name", "pk")
        self.fields["dormitory"].label_from_instance = _room_with_whom


class LicenceForm(ModelForm):
    paper = FileField(label=gettext_lazy("The licence itself"), required=False)

    class Meta(ModelForm.Meta):
        model = TeachingLicence
        fields = ("resource", "kind", "number", "issuer", "teaches", "valid_from", "last_day")
        field_classes = {
            "teaches": GroupedBoxesField,
            "valid_from": DayField,
            "last_day": partial(DayField, span=SOON),
        }

    def __init__(self, *given: Any, centre: Organisation, **options: Any) -> None:
        super().__init__(*given, **options)
        rows = Resource.objects.filter(organisation=centre, kind=ResourceKind.INSTRUCTOR)
        rows = rows.filter(state=ResourceState.USED).select_related("organisation")
        self.fields["resource"].queryset = rows.order_by("name", "pk")
        self.fields["teaches"].choices = competency_groups()
        self.fields["teaches"].required = False


class TeachingRulesForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = TeachingRules
        fields = ("needs_licence", "keeps_hours")


class ConsentForm(ModelForm):
    candidate = TextField(
        label=gettext_lazy("Number of the person's file"),
        help_text=gettext_lazy("For example J-7F3K-92QX."),
        max_length=12,
    )
    centre = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Centre with the dormitory"),
        empty_label=gettext_lazy("choose"),
    )

    paper = FileField(label=gettext_lazy("The signed paper"), required=False)

    class Meta(ModelForm.Meta):
        model = BedConsent
        fields = ("guardian", "signed_on")
        field_classes = {"signed_on": DayField}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.actor = actor
        self.order_fields(["candidate", "centre", "guardian", "signed_on", "paper"])
        dormitories = Resource.objects.filter(kind=ResourceKind.DORMITORY, state=ResourceState.USED)
        centres = Organisation.objects.filter(pk__in=dormitories.order_by().values("organisation"))
        if actor.role == Role.TRAINING_MANAGER:
            centres = centres.filter(pk=actor.organisation_id)
        self.fields["centre"].queryset = centres.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        number, centre = candidate_number(values.get("candidate", "")), values.get("centre")
        if "candidate" not in values or centre is None:
            return values
        self.instance.centre = centre
        found = Candidate.objects.filter(number=number).select_related("person").first()
        if found is not None:
            self.instance.candidate = found
        if found is None or not access.covers(self.actor, Right.RECORD_CONSENT, self.instance):
            sentence = _("Nobody with this number can be helped here. Check the number.")
            self.add_error("candidate", forms.ValidationError(sentence, code="unknown"))
        return values

    @property
    def beside(self) -> dict[str, Any]:
        return {"paper": self.cleaned_data.get("paper")}


class PaperForm(forms.Form):
    """The signed paper of a consent that is on file without it."""

    paper = FileField(label=gettext_lazy("The signed paper"))


class OutForm(forms.Form):
    first = DayField(label=gettext_lazy("First day"), span=SOON)
    last = DayField(label=gettext_lazy("Last day"), span=SOON)
    unit = NumberField(
        label=gettext_lazy("Which of them"),
        help_text=gettext_lazy("Its number; empty for all of them."),
        required=False,
        min_value=1,
    )
    reason = TextField(label=gettext_lazy("Why it is out of order"), max_length=200)

    def __init__(self, *given: Any, resource: Resource, **options: Any) -> None:
        super().__init__(*given, **options)
        if resource.units == 1:
            del self.fields["unit"]


class OpeningForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Opening
        fields = ("opens", "closes", "break_starts", "break_ends", "on_saturday")
        field_classes = dict.fromkeys(("opens", "closes", "break_starts", "break_ends"), HourField)


class DayOffForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = DayOff
        fields = ("day", "name")
        field_classes = {"day": partial(DayField, span=SOON)}


class CopyForm(forms.Form):
    to = DayField(
        label=gettext_lazy("A day of the week to fill"),
        help_text=gettext_lazy(
            "Holidays and days off are left out, and so is what collides: you decide about that."
        ),
        span=SOON,
    )

    @property
    def monday(self) -> date:
        """Of the week to fill."""
        day: date = self.cleaned_data["to"]
        return day - timedelta(days=day.weekday())
