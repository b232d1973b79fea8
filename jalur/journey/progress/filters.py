from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.journey.progress import rules
from jalur.kit.filters import FilterSet, TextFilter
from jalur.kit.lists import SearchFilter, StandingFilter
from jalur.kit.search import narrow


class ReadyFilter(FilterSet):
    q = SearchFilter(fields=["name", "number"], label=_("Candidate"))
    intake = TextFilter(method="of_class", label=_("Class or programme"))
    standing = StandingFilter(
        cases={
            "ready": (_("ready"), lambda rows: rows.filter(is_ready=True)),
            "absent": (
                _("every part, too little attendance"),
                lambda rows: rows.filter(can=F("parts"), too_little=True),
            ),
            "nearly": (
                _("nearly there"),
                lambda rows: rows.filter(
                    Q(can__gte=F("parts") - rules.NEARLY), is_ready=False, can__gte=1, can__lt=F("parts")
                ),
            ),
            "all": (_("everybody who is taught"), lambda rows: rows),
        },
        standing="ready",
        label=_("How near"),
    )

    def of_class(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return narrow(rows, ["intake__number", "intake__programme__title", "intake__programme__code"], value)
