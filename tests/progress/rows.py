"""What the example row of a list of progress names."""

from datetime import timedelta

from tests.job_orders.factories import TODAY, make_candidate


def of_example(cast) -> None:
    """A class of Pak Hendra's institute that runs, and who sits in it."""
    from jalur.journey.training.models import Enrolment, Intake, Programme

    programme = Programme.objects.create(code="P-CONTOH", title="Las", provider=cast.hendra.organisation)
    programme.teaches.set(["KR-LAS-K3"])
    intake = Intake.objects.create(
        number="K-CONTOH",
        programme=programme,
        place_id=programme.provider.place_id,
        state="running",
        reach="regency",
        seats=16,
        taken=1,
        starts=TODAY - timedelta(days=10),
        ends=TODAY + timedelta(days=30),
        cost=0,
        pass_rate=1,
    )
    Enrolment.objects.create(intake=intake, candidate=make_candidate("J-CONTOH"))
