from django.urls import path

from jalur.foundation.letters.kinds import kinds
from jalur.foundation.letters.views import checking, heads, letters, mailings

app_name = "letters"
urlpatterns = [
    path("", letters.letter_list, name="list"),
    path("check/", checking.check, name="check"),
    path("letterhead/", heads.letterhead, name="letterhead"),
    path("letterhead/change/", heads.change, name="change_letterhead"),
    path("letterhead/kinds/<slug:kind>/<slug:language>/", heads.preview, name="preview"),
    path(
        "letterhead/kinds/<slug:kind>/<slug:language>/<int:number>/",
        heads.preview_picture,
        name="preview_picture",
    ),
    path("signatories/new/", heads.new_signatory, name="new_signatory"),
    path("signatories/<uuid:pk>/<slug:verb>/", heads.signatory_step, name="signatory_step"),
    *(path(f"{kind.key}/<uuid:pk>/new/", letters.new(kind), name=f"{kind.key}_new") for kind in kinds()),
    *(
        path(f"{kind.key}/together/<uuid:pk>/new/", mailings.new(kind), name=f"{kind.key}_together")
        for kind in kinds()
        if kind.together
    ),
    path("mailings/<uuid:pk>/", mailings.mailing, name="mailing"),
    path("mailings/<uuid:pk>/download/", mailings.download, name="mailing_download"),
    path("mailings/<uuid:pk>/<slug:verb>/", mailings.mailing_step, name="mailing_step"),
    path("<uuid:pk>/", letters.letter, name="letter"),
    path("<uuid:pk>/pages/<int:number>/", letters.picture, name="picture"),
    path("<uuid:pk>/download/", letters.download, name="download"),
    path("<uuid:pk>/<slug:verb>/", letters.letter_step, name="letter_step"),
]
