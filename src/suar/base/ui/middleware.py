"""Headers on every answer; the language and the zone of the person before those of the browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from suar.base.ui.choices import language_of
from suar.base.ui.whose import whose
from suar.base.ui.words import known_zone

Respond = Callable[[HttpRequest], HttpResponse]

#: Nothing inline, nothing from elsewhere, no frame, no form to elsewhere.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "manifest-src 'self'",
    )
)


_NO_SENSORS = "camera=(), microphone=(), geolocation=()"


class SecurityHeaders:
    """Strict content policy, no sharing, no caching of what a person sees after signing in."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _NO_SENSORS)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Language:
    """The person's own choice, else the cookie of a visitor, else `Accept-Language`."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = language_of(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.respond(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


class Zone:
    """Times are shown in the person's zone, else the organisation's, else the instance's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(known_zone(whose(request).zone)):
            return self.respond(request)
