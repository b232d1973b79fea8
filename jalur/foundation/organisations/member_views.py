"""The members' screens: who acts for an organisation, invitations, leaving, handing over."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations import members, services, words
from jalur.foundation.organisations.forms import HandOverForm, InviteForm, RoleForm
from jalur.foundation.organisations.models import Invitation, Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.views import find_organisation, form_page
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Notice, Row, Tag
from jalur.kit.forms import apply_errors, posted


def _find(actor: Actor, pk: UUID, action: str) -> Organisation:
    """The organisation whose members the actor may see or keep; else 404."""
    found = find_organisation(actor, pk)
    if not access.covers(actor, action, Membership(organisation=found)):
        raise Http404
    return found


def _members_crumbs(found: Organisation) -> list[Crumb]:
    return [
        Crumb(found.name, reverse("organisations:organisation", args=[found.pk])),
        Crumb(_("Members"), reverse("organisations:members", args=[found.pk])),
    ]


def _in_force(found: Organisation, today: date):
    return (
        Membership.objects.filter(organisation=found)
        .in_force(today)
        .select_related("user")
        .order_by("user__name", "pk")
    )


@require_safe
@access.requires(Right.VIEW_MEMBER)
def member_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, today = _find(request.actor, pk, Right.VIEW_MEMBER), dates.today()
    may_manage = access.covers(request.actor, Right.MANAGE_MEMBER, Membership(organisation=found))
    open_invitations = [
        one
        for one in Invitation.objects.visible_to(request.actor)
        .filter(organisation=found)
        .order_by("-created_at", "pk")
        if one.is_open(today)
    ]
    actions = []
    if may_manage:
        actions = [
            Action(
                _("Invite somebody"),
                reverse("organisations:invite", args=[pk]),
                "primary",
                icon="envelope-plus",
            ),
            Action(_("Hand over the members"), reverse("organisations:hand_over", args=[pk]), "quiet"),
        ]
    context = {
        "title": _("Members"),
        "lead": _("Who acts for the organisation. One of them always keeps the members."),
        "crumbs": [Crumb(found.name, reverse("organisations:organisation", args=[pk]))],
        "actions": actions,
        "may_manage": may_manage,
        "members": [
            (one, words.role_words(one.role), one.user_id == request.actor.user_id)
            for one in _in_force(found, today)
        ],
        "keeper": Tag(_("keeps the members"), "now"),
        "invitations": [(one, words.role_words(one.role), _link(request, one)) for one in open_invitations],
    }
    return render(request, "organisations/members.html", context)


def _link(request: HttpRequest, invitation: Invitation) -> str:
    return request.build_absolute_uri(
        reverse("organisations:invitation", args=[members.invitation_token(invitation)])
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.MANAGE_MEMBER)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _find(request.actor, pk, Right.MANAGE_MEMBER)
    form = InviteForm(posted(request), organisation=found)
    if request.method == "POST" and form.is_valid():
        address = request.build_absolute_uri(reverse("organisations:invitation", args=["TOKEN"]))
        try:
            services.invite_member(
                actor=request.actor,
                organisation=found,
                today=dates.today(),
                link=address.replace("TOKEN", "{token}"),
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("Invited. The link is on its way; you find it below as well."))
            return redirect("organisations:members", pk)
    return form_page(
        request,
        form,
        title=_("Invite somebody"),
        caption=found.name,
        button=_("Send the invitation"),
        crumbs=_members_crumbs(found),
    )


@require_POST
@access.requires(Right.MANAGE_MEMBER)
def withdraw_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Invitation.objects.visible_to(request.actor, action=Right.MANAGE_MEMBER)
    invitation = get_object_or_404(rows.select_related("organisation"), pk=pk)
    try:
        services.withdraw_invitation(actor=request.actor, invitation=invitation)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The link no longer works."))
    return redirect("organisations:members", invitation.organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ACCEPT_INVITATION)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered, and the button that takes it up, for who holds the link."""
    today = dates.today()
    found = members.invitation_of(token)
    if found is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            services.accept_invitation(actor=request.actor, token=token, today=today)
        except ValidationError as error:
            refusal = Notice(" ".join(error.messages), _("Nothing has changed"), "bad")
        else:
            messages.success(
                request, _("Welcome. You now act for %(name)s.") % {"name": found.organisation.name}
            )
            return redirect("organisations:organisation", found.organisation_id)
    context = {
        "title": _("An invitation"),
        "caption": found.organisation.name,
        "crumbs": [],
        "refusal": refusal,
        "rows": [
            Row(_("Organisation"), found.organisation.name),
            Row(_("Role"), words.role_words(found.role)),
            Row(_("Keeps the members"), _("yes") if found.is_administrator else _("no")),
            Row(_("Works until"), formats.day(found.expires_on, "long")),
        ],
        "is_open": found.is_open(today),
    }
    return render(request, "organisations/invitation.html", context, status=409 if refusal else 200)


def _find_membership(actor: Actor, pk: UUID) -> Membership:
    rows = Membership.objects.visible_to(actor, action=Right.MANAGE_MEMBER)
    return get_object_or_404(rows.select_related("organisation", "user"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.MANAGE_MEMBER)
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    membership = _find_membership(request.actor, pk)
    initial = {"role": membership.role, "is_administrator": membership.is_administrator}
    form = RoleForm(posted(request), organisation=membership.organisation, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_membership(
                actor=request.actor, membership=membership, today=dates.today(), **form.cleaned_data
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations:members", membership.organisation_id)
    return form_page(
        request,
        form,
        title=membership.user.name,
        caption=membership.organisation.name,
        button=_("Save"),
        crumbs=_members_crumbs(membership.organisation),
    )


@require_POST
@access.requires(Right.MANAGE_MEMBER)
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    membership = _find_membership(request.actor, pk)
    try:
        services.end_membership(actor=request.actor, membership=membership, today=dates.today())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The membership has ended. Invite the person again to undo this."))
    return redirect("organisations:members", membership.organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.MANAGE_MEMBER)
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, today = _find(request.actor, pk, Right.MANAGE_MEMBER), dates.today()
    others = _in_force(found, today).exclude(user_id=request.actor.user_id)
    form = HandOverForm(posted(request), members=others)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_over(actor=request.actor, to=form.cleaned_data["to"], today=today)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("Handed over."))
            return redirect("organisations:organisation", pk)
    return form_page(
        request,
        form,
        title=_("Hand over the members"),
        caption=found.name,
        lead=_("You stay a member, and somebody else keeps the members from now on."),
        notice=None
        if others
        else Notice(_("There is no other member yet. Invite somebody first."), tone="warn"),
        button=_("Hand over"),
        crumbs=_members_crumbs(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.LEAVE_MEMBER)
def leave(request: HttpRequest) -> HttpResponse:
    """One's own memberships, and leaving one of them."""
    today = dates.today()
    mine = list(
        Membership.objects.filter(user_id=request.actor.user_id)
        .in_force(today)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    refusal = None
    if request.method == "POST":
        chosen = next((one for one in mine if str(one.pk) == request.POST.get("membership")), None)
        if chosen is None:
            raise Http404
        try:
            services.leave(actor=request.actor, membership=chosen, today=today)
        except ValidationError as error:
            refusal = Notice(" ".join(error.messages), _("Nothing has changed"), "bad")
        else:
            messages.success(request, _("You left %(name)s.") % {"name": chosen.organisation.name})
            return redirect("organisations:list")
    context = {
        "title": _("My memberships"),
        "lead": _("The organisations you act for. Leaving takes effect at once."),
        "crumbs": [],
        "refusal": refusal,
        "memberships": [(one, words.role_words(one.role)) for one in mine],
    }
    return render(request, "organisations/leave.html", context, status=409 if refusal else 200)
