"""How candidates read on a screen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import queries as files
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.files.models import StoredFile
from jalur.foundation.geography.queries import place_label
from jalur.foundation.letters.kinds import Words
from jalur.foundation.organisations.words import where
from jalur.foundation.people.models import Sex
from jalur.foundation.workflow.views import crumb_of, step_actions
from jalur.journey.candidates import holdings, rules
from jalur.journey.candidates.models import Candidate, HeldCompetency, State
from jalur.journey.candidates.workflow import CANDIDATE, HELD
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Notice, Row, Tag
from jalur.kit.dates import day_of


def office_of(candidate: Candidate) -> str:
    """Where the candidate goes: the office that registered her, with its address, else the labour office of her regency."""
    if candidate.registered_by is not None:
        return where(candidate.registered_by)
    regency = place_label(candidate.person.residence_id[:5])
    return _("the labour office of %(regency)s") % {"regency": regency or candidate.person.residence}


def notices_of(verb: str, candidate: Candidate) -> list[Notice]:
    """What to know before a step is taken."""
    if verb == "withdraw":
        held = holdings.called(candidate)
        return [Notice("; ".join(held), _("Given back at the same time"), "warn")] if held else []
    if verb not in {"opt_in", "opt_out"}:
        return []
    text = _(
        "A program looks for one path: training that leads to one job. It uses age, sex, "
        "schooling, place, competencies, wishes and the starting day, and nothing else. It only "
        "proposes; people decide, and every proposal gives its reasons. Whoever opts out loses "
        "no right and no service: the office looks for classes and jobs in person."
    )
    return [Notice(text, _("What a plan does with a file"))]


def evidence_note(held: HeldCompetency) -> str:
    """Who issued the evidence, and how long it is valid."""
    until = _("until %(day)s") % {"day": formats.day(held.expires_on, "short")} if held.expires_on else ""
    return " · ".join(filter(None, (held.evidence_note, until, what_to_bring(held))))


def is_own(actor: Actor, candidate: Candidate) -> bool:
    return actor.person_id is not None and actor.person_id == candidate.person_id


def file_crumbs(actor: Actor, candidate: Candidate) -> list[Crumb]:
    """The way to a file from the list, or from nowhere for the candidate herself."""
    above = [] if is_own(actor, candidate) else [Crumb(_("Candidates"), reverse("candidates:list"))]
    return [*above, crumb_of(CANDIDATE, candidate)]


def evidence_steps(actor: Actor, held: HeldCompetency, papers: Sequence[StoredFile]) -> list[Action]:
    """What the reader may say about evidence as it stands here, with these files."""
    if is_own(actor, held.candidate):
        return []
    mark = rules.mark_of(held, files.marks_of(papers))
    return [
        replace(step, url=f"{step.url}?seen={mark}")
        for step in step_actions(HELD, actor, held)
        if not step.hindered
    ]


def beside_paper(actor: Actor, held: HeldCompetency) -> tuple[list[Row], list[Action]]:
    """What a file is compared with, and what an official says after looking."""
    papers = files.files_of(kind_of(rules.PAPERS), held)
    rows = [
        Row(_("Name"), held.candidate.person.name),
        Row(_("Competency"), held.competency.title),
        *evidence_rows(held),
        Row(_("State"), evidence_tag(held, dates.today()).text),
    ]
    return rows, evidence_steps(actor, held, papers)


def evidence_rows(held: HeldCompetency) -> list[Row]:
    """What an official looks at before saying anything about it."""
    return [Row(_("Evidence"), held.get_evidence_display(), hint=evidence_note(held))]


def what_to_bring(held: HeldCompetency) -> str:
    """What the person does so that it counts; "" when it is not her turn."""
    if held.review:
        return held.review_note
    if held.confirmed_at is None and held.evidence == rules.OWN_STATEMENT:
        return _("Bring a certificate, a school report, a test result or a work reference.")
    return ""


def evidence_tag(held: HeldCompetency, on: date) -> Tag:
    """Whether a competency held counts for the plan, and if not, why."""
    if held.expires_on is not None and held.expires_on <= on:
        return Tag(_("expired"), "bad")
    return HELD.tag(held)


def registered_subject() -> str:
    return "Statement of Registration" if formats.locale() == "en" else "Surat Keterangan Terdaftar"


def registered_words(candidate: Candidate, answers: Mapping[str, Any]) -> Words:
    """What the statement about a registration says, in the language in force."""
    person = candidate.person
    return Words(
        registered_subject(),
        (person.name,),
        {
            "name": person.name,
            "birth_date": formats.day(person.birth_date),
            "sex": str(person.get_sex_display()),
            "home": place_label(person.residence_id) or "",
            "candidate": candidate.number,
            "since": formats.day(day_of(candidate.created_at)),
            "state": str(candidate.get_state_display()),
            "purpose": answers["purpose"],
        },
    )


def registered_example() -> Words:
    english = formats.locale() == "en"
    return Words(
        registered_subject(),
        ("Sari Contohwati",),
        {
            "name": "Sari Contohwati",
            "birth_date": formats.day(date(2001, 4, 12)),
            "sex": str(Sex.FEMALE.label),
            "home": "Desa Contoh, Kecamatan Contoh, Kabupaten Contoh",
            "candidate": "J-CONTOH-0001",
            "since": formats.day(dates.today()),
            "state": str(State.REGISTERED.label),
            "purpose": "an application at a bank" if english else "melengkapi permohonan kredit bank",
        },
    )
