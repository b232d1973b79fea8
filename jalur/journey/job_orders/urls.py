from django.urls import path

from jalur.journey.job_orders import editing, views

app_name = "job_orders"
urlpatterns = [
    path("", views.open_orders, name="open_orders"),
    path("desk/", views.desk, name="desk"),
    path("employers/", views.employers, name="employers"),
    path("employers/new/", editing.new_employer, name="new_employer"),
    path("occupations/options/", editing.occupation_options, name="occupation_options"),
    path("new/", editing.start_order, name="start_order"),
    path("new/details/", editing.new_order, name="new_order"),
    path("reservations/<uuid:pk>/release/", editing.release, name="release"),
    path("orders/<str:number>/", views.order, name="order"),
    path("orders/<str:number>/change/", editing.change_order, name="change_order"),
    path("orders/<str:number>/submit/", editing.submit_order, name="submit_order"),
    path("orders/<str:number>/verify/", editing.verify_order, name="verify_order"),
    path("orders/<str:number>/refuse/", editing.refuse_order, name="refuse_order"),
    path("orders/<str:number>/revise/", editing.revise_order, name="revise_order"),
    path("orders/<str:number>/close/", editing.close_order, name="close_order"),
]
