"""The screens of steps: buttons for what may be done now, and one address where a room's steps are taken."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.steps import Reason
from jalur.foundation.workflow.workflow import Workflow
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb
from jalur.kit.forms import posted


def step_actions(
    workflow: Workflow[Any], actor: Actor, subject: Model, name: str, key: object
) -> list[Action]:
    """A button for each step the actor may take now; one that a guard forbids stands there with its reason.

    name: of the address where the room's steps are taken, by the record's key and the verb.
    """
    return [
        Action(
            str(offer.step.button),
            reverse(name, args=[key, offer.step.verb]),
            offer.step.weight,
            post=not (offer.step.asks or offer.step.reason),
            hindered=" ".join(sentence for refused in offer.refusals for sentence in refused.messages),
        )
        for offer in workflow.offers(actor, subject)
        if offer.step.button
    ]


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
                    return redirect_to_login(request.get_full_path())
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
            self.fields[reason.name] = forms.CharField(
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
    crumbs: list[Crumb],
    own_forms: Mapping[str, Callable[..., forms.Form]] | None = None,
    **context: Any,
) -> HttpResponse:
    """Where a step is taken: its form, then one service call, then back to the last crumb with the step's done-sentence.

    take: the service, called with `reason` where the step has one, else with what a form of `own_forms` (verb → form) was given.
    404 for whoever may not take it on this record; a refusal leads back with its sentence.
    """
    row = workflow.row(verb, workflow.state_of(subject)) or workflow.rows(verb)[0]
    if not access.covers(request.actor, row.right, subject):  # type: ignore[attr-defined]  # set by portal's middleware
        raise Http404
    make = (own_forms or {}).get(verb)
    form = make(posted(request)) if make else ReasonForm(posted(request), reason=row.reason)

    def save(answered: Any) -> Any:
        if make is None and row.reason is not None:
            return take(reason=answered.cleaned_data[row.reason.name])
        return take(**answered.cleaned_data)

    return answer_form(
        request,
        form,
        save,
        done=str(row.done),
        title=str(row.label or row.button),
        button=str(row.button),
        weight="danger" if row.weight == "danger" else "primary",
        crumbs=crumbs,
        **{"lead": str(row.lead), **context},
    )
