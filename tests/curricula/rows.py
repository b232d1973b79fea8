"""A curriculum under discussion and an agreed one, written straight into their tables."""

from typing import Any

from tests.job_orders.factories import TODAY


def curriculum(keeper, provider, company, mark: str) -> dict[str, Any]:
    """A curriculum of the provider under discussion, to which the company is invited, with a comment of the provider's own; and
    one that is agreed, which everybody reads."""
    from jalur.journey.curricula.models import Curriculum, Part, Party, Remark, Version

    def first_version(number: str, state: str) -> Version:
        return Version.objects.create(
            curriculum=Curriculum.objects.create(provider=provider, number=number),
            number=1,
            code=f"{number}-1",
            state=state,
            title=f"Las {mark}",
            lesson_minutes=45,
            valid_from=TODAY,
        )

    version = first_version(f"KR-{mark}", "discussion")
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
        "agreed": first_version(f"KA-{mark}", "agreed"),
        "part": part,
        "party": Party.objects.create(version=version, organisation=company, answered_by=keeper),
        "remark": Remark.objects.create(version=version, text="Contoh", author=keeper, organisation=provider),
    }
