"""The parts of a version: add, change, move, remove."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.curricula import services
from jalur.journey.curricula.forms import PartForm
from jalur.journey.curricula.models import Part, Version
from jalur.journey.curricula.rights import Right
from jalur.journey.curricula.views.versions import list_crumb
from jalur.journey.curricula.workflow import VERSION
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action
from jalur.kit.forms import posted
from jalur.kit.links import link


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_VERSION)
def new_part(request: HttpRequest, code: str) -> HttpResponse:
    version = _own(request, code)
    return _form(
        request,
        version,
        Part(version=version),
        done=_("The part is added."),
        title=_("Add a part"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_VERSION)
def part(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    version = _own(request, code)
    part = get_object_or_404(version.parts.select_related("version__curriculum__provider"), pk=pk)
    remove = Action(_("Remove the part"), link("curricula:remove_part", version.code, part.pk), "danger")
    return _form(
        request,
        version,
        part,
        done=_("The part is saved."),
        title=_("Change the part"),
        secondary=remove,
        changes=True,
    )


def _form(request: HttpRequest, version: Version, part: Part, **context: Any) -> HttpResponse:
    return answer_form(
        request,
        PartForm(posted(request), instance=part),
        lambda form: services.write_part(actor=request.actor, part=form.instance, today=dates.today()),
        button=_("Save"),
        crumbs=[list_crumb(), crumb_of(VERSION, version)],
        **context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_VERSION)
def remove_part(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    version = _own(request, code)
    part = get_object_or_404(version.parts.select_related("version__curriculum__provider"), pk=pk)
    remove = partial(services.remove_part, actor=request.actor, part=part, today=dates.today())
    return answer_form(
        request,
        forms.Form(posted(request)),
        lambda _form: remove(),
        done=_("The part is removed; the others have closed up."),
        title=_("Remove “%(part)s”?") % {"part": part.title},
        lead=_("Comments about it stay in the discussion."),
        button=_("Remove the part"),
        weight="danger",
        crumbs=[list_crumb(), crumb_of(VERSION, version)],
    )


def _own(request: HttpRequest, code: str) -> Version:
    return find(VERSION, request.actor, code, action=Right.EDIT_VERSION)
