"""Every address says who may: `@needs(...)`, `@signed_in` or `@public`. The house test walks them.

The view runs, *and its template is rendered*, inside `with acting(actor)`; outside it no query
runs. Somebody else's record is 404; a permission that the post lacks is a page that says which.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse

from suar.base.access.acting import acting
from suar.base.access.actor import part
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may

View = Callable[..., HttpResponse]


def needs(permission: Permission) -> Callable[[View], View]:
    """Let in a signed-in person whose post has the permission, and keep a refusal in the audit."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = _turned_away(request)
            if answer is not None:
                return answer
            decision = may(request.actor.holder, permission)
            if not decision.allowed:
                return refused(request, decision.reason)
            return _inside(request, view, args, kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(view: View) -> View:
    """Let in whoever has signed in and holds a running post."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = _turned_away(request)
        return answer or _inside(request, view, args, kwargs)

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Let in everybody: the view sees nothing of any organisation's."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with acting(part("public")):
            return _rendered(view(request, *args, **kwargs))

    guarded.access = "public"  # type: ignore[attr-defined]
    return guarded


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer 403 with the rule's reason, and keep the refusal in the audit before it is shown."""
    from suar.base.audit.services import record_refusal

    record_refusal(
        action=_address(request), reason=reason, by=request.actor, subject=_subject(request)
    )
    return render(request, "ui/refused.html", {"reason": reason}, status=403)


def _subject(request: HttpRequest) -> tuple[str, UUID] | None:
    """Give the record that an address names first: `/victims/<victim_id>/...` is a victim's."""
    match = request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if name.endswith("_id") and isinstance(value, UUID):
            return name.removesuffix("_id"), value
    return None


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    from suar.base.accounts.factors import second_factor_missing

    if not request.user.is_authenticated:
        return redirect(f"/account/login/?next={request.path}")
    if request.actor.organisation is None:
        return render(request, "ui/no_post.html", status=403)
    if second_factor_missing(request):
        return redirect("second_factor")
    return None


def _inside(request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse:
    from suar.base.vault.keyring import VaultClosed

    try:
        with acting(request.actor):
            return _rendered(view(request, *args, **kwargs))
    except Denied as denied:
        return refused(request, str(denied))
    except VaultClosed as closed:
        from suar.base.vault.pages import closed_page

        return closed_page(request, closed.organisation)


def _rendered(response: HttpResponse) -> HttpResponse:
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    return response


def _address(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"{request.method} {match.view_name if match else 'unknown'}"
