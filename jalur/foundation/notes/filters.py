from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.notes.kinds import kinds
from jalur.foundation.notes.models import Audience, NoteQuerySet, NoteState
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet
from jalur.kit.lists import SearchFilter, StandingFilter


class NoteFilter(FilterSet):
    # What is restricted has no words here: nothing is found by them.
    q = SearchFilter(fields=["text"], label=_("Words in the note"))
    author = ChoiceFilter(choices=[("mine", _("me"))], method="of_author", label=_("Written by"))
    audience = ChoiceFilter(choices=Audience.choices, label=_("Who reads it"))
    kind = ChoiceFilter(choices=lambda: [(kind.key, kind.title) for kind in kinds()], label=_("About"))
    state = StandingFilter(choices=NoteState.choices, standing=NoteState.WRITTEN, label=_("State"))
    since = DayFilter(field_name="created_at__date", since=True, label=_("Since"))
    until = DayFilter(field_name="created_at__date", since=False, label=_("Until"))

    def of_author(self, rows: NoteQuerySet, _name: str, _value: str) -> NoteQuerySet:
        actor: Any = self.request.actor
        return rows.filter(author=actor.user_id)
