"""What this room adds to the homes, and the lists that are read in."""

from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.notes.kinds import NoteKind
from jalur.foundation.tasks.kinds import TaskKind
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.vacancies.models import Vacancy
from jalur.journey.vacancies.rights import Right
from jalur.journey.vacancies.services import enter_many
from jalur.journey.vacancies.services.imports import COLUMNS, plan
from jalur.journey.vacancies.workflow import VACANCY
from jalur.kit import formats
from jalur.kit.components import Need
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import HomePart

SOON = timedelta(days=7)

LIST = ImportKind(
    key="vacancies",
    right=Right.IMPORT_VACANCY,
    columns=COLUMNS,
    plan=plan,
    apply=enter_many,
    new=gettext_lazy("Would be published"),
    known=gettext_lazy("Already entered"),
    shown={
        gettext_lazy("Position"): "title",
        gettext_lazy("Employer"): "employer",
        gettext_lazy("Place of work"): "place",
        gettext_lazy("Last day to apply"): "deadline",
    },
    button=lambda count: (
        ngettext("Publish %(count)s vacancy", "Publish %(count)s vacancies", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s vacancy published.", "%(count)s vacancies published.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Vacancies we keep"), "vacancies:desk"),
)


def home(actor: Actor, today: date) -> HomePart:
    """What a labour office keeps, and what of it closes soon with openings left."""
    if actor.role != Role.LABOUR_OFFICER:
        return HomePart()
    running = access.narrow(Vacancy.objects.all(), actor, Right.VIEW_DRAFT).running(today)
    ending = running.filter(deadline__lte=today + SOON).filter(openings__gt=F("filled")).count()
    return HomePart(
        needs=[
            Need(
                ngettext(
                    "%(count)s vacancy at home closes within a week with openings left",
                    "%(count)s vacancies at home close within a week with openings left",
                    ending,
                )
                % {"count": formats.number(ending)},
                link("vacancies:desk", query="state=running&left=yes"),
                _("Count what is filled, or ask the employer for a later day."),
            )
        ]
        if ending
        else [],
        figures=[
            counted(
                _("Vacancies at home in your region"),
                running.count(),
                _("Open, and the last day to apply has not passed. Orders from abroad are counted apart."),
                url=link("vacancies:desk", query="state=running"),
            )
        ],
    )


NOTES = NoteKind(
    key="vacancy",
    model=Vacancy,
    thing=VACANCY.thing,
    title=gettext_lazy("Vacancy at home"),
    right=Right.VIEW_DRAFT,
    related=VACANCY.related,
    place=lambda vacancy: vacancy.place_id,
    crumbs=lambda _actor, vacancy: [crumb_of(VACANCY, vacancy)],
)
TASKS = TaskKind(
    key="vacancy",
    model=Vacancy,
    thing=VACANCY.thing,
    title=gettext_lazy("Vacancy at home"),
    right=Right.VIEW_DRAFT,
    related=VACANCY.related,
    person=lambda _vacancy: None,
    place=lambda vacancy: vacancy.place_id,
    crumbs=lambda _actor, vacancy: [crumb_of(VACANCY, vacancy)],
)
