"""Assessing somebody on a tablet: every unit of one person on one page, saved together."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, step_actions
from jalur.journey.certification import queries, services, words
from jalur.journey.certification.forms import BehaviourForm, UnitForm, UnitsForm
from jalur.journey.certification.models import Assessment, Unit, UnitResult
from jalur.journey.certification.rights import Right
from jalur.journey.certification.workflow import ASSESSMENT
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Notice
from jalur.kit.forms import posted


def _assessed(request: HttpRequest, code: str) -> Assessment:
    """An assessment of the actor's body that she may write results of."""
    record = find(ASSESSMENT, request.actor, code)
    if not access.covers(request.actor, Right.RECORD_RESULT, record):
        raise Http404
    return record


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_RESULT)
def units(request: HttpRequest, code: str) -> HttpResponse:
    record = _assessed(request, code)
    found, units = queries.results_of(record), queries.units_of(record.scheme)
    said = dict(record.self_marks.order_by().values_list("element", "can"))
    offer = ASSESSMENT.offer("observe", request.actor, record)
    form = UnitsForm(posted(request), assessment=record, units=units, found=found)
    save = partial(
        services.observe_many, actor=request.actor, assessment=record, now=dates.now(), today=dates.today()
    )
    return answer_form(
        request,
        form,
        lambda form: save(results=form.results()),
        done=_("Saved."),
        to=_onward(request, code, units),
        changes=True,
        title=record.candidate.person.name,
        caption=f"{record.scheme.title}, {record.code}",
        button=_("Save"),
        template="certification/units.html",
        crumbs=[crumb_of(ASSESSMENT, record)],
        notices=[Notice(offer.why_not, tone="warn")] if offer and not offer.is_free else [],
        is_open=offer is not None and offer.is_free,
        lines=[_line(form, unit, found.get(unit.pk), said) for unit in units],
        done_units=len(found),
        all_units=len(units),
        actions=step_actions(ASSESSMENT, request.actor, record, "recommend"),
    )


def _onward(request: HttpRequest, code: str, units: list[Unit]) -> str:
    """Back to the unit that was saved, or on to its photo."""
    known = {str(unit.position) for unit in units}
    if (photo := request.POST.get("photo", "")) in known:
        return reverse("certification:unit", args=[code, photo])
    at = request.POST.get("at", "")
    page = reverse("certification:units", args=[code])
    return f"{page}#unit-{at}" if at in known else page


def _line(
    form: UnitsForm, unit: Unit, found: UnitResult | None, said: dict[object, bool]
) -> dict[str, object]:
    return {
        "unit": unit,
        "tag": words.result_tag(found),
        "elements": [(element, said.get(element.pk)) for element in unit.elements.all()],
        "boxes": form.boxes(unit),
        "note": found.note if found else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_RESULT)
def unit(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """One unit: the result, by which evidence, what was seen, a photo or paper of it."""
    record = _assessed(request, code)
    one = next((each for each in queries.units_of(record.scheme) if each.position == position), None)
    if one is None:
        raise Http404
    page = reverse("certification:units", args=[code])
    save = partial(
        services.observe, actor=request.actor, assessment=record, now=dates.now(), today=dates.today()
    )
    return answer_form(
        request,
        _form_of(request, record, one),
        lambda form: save(result=form.said(), file=form.cleaned_data["file"]),
        done=_("Saved."),
        to=f"{page}#unit-{position}",
        title=one.title,
        caption=f"{record.candidate.person.name}, {one.code}",
        lead="; ".join(element.title for element in one.elements.all()),
        button=_("Save"),
        crumbs=[crumb_of(ASSESSMENT, record), Crumb(record.candidate.person.name, page)],
    )


def _form_of(request: HttpRequest, record: Assessment, unit: Unit) -> UnitForm | BehaviourForm:
    found, given = queries.results_of(record), (posted(request), request.FILES or None)
    if unit.is_observed:
        return BehaviourForm(*given, assessment=record, unit=unit, found=found)
    return UnitForm(*given, instance=found.get(unit.pk) or UnitResult(assessment=record, unit=unit))
