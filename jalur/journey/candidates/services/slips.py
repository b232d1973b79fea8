"""An account from the counter: an officer who has seen the papers hands out a slip, and the person chooses her password with it."""

import secrets
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.models import User
from jalur.foundation.accounts.services import forget_second_factor
from jalur.foundation.messaging.services import tell
from jalur.foundation.people.models import Paper, Person
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.messages import SLIP_HANDED_OUT
from jalur.journey.candidates.models import Candidate, Slip, SlipState
from jalur.journey.candidates.rules import ALPHABET, UNCONFIRMED
from jalur.journey.candidates.workflow import SLIP
from jalur.kit.folding import fold
from jalur.kit.refusals import codes_of, refusal
from jalur.kit.vault import blind_index

# Long enough to borrow a phone, short enough for a slip that is lost.
SLIP_DAYS = 14
# A way into an account that exists is confirmed by a second officer, and used, within a week.
WAY_BACK_DAYS = 7
CODE_LENGTH = 10


def issue_slip(
    *, actor: Actor, candidate: Candidate, paper: str, today: date, reason: str = ""
) -> tuple[Slip, str]:
    """The slip and its code, which is nowhere else than in this answer; an older slip works no longer.

    paper: of `Paper`, what shows that this is the person. Whoever has an account already is told by its mailbox or phone, and her slip
    needs a reason and works once a second officer has confirmed it.
    """
    if paper not in Paper.values:
        raise refusal("paper", "missing", _("Say which document you were shown."))
    has_account = candidate.person.account_id is not None
    if has_account and not reason.strip():
        raise refusal("reason", "missing", _("Write what happened, and how you recognised the person."))
    code = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
    slip = Slip(
        candidate=candidate,
        code_index=index_of(candidate.number, code),
        paper=paper,
        issued_by_id=actor.user_id,
        reason=reason.strip() if has_account else "",
        expires_on=today + timedelta(days=WAY_BACK_DAYS if has_account else SLIP_DAYS),
    )
    with SLIP.step("issue", actor=actor, subject=slip, today=today, detail={"paper": paper}):
        older = Slip.objects.filter(candidate=candidate, state=SlipState.OPEN)
        with SLIP.step_many("replace", actor=actor, subjects=older, today=today):
            pass
        if (owner := slip.candidate.person.account) is not None:
            tell(SLIP_HANDED_OUT, to=owner, about=slip)
    return slip, f"{code[:5]}-{code[5:]}"


def withdraw_slip(*, actor: Actor, slip: Slip) -> Slip:
    """Make a slip worthless before it is used."""
    with SLIP.step("withdraw", actor=actor, subject=slip) as locked:
        pass
    return locked


def confirm_slip(*, actor: Actor, slip: Slip, today: date) -> Slip:
    """Let a slip for an existing account work, as the second officer."""
    with SLIP.step("confirm", actor=actor, subject=slip, today=today) as locked:
        locked.confirmed_by_id = actor.user_id
    return locked


def expire_slip(*, actor: Actor, slip: Slip, today: date) -> Slip:
    """Write down that a slip was not used in time."""
    with SLIP.step("expire", actor=actor, subject=slip, today=today) as locked:
        pass
    return locked


def use_slip(*, number: str, code: str, password: str, today: date) -> User:
    """The account of who holds the slip, with the password she chose: a new one where she had none.

    Sessions and a second factor that was set up before end: she has lost them, or they were not hers. ValidationError, the same
    for a number or code that is wrong and for a slip that works no longer.
    """
    slips = Slip.objects.filter(candidate__number=number, state=SlipState.OPEN)
    slip = slips.select_related("candidate__person").first()
    if slip is None or not secrets.compare_digest(bytes(slip.code_index), index_of(number, code)):
        raise _works_not()
    person = slip.candidate.person
    holder = Actor(role=Role.CANDIDATE, user_id=person.account_id, person_id=person.pk, label=person.name)
    try:
        return _use(actor=holder, slip=slip, password=password, today=today)
    except ValidationError as refused:
        if UNCONFIRMED in codes_of(refused):
            raise
        raise _works_not() from refused


@deed
def _use(*, actor: Actor, slip: Slip, password: str, today: date) -> User:
    [person] = lock(Person, [slip.candidate.person_id], related=("account",))
    with SLIP.step("use", actor=actor, subject=slip, today=today):
        account = person.account or User(name=person.name[:120])
        account.username = slip.candidate.number
        account.set_password(password)
        account.save()
        forget_second_factor(account)
        if person.account_id is None:
            person.account = account
            person.save(update_fields=["account"])
    return account


def _works_not() -> ValidationError:
    sentence = _(
        "Number or code is not right, or the slip has been used or has expired. Compare with the slip; if it does not"
        " work, ask for a new one at the counter."
    )
    return ValidationError(sentence, code="works_not")


def index_of(number: str, code: str) -> bytes:
    """What a code is compared by, however it was typed; in another file it is another."""
    return blind_index(f"{number}:{fold(code).upper()}", purpose="slip")
