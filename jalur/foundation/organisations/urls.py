from django.urls import path

from jalur.foundation.organisations import member_views, views

app_name = "organisations"
urlpatterns = [
    path("", views.organisation_list, name="list"),
    path("check/", views.check_company, name="check"),
    path("register/", views.register, name="register"),
    path("memberships/", member_views.leave, name="leave"),
    path("invitations/<str:token>/", member_views.invitation, name="invitation"),
    path("invitations/<uuid:pk>/withdraw/", member_views.withdraw_invitation, name="withdraw_invitation"),
    path("members/<uuid:pk>/", member_views.change, name="change_membership"),
    path("members/<uuid:pk>/end/", member_views.end, name="end_membership"),
    path("licences/<uuid:pk>/revoke/", views.revoke_licence, name="revoke_licence"),
    path("<uuid:pk>/", views.organisation, name="organisation"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/close/", views.close, name="close"),
    path("<uuid:pk>/reopen/", views.reopen, name="reopen"),
    path("<uuid:pk>/licences/new/", views.new_licence, name="new_licence"),
    path("<uuid:pk>/members/", member_views.member_list, name="members"),
    path("<uuid:pk>/members/invite/", member_views.invite, name="invite"),
    path("<uuid:pk>/members/hand-over/", member_views.hand_over, name="hand_over"),
]
