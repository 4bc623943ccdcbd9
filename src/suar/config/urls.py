"""Addresses: English nouns of the rooms. Every one declares who may (see the house test)."""

from django.urls import URLPattern, URLResolver, path

from suar.base.serving.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
]
