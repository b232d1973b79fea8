"""What this room adds to a person's file, to the homes and to the lists that are read in: who is on the path, who waits for whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.letters.kinds import LetterKind
from jalur.foundation.notes.kinds import NoteKind
from jalur.foundation.people import merging
from jalur.foundation.people.models import Person
from jalur.foundation.tasks.kinds import TaskKind
from jalur.foundation.workflow.views import step_actions
from jalur.journey.candidates import guards, queries, rules, words
from jalur.journey.candidates.forms import RegisteredLetterForm
from jalur.journey.candidates.models import Candidate, HeldCompetency, SlipState, State
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.services import register_many
from jalur.journey.candidates.services.imports import COLUMNS, correct_many, plan
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.kit import formats
from jalur.kit.components import Action, Crumb, Empty, Figure, Need, Row, Stage
from jalur.kit.dates import day_of
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep, Section

NEW_WITHIN = timedelta(days=30)
EXPIRES_SOON = timedelta(days=60)

LIST = ImportKind(
    key="candidates",
    right=Right.IMPORT_CANDIDATE,
    columns=COLUMNS,
    plan=plan,
    apply=register_many,
    change=correct_many,
    new=gettext_lazy("Would be registered"),
    known=gettext_lazy("Already registered"),
    shown={
        gettext_lazy("Name"): "name",
        gettext_lazy("Date of birth"): "birth_date",
        gettext_lazy("Lives in"): "residence",
    },
    button=lambda count: (
        ngettext("Register %(count)s person", "Register %(count)s people", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s person registered.", "%(count)s people registered.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Candidates"), "candidates:list"),
)


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """Registration and confirmed skills, where the actor may see the candidate's file."""
    rows = Candidate.objects.visible_to(actor).filter(person=person)
    candidate = rows.select_related("registered_by", "person").first()
    if candidate is None:
        return FilePart()
    entries = HeldCompetency.objects.visible_to(actor).filter(candidate=candidate)
    held = list(entries.select_related("competency").order_by("competency__code"))
    withdrawn = candidate.state == State.WITHDRAWN
    return FilePart(
        stages=_stages(candidate, held),
        tags=[CANDIDATE.tag(candidate)],
        needs=[*_own_slip(actor, candidate), *([] if withdrawn else _needs(actor, candidate, held, today))],
        facts=[
            Row(_("Candidate number"), candidate.number),
            Row(_("Schooling"), candidate.get_education_display()),
            Row(_("Can start from"), formats.day(candidate.available_from)),
        ],
        sections=[Section(_("Competencies"), [_held_row(entry, today) for entry in held])],
        actions=[Action(_("Profile, skills and wishes"), _page(candidate)), *_choice(actor, candidate)],
        next_step=_next_step(candidate, held),
        has_ended=withdrawn,
    )


def _page(candidate: Candidate) -> str:
    return link("candidates:candidate", candidate.number)


def _stages(candidate: Candidate, held: Sequence[HeldCompetency]) -> list[Stage]:
    registered = Stage(_("Registered"), "done", day_of(candidate.created_at))
    waiting = [entry for entry in held if rules.waits(entry)]
    note = _("%(count)s not yet seen by an official") % {"count": len(waiting)} if waiting else ""
    if days := [entry.confirmed_at for entry in held if entry.confirmed_at]:
        confirmed = Stage(_("Skills confirmed"), "done", day_of(max(days)), note=note)
    elif waiting:
        since, office = day_of(min(entry.created_at for entry in waiting)), str(candidate.registered_by or "")
        confirmed = Stage(_("Skills confirmed"), "now", holder=office, since=since, note=note)
    elif any(entry.review for entry in held):
        confirmed = Stage(_("Skills confirmed"), "now", holder=candidate.person.name)
    else:
        confirmed = Stage(_("Skills confirmed"))
    if candidate.state != State.WITHDRAWN:
        return [registered, confirmed]
    why = str(candidate.get_withdrawal_reason_display())
    return [registered, confirmed, Stage(_("Withdrawn"), "ended", candidate.withdrawn_on, note=why)]


def _needs(actor: Actor, candidate: Candidate, held: Sequence[HeldCompetency], today: date) -> list[Need]:
    needs = [
        Need(_("%(what)s expires") % {"what": entry.competency.title}, due=entry.expires_on, tone="warn")
        for entry in held
        if entry.expires_on and today < entry.expires_on <= today + EXPIRES_SOON
    ]
    if access.covers(actor, Right.CONFIRM_EVIDENCE, candidate):
        address = f"{_page(candidate)}#competencies"
        waiting = sum(rules.waits(entry) for entry in held)
        needs.append(Need(_("Check the evidence and confirm it"), address, count=waiting, tone="wait"))
    if not access.covers(actor, Right.EDIT_CANDIDATE, candidate):
        return needs
    for entry in held:
        if entry.review:
            text = _("“%(what)s”: %(state)s") % {
                "what": entry.competency.title,
                "state": entry.get_review_display(),
            }
            needs.append(Need(text, f"{_page(candidate)}#competencies", entry.review_note, tone="warn"))
    if not held:
        hint = _("Informal ones too. Without them a plan starts from zero.")
        address = link("candidates:add_held", candidate.number)
        needs.append(Need(_("Add skills and languages"), address, hint))
    return needs


def _own_slip(actor: Actor, candidate: Candidate) -> list[Need]:
    """To herself: somebody is about to get into her account with a slip, and she can prevent it."""
    if actor.person_id != candidate.person_id:
        return []
    slips = candidate.slips.filter(state=SlipState.OPEN).select_related("issued_by")
    label = _("%(officer)s made a new sign-in slip for your account on %(day)s. Was it not you? Cancel it")
    return [
        Need(
            label
            % {"officer": slip.issued_by or _("An officer"), "day": formats.day(day_of(slip.created_at))},
            link("candidates:slip_step", slip.pk, "withdraw"),
            slip.reason,
            tone="bad",
        )
        for slip in slips
    ]


def _choice(actor: Actor, candidate: Candidate) -> list[Action]:
    """On her own pages: out of plans, back into them, or back to the path, without looking for it."""
    if actor.person_id != candidate.person_id:
        return []
    verb = "opt_in" if candidate.is_opted_out else "opt_out"
    if candidate.state == State.WITHDRAWN:
        verb = "return"
    return [replace(one, weight="quiet") for one in step_actions(CANDIDATE, actor, candidate, verb)]


def _next_step(candidate: Candidate, held: Sequence[HeldCompetency]) -> NextStep:
    """What she does as long as no later room waits for her."""
    params = {"office": words.office_of(candidate)}
    if candidate.state == State.WITHDRAWN:
        sentence = _("You have withdrawn. To come back to the path, open your file or go to %(office)s.")
    elif not held:
        sentence = _(
            "Add what you can do: skills, languages, what you learned at home or at work. Ask %(office)s for help."
        )
    elif asked := next((entry for entry in held if entry.review), None):
        sentence = _("The office says about “%(what)s”: %(note)s Bring it to %(office)s.")
        params |= {"what": asked.competency.title, "note": _as_sentence(asked.review_note)}
    elif unseen := next((entry for entry in held if entry.confirmed_at is None), None):
        sentence = _(
            "Take your evidence of “%(what)s” to %(office)s: it counts once an official has seen it."
        )
        params["what"] = unseen.competency.title
    elif candidate.is_opted_out:
        sentence = _("Your file is not in automatic planning. Choose a class yourself, or ask %(office)s.")
    elif candidate.state == State.READY:
        sentence = _(
            "You have completed a class. Ask %(office)s for a job that fits, or choose the next class."
        )
    else:
        sentence = _(
            "Your skills have been seen. Choose a class yourself, or wait for a path from %(office)s."
        )
    chooses = not (candidate.state == State.WITHDRAWN or any(entry.confirmed_at is None for entry in held))
    url = link("training:mine") if held and chooses else _page(candidate)
    return NextStep(sentence % params, url)


def _as_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _held_row(held: HeldCompetency, today: date) -> Row:
    state = str(words.evidence_tag(held, today).text)
    return Row(
        str(held.competency),
        held.get_evidence_display(),
        hint=" · ".join(filter(None, (state, words.what_to_bring(held)))),
    )


def home(actor: Actor, today: date) -> HomePart:
    """For desks: evidence that waits, how many people there are."""
    if not access.may(actor, Right.VIEW_DESK):
        return HomePart()
    counts = queries.home_counts(actor, today - NEW_WITHIN, today)
    nobody = Empty(
        _("Nobody from your village is registered yet"),
        _("Have the KTP at hand to register the first person."),
        icon="people",
    )
    is_village = actor.role == Role.VILLAGE_OFFICER
    return HomePart(
        needs=[_evidence_waits(actor)] if access.may(actor, Right.CONFIRM_EVIDENCE) else [],
        figures=_figures(actor, counts),
        actions=[Action(_("Register a candidate"), link("candidates:register"), icon="person-plus")],
        empty=nobody if is_village and not counts["live"] else None,
    )


def _evidence_waits(actor: Actor) -> Need:
    waiting = HeldCompetency.objects.visible_to(actor).waiting()
    return Need(
        _("Candidates with evidence to check"),
        link("candidates:list", query="evidence=waiting"),
        _("Only confirmed competencies count in the plan."),
        waiting.aggregate(files=Count("candidate", distinct=True))["files"],
        tone="warn",
    )


def _figures(actor: Actor, counts: dict[str, int]) -> list[Figure]:
    new = formats.number(counts["new"])
    return [
        counted(
            _("Candidates"),
            counts["live"],
            trend=_("%(count)s new in 30 days") % {"count": new} if counts["new"] else "",
            definition=_("Registered people you may see (%(where)s) who have not withdrawn.")
            % {"where": actor.label},
            url=link("candidates:list", query="state=on_the_path"),
        ),
        counted(
            _("In training"),
            counts["in_training"],
            _("Candidates whose class has started and not ended."),
            url=link("candidates:list", query="state=in_training"),
        ),
    ]


PAPERS = FileKind(
    key=rules.PAPERS,
    model=HeldCompetency,
    title=gettext_lazy("Evidence"),
    reads=Right.READ_PAPER,
    adds=Right.ADD_PAPER,
    related=("candidate__person", "candidate__registered_by", "competency"),
    person=lambda held: held.candidate.person_id,
    place=lambda held: held.candidate.person.residence_id,
    crumbs=lambda actor, held: words.file_crumbs(actor, held.candidate),
    beside=words.beside_paper,
    guard=guards.its_papers_may_change,
)


NOTES = NoteKind(
    key="candidate",
    model=Candidate,
    thing="candidates:candidate",
    title=gettext_lazy("Candidate's file"),
    right=Right.VIEW_DESK,
    related=("person", "registered_by"),
    person="person_id",
    place=lambda candidate: candidate.person.residence_id,
    crumbs=words.file_crumbs,
)
TASKS = TaskKind(
    key="candidate",
    model=Candidate,
    title=gettext_lazy("Candidate's file"),
    right=Right.VIEW_DESK,
    related=("person", "registered_by"),
    person=lambda candidate: candidate.person_id,
    place=lambda candidate: candidate.person.residence_id,
    crumbs=words.file_crumbs,
)


def end_for_the_young(person: Person) -> str:
    """What follows for the file of somebody shown to be too young."""
    if not Candidate.objects.on_the_path().filter(person=person).exists():
        return ""
    return _(
        "Once this is corrected, the candidate file is withdrawn for this reason, no plan includes it, and every seat"
        " and opening held is given back."
    )


def held_of_two(first: Person, second: Person) -> merging.Held:
    """The candidate files of two people who may be one."""
    files = Candidate.objects.filter(person__in=(first, second)).only("person_id", "number")
    numbers = {candidate.person_id: candidate.number for candidate in files}
    if len(numbers) == 2:
        consequence = _(
            "Both have a candidate file: the one of the record you keep goes on, and no plan looks at the other;"
            " seats and openings held there are given back, and competencies entered there stay to be read."
        )
    else:
        consequence = _("The candidate file goes with the record you keep.") if numbers else ""
    of_each = [numbers.get(person.pk, _("none")) for person in (first, second)]
    return merging.Held(((_("Candidate file"), *of_each),), consequence)


REGISTERED = LetterKind(
    key="candidate_registered",
    model=Candidate,
    title=gettext_lazy("Statement of registration"),
    template="journey/candidates/letters/registered.typ",
    issues=Right.ATTEST_REGISTRATION,
    related=("person",),
    person=lambda candidate: candidate.person_id,
    words=words.registered_words,
    example=words.registered_example,
    form=RegisteredLetterForm,
    languages=("id", "en"),
    is_statement=True,
    back=lambda candidate: Crumb(candidate.person.name, link("candidates:candidate", candidate.number)),
    guard=guards.candidate_is_registered,
)
