"""The audit's addresses."""

from django.urls import URLPattern, URLResolver, include, path

from suar.base.audit import pages

_audit: list[URLPattern] = [
    path("audit/", pages.index, name="index"),
    path("audit/<uuid:event_id>/words/", pages.words, name="words"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_audit, "audit")))]
