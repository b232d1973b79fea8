"""Words that several parts of the room say."""

from django.utils.translation import gettext_lazy

# What the value of a plan counts, also when every opening counts the same: people have priorities.
UNIT = gettext_lazy("weighted placements")


BILLION = 1_000_000_000
