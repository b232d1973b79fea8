"""Who acts for an organisation: its members, invitations, leaving, handing over."""

from collections.abc import Callable
from datetime import date
from functools import partial, wraps
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.organisations import queries, rules, services, words
from jalur.foundation.organisations.forms import HandOverForm, InviteForm, LeaveForm, RoleForm
from jalur.foundation.organisations.messages import invitation_of, invitation_token
from jalur.foundation.organisations.models import Invitation, Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.views.register import find_organisation, page_of
from jalur.foundation.organisations.workflow import INVITATION, MEMBERSHIP
from jalur.foundation.workflow.views import find, step_actions, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Notice, Row, Tag, Text
from jalur.kit.forms import posted


def _find(actor: Actor, pk: UUID, action: str) -> Organisation:
    """The organisation whose members the actor may see or manage; else 404."""
    organisation = find_organisation(actor, pk)
    if not access.covers(actor, action, Membership(organisation=organisation)):
        raise Http404
    return organisation


def _members_page(organisation: Organisation) -> str:
    return reverse("organisations:members", args=[organisation.pk])


def _crumbs(organisation: Organisation) -> list[Crumb]:
    return [
        Crumb(organisation.name, page_of(organisation)),
        Crumb(_("Members"), _members_page(organisation)),
    ]


def _in_force(organisation: Organisation, today: date) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organisation=organisation).in_force(today)
    return rows.select_related("user").order_by("user__name", "pk")


@require_safe
@access.requires(Right.VIEW_MEMBER)
def member_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation, today = _find(request.actor, pk, Right.VIEW_MEMBER), dates.today()
    may_manage = access.covers(request.actor, Right.MANAGE_MEMBER, Membership(organisation=organisation))
    actions = []
    if may_manage:
        invite = reverse("organisations:invite", args=[pk])
        hand_over = reverse("organisations:hand_over", args=[pk])
        actions = [
            Action(_("Invite somebody"), invite, "primary", icon="envelope-plus"),
            Action(_("Hand over the administration"), hand_over, "quiet"),
        ]
    context = {
        "title": _("Members"),
        "lead": _("Who acts for the organisation. One of them always manages the members."),
        "crumbs": _crumbs(organisation)[:1],
        "actions": actions,
        "grids": [
            _members(request.actor, organisation, today, may_manage=may_manage),
            _invitations(request, organisation, today, may_manage=may_manage),
        ],
        "happenings": None,
    }
    return render(request, "detail.html", context)


def _members(actor: Actor, organisation: Organisation, today: date, *, may_manage: bool) -> Grid:
    # Who keeps the members is asked of every row: all of them are read at once.
    prefetch_related_objects([organisation], Prefetch("memberships", _in_force(organisation, today)))

    def name(member: Membership) -> Text:
        address = reverse("organisations:member_step", args=[member.pk, "change"]) if may_manage else ""
        return Text(member.user.name, _("you") if member.user_id == actor.user_id else "", address)

    def way_to_end(member: Membership) -> Action | str:
        if member.user_id == actor.user_id:
            return ""
        return next(iter(step_actions(MEMBERSHIP, actor, member, "end")), "")

    def second_factor(member: Membership) -> Action | str:
        if not may_manage or member.user_id == actor.user_id:
            return ""
        waits = rules.waits_for_confirmation(member.reset_asked_on, today)
        verb, label = ("confirm_reset", _("Reset requested")) if waits else ("ask_reset", _("Lost?"))
        return Action(label, reverse("organisations:member_step", args=[member.pk, verb]), "quiet")

    return Grid(
        _("Members"),
        [
            _("Name"),
            _("E-mail address"),
            _("Role"),
            _("Since"),
            _("Manages the members"),
            _("Second factor"),
            "",
        ],
        [
            [
                name(member),
                member.user.email,
                words.role_words(member.role),
                member.valid_from,
                Tag(_("manages the members"), "now") if member.is_administrator else None,
                second_factor(member),
                way_to_end(member),
            ]
            for member in organisation.memberships.all()
        ],
        empty=_("Nobody acts for this organisation yet."),
    )


def _invitations(request: HttpRequest, organisation: Organisation, today: date, *, may_manage: bool) -> Grid:
    """Offers that can still be accepted; the links only for those who may pass them on."""
    rows = Invitation.objects.visible_to(request.actor).filter(organisation=organisation)

    def link(invitation: Invitation) -> Text | None:
        address = reverse("organisations:invitation", args=[invitation_token(invitation)])
        return Text(_("Invitation link"), url=request.build_absolute_uri(address)) if may_manage else None

    return Grid(
        _("Invited, not yet accepted"),
        [_("E-mail address"), _("Role"), _("Works until"), _("Link"), ""],
        [
            [
                invitation.email,
                words.role_words(invitation.role),
                invitation.expires_on,
                link(invitation),
                next(iter(step_actions(INVITATION, request.actor, invitation)), ""),
            ]
            for invitation in rows.order_by("-created_at", "pk")
            if invitation.is_open(today)
        ],
        hint=_(
            "The link is sent by e-mail. You can also copy it and pass it on: it works once, and only for this address."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.MANAGE_MEMBER)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = _find(request.actor, pk, Right.MANAGE_MEMBER)
    return answer_form(
        request,
        InviteForm(posted(request), organisation=organisation),
        lambda form: services.invite_member(
            actor=request.actor,
            organisation=organisation,
            today=dates.today(),
            **form.cleaned_data,
        ),
        done=_("Invited. The link has been sent; it is shown below as well."),
        to=_members_page(organisation),
        title=_("Invite somebody"),
        caption=organisation.name,
        button=_("Send the invitation"),
        crumbs=_crumbs(organisation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(INVITATION)
def invitation_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = find(INVITATION, request.actor, pk, action=Right.MANAGE_MEMBER)
    return step_page(
        request,
        INVITATION,
        invitation,
        verb,
        partial(services.withdraw_invitation, actor=request.actor, invitation=invitation),
        caption=invitation.email,
        crumbs=_crumbs(invitation.organisation),
    )


def proves_address(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Who opens the link out of a letter has its mailbox, so an account made now needs no code to confirm it."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponseBase:
        offer = invitation_of(token, in_letter=True)
        if offer is not None and offer.is_open(dates.today()) and not request.user.is_authenticated:
            get_adapter(request).stash_verified_email(request, offer.email)
            if not User.objects.filter(email=offer.email).exists():
                return redirect_to_login(request.get_full_path(), reverse("account_signup"))
        return view(request, token)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@proves_address
@access.requires(Right.ACCEPT_INVITATION)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered, and the button that accepts it, for whoever holds the link."""
    today = dates.today()
    offer = invitation_of(token)
    if offer is None:
        raise Http404
    is_open = offer.is_open(today)
    closed = Notice(
        _("This invitation has been used or withdrawn, or has expired. Ask the organisation for a new one."),
        tone="warn",
    )
    return answer_form(
        request,
        Form(posted(request)),
        lambda _form: services.accept_invitation(actor=request.actor, token=token, today=today),
        done=_("Welcome. You now act for %(name)s.") % {"name": offer.organisation.name},
        to=lambda _membership: page_of(offer.organisation),
        title=_("Invitation"),
        caption=offer.organisation.name,
        button=_("Accept") if is_open else "",
        notices=[] if is_open else [closed],
        rows=[
            Row(_("Organisation"), offer.organisation.name),
            Row(_("Role"), words.role_words(offer.role)),
            Row(_("Manages the members"), _("yes") if offer.is_administrator else _("no")),
            Row(_("Works until"), formats.day(offer.expires_on, "long")),
        ],
    )


def _second_person(membership: Membership, asker: int | None) -> Row:
    """Who may confirm the reset of a member's second factor that `asker` asks for; without anybody, what to do first."""
    own, has_platform = queries.second_people(membership, asker, dates.today())
    people = [*own, *([_("an administrator of the platform")] if has_platform else [])]
    hint = _(
        "Nobody else may confirm it now. First invite a second member who manages the members, or ask for a second"
        " administrator of the platform."
    )
    return Row(_("Who may confirm it"), ", ".join(people), hint="" if people else hint)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(MEMBERSHIP)
def member_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Give a member another role, reset a lost second factor with somebody else, or end the membership."""
    membership = find(MEMBERSHIP, request.actor, pk, action=Right.MANAGE_MEMBER)
    organisation = membership.organisation
    takes = {
        "change": services.change_membership,
        "ask_reset": services.ask_reset,
        "confirm_reset": services.confirm_reset,
        "drop_reset": services.drop_reset,
        "end": services.end_membership,
    }
    facts: list[Row] = []
    if verb in {"ask_reset", "confirm_reset"}:
        asker = membership.reset_asked_by_id if verb == "confirm_reset" else request.actor.user_id
        facts = [_second_person(membership, asker)]
    if verb == "confirm_reset" and membership.reset_asked_by:
        facts = [
            Row(_("Requested by"), membership.reset_asked_by.name),
            Row(_("When"), formats.day(membership.reset_asked_on, "long")),
            Row(_("Why"), membership.reset_reason),
            *facts,
        ]
    initial = {"role": membership.role, "is_administrator": membership.is_administrator}
    return step_page(
        request,
        MEMBERSHIP,
        membership,
        verb,
        partial(takes[verb], actor=request.actor, membership=membership, today=dates.today()),
        own_forms={"change": partial(RoleForm, organisation=organisation, initial=initial)},
        caption=membership.user.name,
        rows=facts,
        secondary=next(iter(step_actions(MEMBERSHIP, request.actor, membership, "drop_reset")), None)
        if verb == "confirm_reset"
        else None,
        crumbs=_crumbs(organisation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.MANAGE_MEMBER)
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation, today = _find(request.actor, pk, Right.MANAGE_MEMBER), dates.today()
    others = _in_force(organisation, today).exclude(user_id=request.actor.user_id)
    alone = Notice(_("There is no other member yet. Invite somebody first."), tone="warn")
    return answer_form(
        request,
        HandOverForm(posted(request), members=others),
        lambda form: services.hand_over(actor=request.actor, to=form.cleaned_data["to"], today=today),
        done=_("Handed over."),
        to=page_of(organisation),
        title=_("Hand over the administration"),
        caption=organisation.name,
        lead=_("You remain a member, and somebody else manages the members from now on."),
        notices=[] if others else [alone],
        button=_("Hand over"),
        crumbs=_crumbs(organisation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.LEAVE_MEMBER)
def leave(request: HttpRequest) -> HttpResponse:
    """One's own memberships, and leaving one of them."""
    today = dates.today()
    own = Membership.objects.filter(user_id=request.actor.user_id).in_force(today)
    rows = own.select_related("organisation").order_by("organisation__name", "pk")
    return answer_form(
        request,
        LeaveForm(posted(request), memberships=rows),
        lambda form: services.leave(
            actor=request.actor, membership=form.cleaned_data["membership"], today=today
        ),
        done=lambda membership: _("You left %(name)s.") % {"name": membership.organisation.name},
        to=reverse("organisations:list"),
        title=_("My memberships"),
        lead=_("The organisations you act for. Leaving takes effect at once."),
        notices=[] if rows else [Notice(_("You act for no organisation."))],
        button=_("Leave") if rows else "",
        weight="danger",
    )
