from django.urls import path

from jalur.journey.network.views import capacity, members, readiness

app_name = "network"
urlpatterns = [
    path("", members.members, name="members"),
    path("new/", members.new_member, name="new_member"),
    path("partners/options/", members.partner_options, name="partner_options"),
    path("members/<str:number>/", members.member, name="member"),
    path("members/<str:number>/<slug:verb>/", members.member_step, name="member_step"),
    path("readiness/", readiness.institutions, name="institutions"),
    path("readiness/<uuid:pk>/", readiness.institution, name="institution"),
    path("readiness/<uuid:pk>/<slug:code>/", readiness.note, name="note"),
    path("capacity/", capacity.capacity, name="capacity"),
]
