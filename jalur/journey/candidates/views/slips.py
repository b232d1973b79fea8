"""The counter opens an account, or a way back into one: a slip that is printed once."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, step_page, takes_steps
from jalur.journey.candidates import services
from jalur.journey.candidates.forms import SlipForm
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.services.slips import SLIP_DAYS, WAY_BACK_DAYS
from jalur.journey.candidates.workflow import CANDIDATE, SLIP
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Row
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.OPEN_ACCOUNT)
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Which paper was shown, then the slip itself: its code stands in this one answer and nowhere else."""
    candidate = find(CANDIDATE, request.actor, number, action=Right.OPEN_ACCOUNT)
    crumbs = [Crumb(_("Candidates"), reverse("candidates:list")), crumb_of(CANDIDATE, candidate)]

    has_account = candidate.person.account_id is not None

    def save(form: SlipForm) -> HttpResponse:
        slip, code = services.issue_slip(
            actor=request.actor, candidate=candidate, today=dates.today(), **form.cleaned_data
        )
        address = request.build_absolute_uri(reverse("portal:slip"))
        rows = [
            Row(_("Open this address on any phone"), address),
            Row(_("Candidate number"), candidate.number),
            Row(_("Code"), code),
            Row(_("Works once, until"), formats.day(slip.expires_on, "long")),
        ]
        if has_account:
            rows.append(Row(_("Before it works"), _("a second officer confirms it in the person's file")))
        context = {"title": _("Slip for %(name)s") % {"name": candidate.person.name}, "rows": rows}
        return render(request, "candidates/slip.html", {**context, "crumbs": crumbs})

    return answer_form(
        request,
        SlipForm(posted(request), has_account=has_account),
        save,
        done="",
        title=_("Account from the counter"),
        caption=candidate.person.name,
        lead=_(
            "The slip lets the person choose her own password, on any phone, within %(days)d days. You never see the"
            " password. Use it too when she has lost hers: it ends an older slip, and she reads in her file who handed"
            " it out. Where she has an account already, a second officer has to confirm it first."
        )
        % {"days": WAY_BACK_DAYS if has_account else SLIP_DAYS},
        button=_("Make the slip"),
        crumbs=crumbs,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(SLIP)
def slip_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    slip = find(SLIP, request.actor, pk)
    take = {
        "withdraw": partial(services.withdraw_slip, actor=request.actor, slip=slip),
        "confirm": partial(services.confirm_slip, actor=request.actor, slip=slip, today=dates.today()),
    }
    return step_page(
        request,
        SLIP,
        slip,
        verb,
        take[verb],
        rows=[
            Row(_("Handed out by"), slip.issued_by.name if slip.issued_by else ""),
            Row(_("Document shown"), slip.get_paper_display()),
            *([Row(_("What happened"), slip.reason)] if slip.reason else []),
        ],
        caption=slip.candidate.person.name,
        crumbs=[crumb_of(CANDIDATE, slip.candidate)],
    )
