from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.access.example import Write, about, call, change
from tests.candidates.examples import photo
from tests.certification.rows import DAY


def in_state(state: str, **more: Any) -> Any:
    return change("assessment", state=state, **more)


def today(side: SimpleNamespace, member: Any) -> None:
    """Called to today, by the assessor who writes."""
    in_state("invited", consented_at=timezone.now())(side, member)
    said(side, member)
    change("assessor", user_id=member.user.pk)(side, member)


def said(side: SimpleNamespace, member: Any) -> None:
    from jalur.journey.certification.models import SelfMark

    SelfMark.objects.create(assessment=side.assessment, element=side.element, can=True)


def called(side: SimpleNamespace, member: Any) -> None:
    in_state("invited", consented_at=None)(side, member)
    said(side, member)


def waits(side: SimpleNamespace, member: Any) -> None:
    in_state("accepted", day=None, assessor=None)(side, member)


def recommended(side: SimpleNamespace, member: Any) -> None:
    """By an assessor who is not the one that writes."""
    in_state("assessed", result="competent")(side, member)


def decided(side: SimpleNamespace, member: Any) -> None:
    in_state("not_yet")(side, member)
    type(side.appeal).objects.filter(pk=side.appeal.pk).delete()


def fell_away(side: SimpleNamespace, member: Any) -> None:
    """The assessor's licence was taken back before the day."""
    in_state("not_yet")(side, member)
    change("assessor", state="withdrawn", withdrawn_on=DAY - timedelta(days=9))(side, member)


def to_review(side: SimpleNamespace, member: Any) -> None:
    in_state("not_yet")(side, member)
    change("second_assessor", user_id=member.user.pk)(side, member)
    change("assessor", user_id=side.membership.user_id)(side, member)
    change("assessment", recommended_by=side.membership.user_id, decided_by=member.user.pk)(side, member)
    change("appeal", state="assigned", reviewed_on=None)(side, member)


def to_assign(side: SimpleNamespace, member: Any) -> None:
    in_state("not_yet")(side, member)
    change("appeal", state="filed", reviewer=None, reviewed_on=None)(side, member)


def without_place(side: SimpleNamespace, member: Any) -> None:
    from jalur.journey.certification.models import Coverage

    Coverage.objects.filter(scheme=side.next_scheme).delete()


def nobody_applied(side: SimpleNamespace, member: Any) -> None:
    in_state("withdrawn")(side, member)
    side.intake.enrolments.filter(pk=side.enrolment.pk).update(state="enrolled")
    type(side.intake).objects.filter(pk=side.intake.pk).update(state="running")


def revoked(what: str) -> Any:
    return change(what, state="withdrawn", withdrawn_on=DAY - timedelta(days=1))


def class_runs(side: SimpleNamespace, member: Any) -> None:
    type(side.intake).objects.filter(pk=side.intake.pk).update(state="running")


def unused(side: SimpleNamespace, member: Any) -> None:
    """Called to the day, and nobody assessed yet."""
    in_state("invited", consented_at=None)(side, member)
    side.assessment.results.all().delete()


def without_account(side: SimpleNamespace, member: Any) -> None:
    """Then the body writes down what she says."""
    person = side.candidate.person
    type(person).objects.filter(pk=person.pk).update(account=None)


def consents(side: SimpleNamespace, member: Any) -> None:
    called(side, member)
    without_account(side, member)


def checked(side: SimpleNamespace, member: Any) -> None:
    """Looked at by somebody else than who typed it."""
    change("outside_result", state="confirmed", confirmed_by=side.assessor.user_id, confirmed_on=DAY)(
        side, member
    )


def of_a_test(side: SimpleNamespace, member: Any) -> None:
    change("outside_result", kind="test", issuer=None)(side, member)


def of_nobody_here(side: SimpleNamespace, member: Any) -> None:
    change("outside_result", issuer=None)(side, member)


def typed_by_the_member(side: SimpleNamespace, member: Any) -> None:
    change("outside_result", typed_by=member.user.pk)(side, member)


def without_paper(side: SimpleNamespace, member: Any) -> None:
    """Typed in from a list; its paper follows."""
    from jalur.foundation.files.models import StoredFile

    StoredFile.objects.filter(kind="outside_result", owner_key=str(side.outside_result.pk)).delete()


def before_it_began(side: SimpleNamespace, member: Any) -> None:
    without_account(side, member)
    side.assessment.results.all().delete()


def decided_at_the_counter(side: SimpleNamespace, member: Any) -> None:
    decided(side, member)
    without_account(side, member)


HELD_FROM = "2025-06-01"
CODE = {"code": "assessment.code"}
OPENS = {
    "certification:outside": about("outside_result", pk="outside_result.pk"),
    **{
        f"certification:outside_step/{verb}": about("outside_result", pk="outside_result.pk")
        for verb in (
            "attach",
            "confirm",
            "verify",
            "attest",
            "disown",
            "set_aside",
            "refuse",
            "revoke",
            "take_back",
        )
    },
    "certification:new_submission": about("next_pleno", number="next_pleno.number"),
    "certification:submission": about("submission", number="submission.number"),
    "certification:submission_minutes": about("submission", number="submission.number"),
    "certification:submission_list": about("submission", number="submission.number"),
    "certification:submission_step/send": about("submission", number="submission.number"),
    "certification:delivery": about("delivery", number="delivery.number"),
    "certification:return_blanks": about("delivery", number="delivery.number"),
    "certification:blank": about("blank", pk="blank.pk"),
    "certification:blank_step/spoil": about("blank", pk="blank.pk"),
    "certification:blank_step/misprint": about("blank", pk="blank.pk"),
    "certification:blank_step/return": about("blank", pk="blank.pk"),
    "certification:scheme": about("", pk="scheme.pk"),
    "certification:body": about("certifier", pk="certifier.pk"),
    "certification:cover_licence": about("certifier_licence", pk="certifier_licence.pk"),
    "certification:assessor": about("assessor", pk="assessor.pk"),
    "certification:cover_assessor": about("assessor", pk="assessor.pk"),
    "certification:assessor_step/withdraw": about("assessor", pk="assessor.pk"),
    "certification:assessor_step/correct": about("assessor", pk="assessor.pk"),
    "certification:place_step/correct": about("test_place", pk="test_place.pk"),
    "certification:coverage_step/correct": about("coverage", pk="coverage.pk"),
    "certification:place": about("test_place", pk="test_place.pk"),
    "certification:cover_place": about("test_place", pk="test_place.pk"),
    "certification:place_step/withdraw": about("test_place", pk="test_place.pk"),
    "certification:coverage_step/withdraw": about("coverage", pk="coverage.pk"),
    "certification:day": about("assessment_day", number="assessment_day.number"),
    "certification:call": about("assessment_day", number="assessment_day.number"),
    "certification:prepare_day": about("assessment_day", number="assessment_day.number"),
    "certification:review_day": about("assessment_day", number="assessment_day.number"),
    "certification:day_step/cancel": about("assessment_day", number="assessment_day.number"),
    "certification:pleno": about("pleno", number="pleno.number"),
    "certification:appeal": about("appeal", pk="appeal.pk"),
    "certification:appeal_step/assign": about("appeal", pk="appeal.pk"),
    "certification:appeal_step/review": about("appeal", pk="appeal.pk"),
    "certification:apply_for_class": about("intake", number="intake.number"),
    "certification:assessment": about("assessment", **CODE),
    "certification:rate": about("assessment", **CODE),
    "certification:units": about("assessment", **CODE),
    "certification:unit": about("assessment", **CODE, position="element.unit.position"),
    "certification:file": about("assessment", **CODE),
    "certification:comment": about("assessment", **CODE),
    "certification:new_appeal": about("assessment", **CODE),
    **{
        f"certification:assessment_step/{verb}": about("assessment", **CODE)
        for verb in (
            "accept",
            "refuse",
            "put_back",
            "consent",
            "recommend",
            "send_back",
            "void",
            "uphold",
            "withdraw",
        )
    },
}
CORRECT = {"on": "2026-01-01", "reason": "Contoh"}
WITHDRAW = Write({"on": "2026-01-02", "reason": "Contoh"})
WRITES = {
    "certification:cover_licence": Write(
        lambda side: {"scheme": side.next_scheme.pk, "valid_from": HELD_FROM},
        before=without_place,
        by="yusuf",
    ),
    "certification:new_assessor": Write(
        lambda side: {"user": side.assessor.user_id, "number": "MET-BARU", "valid_from": HELD_FROM}
    ),
    "certification:cover_assessor": Write(
        lambda side: {"scheme": side.next_scheme.pk, "valid_from": HELD_FROM},
        before=without_place,
        by="laras",
    ),
    "certification:assessor_step/withdraw": WITHDRAW,
    "certification:assessor_step/correct": Write(CORRECT, before=revoked("assessor")),
    "certification:place_step/correct": Write(CORRECT, before=revoked("test_place")),
    "certification:coverage_step/correct": Write(CORRECT, before=revoked("coverage")),
    "certification:new_place": Write(
        lambda side: {"name": "TUK baru", "place": side.test_place.place_id, "valid_from": HELD_FROM}
    ),
    "certification:cover_place": Write(
        lambda side: {"scheme": side.next_scheme.pk, "valid_from": HELD_FROM},
        before=without_place,
        by="laras",
    ),
    "certification:place_step/withdraw": WITHDRAW,
    "certification:coverage_step/withdraw": WITHDRAW,
    "certification:new_day": Write(
        lambda side: {
            "scheme": side.scheme.pk,
            "day": (DAY + timedelta(days=20)).isoformat(),
            "starts": "08.00",
            "place": side.test_place.pk,
            "assessor": side.assessor.pk,
            "seats": "12",
        }
    ),
    "certification:call": Write(
        lambda side: {"people": [side.assessment.pk], "assessor": side.assessor.pk}, before=waits
    ),
    "certification:prepare_day": Write({"approach": "Contoh", "tools_1": ["oral"]}, before=unused),
    "certification:review_day": Write(
        dict.fromkeys(
            ("planning", "preparing", "assessing", "deciding", "telling", "recommendation"), "Contoh"
        )
    ),
    "certification:day_step/cancel": Write({"cancel_reason": "Contoh"}, before=unused),
    "certification:new_pleno": Write(
        lambda side: {
            "held_on": DAY.isoformat(),
            "took_part": "Bu Contoh, ketua",
            f"person_{side.assessment.code}": "competent",
        },
        before=recommended,
    ),
    "certification:appeal_step/assign": Write(
        lambda side: {"reviewer": side.second_assessor.pk}, before=to_assign
    ),
    "certification:appeal_step/review": Write(
        {"result": "competent", "finding": "Las baik"}, before=to_review
    ),
    "certification:new_assessment": Write(lambda side: {"scheme": side.next_scheme.pk}),
    "certification:apply_for_class": Write(
        lambda side: {"scheme": side.scheme.pk, "people": [side.enrolment.pk]}, before=nobody_applied
    ),
    "certification:rate": Write({"element_0": "can"}, before=before_it_began),
    "certification:unit": Write({"result": "competent", "method": "oral", "note": "Baik"}, before=today),
    "certification:units": Write(
        lambda side: (
            {
                f"{name}_{side.element.unit.position}": said
                for name, said in (("result", "competent"), ("method", "oral"))
            }
            | {f"method_{unit.position}": "oral" for unit in side.scheme.units.all()}
        ),
        before=today,
    ),
    "certification:new_outside": Write(
        lambda side: {
            "candidate": side.candidate.number,
            "kind": "test",
            "competency": "JLPT-N5",
            "body": "Japan Foundation",
            "certificate": "N5-BARU",
            "taken_on": (DAY - timedelta(days=30)).isoformat(),
        }
    ),
    "certification:outside_step/attach": Write(lambda _side: {"paper": photo()}, before=without_paper),
    "certification:outside_step/confirm": Write(before=of_a_test),
    "certification:outside_step/verify": Write(
        {"way": "letter", "evidence": "Surat 1 (contoh)", "answered_on": DAY.isoformat()},
        before=of_nobody_here,
    ),
    "certification:outside_step/attest": Write(),
    "certification:outside_step/disown": Write({"answer": "Contoh"}),
    "certification:outside_step/set_aside": Write({"answer": "Contoh"}),
    "certification:outside_step/refuse": Write({"answer": "Contoh"}),
    "certification:outside_step/revoke": Write({"answer": "Contoh"}, before=checked),
    "certification:outside_step/take_back": Write(before=typed_by_the_member),
    "certification:new_delivery": Write(
        {
            "letter": "S-2",
            "received_on": DAY.isoformat(),
            "prefix": "BARU",
            "first": "0101",
            "last": "0103",
            "announced": "3",
        }
    ),
    "certification:return_blanks": Write(
        lambda side: {"first": side.blank.number, "last": side.blank.number, "reason": "Contoh"}
    ),
    "certification:new_submission": Write({"blanks_asked": "1"}),
    "certification:submission_minutes": Write(),
    "certification:submission_list": Write(),
    "certification:submission_step/send": Write({"on": DAY.isoformat()}),
    "certification:blank_step/spoil": Write({"reason": "Contoh"}),
    "certification:blank_step/misprint": Write({"reason": "Contoh"}, before=change("blank", state="used")),
    "certification:blank_step/return": Write({"reason": "Contoh"}),
    "certification:file": Write(),
    "certification:comment": Write(
        {f"answer_{number}": "yes" for number in range(5)}, before=in_state("assessed")
    ),
    "certification:new_appeal": Write(
        {"grounds": "Las terakhir tidak dilihat"}, before=decided_at_the_counter
    ),
    "certification:accept_many": Write(
        lambda side: {"people": [side.assessment.pk]}, before=in_state("applied", day=None, assessor=None)
    ),
    "certification:assessment_step/accept": Write(),
    "certification:assessment_step/refuse": Write({"answer": "Contoh"}),
    "certification:assessment_step/put_back": Write(before=called),
    "certification:assessment_step/consent": Write({"signed": "on"}, before=consents),
    "certification:assessment_step/recommend": Write(before=today),
    "certification:assessment_step/send_back": Write({"answer": "Contoh"}, before=recommended),
    "certification:assessment_step/void": Write({"answer": "Contoh"}, before=fell_away),
    "certification:assessment_step/uphold": Write({"answer": "Contoh"}, before=fell_away),
    "certification:assessment_step/withdraw": Write(before=unused),
}
CALLS = {
    "certification_show_scheme": call("", scheme="scheme.pk"),
    "certification_show_assessment": call("assessment", number="assessment.code"),
    "certification_apply_for_assessment": call(
        "",
        lambda side: {"candidate": side.candidate.number, "scheme": str(side.next_scheme.pk)},
        before=class_runs,
    ),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {
    "certification:assessor": "assessor",
    "certification:place": "test_place",
    "certification:coverage": "coverage",
    "certification:day": "assessment_day",
    "certification:assessment": "assessment",
    "certification:appeal": "appeal",
    "certification:outside": "outside_result",
    "certification:blank": "blank",
    "certification:submission": "submission",
}
CARRIES = {"assessment_evidence": "unit_result", "outside_result": "outside_result"}
# Each way out of the house is written down.
COUNTS_EACH = {"certification:file", "certification:submission_minutes", "certification:submission_list"}
LETTERS = {"certification_submission": ("submission", {})}
