from django.urls import path

from jalur.journey.job_orders.views import drafts, lists, openings, orders, reach, versions

app_name = "job_orders"
urlpatterns = [
    path("", orders.open_orders, name="open_orders"),
    path("reach/", reach.within_reach, name="within_reach"),
    path("desk/", orders.desk, name="desk"),
    path("desk/list/", lists.own_list, name="own_list"),
    path("desk/example/", lists.example_list, name="example_list"),
    path("new/", drafts.start_order, name="start_order"),
    path("new/details/", drafts.new_order, name="new_order"),
    path("reservations/<uuid:pk>/<slug:verb>/", openings.reservation_step, name="reservation_step"),
    path("versions/<uuid:pk>/", versions.version, name="version"),
    path("versions/<uuid:pk>/<slug:verb>/", versions.version_step, name="version_step"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/<slug:verb>/", orders.order_step, name="order_step"),
]
