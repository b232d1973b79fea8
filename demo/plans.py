"""What a first visitor finds of plans: one that is published, a draft beside it, and a what-if, all of Jombang."""

from demo.cast import CAST
from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.queries import staff_actor
from jalur.proposals import services
from jalur.proposals.models import Run
from jalur.proposals.runs.rules import Wanted

JOMBANG = "35.17"
DRAFT = ("Rencana Jombang, perempuan didahulukan", Wanted(thrift="some", women=50), False)
WHAT_IF = ("Andaian Jombang dengan anggaran Rp500 juta", Wanted(thrift="some", budget=500_000_000), True)


def make_plans() -> None:
    """As Bu Wulan would, once: nothing where somebody has made a plan already."""
    if Run.objects.exists():
        return
    wulan, place = officer(), Place.objects.get(code=JOMBANG)
    published = made(wulan, place, "", Wanted(thrift="some"), is_what_if=False)
    services.publish(actor=wulan, run=published, today=TODAY)
    for name, wanted, is_what_if in (DRAFT, WHAT_IF):
        made(wulan, place, name, wanted, is_what_if=is_what_if)


def officer() -> Actor:
    (email,) = (player.email for player in CAST if player.key == "wulan")
    return staff_actor(Membership.objects.select_related("organisation").get(user__email=email))


def made(actor: Actor, place: Place, name: str, wanted: Wanted, *, is_what_if: bool) -> Run:
    run = services.start_run(
        actor=actor, place=place, wanted=wanted, today=TODAY, name=name, is_what_if=is_what_if
    )
    services.perform_run(run.pk)
    return Run.objects.get(pk=run.pk)
