from django.urls import path

from jalur.journey.offer_check import views

app_name = "offer_check"
urlpatterns = [path("", views.check, name="check")]
