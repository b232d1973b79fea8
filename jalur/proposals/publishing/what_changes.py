"""What publishing a plan changes, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.geography.models import Place
from jalur.kit import dates, formats
from jalur.kit.components import Grid, Notice, Row
from jalur.proposals.models import Run
from jalur.proposals.publishing.queries import Changes, Outlook, offices
from jalur.proposals.shared import words


def outlook_rows(outlook: Outlook, run: Run, place: Place | None) -> list[Row]:
    """For whom, how many, what stays, how old the data are."""
    untouched = _("%(offered)s offers and %(accepted)s accepted paths") % {
        "offered": formats.number(outlook.offered),
        "accepted": formats.number(outlook.accepted),
    }
    return [
        Row(_("For the people of"), str(place or _("Indonesia"))),
        Row(_("Paths proposed"), formats.number(outlook.published)),
        Row(_("Waiting proposals that are replaced"), formats.number(outlook.replaced)),
        Row(_("Unchanged"), untouched),
        Row(_("Data as of"), formats.day(run.as_of), hint=formats.ago(run.as_of, dates.today())),
    ]


def fallen_away(outlook: Outlook) -> Notice | None:
    """What the plan gave that is no longer true, by cause."""
    if not outlook.fallen:
        return None
    causes = words.causes_of_falling_away(outlook.people, outlook.closed, outlook.full)
    sentence = ngettext(
        "The data have moved since this plan was made: %(count)s path is no longer true and is left out (%(causes)s).",
        "The data have moved since this plan was made: %(count)s paths are no longer true and are left out (%(causes)s).",
        outlook.fallen,
    )
    params = {"count": formats.number(outlook.fallen), "causes": causes}
    return Notice(sentence % params, tone="warn")


def changes_grid(changes: list[Changes]) -> Grid:
    """Office by office what happens to its list."""
    names = offices([one.regency for one in changes])
    return Grid(
        _("What changes, by office"),
        [_("Office"), _("New"), _("Another path"), _("The same path"), _("No path any more")],
        [[names.get(one.regency, one.regency), one.new, one.other, one.same, one.gone] for one in changes],
        hint=_(
            "New: nothing waited for this person before. No path any more: a proposal waits now, and this plan has none for"
            " the person."
        ),
    )
