"""The components of the shell, as template tags; `/components/` shows each of them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

import lucide
from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suar.base.ui import clocks, words
from suar.base.ui.parts import Consent, Job, Look, Step
from suar.base.ui.reasons import in_words
from suar.base.ui.river import address
from suar.knowledge.rules.decision import Decision

register = template.Library()

#: The icon of each kind of chip, where the page names none.
CHIP_ICONS = {
    "going": "circle-dot",
    "done": "circle-check",
    "wait": "circle-dashed",
    "soon": "clock",
    "late": "hourglass",
    "no": "undo-2",
    "seal": "lock",
    "line": "circle",
    "dash": "circle-dashed",
}
CONSENTS = {
    "given": ("done", ""),
    "refused": ("no", ""),
    "withdrawn": ("wait", ""),
    "ended": ("wait", "circle-stop"),
}


@lru_cache(maxsize=512)
def _drawing(name: str, size: int, classes: str) -> SafeString:
    drawn = lucide._render_icon(
        name, size, **{"class": classes, "aria-hidden": "true", "focusable": "false"}
    )
    return mark_safe(drawn)  # noqa: S308 a drawing of the icon package, attributes are ours


@register.simple_tag
def icon(name: str, size: int = 16, **attributes: str) -> SafeString:
    """Draw an icon beside words; it is never read aloud."""
    return _drawing(str(name), int(size), str(attributes.get("class", "icon")))


@register.simple_tag
def room_url(name: str) -> str:
    """Give a room's address, or nothing while no room answers to it."""
    return address(name)


@register.inclusion_tag("ui/components/chip.html")
def chip(kind: str, label: str, *, icon: str = "", by: str = "") -> dict[str, Any]:
    """Show a status: icon, word, and by whom where that matters."""
    return {"kind": kind, "label": label, "icon": icon or CHIP_ICONS[kind], "by": by}


@register.inclusion_tag("ui/components/clock.html")
def clock(
    until: datetime | None,
    *,
    what: str = "",
    whose: str = "",
    starts: str = "",
    since: datetime | None = None,
    now: datetime | None = None,
) -> dict[str, Any]:
    """Show a clock: what is left, the deadline in words and zone, whose it is.

    Without a deadline it says that there is no clock, and what starts it (``starts``).
    """
    found = clocks.clock(until, now=now or timezone.now(), since=since)
    return {
        "clock": found,
        "icon": CHIP_ICONS["soon" if found.tone == "going" else found.tone],
        "until": until,
        "what": what,
        "whose": whose,
        "starts": starts,
    }


@register.simple_block_tag
def panel(content: str, title: str, *, state: str = "", note: str = "", flush: bool = False) -> str:
    """Frame a field group. ``state``: sealed, team, opened, or nothing.

    A group that is not the reader's is not in the page at all.
    """
    return render_to_string(
        "ui/components/panel.html",
        {"content": content, "title": title, "state": state, "note": note, "flush": flush},
    )


@register.inclusion_tag("ui/components/decision.html", takes_context=True)
def decision(
    context: template.Context,
    decided: Decision,
    label: str,
    *,
    url: str = "",
    kind: str = "second",
    icon: str = "",
    note: str = "",
    sends: str | None = None,
) -> dict[str, Any]:
    """Show a button that a rule allows, or the same button that says why it does not.

    It is a link unless ``sends`` is given: then it posts, with that "name=value" or nothing ("").
    """
    name, _equals, value = (sends or "").partition("=")
    return {
        "csrf_token": context.get("csrf_token"),
        "allowed": decided.allowed,
        **_reason(decided),
        "label": label,
        "url": url,
        "posts": sends is not None,
        "kind": kind,
        "icon": icon,
        "note": note,
        "name": name,
        "value": value,
        "reason_id": f"why-{crc32(f'{label} {url} {name} {value}'.encode()):x}",
    }


def _reason(decided: Decision) -> dict[str, str]:
    """Give a refusal's sentence in two parts: "Not yet:" in bold, then the rest."""
    words_of_it = "" if decided.allowed else in_words(decided.reason)
    first = _("Not yet:")
    if words_of_it.startswith(first):
        return {"first": first, "reason": words_of_it.removeprefix(first)}
    return {"first": "", "reason": words_of_it}


@register.inclusion_tag("ui/components/open_identity.html", takes_context=True)
def open_identity(
    context: template.Context,
    *,
    url: str,
    reasons: Sequence[tuple[str, str]],
    sentence: str,
    decided: Decision,
    minutes: int = 10,
) -> dict[str, Any]:
    """Ask the reason first, say what she will read in her file, then open. Nothing is chosen."""
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "reasons": reasons,
        "sentence": sentence,
        "decided": decided,
        **_reason(decided),
        "minutes": minutes,
    }


@register.inclusion_tag("ui/components/consent.html")
def consent(card: Consent) -> dict[str, Any]:
    """Show one recipient's consent; her no is as well drawn as a yes."""
    kind, sign = CONSENTS[card.state]
    label = {
        "given": _("Given"),
        "refused": _("She said no"),
        "withdrawn": _("Withdrawn"),
        "ended": _("Ended"),
    }[card.state]
    return {"card": card, "kind": kind, "label": label, "icon": sign}


@register.inclusion_tag("ui/components/who_looked.html")
def who_looked(looks: Sequence[Look], *, total: int = 0, url: str = "") -> dict[str, Any]:
    """Show who looked: three rows and the way to all."""
    return {"looks": looks, "total": total or len(looks), "url": url}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(events: Sequence[Any]) -> dict[str, Any]:
    """Show what happened when; partial dates stay partial."""
    return {"events": events}


@register.inclusion_tag("ui/components/steps.html")
def steps(names: Sequence[Step], *, label: str) -> dict[str, Any]:
    """Show a story's steps; the present one is lit."""
    return {"steps": names, "label": label}


@register.inclusion_tag("ui/components/filters.html")
def filters(toggles: Sequence[Any], *, sort: str = "", label: str = "") -> dict[str, Any]:
    """Show the filter bar: toggles with counts, then the sort in words."""
    return {"toggles": toggles, "sort": sort, "label": label or _("Show")}


@register.inclusion_tag("ui/components/unknowns.html")
def unknowns(
    name: str, label: str, *, value: str = "not_asked", said: str = "", number: str = ""
) -> dict[str, Any]:
    """Ask yes, no, not known, not asked in one row; *not asked* is chosen at the start."""
    answers = [
        ("yes", _("Yes"), ""),
        ("no", _("No"), ""),
        ("not_known", _("Not known"), "unknown"),
        ("not_asked", _("Not asked"), "unknown"),
    ]
    return {
        "name": name,
        "label": label,
        "value": value or "not_asked",
        "said": said,
        "number": number,
        "answers": answers,
    }


@register.inclusion_tag("ui/components/empty.html")
def empty(what: str, *, when: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """Say what would be here, when it would come, and one way on."""
    return {"what": what, "when": when, "url": url, "action": action}


@register.inclusion_tag("ui/components/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """List what is to be put right, each linked to its field. Focus moves here."""
    return {"form": form, "count": sum(len(errors) for errors in form.errors.values())}


@register.inclusion_tag("ui/components/field.html")
def field(bound: Any, *, optional: bool = False) -> dict[str, Any]:
    """Show one field: label, hint, the same sentence as in the summary, the input."""
    widget = bound.field.widget
    several = getattr(widget, "input_type", "") in {"radio", "checkbox"} and hasattr(
        widget, "choices"
    )
    tick = getattr(widget, "input_type", "") == "checkbox" and not several
    classes = "form-check-input" if tick or several else "form-control"
    if getattr(widget, "input_type", "") == "select":
        classes = "form-select"
    described = " ".join(
        part
        for part, there in (
            (f"{bound.auto_id}_hint", bound.help_text),
            (f"{bound.auto_id}_error", bound.errors),
        )
        if there
    )
    attributes: dict[str, str] = {"class": classes}
    widget.attrs.pop("placeholder", None)  # never a label, and a label says it already
    if "rows" in widget.attrs:
        widget.attrs["rows"] = min(int(widget.attrs["rows"]), 4)
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    drawn = "" if several else bound.as_widget(attrs=attributes)
    return {
        "field": bound,
        "drawn": drawn,
        "several": several,
        "tick": tick,
        "optional": optional,
        "described": described,
    }


@register.inclusion_tag("ui/components/stale.html")
def stale(found: Any) -> dict[str, Any]:
    """Show both values side by side, with who and when; each field is chosen."""
    return {"stale": found}


@register.inclusion_tag("ui/components/job.html", takes_context=True)
def job(context: template.Context, found: Job) -> dict[str, Any]:
    """Show a long job: steps in words, its share once known, that she may leave, Stop."""
    return {"job": found, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/components/draft.html")
def draft_line() -> dict[str, Any]:
    """Give the line in which draft.js says what is kept."""
    return {}


@register.filter
def number(value: int | float | None) -> str:
    """Write a number as the language does."""
    return "" if value is None else words.number(value)


@register.filter
def to(low: int | float, high: int | float) -> str:
    """Write a range: `{{ low|to:high }}`."""
    return words.span(low, high)


@register.filter
def day(value: date | str | None) -> str:
    """Write a date, also a partial one."""
    return words.day(value) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """Write a date with its weekday."""
    return words.weekday(value) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """Write a time of day with its zone."""
    return words.hour(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant with its zone."""
    return words.moment(value) if value else ""


@register.filter
def reason(text: str) -> str:
    """Say a rule's reason in the language in force."""
    return in_words(text)
