from django.urls import path

from jalur.journey.network.views import capacity, loans, members, readiness, shares, transfers

app_name = "network"
urlpatterns = [
    path("", members.members, name="members"),
    path("new/", members.new_member, name="new_member"),
    path("partners/options/", members.partner_options, name="partner_options"),
    path("members/<str:number>/", members.member, name="member"),
    path("members/<str:number>/<slug:verb>/", members.member_step, name="member_step"),
    path("loans/", loans.loans, name="loans"),
    path("loans/new/", loans.new_loan, name="new_loan"),
    path("loans/what/options/", loans.lendable_options, name="lendable_options"),
    path("loans/<str:number>/", loans.loan, name="loan"),
    path("loans/<str:number>/<slug:verb>/", loans.loan_step, name="loan_step"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/new/<uuid:pk>/", transfers.new_transfer, name="new_transfer"),
    path("transfers/<uuid:pk>/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:pk>/<slug:verb>/", transfers.transfer_step, name="transfer_step"),
    path("shares/", shares.shares, name="shares"),
    path("shares/new/<str:number>/", shares.new_share, name="new_share"),
    path("shares/<str:number>/", shares.share, name="share"),
    path("shares/<str:number>/<slug:verb>/", shares.share_step, name="share_step"),
    path("readiness/", readiness.institutions, name="institutions"),
    path("readiness/<uuid:pk>/", readiness.institution, name="institution"),
    path("readiness/<uuid:pk>/<slug:code>/", readiness.note, name="note"),
    path("capacity/", capacity.capacity, name="capacity"),
]
