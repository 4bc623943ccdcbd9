"""Addresses of the victims room: no name ever stands in one. `/rights/` is its data officer's."""

from django.urls import URLPattern, URLResolver, include, path

from suar.rooms.victims.views import (
    accepting,
    consents,
    kin,
    looking,
    numbers,
    opening,
    people,
    projects,
    rights,
    same,
    status,
    stories,
    writing,
)

_file: list[URLPattern] = [
    path("", looking.file, name="file"),
    path("looked/", looking.looked, name="looked"),
    path("open/<slug:group>/", opening.open_part, name="open"),
    path("close/", opening.close, name="close"),
    path("write/<slug:group>/", writing.group, name="write"),
    path("facts/", writing.facts, name="facts"),
    path("head/", writing.head, name="head"),
    path("episode/", stories.episode, name="episode"),
    path("episode/<uuid:episode_id>/", stories.correct_episode, name="correct_episode"),
    path("episode/<uuid:episode_id>/leg/", stories.leg, name="leg"),
    path("leg/<uuid:leg_id>/", stories.correct_leg, name="correct_leg"),
    path("beside/", people.beside, name="beside"),
    path("beside/<uuid:assignment_id>/end/", people.leave, name="leave"),
    path("child/", people.child, name="child"),
    path("birth/", kin.birth, name="birth"),
    path("kin/", kin.kin, name="kin"),
    path("kin/<uuid:kin_id>/remove/", kin.unkin, name="unkin"),
    path("number/", numbers.number, name="number"),
    path("number/<uuid:number_id>/remove/", numbers.no_number, name="no_number"),
    path("guardian/", people.guardian, name="guardian"),
    path("guardian/<uuid:guardian_id>/end/", kin.no_guardian, name="no_guardian"),
    path("death/", people.death, name="death"),
    path("status/<slug:move>/", status.decide, name="status"),
    path("consent/", consents.ask, name="consent"),
    path("consent/<uuid:consent_id>/withdraw/", consents.withdraw, name="withdraw"),
    path("consent/<uuid:consent_id>/stopped/", consents.stopped, name="stopped"),
    path("same/", same.propose, name="propose"),
    path("held/", rights.held, name="held"),
    path("ask/", rights.ask, name="ask"),
]
_room: list[URLPattern | URLResolver] = [
    path("", looking.index, name="index"),
    path("search/", looking.search, name="search"),
    path("new/", writing.new, name="new"),
    path("same/", same.pairs, name="pairs"),
    path("same/<uuid:pair_id>/", same.compare, name="compare"),
    path("same/<uuid:pair_id>/apart/", same.apart, name="apart"),
    path("same/<uuid:pair_id>/again/", same.again, name="again"),
    path("merging/<uuid:merging_id>/undo/", same.undo, name="undo"),
    path("accept/<uuid:report_id>/", accepting.accept, name="accept_report"),
    path("<uuid:victim_id>/", include(_file)),
]
_rights: list[URLPattern] = [
    path("", rights.index, name="index"),
    path("secret/", projects.secret, name="secret"),
    path("breach/", rights.breach, name="breach"),
    path("breach/<uuid:breach_id>/told/", rights.told, name="told"),
    path("<uuid:request_id>/answer/", rights.answer, name="answer"),
    path("<uuid:request_id>/erase/", rights.erase, name="erase"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("victims/", include((_room, "victims"))),
    path("rights/", include((_rights, "rights"))),
]
