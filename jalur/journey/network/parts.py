"""What this room adds to the homes of institutions and labour offices; the evidence of findings."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.organisations.models import Organisation
from jalur.journey.network import queries, rules, words
from jalur.journey.network.models import TEACHING, Finding, Layer, Member, MemberState
from jalur.journey.network.rights import Right
from jalur.kit.components import Crumb, Need
from jalur.kit.links import link
from jalur.kit.parts import HomePart


def home(actor: Actor, today: date) -> HomePart:
    """Of an institution: who asks it, what is missing, what runs out. Of an office: what runs out in its region."""
    if actor.role == Role.TRAINING_MANAGER:
        return HomePart(needs=[*_asked(actor), *_own(actor, today)])
    if actor.role == Role.LABOUR_OFFICER:
        rows = access.narrow(Finding.objects.all(), actor, Right.VIEW_FINDING)
        ending = rows.ending(today, today + rules.SOON).order_by().values("organisation").distinct().count()
        return HomePart(
            needs=[
                Need(
                    _("Institutions of which a finding runs out within 60 days"),
                    link("network:institutions", query="stands=ending"),
                    _("Look at them again, or they no longer count as ready."),
                    ending,
                    tone="warn",
                )
            ]
        )
    return HomePart()


def _asked(actor: Actor) -> list[Need]:
    rows = Member.objects.filter(centre=actor.organisation_id, state=MemberState.ASKED)
    return [
        Need(
            _("%(hub)s asks you to join its network") % {"hub": member.hub.name},
            link("network:member", member.number),
            member.purpose,
        )
        for member in rows.select_related("hub").order_by("created_at", "pk")
    ]


def _own(actor: Actor, today: date) -> list[Need]:
    """What is missing in the first layer that is not met, once somebody has looked; and what runs out."""
    rows = Finding.objects.filter(organisation=actor.organisation_id)
    one = Organisation.objects.filter(pk=actor.organisation_id, kind__in=TEACHING).first()
    if one is None or not rows.exists():
        return []
    address = link("network:institution", one.pk)
    waiting = next((layer for layer in queries.standings(one, today) if not layer.is_met), None)
    ending = rows.ending(today, today + rules.SOON).order_by("valid_until")
    first = ending.first()
    needs = []
    if waiting is not None:
        label = _("Missing before your institution is ready to be a hub: %(layer)s")
        params = {"layer": str(Layer(waiting.layer).label).lower()}
        needs.append(Need(label % params, address, count=len(waiting.missing), tone="warn"))
    if first is not None:
        label = _("Findings about your institution that run out within 60 days")
        needs.append(Need(label, address, count=ending.count(), due=first.valid_until, tone="warn"))
    return needs


def _way_back(organisation: Organisation) -> Crumb:
    return Crumb(organisation.name, link("network:institution", organisation.pk))


EVIDENCE = FileKind(
    key=rules.EVIDENCE,
    model=Finding,
    title=gettext_lazy("Evidence of a finding"),
    reads=Right.VIEW_FINDING,
    adds=Right.NOTE_FINDING,
    related=("organisation__place", "item"),
    person=lambda _finding: None,
    place=lambda finding: finding.organisation.place_id or "",
    crumbs=lambda _actor, finding: [_way_back(finding.organisation)],
    beside=lambda _actor, finding: (words.finding_facts(finding), []),
)
