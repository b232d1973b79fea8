"""What stands in the way of a step in this room: None or a refusal; changes nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from jalur.foundation.competencies.models import Kind
from jalur.foundation.files import queries as files
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.models import State as FileState
from jalur.journey.certification import queries, rules
from jalur.journey.certification.models import (
    DECIDED,
    RESULTS,
    Appeal,
    Assessment,
    AssessmentDay,
    Assessor,
    Blank,
    Coverage,
    DayState,
    HeldState,
    Method,
    OutsideKind,
    OutsideResult,
    OutsideState,
    State,
    Submission,
    SubmissionState,
    TestPlace,
    UnitResult,
)
from jalur.journey.training.models import IntakeState
from jalur.kit import formats
from jalur.kit.refusals import refusal

OUTSIDE_KINDS = (Kind.LANGUAGE, Kind.SKILL)
BEGUN = (IntakeState.RUNNING, IntakeState.FINISHED, IntakeState.CLOSED)


def is_of_ones_body(record: Any, ask: Ask) -> ValidationError | None:
    """The assessment body itself does this."""
    if record.body_id == ask.actor.organisation_id:
        return None
    return refusal("state", "other_body", _("Only the assessment body itself does this."))


def assesses_for_a_body(record: Assessor | TestPlace, _ask: Ask) -> ValidationError | None:
    if record.body.kind == OrganisationKind.CERTIFICATION_BODY:
        return None
    return refusal("body", "no_body", _("Only an assessment body (LSP) has assessors and test places."))


def scope_is_given_by_another(coverage: Coverage, ask: Ask) -> ValidationError | None:
    """What its licence covers a body does not say itself; its assessors and places it does."""
    own = coverage.body_id == ask.actor.organisation_id
    if coverage.licence_id is not None and own:
        sentence = _("For which schemes a body is licensed is recorded by whoever gives the licence.")
        return refusal("scheme", "oneself", sentence)
    if coverage.licence_id is None and not own:
        return refusal("scheme", "other_body", _("Only the assessment body itself does this."))
    return None


def scheme_is_the_bodys(coverage: Coverage, _ask: Ask) -> ValidationError | None:
    if coverage.scheme.body_id == coverage.body_id:
        return None
    return refusal("scheme", "other_body", _("Choose a scheme of this assessment body."))


def holder_stands(coverage: Coverage, _ask: Ask) -> ValidationError | None:
    """Nothing is added to what was taken back."""
    holder = coverage.holder
    stands: dict[str, Any] = {"revoked_on": None} if coverage.licence else {"state": HeldState.HELD}
    if type(holder)._default_manager.filter(pk=holder.pk, **stands).exists():
        return None
    return refusal("scheme", "taken_back", _("It was revoked: no scheme is added to it any more."))


def clears_no_doubt(coverage: Coverage, ask: Ask) -> ValidationError | None:
    """What is granted from a past day never makes good silently what hangs on a day that was not covered."""
    if coverage.valid_from is None or coverage.valid_from >= ask.today:
        return None
    count = queries.doubted_by(coverage).count()
    if not count:
        return None
    sentence = _(
        "%(count)s results by this scheme are in doubt. Annul them or leave them standing first, or let it hold from today."
    )
    return refusal("valid_from", "in_doubt", sentence % {"count": formats.number(count)})


def was_not_used(day: AssessmentDay, _ask: Ask) -> ValidationError | None:
    """A day on which somebody was assessed stays."""
    used = Q(state__in=(*RESULTS, State.VOID)) | Q(results__isnull=False)
    if not day.assessments.filter(used).exists():
        return None
    return refusal(
        "day", "used", _("People were assessed on this day already: it is not cancelled any more.")
    )


def nobody_was_found_yet(day: AssessmentDay, _ask: Ask) -> ValidationError | None:
    """How people are assessed is planned before the first of them is."""
    if not day.assessments.filter(results__isnull=False).exists():
        return None
    return refusal("day", "begun", _("The assessment has begun: its plan stays as it is."))


def can_be_looked_back_on(day: AssessmentDay, ask: Ask) -> ValidationError | None:
    """Once, after the day, of people who were assessed."""
    if queries.review_of(day):
        return refusal("day", "reviewed", _("Somebody has looked back on this day already."))
    if day.day <= ask.today and day.assessments.filter(results__isnull=False).exists():
        return None
    return refusal("day", "not_over", _("Look back once people were assessed on this day."))


def class_has_begun(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    """An institute applies once its class has begun."""
    seat = assessment.enrolment
    if assessment.institute_id is None or seat is None or seat.intake.state in BEGUN:
        return None
    return refusal("people", "not_begun", _("An institute applies once the class has begun."))


def holds_nothing_yet(assessment: Assessment, ask: Ask) -> ValidationError | None:
    """Who is competent by the scheme applies again only when that nears its end."""
    ends = queries.competent_until([assessment.candidate_id], assessment.scheme_id, ask.today)
    if assessment.candidate_id not in ends:
        return None
    sentence = _("Already competent by this scheme until %(day)s. Apply again in the last %(count)s days.")
    words = {
        "day": formats.day(ends[assessment.candidate_id]),
        "count": formats.number(rules.SOON.days),
    }
    return refusal("scheme", "competent", sentence % words)


def nothing_was_found(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    """Taken back is an application, not an assessment that has begun."""
    return _begun(assessment, _("The assessment has begun: it cannot be taken back any more."))


def has_not_begun(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    """What she said of herself is what the assessor started from."""
    return _begun(assessment, _("The assessment has begun: what was said before it stays as it is."))


def _begun(assessment: Assessment, sentence: str) -> ValidationError | None:
    return refusal("state", "begun", sentence) if assessment.results.exists() else None


def is_her_own_word(assessment: Assessment, ask: Ask) -> ValidationError | None:
    """Somebody else writes it down only for those who have no account."""
    person = assessment.candidate.person
    if ask.actor.person_id == person.pk or person.account_id is None:
        return None
    return refusal("state", "own_word", _("This person has an account and says it herself."))


def was_taken(result: OutsideResult, ask: Ask) -> ValidationError | None:
    """The test has taken place, and not before her birth."""
    if result.taken_on > ask.today:
        return refusal("taken_on", "not_yet", _("The day of the test has not come yet."))
    if result.taken_on <= result.candidate.person.birth_date:
        return refusal("taken_on", "unborn", _("This day is before her or his birth. Check the year."))
    return None


def is_a_test(result: OutsideResult, _ask: Ask) -> ValidationError | None:
    """What an assessment body decides in Jalur is no outside test, and soft skills have a form of their own."""
    if result.competency.kind in OUTSIDE_KINDS:
        return None
    return refusal("competency", "no_test", _("Choose a language level or a skill that a test shows."))


def her_file_is_open(result: OutsideResult, _ask: Ask) -> ValidationError | None:
    candidate = result.candidate
    if candidate.state != FileState.WITHDRAWN and candidate.is_current:
        return None
    return refusal("candidate", "closed", _("This candidate has left the path."))


def is_checked_by_another(result: OutsideResult, ask: Ask) -> ValidationError | None:
    """Neither who typed it nor she herself."""
    if ask.actor.user_id is None:
        return refusal("state", "oneself", _("Somebody else than who typed it has to check it."))
    if ask.actor.user_id in {result.typed_by_id, result.candidate.person.account_id}:
        return refusal("state", "oneself", _("Somebody else than who typed it has to check it."))
    return None


def is_shown_by_its_paper(result: OutsideResult, _ask: Ask) -> ValidationError | None:
    if result.kind == OutsideKind.TEST:
        return None
    sentence = _("The paper of a certificate of competence proves nothing: its issuer has to be asked.")
    return refusal("state", "paper_alone", sentence)


def is_a_certificate(result: OutsideResult, _ask: Ask) -> ValidationError | None:
    if result.kind == OutsideKind.CERTIFICATE:
        return None
    return refusal("state", "a_test", _("The result of a test is accepted or not accepted by its paper."))


def is_answered_elsewhere(result: OutsideResult, ask: Ask) -> ValidationError | None:
    """Of whoever is here only the issuer itself says that it issued something."""
    if result.kind == OutsideKind.TEST:
        return is_a_certificate(result, ask)
    if result.issuer_id is None:
        return None
    return refusal("state", "issuer_here", _("Its issuer works with Jalur and answers by itself."))


def names_ones_body(result: OutsideResult, ask: Ask) -> ValidationError | None:
    if result.issuer_id is not None and result.issuer_id == ask.actor.organisation_id:
        return None
    return refusal("state", "another_body", _("The certificate names another body."))


def names_a_body(result: OutsideResult, _ask: Ask) -> ValidationError | None:
    if result.issuer is None or result.issuer.kind == OrganisationKind.CERTIFICATION_BODY:
        return None
    return refusal("issuer", "no_body", _("Choose an assessment body (LSP)."))


def has_no_paper(result: OutsideResult, _ask: Ask | None = None) -> ValidationError | None:
    if not files.files_of(kind_of(rules.OUTSIDE_PAPER), result):
        return None
    return refusal("paper", "added", _("Its paper is on file already."))


def nothing_of_it_is_in_doubt(submission: Submission, _ask: Ask) -> ValidationError | None:
    """BNSP gets what stands."""
    decided = [one.pk for one, _result in queries.people_of(submission.pleno)]
    count = queries.in_doubt(Assessment.objects.filter(pk__in=decided)).count()
    if not count:
        return None
    sentence = _("%(count)s results of this meeting are in doubt. Annul them or leave them standing first.")
    return refusal("state", "in_doubt", sentence % {"count": formats.number(count)})


def its_paper_is_there(result: OutsideResult, _ask: Ask) -> ValidationError | None:
    if files.files_of(kind_of(rules.OUTSIDE_PAPER), result):
        return None
    return refusal("state", "no_paper", _("Add a photo or PDF of the certificate first."))


def is_valid_today(result: OutsideResult, ask: Ask) -> ValidationError | None:
    if result.expires_on is None or ask.today < result.expires_on:
        return None
    return refusal("state", "over", _("This result is no longer valid."))


def was_typed_by_the_actor(result: OutsideResult, ask: Ask) -> ValidationError | None:
    own = ask.actor.person_id is not None and ask.actor.person_id == result.candidate.person_id
    if own or ask.actor.user_id == result.typed_by_id:
        return None
    return refusal("state", "another", _("Only who typed it, or the person herself, takes it back."))


def outside_may_change(result: OutsideResult) -> ValidationError | None:
    """What was checked stays with its paper."""
    if result.state in (OutsideState.TYPED, OutsideState.UNPROVEN):
        return None
    return refusal("state", "decided", _("It was looked at already: the paper stays as it is."))


def is_for_the_competent(blank: Blank, _ask: Ask) -> ValidationError | None:
    """A blank is used for a decision of the same body that stands."""
    one = blank.used_for
    if one is not None and one.state == State.COMPETENT and one.body_id == blank.body_id:
        return None
    return refusal(
        "used_for", "not_competent", _("A blank is used for who was found competent by the same body.")
    )


def was_decided_by_it(submission: Submission, _ask: Ask) -> ValidationError | None:
    """There is something to send, and it is of this body."""
    pleno = submission.pleno
    if pleno.body_id == submission.body_id and pleno.decided:
        return None
    return refusal("pleno", "nothing", _("This meeting decided about nobody of this body."))


def was_not_sent(submission: Submission) -> ValidationError | None:
    """What was sent stays as it was."""
    if submission.state != SubmissionState.SENT:
        return None
    return refusal("state", "sent", _("The file was sent already: no letter is added to it."))


def result_still_stands(appeal: Appeal, _ask: Ask) -> ValidationError | None:
    if appeal.assessment.state == State.NOT_YET:
        return None
    return refusal("state", "no_result", _("The result of this appeal stands no longer."))


def day_is_covered(day: AssessmentDay, _ask: Ask) -> ValidationError | None:
    """Scheme, licence, assessor and place hold on the day."""
    found = queries.day_faults(
        body=day.body, scheme=day.scheme, assessor=day.assessor, place=day.place, on=day.day
    )
    return refusal("day", "not_covered", " ".join(found)) if found else None


def assessor_is_free(day: AssessmentDay, _ask: Ask) -> ValidationError | None:
    """Nobody assesses at two places at once."""
    return _taken(day.assessor, day)


def her_assessor_is_free(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    if assessment.day is None or assessment.assessor is None:
        return None
    return _taken(assessment.assessor, assessment.day)


def _taken(assessor: Assessor, day: AssessmentDay) -> ValidationError | None:
    other = queries.elsewhere(assessor, day)
    if other is None:
        return None
    sentence = _("%(who)s has another day of assessment at that hour: %(number)s.")
    return refusal("assessor", "elsewhere", sentence % {"who": assessor, "number": other.number})


def day_is_ahead(day: AssessmentDay, ask: Ask) -> ValidationError | None:
    if day.day >= ask.today:
        return None
    return refusal("day", "past", _("Choose today or a day ahead."))


def applies_for_own(assessment: Assessment, ask: Ask) -> ValidationError | None:
    """She herself, or the institute of a class that she is or was in."""
    if ask.actor.person_id is not None and ask.actor.person_id == assessment.candidate.person_id:
        return None
    seat = assessment.enrolment
    own = ask.actor.organisation_id
    if (
        seat is not None
        and own is not None
        and seat.candidate_id == assessment.candidate_id
        and seat.intake.programme.provider_id == assessment.institute_id == own
    ):
        return None
    return refusal("candidate", "not_own", _("An institute applies for people of its own classes."))


def file_is_open(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    if assessment.candidate.state != FileState.WITHDRAWN and assessment.candidate.is_current:
        return None
    return refusal("candidate", "closed", _("This candidate has left the path."))


def body_assesses_now(assessment: Assessment, ask: Ask) -> ValidationError | None:
    found = queries.body_faults(assessment.body, assessment.scheme, ask.today)
    return refusal("scheme", "not_covered", " ".join(found)) if found else None


def all_hold(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    """Scheme, licence, assessor and place held on the day of the assessment, as far as is known now."""
    if assessment.day is None:
        return refusal("day", "no_day", _("This assessment has no day yet."))
    found = queries.faults_of(assessment)
    return refusal("day", "not_covered", " ".join(found)) if found else None


def something_fell_away(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    if queries.faults_of(assessment):
        return None
    return refusal("state", "all_hold", _("Licence, scheme, assessor and place held on that day."))


def body_itself_stood(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    """A body leaves a result standing though assessor or place fell away, never though its own licence did."""
    if assessment.day is None or not queries.body_faults(
        assessment.body, assessment.scheme, assessment.day.day
    ):
        return None
    sentence = _(
        "The body's own licence or scheme did not hold on that day. Annul the result, or ask the ministry to correct the licence."
    )
    return refusal("state", "own_licence", sentence)


def assessor_is_independent(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    if assessment.day is None or assessment.assessor is None:
        return None
    sentence = queries.not_independent(assessment, assessment.assessor, assessment.day.day)
    return refusal("assessor", "trained_her", sentence) if sentence else None


def day_fits(assessment: Assessment, ask: Ask) -> ValidationError | None:
    """A day of the same body and scheme, that is still ahead."""
    day = assessment.day
    if day is None or day.state != DayState.PLANNED or day.day < ask.today:
        return refusal("day", "past", _("Choose a planned day that is still ahead."))
    if (day.body_id, day.scheme_id) != (assessment.body_id, assessment.scheme_id):
        return refusal("day", "other", _("The day is for another scheme."))
    return None


def is_her_assessor(assessment: Assessment, ask: Ask) -> ValidationError | None:
    assessor = assessment.assessor
    if assessor is not None and assessor.user_id == ask.actor.user_id:
        return None
    return refusal("assessor", "another", _("Only the assessor of this person does this."))


def day_has_come(assessment: Assessment, ask: Ask) -> ValidationError | None:
    if assessment.day is not None and assessment.day.day <= ask.today:
        return None
    day = formats.day(assessment.day.day) if assessment.day else "–"
    return refusal("day", "too_early", _("The assessment is on %(day)s.") % {"day": day})


def is_under_way(assessment: Assessment, ask: Ask) -> ValidationError | None:
    """The day has come, and she has agreed."""
    return day_has_come(assessment, ask) or has_consented(assessment, ask)


def may_be_assessed(assessment: Assessment, ask: Ask) -> ValidationError | None:
    """Everything held on the day, and the assessor has nothing to do with her training."""
    return all_hold(assessment, ask) or assessor_is_independent(assessment, ask)


def has_said_what_she_can(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    count = queries.open_elements(assessment)
    if not count:
        return None
    sentence = _("The self-assessment comes first: %(count)s elements are open.")
    return refusal("self", "open", sentence % {"count": formats.number(count)})


def has_consented(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    if assessment.consented_at is not None:
        return None
    return refusal("state", "no_consent", _("The person has not agreed to the assessment yet (FR.AK.01)."))


def is_found_in_its_way(result: UnitResult, ask: Ask) -> ValidationError | None:
    """Soft skill and culture are found by behaviour that was seen, one by one; everything else is not."""
    by_behaviour = result.method == Method.BEHAVIOUR
    if not result.unit.is_observed:
        if not by_behaviour:
            return None
        sentence = _("Only soft skill and culture are found by observed behaviour.")
        return refusal("method", "not_observed", sentence)
    if not by_behaviour:
        sentence = _("Soft skill and culture are found by observed behaviour, not by a test.")
        return refusal("method", "observed", sentence)
    asked, said = result.unit.behaviours, result.behaviours
    found = rules.seen(asked, said)
    if found.missing or set(said) - set(asked):
        return refusal("behaviours", "open", _("Say for each behaviour whether it was seen."))
    if result.result == rules.COMPETENT and found.lacking:
        sentence = _("“Seen” is a unit of which every behaviour was seen.")
        return refusal("result", "lacking", sentence)
    if result.seen_on is not None and result.seen_on > ask.today:
        return refusal("seen_on", "ahead", _("Give today or a day that has passed."))
    return None


def every_unit_was_seen(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    missing = queries.outcome_of(assessment).missing
    if not missing:
        return None
    sentence = _("%(count)s units have no result yet.") % {"count": formats.number(len(missing))}
    return refusal("state", "units_open", sentence)


def every_unit_is_competent(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    if queries.outcome_of(assessment).result == rules.COMPETENT:
        return None
    return refusal("state", "units_lacking", _("Competent is who is competent in every unit."))


def has_not_answered(assessment: Assessment, _ask: Ask) -> ValidationError | None:
    """She says it once."""
    if not assessment.feedback.exists():
        return None
    return refusal("state", "answered", _("You have answered already. Thank you."))


def evidence_may_change(result: UnitResult) -> ValidationError | None:
    """What a decision rests on stays as it was."""
    if result.assessment.state in (*DECIDED, State.VOID):
        return refusal("state", "decided", _("The body has decided: the evidence stays as it is."))
    return None


def is_decided_by_another(assessment: Assessment, ask: Ask) -> ValidationError | None:
    """The assessor recommends, the body decides: two people."""
    assessors = {assessment.recommended_by_id, assessment.assessor.user_id if assessment.assessor else None}
    if ask.actor.user_id is not None and ask.actor.user_id not in assessors:
        return None
    return refusal("state", "oneself", _("Whoever assessed somebody does not decide about her."))


def is_within_the_term(appeal: Appeal, ask: Ask) -> ValidationError | None:
    """Only against a decision, within the days of the scheme."""
    one = appeal.assessment
    if one.state != rules.NOT_YET or one.decided_on is None:
        return refusal(
            "state", "nothing_decided", _("An appeal is against the decision “not yet competent”.")
        )
    if rules.may_appeal(one.decided_on, one.scheme.appeal_days, ask.today):
        return None
    sentence = _("An appeal is possible within %(days)s days of the decision.")
    return refusal("state", "too_late", sentence % {"days": formats.number(one.scheme.appeal_days)})


def appeal_is_of_ones_body(appeal: Appeal, ask: Ask) -> ValidationError | None:
    return is_of_ones_body(appeal.assessment, ask)


def appeal_is_her_own_word(appeal: Appeal, ask: Ask) -> ValidationError | None:
    return is_her_own_word(appeal.assessment, ask)


def another_looks_again(appeal: Appeal, ask: Ask) -> ValidationError | None:
    """Another assessor of the body, who may assess by the scheme today and has not trained her."""
    one, who = appeal.assessment, appeal.reviewer
    if who is None or who.body_id != one.body_id:
        return refusal("reviewer", "other_body", _("Choose an assessor of this assessment body."))
    if who.user_id in {one.recommended_by_id, one.assessor.user_id if one.assessor else None}:
        return refusal("reviewer", "the_same", _("Another assessor than the first looks at an appeal."))
    found = queries.assessor_faults(who, one.scheme, appeal.reviewed_on or ask.today)
    if sentence := " ".join(found) or queries.not_independent(one, who, ask.today):
        return refusal("reviewer", "not_covered", sentence)
    return None


def is_the_reviewer(appeal: Appeal, ask: Ask) -> ValidationError | None:
    if appeal.reviewer is not None and appeal.reviewer.user_id == ask.actor.user_id:
        return None
    return refusal("reviewer", "another", _("Only the assessor who looks at the appeal does this."))


def appeal_is_decided_by_another(appeal: Appeal, ask: Ask) -> ValidationError | None:
    reviewer = appeal.reviewer.user_id if appeal.reviewer else None
    if reviewer is not None and ask.actor.user_id == reviewer:
        return refusal("state", "oneself", _("Whoever assessed somebody does not decide about her."))
    return is_decided_by_another(appeal.assessment, ask)


def second_look_says(result: str) -> Any:
    """What the other assessor found."""

    def guard(appeal: Appeal, _ask: Ask) -> ValidationError | None:
        if appeal.result == result:
            return None
        return refusal("state", "other_result", _("The second look came to another result."))

    return guard
