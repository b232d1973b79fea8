from django.urls import path

from jalur.journey.certificates.views import certificates, checking, jobs, lists, wallet

app_name = "certificates"
urlpatterns = [
    path("", certificates.certificate_list, name="list"),
    path("check/", checking.check, name="check"),
    path("check/worker.js", checking.worker, name="worker"),
    path("check/known.json", checking.known, name="known"),
    path("check/kept/<slug:language>/", checking.kept_page, name="kept_page"),
    path("check/list/", lists.check_list, name="check_list"),
    path("wallet/", wallet.wallet, name="wallet"),
    path("waiting/", certificates.waiting, name="waiting"),
    path("issue/", jobs.issue_many, name="issue_many"),
    path("issue/<str:code>/", certificates.issue, name="issue"),
    path("issuing/<uuid:pk>/", jobs.issuing, name="issuing"),
    path("issuing/<uuid:pk>/<slug:verb>/", jobs.issuing_step, name="issuing_step"),
    path("shares/<uuid:pk>/stop/", wallet.stop_sharing, name="stop_sharing"),
    path("<str:registration>/", certificates.certificate, name="certificate"),
    path("<str:registration>/pdf/", certificates.pdf, name="pdf"),
    path("<str:registration>/share/", wallet.share, name="share"),
    path("<str:registration>/files/", wallet.files, name="files"),
    path("<str:registration>/files/badge/", wallet.badge, name="badge"),
    path("<str:registration>/files/picture/", wallet.picture, name="picture"),
    path("<str:registration>/<slug:verb>/", certificates.certificate_step, name="certificate_step"),
]
