"""A page with one form: shown, mended where it must be, and its deed done once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.accounts.models import Post
from suar.base.accounts.once import new_key, once
from suar.base.audit.services import record_refusal
from suar.base.ui.reasons import in_words
from suar.base.ui.stale import StaleWrite, both_sides
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.decision import Denied
from suar.rooms.cases.models import Case

Words: TypeAlias = str | Any


@dataclass(frozen=True)
class Sheet:
    """What stands around a form. ``tops`` are (words, address) that lead back up."""

    title: Words
    button: Words
    back: str
    lead: Words = ""
    icon: str = "check"
    draft: str = ""
    note: Words = ""
    tops: tuple[tuple[Words, str], ...] = ()
    will: tuple[Words, ...] = ()  # what will happen, for what is not taken back easily
    template: str = "cases/fill.html"
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Now:
    """A row as it stands, for a write that came too late: its values by field, when, by whom."""

    values: dict[str, Any]
    at: datetime
    by: Any


def fill(
    request: HttpRequest,
    form: Form,
    deed: Callable[[Any], str],
    sheet: Sheet,
    *,
    as_it_stands: Callable[[Any], Now] | None = None,
) -> HttpResponse:
    """Show the form; sent, do its deed once and go where it led.

    A rule's no stands in the form and in the audit, and nothing typed is lost. A write that came
    too late shows both values where ``as_it_stands`` gives the row's, else asks to look again.
    """
    status = 200
    stale = None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                key = form.cleaned_data["once"]
                led_to, _done = once(key=key, deed=lambda: deed(form), by=request.actor)
            except StaleWrite as late:
                status, stale = 409, _late(form, late, as_it_stands, request.actor)
            except Denied as denied:
                record_refusal(action=_address(request), reason=str(denied), by=request.actor)
                form.add_error(None, in_words(str(denied)))
            else:
                return redirect(led_to)
    facts = {"form": form, "sheet": sheet, "stale": stale, **sheet.facts}
    return render(request, sheet.template, facts, status=status)


def _late(
    form: Form, late: StaleWrite, as_it_stands: Callable[[Any], Now] | None, actor: Actor
) -> Any:
    row = late.row
    if as_it_stands is not None:
        now = as_it_stands(row)
        roles = roles_of([now.by], actor)
        who = role_in_words(roles.get(now.by, ""))
        return both_sides(form, now.values, who=who, at=now.at, version=row.version)
    form.data = form.data.copy()
    form.data["version"], form.data["once"] = str(row.version), str(new_key())
    form.add_error(
        None, _("Someone changed this while you were writing. Look at it, then send it once more.")
    )
    return None


def roles_of(persons: list[Any], actor: Actor) -> dict[Any, str]:
    """Give the role in which colleagues work here."""
    posts = Post.objects.filter(
        organisation_id=actor.organisation, person_id__in={p for p in persons if p}
    ).order_by("from_on")
    return {post.person_id: post.role for post in posts}


def tops_of(case: Case) -> tuple[tuple[Words, str], ...]:
    """Give the way up from a page of a case."""
    from django.urls import reverse

    return (
        (_("Cases"), reverse("cases:index")),
        (case.reference, reverse("cases:case", args=[case.id])),
    )


def today() -> Any:
    """Give the reader's day."""
    return timezone.localdate()


def _address(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"{request.method} {match.view_name if match else 'unknown'}"
