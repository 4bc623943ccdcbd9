"""Addresses of people, the organisation and invitations."""

from django.urls import URLPattern, URLResolver, include, path

from suar.base.accounts import accepting, organisation_pages, views

_people: list[URLPattern] = [
    path("people/", views.index, name="index"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/<uuid:invitation_id>/withdraw/", views.withdraw, name="withdraw"),
    path("people/posts/<uuid:post_id>/end/", views.end_post, name="end_post"),
    path("people/posts/<uuid:post_id>/teams/", views.teams, name="teams"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/deactivate/", views.deactivate, name="deactivate"),
    path("organisation/", organisation_pages.organisation, name="organisation"),
    path("organisation/edit/", organisation_pages.edit, name="edit"),
    path("organisation/rename/", organisation_pages.rename, name="rename"),
    path("organisation/emblem/", organisation_pages.emblem, name="emblem"),
    path("organisation/emblem/remove/", organisation_pages.remove_emblem, name="emblem_remove"),
    path("organisation/team/", organisation_pages.team, name="team"),
    path("organisation/team/<uuid:team_id>/", organisation_pages.edit_team, name="edit_team"),
]

#: Pages of the sign-in library that Suar has no use for: an administrator invites, e-mail is
#: changed by a new invitation, a ministry's directory is tied by its first sign-in.
_UNUSED: list[URLPattern] = [
    path("account/email/", views.unused, name="account_email"),
    path("account/confirm-email/", views.unused, name="account_email_verification_sent"),
    path("account/confirm-email/<str:key>/", views.unused, name="account_confirm_email"),
    path("account/password/set/", views.unused, name="account_set_password"),
    path("account/login/code/confirm/", views.unused, name="account_confirm_login_code"),
    path("account/3rdparty/", views.unused, name="socialaccount_connections"),
    path("account/3rdparty/signup/", views.unused, name="socialaccount_signup"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_UNUSED,
    path("", include((_people, "people"))),
    path("invitation/<uuid:organisation>/<str:secret>/", accepting.invitation, name="invitation"),
]
