"""Pages for what went wrong: they say what happened, what is lost or not, and one way on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return _page(
        request,
        400,
        _("This cannot be read"),
        _("The address or what was sent is not whole. Go back and try once more."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 where no rule's own reason is known."""
    return _page(
        request,
        403,
        _("Not for this post"),
        _("The post in which you act may not do this. Your administrator can tell you who may."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: also where something is another organisation's."""
    return _page(
        request,
        404,
        _("Not found"),
        _("Nothing is at this address, or it is not yours to see."),
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token has run out: nothing was saved."""
    return _page(
        request,
        403,
        _("This form has waited too long"),
        _(
            "Nothing was saved. Go back, load the page anew and send it again; a draft that was"
            " kept in this window comes back by itself."
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the database, the session or any fact of the request."""
    words = {
        "heading": _("Something broke here"),
        "words": _(
            "It is our fault, and it has been noted without any of your data. What you had"
            " saved is still there. Try again in a few minutes."
        ),
        "number": 500,
    }
    return HttpResponse(render_to_string("ui/broken.html", words), status=500)


def _page(request: HttpRequest, number: int, heading: str, words: str) -> HttpResponse:
    facts: dict[str, Any] = {"number": number, "heading": heading, "words": words}
    return render(request, "ui/error.html", facts, status=number)
