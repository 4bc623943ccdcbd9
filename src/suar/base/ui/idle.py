"""The idle lock: after some minutes without a deed the session stays, but shows nothing.

She proves again who she is (password, passkey or code) and goes on where she was. The page's own
script leaves for the lock page in time; this is the wall behind it.
"""

import base64
import hmac
import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

Respond = Callable[[HttpRequest], HttpResponse]

SEEN = "seen"
LOCKED = "locked_at"
#: What still answers while a session is locked: the way back, the way out, what is public.
OPEN_WHILE_LOCKED = {
    "lock",
    "start",
    "weather",
    "health",
    "language",
    "theme",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
_WRITE_EVERY = 30  # seconds between two notes of being seen, so that reading a page is no write


class IdleLock:
    """Lock a session that did nothing for `IDLE_LOCK_MINUTES`, and keep it locked until proved."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Turn a request of a locked session to the lock page."""
        if not request.user.is_authenticated or not settings.IDLE_LOCK_MINUTES:
            return None
        now = time.time()
        seen = request.session.get(SEEN, now)
        if LOCKED not in request.session and now - seen > settings.IDLE_LOCK_MINUTES * 60:
            lock(request)
        if is_locked(request):
            match = request.resolver_match
            if match is not None and match.url_name in OPEN_WHILE_LOCKED:
                return None
            back = request.get_full_path() if request.method == "GET" else "/day/"
            return redirect(f"{reverse('lock')}?{urlencode({'next': back})}")
        asked_by_a_person = not (request.method == "GET" and request.headers.get("HX-Request"))
        if asked_by_a_person and (SEEN not in request.session or now - seen > _WRITE_EVERY):
            request.session[SEEN] = now
        return None


def lock(request: HttpRequest) -> None:
    """Lock the session: what was proved until now no longer opens it."""
    request.session[LOCKED] = time.time()


def is_locked(request: HttpRequest) -> bool:
    """Whether nothing has been proved since the lock; a proof opens it."""
    at = request.session.get(LOCKED)
    if at is None:
        return False
    if any(record["at"] > at for record in get_authentication_records(request, request.user)):
        del request.session[LOCKED]
        request.session[SEEN] = time.time()
        return False
    return True


def draft_key(request: HttpRequest) -> str:
    """Give the key under which this session's drafts lie in the browser; it dies with the session.

    Who later reads the browser's files finds drafts that no page can open any more.
    """
    known = (request.session.session_key or "").encode()
    made = hmac.digest(settings.SECRET_KEY.encode(), b"drafts:" + known, "sha256")
    return base64.b64encode(made).decode()


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Give the address that a form or link wants to return to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else otherwise
