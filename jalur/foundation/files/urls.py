from django.urls import path

from jalur.foundation.files import views
from jalur.foundation.files.kinds import kinds

app_name = "files"
urlpatterns = [
    one
    for kind in kinds()
    for one in (
        path(f"{kind.key}/<uuid:pk>/", views.page(kind), name=kind.key),
        path(f"{kind.key}/<uuid:pk>/pages/<int:number>/", views.picture(kind), name=f"{kind.key}_picture"),
        path(f"{kind.key}/<uuid:pk>/download/", views.download(kind), name=f"{kind.key}_download"),
        path(f"{kind.key}/<uuid:pk>/remove/", views.remove(kind), name=f"{kind.key}_remove"),
    )
]
