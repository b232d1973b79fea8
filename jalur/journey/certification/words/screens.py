"""How schemes, days and results read on screens."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.geography.queries import place_label
from jalur.journey.certification import queries, rules
from jalur.journey.certification.models import (
    FOUND,
    Appeal,
    Assessment,
    AssessmentDay,
    BlankDelivery,
    Coverage,
    HeldState,
    Method,
    OutsideKind,
    OutsideResult,
    OutsideState,
    Plan,
    Review,
    State,
    Unit,
    UnitResult,
)
from jalur.journey.certification.queries import Said
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Notice, Row, Tag, Text
from jalur.kit.facts import facts
from jalur.kit.links import link

TONES = {State.COMPETENT: "done", State.NOT_YET: "warn"}


def result_tag(result: UnitResult | None) -> Tag:
    if result is None:
        return Tag(_("not assessed yet"), "wait")
    return Tag(str(result.get_result_display()), TONES[State(result.result)])  # type: ignore[arg-type]  # tones of the table above


def days_held(record: Any) -> str:
    """ "1 Jan 2026 to 31 Dec 2028", or since when."""
    if record.valid_from is None:
        return ""
    if record.valid_to is None:
        return _("since %(day)s") % {"day": formats.day(record.valid_from)}
    words = {"first": formats.day(record.valid_from), "end": formats.day(record.valid_to)}
    return _("%(first)s, no more from %(end)s") % words


def held_rows(record: Any) -> list[Row]:
    """From when until when it counts, and since when it was taken back and why."""
    rows = [Row(_("Holds"), days_held(record))]
    if record.withdrawn_on is not None:
        day = formats.day(record.withdrawn_on, "long")
        rows.append(Row(_("Revoked from"), day, hint=record.withdrawn_because))
    return rows


def covered(rows: Iterable[Coverage], *, withdraws: bool) -> Grid:
    """The schemes that a licence, an assessor or a place covers, with the way to take one back."""
    lines: list[list[object]] = []
    for one in rows:
        way = None
        if withdraws:
            held = one.state == HeldState.HELD
            said, verb = (_("Revoke"), "withdraw") if held else (_("Correct the day"), "correct")
            way = Action(said, link("certification:coverage_step", one.pk, verb), "quiet")
        tag = Tag(str(one.get_state_display()), "done" if one.state == HeldState.HELD else "bad")
        scheme = one.scheme
        lines.append(
            [
                Text(
                    scheme.title, f"{scheme.code}, {scheme.version}", link("certification:scheme", scheme.pk)
                ),
                Text(days_held(one), one.withdrawn_because),
                tag,
                way,
            ]
        )
    heads = [_("Scheme"), _("Holds"), _("State"), ""]
    return Grid(_("For which schemes"), heads, lines, empty=_("No scheme is covered yet."))


def clock(day: AssessmentDay) -> str:
    """ "08.00 WITA", by the time of the place."""
    starts = day.begins
    until = f"–{day.ends:%H.%M}" if day.ends else ""
    return f"{starts:%H.%M}{until} {formats.zone_name(starts)}"


def where_and_when(day: AssessmentDay) -> str:
    """ "10 Mar 2026, 08.00 WIB, TUK Contoh, Jalan Contoh 1"."""
    place = ", ".join(filter(None, (day.place.name, day.place.address or place_label(day.place.place_id))))
    return f"{formats.day(day.day)}, {clock(day)}, {place}"


def day_rows(day: AssessmentDay) -> list[Row]:
    return [
        Row(
            _("Scheme"), Text(day.scheme.title, day.scheme.code, link("certification:scheme", day.scheme_id))
        ),
        Row(_("Day"), f"{formats.day(day.day, 'long')}, {clock(day)}"),
        Row(
            _("Test place (TUK)"),
            day.place.name,
            hint=day.place.address or place_label(day.place.place_id) or "",
        ),
        Row(_("Assessor"), str(day.assessor)),
        Row(_("Assessment body (LSP)"), day.body.name),
        *([Row(_("What to bring"), day.bring)] if day.bring else []),
    ]


def tools_words(methods: Iterable[str]) -> str:
    """ "observation of the work; oral questions"."""
    known = dict(Method.choices)
    return "; ".join(str(known[each]) for each in methods if each in known)


def plan_grids(day: AssessmentDay, plan: Plan | None) -> list[Grid]:
    """How people are assessed on a day, unit by unit."""
    if plan is None:
        return []
    rows: list[list[object]] = [
        [
            Text(unit.title, unit.code),
            tools_words([Method.BEHAVIOUR] if unit.is_observed else plan.tools.get(str(unit.pk), ())),
        ]
        for unit in queries.units_of(day.scheme)
    ]
    said = "; ".join(filter(None, (plan.approach, plan.adjustments)))
    return [Grid(_("Plan of the assessment (MAPA)"), [_("Unit"), _("Evidence")], rows, hint=said, key="plan")]


def review_grids(review: Review | None) -> list[Grid]:
    """How a day went, stage by stage."""
    if review is None:
        return []
    rows: list[list[object]] = [
        [row.label, row.value] for row in facts(review, *Review.STAGES, "recommendation")
    ]
    said = f"{review.by.name}, {formats.day(review.on)}"
    return [Grid(_("Looking back (AK.06)"), [_("Stage"), _("How it went")], rows, hint=said, key="review")]


def doubt_notices(assessment: Assessment) -> list[Notice]:
    """What an assessment hangs on and did not hold on its day."""
    found = queries.faults_of(assessment)
    if not found:
        return []
    if assessment.upheld_on is not None:
        sentence = _("Looked at again on %(day)s and left standing: %(why)s")
        words = {"day": formats.day(assessment.upheld_on), "why": assessment.answer}
        return [Notice(sentence % words, tone="info")]
    return [Notice(" ".join(found), _("Something it hangs on did not hold on that day"), "bad")]


def appeal_until(assessment: Assessment) -> date | None:
    """The last day on which she may appeal; None where there is nothing to appeal against."""
    if assessment.state != State.NOT_YET or assessment.decided_on is None:
        return None
    return assessment.decided_on + timedelta(days=assessment.scheme.appeal_days)


def decided_rows(assessment: Assessment) -> list[Row]:
    """Until when the decision counts, or can be appealed against; nothing of what was annulled."""
    if assessment.decided_on is None:
        return []
    number = assessment.pleno.number if assessment.pleno else ""
    rows = [Row(_("Decided on"), formats.day(assessment.decided_on, "long"), hint=number)]
    if assessment.state == State.COMPETENT and assessment.expires_on is not None:
        rows += _due_rows(assessment)
        rows.append(Row(_("Counts until"), formats.day(assessment.expires_on, "long")))
    if until := appeal_until(assessment):
        rows.append(Row(_("An appeal is possible until"), formats.day(until, "long")))
    return rows


def consent_sentences() -> list[str]:
    """What somebody agrees to before an assessment, as it stands on the page and, in Indonesian, on FR.AK.01."""
    return [
        _(
            "I agree to be assessed by the scheme, on the day, at the place and by the assessor named here, and I know that I may appeal."
        ),
        _("The assessor keeps to himself or herself what is seen and read in this assessment."),
    ]


def _due_rows(assessment: Assessment) -> list[Row]:
    """When its holder is looked at again and told that it ends, by the scheme."""
    assert assessment.decided_on is not None
    scheme, decided = assessment.scheme, assessment.decided_on
    again = rules.expiry(decided, scheme.surveillance_months)
    notice = rules.expiry(decided, scheme.notice_months)
    rows = ((_("Surveillance, by the scheme"), again), (_("Notice that it ends, by the scheme"), notice))
    ends = assessment.expires_on
    return [Row(label, formats.day(day, "long")) for label, day in rows if ends is None or day < ends]


def outside_rows(result: OutsideResult) -> list[Row]:
    """What stands on the certificate, who typed it, who checked it."""
    rows = [
        Row(_("Level or skill"), str(result.competency), hint=result.competency_id),
        *facts(result, "body", "issuer", "certificate", "score", "taken_on", "expires_on"),
        Row(
            _("Typed by"),
            result.typed_by.name,
            hint=result.office.name if result.office_id and result.office else "",
        ),
    ]
    if result.confirmed_by is not None and result.confirmed_on is not None:
        day = formats.day(result.confirmed_on, "long")
        rows.append(Row(_("Checked by"), result.confirmed_by.name, hint=day))
    return [*rows, *facts(result, "way", "evidence", "answered_on", "answer")]


def outside_notices(result: OutsideResult) -> list[Notice]:
    """What somebody should know before the facts."""
    if result.state == OutsideState.UNPROVEN:
        text = _(
            "Nobody could say whether it is genuine: %(why)s It counts for nothing, and no plan uses it."
        )
        why = result.answer if result.answer.endswith((".", "!", "?")) else f"{result.answer}."
        return [Notice(text % {"why": why}, _("Not verifiable"), "warn")]
    if result.state != OutsideState.TYPED or result.kind == OutsideKind.TEST:
        return []
    if result.is_signed:
        text = _(
            "Read when it was typed in: the signature holds, and the name fits. Whether it is this person, its issuer says."
        )
        return [Notice(text, _("The file is signed and genuine"), "info")]
    if result.issuer is not None:
        text = _("%(body)s looks into its own records and answers here.")
        return [Notice(text % {"body": result.issuer.name}, _("Waits for its issuer"), "info")]
    text = _("An officer asks the issuer, or looks into a public register. Until then it counts for nothing.")
    return [Notice(text, _("Waits to be verified"), "info")]


def range_of(delivery: BlankDelivery) -> str:
    """ "A000101–A000150"."""
    return f"{delivery.prefix}{delivery.first}–{delivery.prefix}{delivery.last}"


def stock_rows(delivery: Any) -> list[Row]:
    """How many were received, and what became of them; delivery: with its counts (`for_lists`)."""
    names = (
        (_("Received"), "received"),
        (_("In stock"), "in_stock"),
        (_("Used"), "used"),
        (_("Spoilt"), "spoilt"),
        (_("Returned"), "returned"),
    )
    return [Row(label, formats.number(getattr(delivery, name))) for label, name in names]


def counts_of(people: Sequence[tuple[Assessment, str]]) -> list[Row]:
    """How many were found competent, and how many not yet."""
    competent = sum(1 for _one, result in people if result == rules.COMPETENT)
    return [
        Row(_("Competent"), formats.number(competent)),
        Row(_("Not yet competent"), formats.number(len(people) - competent)),
    ]


def people_grid(people: Sequence[tuple[Assessment, str]]) -> Grid:
    """Who is in the file, without NIK."""
    rows: list[list[object]] = [
        [
            Text(one.name, one.number, link("certification:assessment", one.code)),
            str(one.scheme),
            Tag(str(dict(FOUND)[result]), TONES[State(result)]),  # type: ignore[arg-type]  # tones of the table above
        ]
        for one, result in people
    ]
    return Grid(_("Who is in it"), [_("Candidate"), _("Scheme"), _("Decided")], rows)


def units_grid(units: Sequence[Unit], results: Mapping[Any, UnitResult], files: Mapping[Any, Any]) -> Grid:
    """Unit by unit what was found, by which evidence."""
    rows: list[list[object]] = []
    for unit in units:
        found = results.get(unit.pk)
        method = str(found.get_method_display()) if found else ""
        papers = files.get(found.pk, []) if found else []
        rows.append(
            [
                Text(unit.title, unit.code),
                result_tag(found),
                Text(method, "; ".join(filter(None, (observed_words(found), found.note)))) if found else None,
                papers[0] if papers else None,
            ]
        )
    return Grid(_("Units"), [_("Unit"), _("Result"), _("Evidence"), _("File")], rows)


def observed_words(found: UnitResult) -> str:
    """ "in the kitchen, 10 Mar 2026, Pak Contoh"; nothing of what a test showed."""
    if found.seen_on is None:
        return ""
    return f"{found.situation}, {formats.day(found.seen_on)}, {found.seen_by}"


def behaviour_grids(units: Sequence[Unit], results: Mapping[Any, UnitResult]) -> list[Grid]:
    """Of soft skill and culture: behaviour by behaviour what was seen."""
    tags = {True: Tag(_("seen"), "done"), False: Tag(_("not yet seen"), "warn")}
    grids = []
    for unit in units:
        found = results.get(unit.pk)
        if found is None or not found.behaviours:
            continue
        rows: list[list[object]] = [
            [words, tags.get(found.behaviours.get(key))]  # type: ignore[arg-type]  # none is a dash
            for key, words in unit.behaviours.items()
        ]
        title = _("Observed behaviour: %(unit)s") % {"unit": unit.title}
        heads = [_("Behaviour"), _("Seen")]
        grids.append(Grid(title, heads, rows, hint=observed_words(found), key=f"behaviour-{unit.position}"))
    return grids


def feedback_grids(said: Said) -> list[Grid]:
    """Question by question how many said yes and no, and what they wrote, without names."""
    if not said.lines:
        return []
    counted: list[list[object]] = [[str(question), yes, no] for question, yes, no, _words in said.lines]
    heads = [_("Question"), _("Yes"), _("No")]
    of = _("%(count)s people answered.") % {"count": formats.number(said.people)}
    grids = [Grid(_("Answers together"), heads, counted, hint=of)]
    for question, _yes, _no, words in said.lines:
        written: list[list[object]] = [[each] for each in words]
        grids.append(Grid(str(question), [_("In their own words")], written, key=f"words-{question.code}"))
    return grids


def self_grid(units: Sequence[Unit], said: Mapping[Any, bool]) -> Grid:
    """What she says of herself, element by element."""
    words = {True: Tag(_("can do it"), "done"), False: Tag(_("not yet"), "warn")}
    nothing = Tag(_("not said yet"), "wait")
    rows: list[list[object]] = [
        [
            Text(element.title, unit.title),
            words.get(said[element.pk], nothing) if element.pk in said else nothing,
        ]
        for unit in units
        for element in unit.elements.all()
    ]
    return Grid(_("Self-assessment (FR.APL.02)"), [_("Element"), _("Own word")], rows)


def appeals_grid(appeals: Iterable[Appeal], tags: Mapping[str, Tag]) -> Grid:
    rows: list[list[object]] = [
        [Text(formats.day(one.filed_on), one.grounds, link("certification:appeal", one.pk)), tags[one.state]]
        for one in appeals
    ]
    return Grid(_("Appeals"), [_("Filed"), _("State")], rows)
