"""What this room adds to a person's file and to the homes, and the lists that are read in."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.languages import queries, words
from jalur.journey.languages.models import EntryTest
from jalur.journey.languages.rights import Right
from jalur.journey.languages.services import record_many
from jalur.journey.languages.services.imports import COLUMNS, plan
from jalur.kit import formats
from jalur.kit.components import Action, Need, Row
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, Section

LIST: ImportKind[EntryTest] = ImportKind(
    key="entry_tests",
    right=Right.IMPORT_ENTRY_TEST,
    columns=COLUMNS,
    plan=plan,
    apply=record_many,
    new=gettext_lazy("Would be recorded"),
    known=gettext_lazy("Already recorded"),
    shown={
        gettext_lazy("Candidate number"): "candidate",
        gettext_lazy("Language and scale"): "scale",
        gettext_lazy("Level reached"): "level",
        gettext_lazy("Day of the test"): "taken_on",
    },
    button=lambda count: (
        ngettext("Record %(count)s test", "Record %(count)s tests", count) % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s test recorded.", "%(count)s tests recorded.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Entry tests"), "languages:tests"),
)


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """Her ladder in each language: levels with dates, what is next, who has it; to whoever may see her tests."""
    candidate = Candidate.objects.filter(person=person).select_related("person").first()
    if candidate is None or not access.covers(actor, Right.VIEW_ENTRY_TEST, EntryTest(candidate=candidate)):
        return FilePart()
    standings = queries.standings(candidate, today)
    if not standings:
        return FilePart()
    is_own = actor.person_id == person.pk
    return FilePart(
        sections=[
            Section(
                _("Languages, rung by rung"),
                [
                    Row(
                        one.scale.title,
                        words.standing_sentence(one, today),
                        hint=_tested(one),
                        about="my-languages#next",
                    )
                    for one in standings
                ],
            )
        ],
        actions=[Action(_("My languages"), link("languages:mine"), "quiet")] if is_own else [],
    )


def _tested(standing: queries.Standing) -> str:
    test = standing.test
    if test is None:
        return ""
    sentence = _("Entry test of %(day)s at %(centre)s: %(level)s.")
    return sentence % {
        "day": formats.day(test.taken_on),
        "centre": test.given_by,
        "level": words.level_words(test),
    }


def home(actor: Actor, today: date) -> HomePart:
    """Who was tested and has no class; for offices and centres."""
    if actor.role not in {Role.LABOUR_OFFICER, Role.TRAINING_MANAGER}:
        return HomePart()
    rows = queries.placed(actor)
    if not rows.exists():
        return HomePart()
    days = queries.patience(today)
    sentence = ngettext(
        "Tested in a language and without a class for more than %(days)s day",
        "Tested in a language and without a class for more than %(days)s days",
        days,
    )
    return HomePart(
        needs=[
            Need(
                sentence % {"days": formats.number(days)},
                link("languages:placed", query="on_way=late&sort=taken_on"),
                _("Find them a class of their level, or ask a centre to open one."),
                count=queries.late(actor, today),
                tone="warn",
            )
        ],
        figures=[
            counted(
                _("Placed in a language, no class yet"),
                rows.without_class().count(),
                _(
                    "The latest entry test of each person and scale; without a seat or a place in line in that language."
                ),
                url=link("languages:placed"),
            )
        ],
    )
