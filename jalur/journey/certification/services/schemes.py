"""Schemes come in as whole versions and never change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Kind
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.certification.models import Element, Scheme, Unit
from jalur.journey.certification.rights import Right
from jalur.kit.database import refused_in_words
from jalur.kit.refusals import refusal


@dataclass(frozen=True)
class Line:
    """One criterion of a scheme, as a row of a list says it.

    scheme (unsaved), what it gives, unit (code, title), element, criterion; kind of the unit, "" for what the catalogue says of its code.
    """

    scheme: Scheme
    covers: tuple[str, ...]
    unit: tuple[str, str]
    element: str
    criterion: str
    kind: str = ""


@dataclass
class Content:
    """Unit (code, title) → element → its criteria, each in the order in which it came."""

    units: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """Code of a unit → its kind, where that is said."""

    def add(self, unit: tuple[str, str], element: str, criterion: str, kind: str = "") -> None:
        if kind:
            self.kinds.setdefault(unit[0], kind)
        criteria = self.units.setdefault(unit, {}).setdefault(element, [])
        if criterion and criterion not in criteria:
            criteria.append(criterion)


@deed
def add_scheme(*, actor: Actor, scheme: Scheme, covers: Collection[str], content: Content) -> Scheme:
    """A new version of a scheme with everything in it; the version before it ends where this one begins."""
    access.check(actor, Right.RECORD_SCHEME, scheme)
    if not content.units:
        raise refusal("code", "empty", _("A scheme has at least one unit."))
    before = Scheme.objects.filter(body=scheme.body, code=scheme.code, valid_to=None)
    for one in before.order_by("pk"):
        if scheme.valid_from is not None and (one.valid_from or date.min) < scheme.valid_from:
            one.valid_to = scheme.valid_from
            one.save()
    scheme.full_clean()
    with refused_in_words(Scheme):
        scheme.save(force_insert=True)
    scheme.covers.set(competencies.known(covers, field="covers"))
    kinds = competencies.kinds_of(code for code, _title in content.units) | content.kinds
    for place, ((code, title), elements) in enumerate(content.units.items(), start=1):
        kind = kinds.get(code, Kind.SKILL)
        unit = Unit.objects.create(scheme=scheme, position=place, code=code, title=title, kind=kind)
        Element.objects.bulk_create(
            Element(unit=unit, position=number, title=element, criteria=criteria)
            for number, (element, criteria) in enumerate(elements.items(), start=1)
        )
    history.record(
        actor=actor, event="certification:schemes:listed", subject=scheme, place=scheme.body.place_id or ""
    )
    return scheme


@deed
def add_schemes(*, actor: Actor, rows: Sequence[Line], today: date) -> list[Scheme]:  # noqa: ARG001 - every list is applied alike
    """The versions that a list describes, criterion by criterion."""
    schemes: dict[tuple[str, str], tuple[Scheme, tuple[str, ...], Content]] = {}
    for row in rows:
        key = (row.scheme.code, row.scheme.version)
        _scheme, _covers, content = schemes.setdefault(key, (row.scheme, row.covers, Content()))
        content.add(row.unit, row.element, row.criterion, row.kind)
    return [
        add_scheme(actor=actor, scheme=scheme, covers=covers, content=content)
        for scheme, covers, content in schemes.values()
    ]


def content_of(lines: Iterable[tuple[tuple[str, str], str, str]]) -> Content:
    """From (unit, element, criterion)."""
    content = Content()
    for unit, element, criterion in lines:
        content.add(unit, element, criterion)
    return content
