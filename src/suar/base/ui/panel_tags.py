"""Tags that frame: field groups open and sealed, numbered panels, facts, small standing parts."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from suar.base.ui import words

register = template.Library()


@register.simple_block_tag(takes_context=True)
def panel(
    context: template.Context,
    content: str,
    title: str,
    *,
    state: str = "",
    note: str = "",
    flush: bool = False,
    closes: datetime | None = None,
    close_url: str = "",
) -> str:
    """Frame a field group. ``state``: sealed, team, opened, elsewhere, or nothing.

    A group that is not the reader's is not in the page at all; *elsewhere* is for her own team: it
    exists, and ``content`` says whom to ask. An opened one says when it closes by itself
    (``closes``) and has a button that closes it now (POST to ``close_url``).
    """
    facts = {
        "content": content,
        "title": title,
        "state": state,
        "note": _closing(closes) if closes else note,
        "more": note if closes else "",
        "flush": flush,
        "close_url": close_url,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("ui/components/panel.html", facts)


def _closing(closes: datetime) -> str:
    """Say how long a group stays open: whole minutes, rounded up, so that 0 is never said."""
    left = max(1, -int(-(closes - timezone.now()).total_seconds() // 60))
    return ngettext("closes in %(n)d minute", "closes in %(n)d minutes", left) % {"n": left}


@register.simple_block_tag
def numbered(content: str, number: int, title: str, *, note: str = "", folds: bool = False) -> str:
    """Frame a part of a one-page form: its number and its shortcut, Alt and that number.

    ``folds``: a long part that stands open at a desk and begins closed on a phone.
    """
    facts = {
        "content": content,
        "number": number,
        "title": title,
        "note": note,
        "folds": folds,
    }
    return render_to_string("ui/components/numbered.html", facts)


@register.simple_block_tag
def facts(content: str) -> str:
    """Frame a list of facts, each by `{% fact %}`."""
    return render_to_string("ui/components/facts.html", {"content": content})


@register.inclusion_tag("ui/components/fact.html")
def fact(label: str, value: Any = "", *, unknown: bool = False) -> dict[str, Any]:
    """Show one fact. An empty one was not asked; ``unknown`` was asked, and nobody knows."""
    return {"label": label, "value": value, "unknown": unknown, "empty": value in ("", None)}


@register.inclusion_tag("ui/components/asks_each.html")
def asks_each(label: str, url: str) -> dict[str, str]:
    """Show an item of an open panel that asks its reason each time: the way to its question."""
    return {"label": label, "url": url}


@register.inclusion_tag("ui/components/captive.html")
def captive() -> dict[str, Any]:
    """Warn against calling somebody who is not free."""
    return {}


@register.inclusion_tag("ui/components/changes.html")
def changes(number: int, url: str) -> dict[str, Any]:
    """Say that others changed what she reads; nothing moves by itself."""
    return {"number": number, "url": url}


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Any) -> SafeString | str:
    """Lead through the pages of a list (`paging.Pages`); the rest of the address stays."""
    if not page.has_other_pages():
        return ""
    request = context.get("request")
    kept = [(k, v) for k, v in (request.GET.items() if request else ()) if k != "page"]

    def to(number: int) -> str:
        return "?" + urlencode([*kept, ("page", str(number))])

    facts = {
        "earlier": to(page.previous_page_number()) if page.has_previous() else "",
        "later": to(page.next_page_number()) if page.has_next() else "",
        "span": words.span(page.start_index(), page.end_index()),
        "total": words.counted(page.paginator.count, more=_more(page)),
    }
    return render_to_string("ui/components/pager.html", facts)


def _more(page: Any) -> bool:
    """Whether the list was not counted to its end."""
    counted = getattr(page.paginator, "counted", None)
    return counted is not None and counted.more
