from django.urls import path

from jalur.foundation.tasks import views
from jalur.foundation.tasks.kinds import kinds

app_name = "tasks"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("left/", views.left_behind, name="left_behind"),
    path("left/<uuid:pk>/", views.hand_over, name="hand_over"),
    *(path(f"on/{kind.key}/<uuid:pk>/", views.put(kind), name=f"put_{kind.key}") for kind in kinds()),
    path("<uuid:pk>/", views.task, name="task"),
    path("<uuid:pk>/<slug:verb>/", views.task_step, name="task_step"),
]
