"""Who is in a class, as a list to print, to sign, to take along as a file, and to call."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.organisations.words import where
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.training import services
from jalur.journey.training.forms import CallForm
from jalur.journey.training.models import Enrolment
from jalur.journey.training.rights import Right
from jalur.journey.training.tables import BoarderCallTable, BoarderTable, CallTable, ParticipantTable
from jalur.journey.training.workflow import INTAKE
from jalur.kit import formats
from jalur.kit.answers import UNPROCESSABLE
from jalur.kit.components import Empty
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

# Whether the class boards, whether phone numbers are open.
TABLES = {
    (False, False): ParticipantTable,
    (False, True): CallTable,
    (True, False): BoarderTable,
    (True, True): BoarderCallTable,
}


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CALL_ENROLMENT)
def participants(request: HttpRequest, number: str) -> HttpResponse:
    """The list without phone numbers; they stand in the answer to a post alone, which says what for and is recorded."""
    intake = find(INTAKE, request.actor, number, action=Right.CALL_ENROLMENT)
    form = CallForm(posted(request))
    is_opened = form.is_bound and form.is_valid()
    if is_opened:
        services.open_phones(actor=request.actor, intake=intake, purpose=form.cleaned_data["purpose"])
    first, last = formats.day(intake.starts, "long"), formats.day(intake.ends, "long")
    seats = Enrolment.objects.visible_to(request.actor, Right.CALL_ENROLMENT).filter(intake=intake).kept()
    answer = list_page(
        request,
        queryset=seats.for_lists().prefetch_related("bed__booked_units__resource")
        if intake.with_bed
        else seats.for_lists(),
        table=TABLES[intake.with_bed, is_opened],
        filters=None,
        template="training/participants.html",
        whole=True,
        page_sizes=(),
        export_name="peserta",
        title=_("Participants"),
        caption=f"{intake.programme.title}, {intake.number}",
        lead=f"{first} – {last}, {intake.place}",
        number=number,
        letterhead=where(intake.programme.provider),
        crumbs=[crumb_of(INTAKE, intake)],
        form=None if is_opened else form,
        empty=Empty(_("Nobody has a seat yet"), icon="person-check"),
    )
    if form.is_bound and not is_opened:
        answer.status_code = UNPROCESSABLE
    return answer
