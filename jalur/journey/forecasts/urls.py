from django.urls import path

from jalur.journey.forecasts.views import forecasts

app_name = "forecasts"
urlpatterns = [
    path("", forecasts.forecasts, name="list"),
    path("new/", forecasts.new, name="new"),
    path("beside/", forecasts.beside, name="beside"),
    path("record/", forecasts.record, name="record"),
    path("forecasts/<str:number>/", forecasts.forecast, name="forecast"),
    path("forecasts/<str:number>/<slug:verb>/", forecasts.forecast_step, name="forecast_step"),
]
