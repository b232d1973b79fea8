"""Verifying an employer, or a partner agency abroad."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.workflow import ORGANISATION
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.employers import services
from jalur.journey.employers.forms import VerificationForm
from jalur.journey.employers.models import Employer, Verification
from jalur.journey.employers.rights import Right
from jalur.journey.employers.views.employers import employers_crumb
from jalur.journey.employers.workflow import EMPLOYER
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb
from jalur.kit.forms import posted


def find_about(
    actor: Actor, whose: str, pk: UUID, right: str, row: Callable[..., Any]
) -> tuple[Employer | Organisation, list[Crumb]]:
    """The employer or the partner agency that a row would be about, if the actor may write it, with the way there; else 404."""
    about: Employer | Organisation
    if whose == "employers":
        about = find(EMPLOYER, actor, pk)
        made, crumbs = (
            row(employer=about, country=about.country),
            [employers_crumb(), crumb_of(EMPLOYER, about)],
        )
    else:
        partners = Organisation.objects.filter(kind=OrganisationKind.PARTNER_AGENCY)
        about = get_object_or_404(partners.select_related("country"), pk=pk)
        made, crumbs = row(partner=about, country=about.country), [crumb_of(ORGANISATION, about)]
    if not access.covers(actor, right, made):
        raise Http404
    return about, crumbs


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.VERIFY_EMPLOYER)
def verify(request: HttpRequest, whose: str, pk: UUID) -> HttpResponse:
    about, crumbs = find_about(request.actor, whose, pk, Right.VERIFY_EMPLOYER, Verification)
    today = dates.today()
    make = partial(
        VerificationForm, files=request.FILES or None, subject=about, initial={"verified_on": today}
    )
    return answer_form(
        request,
        make(posted(request), instance=Verification()),
        lambda form: services.verify_employer(
            actor=request.actor, about=about, verification=form.instance, today=today, **form.beside
        ),
        done=_("Noted. Whoever works with it reads until when it counts."),
        title=_("Verify an employer or partner agency"),
        caption=about.name,
        button=_("Save"),
        crumbs=crumbs,
    )
