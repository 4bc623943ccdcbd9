"""Addresses: English nouns of the rooms. Every one declares who may (see the house test)."""

from django.urls import URLPattern, URLResolver, include, path

from suar.base.serving.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("suar.base.ui.urls")),
    path("", include("suar.base.accounts.urls")),
    path("", include("suar.base.audit.urls")),
    path("", include("suar.base.vault.urls")),
    path("", include("suar.rooms.registers.urls")),
    path("", include("suar.rooms.intake.urls")),
    path("", include("suar.rooms.victims.urls")),
    path("", include("suar.rooms.cases.urls")),
    path("health/", health, name="health"),
    path("account/", include("allauth.urls")),
]

handler400 = "suar.base.ui.errors.bad_request"
handler403 = "suar.base.ui.errors.forbidden"
handler404 = "suar.base.ui.errors.not_found"
handler500 = "suar.base.ui.errors.broken"
