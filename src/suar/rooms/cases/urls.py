"""Addresses of the cases room."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from suar.rooms.cases.demo import showing
from suar.rooms.cases.exports.views import export
from suar.rooms.cases.imports import views as imports
from suar.rooms.cases.papers import urls as numbered
from suar.rooms.cases.views import (
    deciding,
    giving,
    keeping,
    looking,
    papers,
    returning,
    searching,
    working,
)

_case: list[URLPattern] = [
    path("", looking.case, name="case"),
    path("assess/", working.assess, name="assess"),
    path("needs/", looking.needs_over_time, name="needs"),
    path("state/", working.move_on, name="move_on"),
    path("plan/", working.plan, name="plan"),
    path("plan/goal/", working.add_goal, name="add_goal"),
    path("plan/her-word/", working.her_word, name="her_word"),
    path("plan/<uuid:plan_id>/ask/", working.ask_plan, name="ask_plan"),
    path("task/", working.add_task, name="add_task"),
    path("task/<uuid:task_id>/done/", working.task_done, name="task_done"),
    path("open/<str:group>/", working.open_group, name="open_group"),
    path("close-now/<str:group>/", working.close_group, name="close_group"),
    path("item/<str:topic>/", working.item, name="item"),
    path("offer/", giving.offer, name="offer"),
    path("living/", giving.livings, name="livings"),
    path("living/entitlement/", giving.entitlement, name="entitlement"),
    path("living/new/", giving.add_living, name="add_living"),
    path("return/", returning.journey, name="journey"),
    path("return/prepare/", returning.prepare, name="prepare_return"),
    path("notes/", papers.notes, name="notes"),
    path("notes/new/", papers.add_note, name="add_note"),
    path("notes/file/", papers.add_document, name="add_document"),
    path("health/new/", papers.add_health, name="add_health"),
    path("legal/new/", papers.add_legal, name="add_legal"),
    path("close/", deciding.close, name="close"),
    path("reopen/", deciding.reopen, name="reopen"),
    path("meetings/", deciding.meetings, name="meetings"),
    path("meetings/talk/", deciding.supervise, name="supervise"),
    *numbered.of_case,
]

_shelters: list[URLPattern] = [
    path("", keeping.houses, name="shelters"),
    path("new/", keeping.new_house, name="new_shelter"),
    path("<uuid:shelter_id>/", keeping.house, name="shelter"),
    path("<uuid:shelter_id>/address/", keeping.open_address, name="open_address"),
    path("<uuid:shelter_id>/beds/", keeping.add_beds, name="add_beds"),
    path("<uuid:shelter_id>/closed/", keeping.close_beds, name="close_beds"),
    path("<uuid:shelter_id>/in/", keeping.move_in, name="move_in"),
    path("<uuid:shelter_id>/event/", keeping.event, name="add_event"),
    path("beds/<uuid:bed_id>/use/", keeping.set_bed, name="set_bed"),
    path("events/<uuid:event_id>/", keeping.one_event, name="event"),
    path("stays/<uuid:stay_id>/", keeping.stay, name="stay"),
    path("stays/<uuid:stay_id>/bed/", keeping.change_bed, name="change_bed"),
    path("stays/<uuid:stay_id>/out/", keeping.move_out, name="move_out"),
    path("stays/<uuid:stay_id>/visit/", keeping.visit, name="visit"),
    path("visits/<uuid:visit_id>/out/", keeping.see_out, name="see_out"),
]

_room: list[URLPattern | URLResolver] = [
    path("", looking.index, name="index"),
    path("views/", looking.keep_view, name="keep_view"),
    path("views/<uuid:view_id>/", looking.view, name="view"),
    path("views/<uuid:view_id>/forget/", looking.forget_view, name="forget_view"),
    path("export/", export, name="export"),
    path("bring-in/", imports.index, name="bring_in"),
    path("bring-in/<uuid:upload_id>/", imports.ask, name="bring_in_ask"),
    path("shared/", looking.shared, name="shared"),
    path("waiting/", deciding.waiting, name="waiting"),
    path("approvals/<uuid:approval_id>/", deciding.approval, name="approval"),
    path("follow-ups/<uuid:follow_up_id>/", deciding.follow_up, name="follow_up"),
    path("open/<uuid:victim_id>/", working.open_case, name="open"),
    path("goals/<uuid:goal_id>/", working.end_goal, name="end_goal"),
    path("services/<uuid:service_id>/", giving.service, name="service"),
    path("services/<uuid:service_id>/<str:move>/", giving.step, name="step"),
    path("livelihoods/<uuid:living_id>/", giving.living, name="livelihood"),
    path("returns/<uuid:journey_id>/ask/", returning.ask, name="ask_return"),
    path("returns/<uuid:journey_id>/depart/", returning.depart, name="depart"),
    path("returns/<uuid:journey_id>/arrive/", returning.arrive, name="arrive"),
    path("returns/<uuid:journey_id>/call-off/", returning.call_off, name="call_off"),
    path("files/<uuid:document_id>/", papers.document, name="document"),
    path("files/<uuid:document_id>/remove/", papers.remove_document, name="remove_document"),
    path("threats/", papers.threats, name="threats"),
    path("threats/new/", papers.new_threat, name="new_threat"),
    path("threats/<uuid:threat_id>/", papers.threat, name="threat"),
    *numbered.of_room,
    path("shelters/", include(_shelters)),
    path("<uuid:case_id>/", include(_case)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/", include((_room, "cases"))),
    path("search/", searching.search, name="search"),
]
if settings.MODE != "production":
    urlpatterns += [path("story/", showing.story, name="story")]
