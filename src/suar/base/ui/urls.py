"""Addresses of the shell."""

from django.conf import settings
from django.urls import URLPattern, path

from suar.base.ui import showcase, views

urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("day/", views.day, name="day"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("zone/", views.zone, name="zone"),
    path("post/", views.post, name="post"),
    path("weather/", views.weather, name="weather"),
    path("lock/", views.lock_page, name="lock"),
    path("seen/", views.seen, name="seen"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("roles/", views.roles, name="roles"),
]
if settings.MODE != "production":
    urlpatterns += [
        path("components/", showcase.components, name="components"),
        path("components/plain/", showcase.plain, name="components_plain"),
        path("components/paper/", showcase.paper, name="components_paper"),
    ]
