"""What this room adds to a partner agency's page and to the homes of missions and the ministry; the files that its rows carry."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.workflow import ORGANISATION
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.employers import queries, rules, words
from jalur.journey.employers.models import Employer, Problem, Verification
from jalur.journey.employers.rights import Right
from jalur.journey.employers.workflow import EMPLOYER, PROBLEM
from jalur.kit.components import Crumb, Need
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.parts import HomePart, PagePart


def of_partner(actor: Actor, record: Organisation, today: date) -> PagePart:
    """Of a partner agency abroad: whether it was verified, and its problems that the reader may read."""
    if record.kind != OrganisationKind.PARTNER_AGENCY:
        return PagePart()
    return PagePart(
        notices=words.problem_notices(actor, record, today),
        grids=[
            words.verifications_grid(actor, record, today),
            words.problems_grid(actor, record, today),
        ],
        actions=words.buttons(actor, record),
    )


def home(actor: Actor, today: date) -> HomePart:
    if actor.role == Role.LABOUR_ATTACHE:
        return HomePart(
            needs=[
                Need(
                    _("Employers whose verification ends within 60 days or has ended"),
                    link("employers:employers", query="verified=ending"),
                    count=queries.running_out(actor.country, today).count(),
                    tone="warn",
                ),
                _on_the_list(Problem.objects.visible_to(actor, Right.ENTER_PROBLEM).running(today).count()),
            ]
        )
    if actor.role == Role.MINISTRY_ANALYST:
        return HomePart(needs=[_on_the_list(Problem.objects.running(today).count())])
    return HomePart()


def _on_the_list(count: int) -> Need:
    return Need(
        _("Employers and partners on the problem list: nobody is sent there"),
        link("employers:problems"),
        count=count,
        tone="warn",
    )


def _way_to(verification: Verification) -> list[Crumb]:
    about = verification.about
    return [crumb_of(EMPLOYER, about) if isinstance(about, Employer) else crumb_of(ORGANISATION, about)]


VERIFICATION_PAPERS = FileKind(
    key=rules.VERIFICATION_PAPERS,
    model=Verification,
    title=gettext_lazy("Report of the verification"),
    reads=Right.VIEW_VERIFICATION,
    adds=Right.VERIFY_EMPLOYER,
    related=("employer__country", "partner", "country"),
    person=lambda _verification: None,
    place=lambda _verification: "",
    crumbs=lambda _actor, verification: _way_to(verification),
    beside=lambda _actor, verification: (
        facts(verification, "way", "verified_on", "valid_until", "paper"),
        [],
    ),
)
PROBLEM_PAPERS = FileKind(
    key=rules.PROBLEM_PAPERS,
    model=Problem,
    title=gettext_lazy("Source of the entry"),
    reads=Right.ENTER_PROBLEM,
    adds=Right.ENTER_PROBLEM,
    related=PROBLEM.related,
    person=lambda _problem: None,
    place=lambda _problem: "",
    crumbs=lambda _actor, problem: [crumb_of(PROBLEM, problem)],
    beside=lambda _actor, problem: (facts(problem, "kind", "since", "until", "source"), []),
)
