from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.organisations import services
from jalur.foundation.organisations.forms import LicenceForm, LiftForm, RevokeForm, SuspendForm
from jalur.foundation.organisations.models import Licence
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.views.register import (
    crumbs_to,
    find_organisation,
    recordable_kinds,
)
from jalur.foundation.organisations.workflow import LICENCE
from jalur.foundation.rulebook.queries import licences_asked
from jalur.foundation.rulebook.rules import licence_asked
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.views import step_page, takes_steps
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_LICENCE)
def new_licence(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = find_organisation(request.actor, pk)
    kinds = recordable_kinds(request.actor, organisation)
    if not kinds:
        raise access.Refused(Right.RECORD_LICENCE)
    asked = licence_asked(licences_asked(), kind=organisation.kind, on=dates.today())
    initial = {"kind": asked.licence_kind if asked else ""}
    record = partial(services.record_licence, actor=request.actor, organisation=organisation)
    return answer_form(
        request,
        LicenceForm(posted(request), kinds=kinds, initial=initial),
        lambda form: record(**form.cleaned_data),
        beforehand=consequences.before_taking(record, "valid_from"),
        done=_("The licence is recorded and public."),
        title=_("Record a licence"),
        caption=organisation.name,
        button=_("Record"),
        crumbs=crumbs_to(organisation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(LICENCE)
def licence_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Suspend or revoke a licence, or let it hold again."""
    takes = {
        "suspend": services.suspend_licence,
        "lift": services.lift_suspension,
        "revoke": services.revoke_licence,
    }
    forms = {"suspend": SuspendForm, "lift": LiftForm, "revoke": RevokeForm}
    licence = get_object_or_404(Licence.objects.select_related("organisation"), pk=pk)
    take = partial(takes[verb], actor=request.actor, licence=licence)
    return step_page(
        request,
        LICENCE,
        licence,
        verb,
        take,
        beforehand=consequences.before_taking(take, "on"),
        own_forms={verb: partial(forms[verb], initial={"on": dates.today()})},
        caption=licence.number,
        crumbs=crumbs_to(licence.organisation),
    )
