"""How employers, their verifications and problems read on a screen, and who may know which name."""

from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.organisations.models import Organisation
from jalur.journey.employers import queries
from jalur.journey.employers.models import Employer, Problem, ProblemState, Verification
from jalur.journey.employers.queries import RUNS_OUT_SOON
from jalur.journey.employers.rights import Right
from jalur.journey.employers.rules import VERIFICATION_PAPERS, masked
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Notice, Row, Tag, Text
from jalur.kit.links import link


def household_words(employer: Employer) -> str:
    """A household without its name, which is personal data."""
    return _("An individual employer in %(city)s") % {"city": employer.city or str(employer.country)}


def employer_words(employer: Employer, *, names_household: bool = False) -> str:
    """The employer as everybody may read it: a household's name stays out of public pages."""
    if employer.is_household and not names_household:
        return household_words(employer)
    return f"{employer.name}, {employer.city}" if employer.city else employer.name


def about_words(problem: Problem, *, names_household: bool) -> str:
    """Who is on the list, as this reader may know it."""
    if problem.employer is None:
        return str(problem.partner)
    return problem.employer.name if names_household else employer_words(problem.employer)


def standing_tag(verified_until: date | None, on: date, *, has_problem: bool = False) -> Tag:
    """In how far an employer or a partner is verified, beside the day; a problem that runs is said instead."""
    if has_problem:
        return Tag(_("problem"), "bad")
    if verified_until is None:
        return Tag(_("not verified"), "none")
    if verified_until < on:
        return Tag(_("ended"), "warn")
    return Tag(_("ends soon"), "wait") if verified_until < on + RUNS_OUT_SOON else Tag(_("verified"), "done")


def standing_words(verified_until: date | None, on: date, *, has_problem: bool = False) -> str:
    """The same in a line that names the day."""
    if has_problem:
        return _("on the problem list")
    if verified_until is None:
        return _("not verified")
    sentence = _("verification ended %(day)s") if verified_until < on else _("verified until %(day)s")
    return sentence % {"day": formats.day(verified_until, "short")}


def verified_row(actor: Actor, about: Employer | Organisation, on: date) -> Row:
    """Until when it was verified, as anybody may read it; with the problem where the reader may read that."""
    listed = Problem.objects.visible_to(actor).running(on).filter(queries.of(about)).exists()
    said = standing_words(queries.verified_until(about), on, has_problem=listed)
    label = _("Employer verified") if isinstance(about, Employer) else _("Partner agency verified")
    return Row(label, said, about="employers#verified")


def number_row(employer: Employer) -> Row | None:
    """The official number: of a household only its last signs, before it is opened."""
    if not employer.official_id:
        return None
    shown = masked(employer.official_id) if employer.is_household else employer.official_id
    return Row(_("Official number"), shown)


def problem_state(problem: Problem, on: date) -> Tag:
    """Whether it counts today, in words."""
    if problem.state == ProblemState.LIFTED:
        return Tag(str(ProblemState.LIFTED.label), "none")
    if problem.is_running(on):
        return Tag(_("counts today"), "bad")
    if problem.since > on:
        return Tag(_("from %(day)s") % {"day": formats.day(problem.since, "short")}, "wait")
    return Tag(_("ended %(day)s") % {"day": formats.day(problem.until, "short")}, "none")


def problem_notices(actor: Actor, about: Employer | Organisation, on: date) -> list[Notice]:
    """What is told above the page of somebody on the list, of the problems that the reader may read."""
    rows = Problem.objects.visible_to(actor).running(on).filter(queries.of(about)).order_by("since", "pk")
    return [
        Notice(
            " ".join(filter(None, (f"{problem.get_kind_display()}.".capitalize(), problem.words))),
            _("On the problem list since %(day)s") % {"day": formats.day(problem.since, "long")},
            "bad",
            about="employers#problems",
        )
        for problem in rows
    ]


def problems_grid(actor: Actor, about: Employer | Organisation, on: date) -> Grid:
    rows = Problem.objects.visible_to(actor).filter(queries.of(about)).order_by("-since", "pk")
    return Grid(
        _("Problem list"),
        [_("Problem"), _("From"), _("Until"), _("Published"), _("State")],
        [
            [
                Text(problem.get_kind_display(), problem.words, link("employers:problem", problem.pk)),
                problem.since,
                problem.until,
                _("yes") if problem.is_published else _("no"),
                problem_state(problem, on),
            ]
            for problem in rows
        ],
        about="employers#problems",
    )


def verifications_grid(actor: Actor, about: Employer | Organisation, on: date) -> Grid:
    """How and until when it was verified; what was found and by which paper is for missions and the ministry."""
    rows = list(Verification.objects.filter(queries.of(about)).order_by("-verified_on", "-pk"))
    reads = bool(rows) and access.covers(actor, Right.VIEW_VERIFICATION, rows[0])
    kind = kind_of(VERIFICATION_PAPERS)
    papers = files.files_of_many(kind, [row.pk for row in rows]) if reads else {}

    def cells(row: Verification) -> list[Any]:
        counts = row.valid_until >= on
        plain = [
            Text(row.get_way_display(), " · ".join(filter(None, (row.paper, row.note))) if reads else ""),
            row.verified_on,
            row.valid_until,
            Tag(_("counts today"), "done") if counts else Tag(_("counts no longer"), "warn"),
        ]
        if not reads:
            return plain
        return [*plain, next(iter(file_words.links(actor, kind, row, papers.get(row.pk, []))), "")]

    heads = [_("How"), _("Verified"), _("Counts until"), _("Today")]
    return Grid(
        _("Verified by the mission"),
        [*heads, _("File")] if reads else heads,
        [cells(row) for row in rows],
        empty=_("No mission has verified it yet."),
        about="employers#verified",
    )


def buttons(actor: Actor, about: Employer | Organisation) -> list[Action]:
    """Verify, and put on the list: of an employer or of a partner agency."""
    is_employer = isinstance(about, Employer)
    kind = "employers" if is_employer else "partners"
    row = {"country": about.country, "employer" if is_employer else "partner": about}
    found = []
    if access.covers(actor, Right.VERIFY_EMPLOYER, Verification(**row)):
        weight: Literal["primary", "secondary"] = "primary" if is_employer else "secondary"
        found.append(Action(_("Verify"), link("employers:verify", kind, about.pk), weight))
    if access.covers(actor, Right.ENTER_PROBLEM, Problem(**row)):
        address = link("employers:new_problem", kind, about.pk)
        found.append(Action(_("Put on the problem list"), address, "danger"))
    return found
