"""The screens of steps: buttons for what may be done now, and one address where a room's steps are taken."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import queries as history
from jalur.foundation.workflow.deadlines import keeper
from jalur.foundation.workflow.steps import Reason
from jalur.foundation.workflow.workflow import Workflow
from jalur.kit import dates, figures, parts
from jalur.kit.answers import answer_form, answer_refusal
from jalur.kit.components import Action, Crumb
from jalur.kit.forms import ModelForm, TextField, posted

M = TypeVar("M", bound=Model)


def find(workflow: Workflow[M], actor: Actor, key: object, **options: Any) -> M:
    """The record with this key in its address, if the actor may see it; else 404. options: as `visible_to` takes them."""
    rows = workflow.model._default_manager.visible_to(actor, **options)  # type: ignore[attr-defined]  # every room's queryset has it
    return get_object_or_404(rows.select_related(*workflow.related), **{workflow.key: key})


def page_of(workflow: Workflow[M], record: M) -> str:
    """The address of a record's page."""
    return reverse(workflow.thing, args=[getattr(record, workflow.key)])


def crumb_of(workflow: Workflow[M], record: M) -> Crumb:
    """The way back to a record's page, under its title."""
    return Crumb(workflow.title(record), page_of(workflow, record))


def step_actions(workflow: Workflow[M], actor: Actor, subject: M, *verbs: str) -> list[Action]:
    """A button for each step the actor may take now, or for those of `verbs`; one that a guard forbids says why."""
    shown = [step.verb for step in workflow.steps if step.button and (not verbs or step.verb in verbs)]
    return [
        Action(
            str(offer.step.button),
            reverse(f"{workflow.thing}_step", args=[getattr(subject, workflow.key), offer.step.verb]),
            offer.step.weight,
            post=not (offer.step.asks or offer.step.reason),
            hindered=offer.why_not,
        )
        for offer in (workflow.offers(actor, subject, *shown) if shown else ())
        if offer.step.fits(subject)
    ]


def record_page(
    request: HttpRequest,
    workflow: Workflow[M],
    record: M,
    template: str = "detail.html",
    *,
    first: Sequence[Action] = (),
    **context: Any,
) -> HttpResponse:
    """The page of one record with its state, its steps as buttons (those of `first` before them) and its history.

    context: what detail.html shows beside, crumbs, and what the template of the room needs.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by portal's middleware
    beside = parts.page_parts(workflow.thing, actor, record, dates.today())
    page = {
        "title": workflow.title(record),
        "caption": workflow.called(record),
        "tags": [workflow.tag(record)],
        "actions": [
            *first,
            *step_actions(workflow, actor, record),
            *(action for part in beside for action in part.actions),
        ],
        "notices": [*context.pop("notices", ()), *(notice for part in beside for notice in part.notices)],
        "grids": [*context.pop("grids", ()), *(grid for part in beside for grid in part.grids)],
        "figures": figures.own(context.pop("figures", ()), dates.today()),
        "happenings": history.happenings(actor, subject=record),
        "rows": [*keeper().facts(workflow, record), *context.pop("rows", ())],
    }
    return render(request, template, {**page, **context})


def takes_steps(workflow: Workflow[Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view with an argument `verb`: it takes the steps of this table that have a button, each by its own right."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, verb: str, **kwargs: Any) -> HttpResponseBase:
            actor: Actor = request.actor  # type: ignore[attr-defined]  # set by portal's middleware
            rights = {
                step.right for step in workflow.steps if step.verb == verb and step.right and step.button
            }
            if not rights:
                raise Http404
            if not any(access.may(actor, right) for right in rights):
                if actor.user_id is None:
                    return redirect_to_login(access.way_back(request))
                raise access.Refused(min(rights))
            return view(request, *args, verb=verb, **kwargs)

        guarded.access_steps = workflow  # type: ignore[attr-defined]  # read by the sweep over all addresses
        return guarded

    return decorate


class ReasonForm(forms.Form):
    """Why a step is taken: one of its reasons, or the actor's own words; nothing where the step needs none."""

    def __init__(self, *args: Any, reason: Reason | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if reason is None:
            return
        errors = {"required": reason.missing}
        if reason.choices:
            self.fields[reason.name] = forms.ChoiceField(
                label=reason.label,
                help_text=reason.hint,
                choices=list(reason.choices.items()),
                widget=forms.RadioSelect,
                error_messages=errors,
            )
        else:
            self.fields[reason.name] = TextField(
                label=reason.label,
                help_text=reason.hint,
                max_length=reason.longest,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages=errors,
            )


def step_page(
    request: HttpRequest,
    workflow: Workflow[Any],
    subject: Model,
    verb: str,
    take: Callable[..., Any],
    *,
    crumbs: list[Crumb] | None = None,
    own_forms: Mapping[str, Callable[..., forms.Form]] | None = None,
    actor: Actor | None = None,
    done: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Where a step is taken: its form, then one service call, then back to the last crumb with the step's done-sentence.

    take: the service, called with `reason` where the step has one, else with what a form of `own_forms` (verb → form) was given;
    a ModelForm has filled the record itself.
    done: another sentence than the step's, made from what the service gave.
    actor: who acts, where it is not who is signed in. crumbs: the record's page, where it has no other.
    404 for whoever may not take it on this record; a refusal, or a state that knows no such step, leads back with its sentence.
    """
    known = workflow.row(verb, workflow.state_of(subject))
    row = known or workflow.rows(verb)[0]
    who: Actor = actor or request.actor  # type: ignore[attr-defined]  # set by portal's middleware
    if not access.covers(who, row.right, subject):
        raise Http404
    if known is None and request.method != "POST":
        back = (crumbs or [crumb_of(workflow, subject)])[-1].url
        return answer_refusal(request, workflow.wrong_state(subject), to=back)
    make = (own_forms or {}).get(verb)
    form = make(posted(request)) if make else ReasonForm(posted(request), reason=row.reason)

    def save(answered: Any) -> Any:
        if make is None and row.reason is not None:
            return take(reason=answered.cleaned_data[row.reason.name])
        return take(**(answered.beside if isinstance(answered, ModelForm) else answered.cleaned_data))

    if isinstance(form, ModelForm) and not crumbs:  # a change may give the record another address
        context.setdefault("to", lambda saved: page_of(workflow, saved))
    return answer_form(
        request,
        form,
        save,
        done=done or str(row.done),
        title=str(row.label or row.button),
        button=_("Save") if isinstance(form, ModelForm) else str(row.button),
        weight="danger" if row.weight == "danger" else "primary",
        crumbs=crumbs or [crumb_of(workflow, subject)],
        changes=make is not None,
        **{"lead": str(row.lead), **context},
    )
