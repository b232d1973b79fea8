"""Words that several parts of the room say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.kit import formats

# What the value of a plan counts, also when every opening counts the same: people have priorities.
UNIT = gettext_lazy("weighted placements")


BILLION = 1_000_000_000


def causes_of_falling_away(people: int, closed: int, full: int) -> str:
    """Why paths of a plan were no longer true when it was published, each cause with its count."""
    causes = (
        (people, _("%(count)s people left planning or hold an opening by now")),
        (closed, _("%(count)s paths lead to a class or an order that is closed or full by now")),
        (full, _("for %(count)s paths too few seats or openings are left")),
    )
    return "; ".join(sentence % {"count": formats.number(count)} for count, sentence in causes if count)
