"""Addresses of people, the organisation and invitations."""

from django.urls import URLPattern, URLResolver, include, path

from suar.base.accounts import accepting, views

_people: list[URLPattern] = [
    path("people/", views.index, name="index"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/<uuid:invitation_id>/withdraw/", views.withdraw, name="withdraw"),
    path("people/posts/<uuid:post_id>/end/", views.end_post, name="end_post"),
    path("people/posts/<uuid:post_id>/teams/", views.teams, name="teams"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/deactivate/", views.deactivate, name="deactivate"),
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/rename/", views.rename, name="rename"),
    path("organisation/team/", views.team, name="team"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_people, "people"))),
    path("invitation/<uuid:organisation>/<str:secret>/", accepting.invitation, name="invitation"),
]
