"""The code by which somebody is found on a roll: her own page makes it, the roll reads it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalur.foundation.accounts import access
from jalur.journey.attendance import services, words
from jalur.journey.attendance.forms import ScanForm
from jalur.journey.attendance.models import How, MarkState
from jalur.journey.attendance.rights import Right
from jalur.journey.attendance.services import Said
from jalur.journey.attendance.views.rolls import crumbs_of, find_meeting
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.kit import dates
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.components import Crumb, Row
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.TAKE_ROLL)
def scan(request: HttpRequest, number: str) -> HttpResponse:
    """Find somebody on the roll by her code; her name is shown before it counts, so a borrowed picture is seen."""
    session, today = find_meeting(request.actor, number), dates.today()

    def save(form: ScanForm) -> Candidate:
        assert form.found is not None  # a valid form has found her
        services.take_roll(
            actor=request.actor,
            session=session,
            marks={form.found.pk: Said(form.cleaned_data["state"])},
            now=dates.now(),
            how=How.SCAN,
        )
        return form.found

    def checks(form: ScanForm) -> list[tuple[str, list[Row]]]:
        assert form.found is not None
        rows = [
            Row(_("Person"), form.found.name, hint=form.found.number),
            Row(_("Attendance"), str(MarkState(form.cleaned_data["state"]).label)),
        ]
        return [(_("Is this who stands before you?"), rows)]

    return answer_form(
        request,
        ScanForm(posted(request), session=session, today=today),
        save,
        done=lambda person: _("%(name)s is marked.") % {"name": person.name},
        to=reverse("attendance:scan", args=[number]),
        template="attendance/scan.html",
        title=_("Scan a code"),
        caption=session.booking.title,
        lead=words.when(session),
        button=_("Find"),
        confirm_label=_("Yes, mark"),
        checks=checks,
        crumbs=[*crumbs_of(session), Crumb(session.booking.title, reverse("attendance:roll", args=[number]))],
    )


def _own(request: HttpRequest) -> Candidate:
    candidate = candidates.own_candidate(request.actor)  # type: ignore[attr-defined]  # set by portal's middleware
    if candidate is None:
        raise Http404
    return candidate


@require_POST
@access.requires(Right.OWN_CODE)
def make_code(request: HttpRequest) -> HttpResponse:
    candidate = _own(request)
    return answer_button(
        request,
        lambda: services.make_code(actor=request.actor, candidate=candidate, today=dates.today()),
        done=_("Your code is made. A code that you had before is worth nothing now."),
        to=reverse("attendance:mine"),
    )


@require_POST
@access.requires(Right.OWN_CODE)
def drop_code(request: HttpRequest) -> HttpResponse:
    candidate = _own(request)
    return answer_button(
        request,
        lambda: services.drop_code(actor=request.actor, candidate=candidate),
        done=_("You have no code any more. You are marked by name."),
        to=reverse("attendance:mine"),
    )
