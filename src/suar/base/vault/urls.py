"""Addresses of the organisation's key."""

from django.urls import URLPattern, URLResolver, include, path

from suar.base.vault import pages

_keys: list[URLPattern] = [
    path("keys/", pages.index, name="index"),
    path("keys/make/", pages.make, name="make"),
    path("keys/take/", pages.take, name="take"),
    path("keys/bring/", pages.bring, name="bring"),
    path("keys/lock/", pages.lock, name="lock"),
    path("keys/give-back/", pages.give_back, name="give_back"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_keys, "keys")))]
