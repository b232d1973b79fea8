"""What this room adds to a person's file and to the homes: who she is on the path, what was confirmed, who waits for whom."""

from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.people import merging
from jalur.foundation.people.models import Person
from jalur.journey.candidates import queries
from jalur.journey.candidates.models import Candidate, HeldCompetency, State
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.kit import formats
from jalur.kit.components import Action, Empty, Figure, Need, Row, Stage
from jalur.kit.dates import day_of
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep, Section

NEW_WITHIN = timedelta(days=30)


def file(actor: Actor, person: Person, today: date) -> FilePart:  # noqa: ARG001 - every room's part is asked alike
    """Registration and confirmed skills, where the actor may see the candidate's file."""
    rows = Candidate.objects.visible_to(actor).filter(person=person)
    candidate = rows.select_related("registered_by", "person").first()
    if candidate is None:
        return FilePart()
    held = list(
        HeldCompetency.objects.visible_to(actor)
        .filter(candidate=candidate)
        .select_related("competency")
        .order_by("competency__code")
    )
    waiting = sum(entry.confirmed_at is None for entry in held)
    office = candidate.registered_by.name if candidate.registered_by else ""
    page = link("candidates:candidate", candidate.number)
    withdrawn = candidate.state == State.WITHDRAWN
    return FilePart(
        stages=_stages(candidate, held, waiting, office),
        tags=[CANDIDATE.tag(candidate)],
        needs=[] if withdrawn else _needs(actor, candidate, held, waiting, page),
        facts=[
            Row(_("Candidate number"), candidate.number),
            Row(_("Schooling"), candidate.get_education_display()),
            Row(_("Can start from"), formats.day(candidate.available_from)),
        ],
        sections=[Section(_("Competencies"), [_held_row(entry) for entry in held])],
        actions=[Action(_("Profile, skills and wishes"), page)],
        next_step=None if withdrawn else _next_step(held, waiting, office, page),
        has_ended=withdrawn,
    )


def _stages(candidate: Candidate, held: list[HeldCompetency], waiting: int, office: str) -> list[Stage]:
    stages = [Stage(_("Registered"), "done", day_of(candidate.created_at))]
    label = _("Skills confirmed")
    if waiting:
        note = _("%(count)s waiting for an official") % {"count": waiting}
        since = day_of(min(entry.created_at for entry in held if entry.confirmed_at is None))
        stages.append(Stage(label, "now", holder=office, since=since, note=note))
    elif held:
        stages.append(Stage(label, "done", day_of(max(entry.confirmed_at for entry in held))))
    else:
        stages.append(Stage(label))
    if candidate.state == State.WITHDRAWN:
        why = str(candidate.get_withdrawal_reason_display())
        stages.append(Stage(_("Withdrawn"), "problem", candidate.withdrawn_on, note=why))
    return stages


def _needs(
    actor: Actor, candidate: Candidate, held: list[HeldCompetency], waiting: int, page: str
) -> list[Need]:
    if waiting and access.covers(actor, Right.CONFIRM_EVIDENCE, candidate):
        return [Need(_("Evidence of competencies to check"), page, count=waiting)]
    return [] if held else [Need(_("No competency is recorded yet"), page, tone="warn")]


def _next_step(held: list[HeldCompetency], waiting: int, office: str, page: str) -> NextStep:
    if not held:
        return NextStep(
            _("Add what you can do: skills, languages, what you learned at home or at work."), page
        )
    if waiting and office:
        return NextStep(
            _("Take your evidence to %(office)s: an official has to see it.") % {"office": office}, page
        )
    return NextStep(
        _("Wait for a proposed path, or choose a class and a job yourself."), link("training:open_classes")
    )


def _held_row(held: HeldCompetency) -> Row:
    state = _("confirmed by an official") if held.confirmed_at else _("not confirmed yet")
    return Row(str(held.competency), held.get_evidence_display(), hint=state)


def home(actor: Actor, today: date) -> HomePart:
    """For desks: evidence that waits, how many people there are; for everybody else: how to begin."""
    if actor.role in {Role.LABOUR_OFFICER, Role.VILLAGE_OFFICER}:
        return _desk(actor, today)
    return HomePart()


def _desk(actor: Actor, today: date) -> HomePart:
    counts = queries.home_counts(actor, today - NEW_WITHIN, today)
    needs = _desk_needs(actor) if access.may(actor, Right.CONFIRM_EVIDENCE) else []
    nobody = Empty(
        _("Nobody from your village is registered yet"),
        _("Have the KTP at hand to register the first person."),
        icon="people",
    )
    is_village = actor.role == Role.VILLAGE_OFFICER
    return HomePart(
        needs=[need for need in needs if need.count],
        figures=_figures(actor, counts, today),
        actions=[Action(_("Register a candidate"), link("candidates:register"), icon="person-plus")],
        empty=nobody if is_village and not counts["live"] else None,
    )


def _desk_needs(actor: Actor) -> list[Need]:
    waiting = HeldCompetency.objects.visible_to(actor).filter(confirmed_at__isnull=True)
    return [
        Need(
            _("Candidates with evidence to check"),
            link("candidates:list", query="evidence=waiting"),
            _("Only confirmed competencies count in the plan."),
            waiting.aggregate(files=Count("candidate", distinct=True))["files"],
            tone="warn",
        ),
    ]


def _figures(actor: Actor, counts: dict[str, int], today: date) -> list[Figure]:
    new = formats.number(counts["new"])
    return [
        Figure(
            _("Candidates"),
            formats.number(counts["live"]),
            trend=_("%(count)s new in 30 days") % {"count": new} if counts["new"] else "",
            definition=_("Registered people you may see (%(where)s) who have not withdrawn.")
            % {"where": actor.label},
            as_of=today,
            url=link("candidates:list", query="state=on_the_path"),
        ),
        Figure(
            _("In training"),
            formats.number(counts["in_training"]),
            definition=_("Candidates whose class has started and not ended."),
            as_of=today,
            url=link("candidates:list", query="state=in_training"),
        ),
    ]


def held_of_two(first: Person, second: Person) -> merging.Held:
    """The candidate files of two people who may be one."""
    files = Candidate.objects.filter(person__in=(first, second)).only("person_id", "number")
    numbers = {candidate.person_id: candidate.number for candidate in files}
    if len(numbers) == 2:
        consequence = _(
            "Both have a candidate file: the one of the record you keep goes on, and no plan looks at the other;"
            " classes, openings and competencies entered there stay to be read and are not moved."
        )
    else:
        consequence = _("The candidate file goes with the record you keep.") if numbers else ""
    of_each = [numbers.get(person.pk, _("none")) for person in (first, second)]
    return merging.Held(((_("Candidate file"), *of_each),), consequence)
