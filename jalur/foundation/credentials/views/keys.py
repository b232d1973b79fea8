"""The keys of bodies, to look at. They are changed on the server: `jalur keys`."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts.access import requires
from jalur.foundation.credentials import words
from jalur.foundation.credentials.filters import KeyFilter
from jalur.foundation.credentials.models import SigningKey
from jalur.foundation.credentials.rights import Right
from jalur.foundation.credentials.tables import KeyTable
from jalur.foundation.credentials.workflow import KEY
from jalur.foundation.workflow.views import find, record_page
from jalur.kit.components import Crumb, Empty
from jalur.kit.lists import list_page


@require_safe
@requires(Right.VIEW_KEY)
def keys(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=SigningKey.objects.visible_to(request.actor).select_related("issuer"),
        table=KeyTable,
        filters=KeyFilter,
        export_name="kunci",
        title=_("Signing keys"),
        lead=_(
            "With these keys bodies sign certificates. They are made and changed on the server, by command."
        ),
        empty=Empty(_("No key yet"), _("Ask who keeps the server: `jalur keys make` makes one."), icon="key"),
    )


@require_safe
@requires(Right.VIEW_KEY)
def key(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(KEY, request.actor, pk)
    return record_page(
        request,
        KEY,
        record,
        crumbs=[Crumb(_("Signing keys"), reverse("credentials:keys"))],
        notices=words.notices_of(record),
        rows=words.rows_of(record),
    )
