from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call
from tests.candidates.examples import photo

OPENS = {
    "employers:employer": about("employer", pk="employer.pk"),
    "employers:employer_step/change": about("employer", pk="employer.pk"),
    "employers:employer_step/merge": about("employer", pk="employer.pk"),
    "employers:reveal": about("household", pk="household.pk"),
    "employers:problem": about("", pk="problem.pk"),
    "employers:problem_step/change": about("problem", pk="problem.pk"),
    "employers:problem_step/add_source": about("problem", pk="problem.pk"),
    "employers:problem_step/lift": about("problem", pk="problem.pk"),
    "employers:verify": about("verification", whose="kind_of_employer", pk="employer.pk"),
    "employers:new_problem": about("problem", whose="kind_of_employer", pk="employer.pk"),
}
SUBJECTS = {"employers:employer": "employer", "employers:problem": "problem"}
CARRIES = {"employer_verification": "verification", "problem_source": "problem"}


def other_entry(side: SimpleNamespace, _member: Any) -> None:
    """Another entry of the same employer, and nobody has verified this one."""
    from jalur.journey.employers.models import Employer

    Employer.objects.get_or_create(
        name="Contoh Kedua",
        employer_type="legal_entity",
        country=side.employer.country,
        defaults={"registration": "CONTOH-2"},
    )


def unverified(side: SimpleNamespace, _member: Any) -> None:
    side.employer.verifications.update(employer=side.household)


WRITES = {
    "employers:new": Write(
        {"name": "Contoh Baru", "employer_type": "legal_entity", "country": "KR", "as_typed": "on"}
    ),
    "employers:reveal": Write(),
    "employers:employer_step/change": Write({"city": "Ulsan"}, before=unverified),
    "employers:employer_step/merge": Write({"into": "CONTOH-2"}, before=other_entry),
    "employers:verify": Write({"way": "workplace", "verified_on": "2026-01-08"}),
    "employers:new_problem": Write(
        {"kind": "papers", "since": "2026-01-08", "source": "Surat contoh 2", "confirmed": "yes"}
    ),
    "employers:problem_step/change": Write({"words": "Upah tiga bulan", "confirmed": "yes"}),
    "employers:problem_step/add_source": Write(lambda _side: {"file": photo()}),
    "employers:problem_step/lift": Write({"lift_reason": "Contoh", "confirmed": "yes"}),
}
CALLS = {
    "employers_show_employer": call("employer", pk="employer.pk"),
    "employers_verify_employer": call(
        "verification", {"way": "workplace", "verified_on": "2026-01-08"}, pk="employer.pk"
    ),
    "employers_enter_problem": call(
        "problem",
        {"kind": "papers", "since": "2026-01-08", "source": "Surat contoh 2"},
        pk="employer.pk",
    ),
    "employers_show_problem": call("", pk="problem.pk"),
    "employers_lift_problem": call("problem", {"reason": "Contoh"}, pk="problem.pk"),
}
COUNTS_EACH = {"employers:reveal"}
