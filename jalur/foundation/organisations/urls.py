from django.urls import path

from jalur.foundation.organisations.views import licences, members, register

app_name = "organisations"
urlpatterns = [
    path("", register.organisation_list, name="list"),
    path("check/", register.check_company, name="check"),
    path("register/", register.register, name="register"),
    path("memberships/", members.leave, name="leave"),
    path("invitations/<str:token>/", members.invitation, name="invitation"),
    path("invitations/<uuid:pk>/<slug:verb>/", members.invitation_step, name="invitation_step"),
    path("members/<uuid:pk>/<slug:verb>/", members.member_step, name="member_step"),
    path("licences/<uuid:pk>/<slug:verb>/", licences.licence_step, name="licence_step"),
    path("<uuid:pk>/", register.organisation, name="organisation"),
    path("<uuid:pk>/licences/new/", licences.new_licence, name="new_licence"),
    path("<uuid:pk>/members/", members.member_list, name="members"),
    path("<uuid:pk>/members/invite/", members.invite, name="invite"),
    path("<uuid:pk>/members/hand-over/", members.hand_over, name="hand_over"),
    path("<uuid:pk>/<slug:verb>/", register.organisation_step, name="organisation_step"),
]
