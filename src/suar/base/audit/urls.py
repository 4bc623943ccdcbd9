"""The audit's address."""

from django.urls import URLPattern, URLResolver, include, path

from suar.base.audit import pages

_audit: list[URLPattern] = [path("audit/", pages.index, name="index")]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_audit, "audit")))]
