"""Addresses: `/report/` for everybody, `/reports/` for those who take them."""

from django.urls import URLPattern, URLResolver, include, path

from suar.rooms.intake.views import (
    deciding,
    figures,
    gateways,
    looking,
    public,
    screening,
    taking,
    triaging,
)

_room: list[URLPattern] = [
    path("", looking.index, name="index"),
    path("call/", taking.call, name="call"),
    path("group/", taking.group, name="group"),
    path("sheet/", figures.bring, name="bring"),
    path("numbers/", figures.numbers, name="numbers"),
    path("gateways/", gateways.gateways, name="gateways"),
    path("gateways/<uuid:gateway_id>/close/", gateways.close, name="gateway_close"),
    path("incidents/<uuid:incident_id>/", deciding.incident, name="incident"),
    path("persons/<uuid:person_id>/", screening.screenings, name="screenings"),
    path("screenings/<uuid:screening_id>/", screening.screening, name="screening"),
    path(
        "screenings/<uuid:screening_id>/ask/<slug:tool_name>/<slug:dimension>/",
        screening.ask,
        name="ask",
    ),
    path("screenings/<uuid:screening_id>/stop/", screening.stop, name="stop"),
    path("screenings/<uuid:screening_id>/conclude/", screening.conclude, name="conclude"),
    path("<uuid:report_id>/", looking.report, name="report"),
    path("<uuid:report_id>/open/", looking.open_part, name="open"),
    path("<uuid:report_id>/close/", looking.close, name="close"),
    path("<uuid:report_id>/triage/", triaging.triage, name="triage"),
    path("<uuid:report_id>/sheet/", triaging.sheet, name="sheet"),
    path("<uuid:report_id>/person/", taking.person, name="person"),
    path("<uuid:report_id>/take/", deciding.take, name="take"),
    path("<uuid:report_id>/supervisor/", deciding.ask_supervisor, name="ask_supervisor"),
    path("<uuid:report_id>/told/", deciding.told, name="told"),
    path("<uuid:report_id>/name/", deciding.name, name="name"),
    path("<uuid:report_id>/number/", deciding.number, name="number"),
    path("<uuid:report_id>/number/<uuid:number_id>/remove/", deciding.no_number, name="no_number"),
    path("<uuid:report_id>/named/<uuid:named_id>/act/", deciding.act, name="act"),
    path("<uuid:report_id>/pass/", deciding.pass_on, name="pass_on"),
    path("<uuid:report_id>/answer/", deciding.answer, name="answer"),
    path("<uuid:report_id>/sender/", deciding.answer_sender, name="answer_sender"),
    path("<uuid:report_id>/aside/", deciding.aside, name="aside"),
    path("<uuid:report_id>/back/", deciding.back, name="back"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("report/", public.report, name="report"),
    path("report/follow/", public.follow, name="report_follow"),
    path(
        "report/gateway/<uuid:organisation_id>/<uuid:gateway_id>/",
        gateways.gateway,
        name="report_gateway",
    ),
    path("reports/", include((_room, "reports"))),
]
