"""One curriculum under discussion, written straight into its tables."""

from typing import Any

from tests.job_orders.factories import TODAY


def curriculum(keeper, provider, company, mark: str) -> dict[str, Any]:
    """A curriculum of the provider under discussion, to which the company is invited, with a comment of the provider's own."""
    from jalur.journey.curricula.models import Curriculum, Part, Party, Remark, Version

    version = Version.objects.create(
        curriculum=Curriculum.objects.create(provider=provider, number=f"KR-{mark}"),
        number=1,
        code=f"KR-{mark}-1",
        state="discussion",
        title=f"Las {mark}",
        lesson_minutes=45,
        valid_from=TODAY,
    )
    part = Part.objects.create(
        version=version,
        position=1,
        title="Las sudut",
        kind="skill",
        hours=80,
        mode="non_boarding",
        scheme="skkni",
        competency_id="C.24LAS01.001.1",
        outcome="Mengelas sudut",
        evidence="Contoh kerja",
    )
    return {
        "version": version,
        "part": part,
        "party": Party.objects.create(version=version, organisation=company, answered_by=keeper),
        "remark": Remark.objects.create(version=version, text="Contoh", author=keeper, organisation=provider),
    }
