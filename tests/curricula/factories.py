"""Curricula as tests need them: written through the services, by the manager of the cast."""

from datetime import date

TODAY = date(2026, 1, 12)


def draft(cast, *hours: int, title: str = "Las untuk Korea", weeks: int | None = None):
    """A draft of Pak Hendra's institute with a skill part of these hours each."""
    from jalur.journey.curricula import services
    from jalur.journey.curricula.models import Curriculum, Version

    version = services.draft_curriculum(
        actor=cast.hendra.actor,
        version=Version(
            curriculum=Curriculum(provider=cast.hendra.organisation),
            title=title,
            lesson_minutes=45,
            weeks=weeks,
        ),
    )
    for number, one in enumerate(hours, start=1):
        add_part(cast, version, title=f"Bagian {number}", hours=one)
    return version


def add_part(cast, version, **changes):
    from jalur.journey.curricula import services
    from jalur.journey.curricula.models import Part

    plain = {
        "title": "Las sudut",
        "kind": "skill",
        "hours": 40,
        "mode": "non_boarding",
        "outcome": "Mengelas sudut",
        "evidence": "Contoh kerja",
    }
    part = Part(version=version, **{**plain, **changes})
    return services.write_part(actor=cast.hendra.actor, part=part, today=TODAY)


def discussed(cast, *hours: int, invited=("lestari",)):
    """The same under discussion, with the organisations of these members invited."""
    from jalur.journey.curricula import services

    version = services.discuss(actor=cast.hendra.actor, version=draft(cast, *(hours or (40, 20))))
    for key in invited:
        services.invite(
            actor=cast.hendra.actor,
            version=version,
            organisation=getattr(cast, key).organisation,
            today=TODAY,
        )
    return version


def agreed(cast, *hours: int, on: date = TODAY, teaches=()):
    """In force from a day; `teaches` are codes of competencies, a part each."""
    from jalur.journey.curricula import services

    version = draft(cast, *hours)
    for code in teaches:
        add_part(cast, version, title=f"Unit {code}", competency_id=code)
    version = services.discuss(actor=cast.hendra.actor, version=version)
    return services.put_in_force(actor=cast.hendra.actor, version=version, valid_from=on, today=TODAY)
