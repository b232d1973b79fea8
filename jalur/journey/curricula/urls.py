from django.urls import path

from jalur.journey.curricula.views import parts, versions, workbench

app_name = "curricula"
urlpatterns = [
    path("", versions.versions, name="versions"),
    path("new/", versions.new_curriculum, name="new_curriculum"),
    path("organisations/", workbench.organisation_options, name="organisation_options"),
    path("remarks/<uuid:pk>/<slug:verb>/", workbench.remark_step, name="remark_step"),
    path("invitations/<uuid:pk>/", workbench.party, name="party"),
    path("invitations/<uuid:pk>/<slug:verb>/", workbench.party_step, name="party_step"),
    path("<str:code>/", versions.version, name="version"),
    path("<str:code>/compare/", versions.compare, name="compare"),
    path("<str:code>/parts/new/", parts.new_part, name="new_part"),
    path("<str:code>/parts/<uuid:pk>/", parts.part, name="part"),
    path("<str:code>/parts/<uuid:pk>/remove/", parts.remove_part, name="remove_part"),
    path("<str:code>/remarks/new/", workbench.new_remark, name="new_remark"),
    path("<str:code>/<slug:verb>/", versions.version_step, name="version_step"),
]
