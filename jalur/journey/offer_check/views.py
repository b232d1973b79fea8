"""Is this offer real? For whoever stands before a poster: no account, nothing kept, nothing in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.journey.offer_check import queries, rules, words
from jalur.journey.offer_check.forms import OfferForm
from jalur.journey.offer_check.rights import Right
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Row
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CHECK_OFFER)
def check(request: HttpRequest) -> HttpResponse:
    """What somebody was told goes in; what the register says of each comes out, and what to do."""
    answer = answer_form(
        request,
        OfferForm(posted(request)),
        lambda form: _found(request, form),
        done="",
        title=_("Is this offer real?"),
        lead=_("Write what you were told; leave empty what you do not know. Nothing of it is kept."),
        button=_("Look it up"),
        crumbs=[],
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _found(request: HttpRequest, form: OfferForm) -> HttpResponse:
    findings = queries.findings(request.actor, form.claim(), dates.today())
    return render(
        request,
        "detail.html",
        {
            "title": _("Is this offer real?"),
            "notices": [
                words.headline(rules.verdict(findings), dates.now()),
                *map(words.notice, findings),
            ],
            "summary_title": _("What you were told"),
            "rows": [Row(label, said) for label, said in form.told()],
            "actions": [
                Action(_("Ask about another one"), reverse("offer_check:check"), "secondary"),
                Action(_("Open job orders"), reverse("job_orders:open_orders"), "quiet"),
            ],
        },
    )
