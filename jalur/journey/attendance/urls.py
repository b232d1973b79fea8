from django.urls import path

from jalur.journey.attendance.views import codes, rolls, standings

app_name = "attendance"
urlpatterns = [
    path("", rolls.meetings, name="meetings"),
    path("meetings/<str:number>/", rolls.roll, name="roll"),
    path("meetings/<str:number>/paper/", rolls.paper, name="paper"),
    path("meetings/<str:number>/scan/", codes.scan, name="scan"),
    path("classes/<str:number>/", standings.of_class, name="of_class"),
    path("classes/<str:number>/sheet/", rolls.sheet, name="sheet"),
    path("away/", standings.away, name="away"),
    path("mine/", standings.mine, name="mine"),
    path("mine/code/", codes.make_code, name="make_code"),
    path("mine/code/drop/", codes.drop_code, name="drop_code"),
    path("rules/", standings.attendance_rules, name="rules"),
]
