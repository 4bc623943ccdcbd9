"""A reader's own choices: language and theme. A person's are hers on every device."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
THEMES = ("", "light", "dark")
_YEAR = 365 * 24 * 3600


def language_of(request: HttpRequest) -> str:
    """Give the person's own language, else the visitor's cookie, else `Accept-Language`."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = user.language
    else:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    known = dict(settings.LANGUAGES)
    return chosen if chosen in known else translation.get_language_from_request(request)


def theme_of(request: HttpRequest) -> str:
    """Give light or dark where it was chosen, else nothing: the page follows the device."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return user.theme if user.theme in THEMES else ""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def keep(request: HttpRequest, response: HttpResponse, *, field: str, value: str) -> None:
    """Keep a choice with the person where one has signed in, and in a cookie for the entrance."""
    if request.user.is_authenticated:
        setattr(request.user, field, value)
        request.user.save(update_fields=[field])
    response.set_cookie(
        field, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.SECURE
    )
