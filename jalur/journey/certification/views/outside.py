"""Results of outside tests and certificates issued elsewhere: the list, typing one in, one of them with its paper and its steps."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.candidates.queries import own_candidate
from jalur.journey.certification import rules, services, words
from jalur.journey.certification.filters import OutsideFilter
from jalur.journey.certification.forms import OutsideForm, PaperForm, VerifyForm
from jalur.journey.certification.models import OutsideResult
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import OutsideTable
from jalur.journey.certification.workflow import OUTSIDE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

STEPS = {
    "attach": services.attach_paper,
    "confirm": services.confirm_outside,
    "verify": services.verify_outside,
    "attest": services.attest_outside,
    "disown": services.disown_outside,
    "set_aside": services.set_aside_outside,
    "refuse": services.refuse_outside,
    "revoke": services.revoke_outside,
    "take_back": services.take_back_outside,
}


@require_safe
@access.requires(Right.VIEW_OUTSIDE)
def outside_results(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    ways = []
    if access.may(actor, Right.RECORD_OUTSIDE):
        new = reverse("certification:new_outside")
        ways.append(Action(_("Type in a result or certificate"), new, "primary", icon="plus-lg"))
    if access.may(actor, Right.IMPORT_OUTSIDE):
        ways.append(Action(_("Import a spreadsheet"), reverse("imports:outside_results")))
    return list_page(
        request,
        queryset=OutsideResult.objects.visible_to(actor).for_lists(),
        table=OutsideTable,
        filters=OutsideFilter,
        export_name="hasil-tes-luar",
        exportable=access.may(actor, Right.IMPORT_OUTSIDE),
        title=_("Results and certificates from elsewhere"),
        lead=_(
            "A test (JLPT, EPS-TOPIK) counts once somebody else has seen the paper, a certificate of competence once its issuer was asked."
        ),
        actions=ways,
        empty=Empty(
            _("No result or certificate from elsewhere is typed in yet"),
            _(
                "Here stand tests of other bodies and certificates that were not issued in Jalur, each with its paper."
            ),
            icon="patch-check",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_OUTSIDE)
def new_outside(request: HttpRequest) -> HttpResponse:
    own = own_candidate(request.actor)
    blank = OutsideResult(candidate=own) if own else OutsideResult()
    first = {"candidate": request.GET.get("candidate", "")[:12]}
    form = OutsideForm(
        posted(request), request.FILES or None, actor=request.actor, instance=blank, initial=first
    )
    return answer_form(
        request,
        form,
        lambda form: services.record_outside(
            actor=request.actor,
            result=form.instance,
            paper=form.cleaned_data["paper"],
            original=form.original,
            today=dates.today(),
        ),
        done=_("Typed in. It counts once somebody else has checked it."),
        to=partial(page_of, OUTSIDE),
        title=_("Type in a result or certificate from elsewhere"),
        lead=_("As it stands on the certificate. A copy or photo of it goes along."),
        button=_("Save"),
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_OUTSIDE)
def outside(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(OUTSIDE, request.actor, pk)
    kind = kind_of(rules.OUTSIDE_PAPER)
    person = record.candidate.person
    is_own = request.actor.person_id == person.pk
    return record_page(
        request,
        OUTSIDE,
        record,
        first=file_words.links(request.actor, kind, record, files.files_of(kind, record)),
        crumbs=[_crumb()],
        notices=words.outside_notices(record),
        summary_title=_("As on the certificate"),
        rows=[
            *([] if is_own else [Row(_("Candidate"), person.name, hint=record.candidate.number)]),
            *words.outside_rows(record),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(OUTSIDE)
def outside_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(OUTSIDE, request.actor, pk)
    take = partial(STEPS[verb], actor=request.actor, result=record, today=dates.today())
    own = {"verify": VerifyForm, "attach": partial(PaperForm, files=request.FILES or None)}
    return step_page(request, OUTSIDE, record, verb, take, own_forms=own)


def _crumb() -> Crumb:
    return Crumb(_("Results and certificates from elsewhere"), reverse("certification:outside_results"))
