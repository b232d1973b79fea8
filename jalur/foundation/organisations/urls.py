from django.urls import path

from jalur.foundation.organisations.views import licences, members, register

app_name = "organisations"
urlpatterns = [
    path("", register.organisation_list, name="list"),
    path("check/", register.check_company, name="check"),
    path("register/", register.register, name="register"),
    path("memberships/", members.leave, name="leave"),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
    path("invitations/<uuid:pk>/withdraw/", members.withdraw_invitation, name="withdraw_invitation"),
    path("members/<uuid:pk>/", members.change, name="change_membership"),
    path("members/<uuid:pk>/end/", members.end, name="end_membership"),
    path("licences/<uuid:pk>/revoke/", licences.revoke_licence, name="revoke_licence"),
    path("<uuid:pk>/", register.organisation, name="organisation"),
    path("<uuid:pk>/edit/", register.edit, name="edit"),
    path("<uuid:pk>/close/", register.close, name="close"),
    path("<uuid:pk>/reopen/", register.reopen, name="reopen"),
    path("<uuid:pk>/licences/new/", licences.new_licence, name="new_licence"),
    path("<uuid:pk>/members/", members.member_list, name="members"),
    path("<uuid:pk>/members/invite/", members.invite, name="invite"),
    path("<uuid:pk>/members/hand-over/", members.hand_over, name="hand_over"),
]
