"""Entry tests and language classes as tests need them: written through the services."""

from datetime import date

from tests.training.factories import TODAY, add_programme, make_candidate, open_class

__all__ = ["TODAY", "add_programme", "candidate_of", "language_class", "make_candidate", "record"]


def candidate_of(cast):
    return cast.sari.person.candidate


def record(member, candidate, scale="JLPT", level="JLPT-N5", taken_on=TODAY, **about):
    from jalur.journey.languages import services
    from jalur.journey.languages.models import EntryTest

    test = EntryTest(candidate=candidate, scale_id=scale, level_id=level, taken_on=taken_on, **about)
    return services.record_test(actor=member.actor, test=test, today=TODAY)


def language_class(cast, code="JEPANG-A2", teaches=("JLPT-N4",), prerequisites=(), **about):
    programme = add_programme(cast, code, teaches=teaches, prerequisites=prerequisites)
    return open_class(cast, programme=programme, starts=date(2026, 2, 2), ends=date(2026, 4, 10), **about)
