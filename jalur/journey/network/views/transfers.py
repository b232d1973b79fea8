"""Going on in a class of another institution: the list, proposing it, one of them, the steps in between."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.journey.network import services, words
from jalur.journey.network.filters import TransferFilter
from jalur.journey.network.forms import TransferForm
from jalur.journey.network.models import Transfer
from jalur.journey.network.rights import Right
from jalur.journey.network.tables import TransferTable
from jalur.journey.network.workflow import TRANSFER
from jalur.journey.training.workflow import ENROLMENT
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Empty, Notice, Row
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

STEPS = {
    "agree": services.agree_transfer,
    "decline": services.decline_transfer,
    "accept": services.accept_transfer,
    "refuse": services.refuse_transfer,
    "withdraw": services.withdraw_transfer,
}


@require_safe
@access.requires(Right.VIEW_TRANSFER)
def transfers(request: HttpRequest) -> HttpResponse:
    rows = Transfer.objects.visible_to(request.actor)
    return list_page(
        request,
        queryset=rows.select_related("enrolment", "sender", "to__programme__provider"),
        table=TransferTable,
        filters=TransferFilter,
        export_name="pindah-kelas",
        exportable=access.may(request.actor, CandidateRight.EXPORT_CANDIDATE),
        title=_("Going on elsewhere"),
        lead=_(
            "People who go on in a class of another institution of the network, with what they have learned."
        ),
        empty=Empty(
            _("Nobody has been proposed to go on elsewhere"),
            _("The institution of a class proposes it on the page of a seat; the person says yes or no."),
            icon="arrow-left-right",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.PROPOSE_TRANSFER)
def new_transfer(request: HttpRequest, pk: UUID) -> HttpResponse:
    seat = find(ENROLMENT, request.actor, pk)
    blank = Transfer(enrolment=seat, sender=seat.intake.programme.provider)
    if not access.covers(request.actor, Right.PROPOSE_TRANSFER, blank):
        raise Http404
    form = TransferForm(posted(request), instance=blank, today=dates.today())
    nothing = Notice(
        _(
            "No class of your network has a seat and teaches what is left. Ask another institution to open one."
        ),
        tone="warn",
    )
    return answer_form(
        request,
        form,
        lambda form: services.propose_transfer(
            actor=request.actor, transfer=form.instance, today=dates.today()
        ),
        done=_("The person is asked. Until the other institution says yes, the seat here stays."),
        to=partial(page_of, TRANSFER),
        title=_("Propose a class of another institution"),
        button=_("Propose"),
        lead=_("The other institution learns of it once the person says yes."),
        crumbs=[crumb_of(ENROLMENT, seat)],
        notices=[nothing] if form.is_empty else [],
    )


@require_safe
@access.requires(Right.VIEW_TRANSFER)
def transfer(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(TRANSFER, request.actor, pk)
    person = record.enrolment.candidate.person
    is_own = request.actor.person_id == person.pk
    return record_page(
        request,
        TRANSFER,
        record,
        crumbs=[] if is_own else [_crumb()],
        summary_title=_("What is proposed"),
        rows=[
            *([] if is_own else [Row(_("Candidate"), person.name, hint=record.enrolment.candidate.number)]),
            words.class_row(_("From the class"), record.enrolment.intake),
            words.class_row(_("Goes on in"), record.to),
            *facts(record, "purpose", "answer"),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(TRANSFER)
def transfer_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(TRANSFER, request.actor, pk)
    take = partial(STEPS[verb], actor=request.actor, transfer=record, today=dates.today())
    return step_page(request, TRANSFER, record, verb, take)


def _crumb() -> Crumb:
    return Crumb(_("Going on elsewhere"), reverse("network:transfers"))
