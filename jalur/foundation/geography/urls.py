from django.urls import path

from jalur.foundation.geography import views
from jalur.foundation.geography.models import Level

app_name = "geography"
urlpatterns = [
    path("", views.provinces, name="provinces"),
    path("places/", views.place_list, name="place_list"),
    path("places/options/", views.place_options, name="place_options"),
    path("regencies/options/", views.place_options, {"level": Level.REGENCY}, name="regency_options"),
    path("places/<str:code>/", views.place, name="place"),
    path("countries/", views.country_list, name="country_list"),
    path("countries/options/", views.country_options, name="country_options"),
    path("boundaries/<str:name>.json", views.boundaries, name="boundaries"),
]
