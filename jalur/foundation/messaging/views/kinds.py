"""Every message that Jalur sends, as it reads in each language and by each channel: for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.messaging import writing
from jalur.foundation.messaging.kinds import MessageKind, kind_of, kinds
from jalur.foundation.messaging.rights import Right
from jalur.kit.components import Crumb, Grid, Row, Text
from jalur.kit.parts import Section

NOBODY = "00000000-0000-0000-0000-000000000000"


@require_safe
@access.requires(Right.VIEW_KIND)
def kinds_page(request: HttpRequest) -> HttpResponse:
    grid = Grid(
        "",
        [_("Message"), _("When it is sent")],
        [
            [Text(str(kind.title), url=reverse("messaging:kind", args=[kind.key])), _when(kind)]
            for kind in kinds()
        ],
    )
    context = {
        "title": _("What Jalur writes to people"),
        "lead": _(
            "No message names a person, a number or a reason; each leads to a page that asks who you are. Jalur never asks"
            " for money or a password."
        ),
        "grids": [grid],
        "happenings": None,
    }
    return render(request, "detail.html", context)


def _when(kind: MessageKind) -> str:
    return _("at once") if kind.is_urgent else _("by day, where the person lives")


@require_safe
@access.requires(Right.VIEW_KIND)
def kind(request: HttpRequest, key: str) -> HttpResponse:
    try:
        found = kind_of(key)
    except KeyError as unknown:
        raise Http404 from unknown
    context = {
        "title": str(found.title),
        "crumbs": [Crumb(_("What Jalur writes to people"), reverse("messaging:kinds"))],
        "rows": [
            Row(_("When it is sent"), _when(found)),
            Row(
                _("Can be switched off"),
                _("no: the person's rights hang on it") if found.is_needed else _("yes"),
            ),
        ],
        "sections": [
            _preview(found, language, name)
            for language, name in (("id", "Bahasa Indonesia"), ("en", "English"))
        ],
        "happenings": None,
    }
    return render(request, "detail.html", context)


def _preview(found: MessageKind, language: str, name: str) -> Section:
    written = writing.in_words(found, found.values, NOBODY, language)
    with translation.override(language):
        rows = [
            Row(_("Notice on a device"), written.subject, hint=written.text),
            Row(_("WhatsApp and SMS"), written.short),
            Row(_("E-mail"), written.subject, hint=f"{written.text}\n\n{written.link}"),
        ]
    return Section(name, rows, language)
