"""What this room adds to the homes and to a person's file, and the lists that are read in."""

from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.imports.kinds import ImportKind
from jalur.journey.premises.rights import Right
from jalur.journey.premises.services.imports import (
    INSTRUCTORS,
    RESOURCES,
    add_many,
    plan_instructors,
    plan_resources,
)
from jalur.kit import formats

PLACE = (gettext_lazy("Workshops, rooms, people"), "premises:resources")

RESOURCE_LIST = ImportKind(
    key="resources",
    right=Right.EDIT_RESOURCE,
    columns=RESOURCES,
    plan=plan_resources,
    apply=add_many,
    new=gettext_lazy("Would be added"),
    known=gettext_lazy("On the list already"),
    shown={
        gettext_lazy("Name"): "name",
        gettext_lazy("Kind"): "what",
        gettext_lazy("How many"): "units",
        gettext_lazy("State of repair"): "repair",
    },
    button=lambda count: (
        ngettext("Add %(count)s to the list", "Add %(count)s to the list", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s was added to the list.", "%(count)s were added to the list.", count)
        % {"count": formats.number(count)}
    ),
    place=PLACE,
)
INSTRUCTOR_LIST = ImportKind(
    key="instructors",
    right=Right.EDIT_RESOURCE,
    columns=INSTRUCTORS,
    plan=plan_instructors,
    apply=add_many,
    new=gettext_lazy("Would be added"),
    known=gettext_lazy("On the list already"),
    shown={
        gettext_lazy("Instructor"): "email",
        gettext_lazy("May teach"): "teaches",
        gettext_lazy("Hours a week"): "hours_a_week",
    },
    button=lambda count: (
        ngettext("Add %(count)s instructor", "Add %(count)s instructors", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s instructor was added.", "%(count)s instructors were added.", count)
        % {"count": formats.number(count)}
    ),
    place=PLACE,
)
