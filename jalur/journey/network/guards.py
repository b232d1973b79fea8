"""What stands in the way of a step in this room: None or a refusal; changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.steps import Ask
from jalur.journey.network import queries
from jalur.journey.network.models import TEACHING, Finding, Loan, Member, Share, Transfer
from jalur.journey.premises.models import LENDABLE, ResourceState
from jalur.journey.training.models import TAKING, EnrolmentState, IntakeState
from jalur.journey.training.queries import free_beds_of
from jalur.journey.training.services import cannot_go_on
from jalur.kit import dates, formats
from jalur.kit.refusals import refusal

PROVINCE = 2


def joins_its_province(member: Member, ask: Ask) -> ValidationError | None:
    """A hub asks for itself, and institutions of its own province that teach and are open."""
    if member.hub_id != ask.actor.organisation_id:
        return refusal("centre", "not_own", _("A hub asks for its own network alone."))
    centre, hub = member.centre, member.hub
    if {centre.kind, hub.kind} - set(TEACHING) or not centre.is_open(ask.today):
        return refusal("centre", "teaches_nothing", _("Choose an open training centre or provider."))
    if (centre.place_id or "")[:PROVINCE] != (hub.place_id or "-")[:PROVINCE]:
        return refusal("centre", "far", _("A network holds the institutions of one province."))
    return None


def is_asked_oneself(member: Member, ask: Ask) -> ValidationError | None:
    if member.centre_id == ask.actor.organisation_id:
        return None
    return refusal("state", "not_asked", _("The institution that was asked answers."))


def looks_at_another(finding: Finding, ask: Ask) -> ValidationError | None:
    """Nobody finds about herself; only what teaches is looked at."""
    if finding.organisation_id == ask.actor.organisation_id:
        return refusal("result", "oneself", _("Another office has to look at your own institution."))
    if finding.organisation.kind not in TEACHING:
        return refusal("result", "teaches_nothing", _("Only institutions that teach are looked at."))
    return None


def is_asked_for(finding: Finding, ask: Ask) -> ValidationError | None:
    if finding.item.is_in_force(ask.today):
        return None
    return refusal("result", "past", _("This is no longer asked of institutions."))


def can_be_told(institution: Organisation) -> ValidationError | None:
    """What an institution is told by letter is what somebody has found."""
    if institution.kind not in TEACHING or not institution.is_open(dates.today()):
        return refusal("state", "teaches_nothing", _("Choose an open training centre or provider."))
    if not queries.counting(institution, dates.today()):
        return refusal("state", "not_looked", _("Nothing that counts has been noted here. Look first."))
    return None


def borrows_for_itself(loan: Loan, ask: Ask) -> ValidationError | None:
    if loan.borrower_id == ask.actor.organisation_id:
        return None
    return refusal("state", "not_own", _("Only the institution that asked does this."))


def lends_its_own(loan: Loan, ask: Ask) -> ValidationError | None:
    if loan.lender_id == ask.actor.organisation_id:
        return None
    return refusal("state", "not_asked", _("The institution that has it answers."))


def is_in_one_network(loan: Loan, _ask: Ask) -> ValidationError | None:
    if queries.are_together(loan.lender_id, loan.borrower_id):
        return None
    return refusal("resource", "no_network", _("Both institutions have to belong to one network."))


def can_be_lent(loan: Loan, _ask: Ask) -> ValidationError | None:
    """Equipment or an instructor of the lender's own, in use, and as many as there are."""
    what = loan.resource
    if what.kind not in LENDABLE or what.lent_of_id is not None or what.organisation_id != loan.lender_id:
        return refusal(
            "resource", "not_lent", _("Equipment and instructors of an institution's own are lent.")
        )
    if what.state != ResourceState.USED:
        return refusal("resource", "retired", _("%(what)s is no longer in use.") % {"what": what.name})
    if loan.units > what.units:
        sentence = _("Of %(what)s there are %(count)s.") % {"what": what.name, "count": what.units}
        return refusal("units", "too_many", sentence)
    return None


def is_not_past(loan: Loan, ask: Ask) -> ValidationError | None:
    if loan.first >= ask.today:
        return None
    return refusal("first", "past", _("Its first day has passed. Ask again for days from today on."))


def is_over(loan: Loan, ask: Ask) -> ValidationError | None:
    if loan.last < ask.today:
        return None
    return refusal("last", "not_over", _("The loan lasts until %(day)s.") % {"day": formats.day(loan.last)})


def is_of_the_sender(transfer: Transfer, ask: Ask) -> ValidationError | None:
    if transfer.sender_id == ask.actor.organisation_id:
        return None
    return refusal("state", "not_own", _("Only the institution of the present class does this."))


def is_of_the_receiver(transfer: Transfer, ask: Ask) -> ValidationError | None:
    if transfer.receiver_id == ask.actor.organisation_id:
        return None
    return refusal("state", "not_asked", _("The institution of the other class answers."))


def has_her_seat(transfer: Transfer, _ask: Ask) -> ValidationError | None:
    if transfer.enrolment.state == EnrolmentState.ENROLLED:
        return None
    return refusal("state", "seat_is_gone", _("The seat from which to go on is held no more."))


def goes_on_in_the_network(transfer: Transfer, _ask: Ask) -> ValidationError | None:
    """Another institution of one network, and a class that teaches what she still has to learn."""
    here, there = transfer.sender_id, transfer.to.programme.provider_id
    if here == there:
        return refusal("to", "own_class", _("Choose a class of another institution."))
    if not queries.are_together(here, there):
        return refusal("to", "no_network", _("Both institutions have to belong to one network."))
    if missing := queries.not_taught_there(transfer.enrolment, transfer.to):
        titles = competencies.competency_labels(missing)
        named = "; ".join(titles.get(code, code) for code in sorted(missing))
        return refusal(
            "to", "teaches_less", _("The class does not teach what is left: %(what)s.") % {"what": named}
        )
    return None


def other_class_takes_her(transfer: Transfer, ask: Ask) -> ValidationError | None:
    return cannot_go_on(transfer.enrolment, transfer.to, ask)


def is_of_the_own_class(share: Share, ask: Ask) -> ValidationError | None:
    if share.intake.programme.provider_id == ask.actor.organisation_id:
        return None
    return refusal("state", "not_own", _("Only the institution of the class keeps seats of it."))


def is_for_the_network(share: Share, _ask: Ask) -> ValidationError | None:
    if queries.are_together(share.intake.programme.provider_id, share.centre_id):
        return None
    return refusal("centre", "no_network", _("Choose another institution of your network."))


def class_has_seats_to_keep(share: Share, ask: Ask) -> ValidationError | None:
    """It takes people or will, as many seats are left, and nobody waits for one."""
    intake = share.intake
    sentence, words = "", {"number": intake.number, "left": formats.number(intake.left)}
    if (
        intake.state not in (*TAKING, IntakeState.PUBLISHED)
        or intake.is_on_hold
        or intake.starts <= ask.today
    ):
        sentence = _("Class %(number)s takes nobody, so no seat of it can be kept.")
        return refusal("seats", "not_open", sentence % words)
    if intake.remedial_of_id is not None:
        sentence = _("A remedial class takes people who are not yet competent, whoever sends them.")
        return refusal("seats", "remedial", sentence)
    if intake.enrolments.next_in_line().exists():
        sentence = _("People wait for a seat of class %(number)s: the next one that is free is theirs.")
        return refusal("seats", "waited_for", sentence % words)
    if share.seats > intake.left:
        sentence = _("Class %(number)s has %(left)s seats left. Keep at most as many.")
        return refusal("seats", "too_many", sentence % words)
    if intake.with_bed and share.seats > (beds := sum(free_beds_of(intake, ask.today).values())):
        sentence = _("For the nights of class %(number)s %(beds)s beds are free. Keep at most as many.")
        return refusal("seats", "no_beds", sentence % {**words, "beds": formats.number(beds)})
    return None


def last_day_lies_before_the_class(share: Share, ask: Ask) -> ValidationError | None:
    if ask.today <= share.until < share.intake.starts:
        return None
    sentence = _("Choose a day from today on, before the first day of the class, %(day)s.")
    return refusal("until", "outside", sentence % {"day": formats.day(share.intake.starts)})


def sends_for_its_own(share: Share, ask: Ask) -> ValidationError | None:
    """The institution for which seats are kept, or the labour office of its region."""
    if ask.actor.role == Role.LABOUR_OFFICER or ask.actor.organisation_id == share.centre_id:
        return None
    sentence = _("%(centre)s sends people here, or its labour office. Enrol in the class itself.")
    return refusal("candidate", "not_own", sentence % {"centre": share.centre.name})


def is_kept_still(share: Share, ask: Ask) -> ValidationError | None:
    if share.until < ask.today:
        sentence = _("These seats were kept until %(day)s. Enrol in the class itself.")
        return refusal("candidate", "past", sentence % {"day": formats.day(share.until)})
    if share.left == 0:
        return refusal("candidate", "all_taken", _("All seats that were kept here are taken."))
    return None


def is_kept_no_longer(share: Share, ask: Ask) -> ValidationError | None:
    if share.until < ask.today:
        return None
    return refusal("until", "not_over", _("The last day has not passed yet."))
