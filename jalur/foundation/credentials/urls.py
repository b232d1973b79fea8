from django.urls import path

from jalur.foundation.credentials.views import documents, keys

app_name = "credentials"
urlpatterns = [
    path("issuers/<uuid:pk>/did.json", documents.issuer_document, name="issuer"),
    path("issuers/<uuid:pk>/status/<int:number>/<slug:purpose>", documents.status_list, name="status_list"),
    path("credentials/keys/", keys.keys, name="keys"),
    path("credentials/keys/<uuid:pk>/", keys.key, name="key"),
    path("credentials/vct/competency", documents.type_metadata, name="vct"),
]
