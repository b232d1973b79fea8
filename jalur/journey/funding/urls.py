from django.urls import path

from jalur.journey.funding.views import costs, lines, seats

app_name = "funding"
urlpatterns = [
    path("", lines.lines, name="lines"),
    path("new/", lines.new, name="new"),
    path("lines/<str:key>/", lines.line, name="line"),
    path("lines/<str:key>/<slug:verb>/", lines.line_step, name="line_step"),
    path("unpaid/", seats.unpaid, name="unpaid"),
    path("classes/<str:number>/", seats.of_class, name="of_class"),
    path("classes/<str:number>/settle/", seats.settle_class, name="settle_class"),
    path("seats/<uuid:pk>/", seats.of_seat, name="of_seat"),
    path("payments/<uuid:pk>/", seats.payment, name="payment"),
    path("payments/<uuid:pk>/<slug:verb>/", seats.payment_step, name="payment_step"),
    path("costs/", costs.costs, name="costs"),
]
