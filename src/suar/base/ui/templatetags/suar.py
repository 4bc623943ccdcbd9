"""The components of the shell, as template tags; `/components/` shows each of them."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

import lucide
from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suar.base.accounts.samples import SampleCode
from suar.base.accounts.samples import sample_code as code_of_a_sample
from suar.base.ui import clocks, form_tags, panel_tags, paper_tags, words
from suar.base.ui.parts import Consent, Job, Look, Step
from suar.base.ui.reasons import in_words
from suar.base.ui.refusals import refusal_in_words
from suar.base.ui.river import address
from suar.knowledge.rules.decision import Decision

register = template.Library()
for part in (form_tags, panel_tags, paper_tags):  # one library to load, a file each
    register.tags.update(part.register.tags)

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


@register.simple_tag(takes_context=True)
def sample_code(context: template.Context) -> SampleCode | None:
    """Give a demonstration's code of this moment; nothing anywhere else."""
    return code_of_a_sample(context["request"])


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
    **sent: Any,
) -> dict[str, Any]:
    """Show a button that a rule allows, or the same button that says why it does not.

    It is a link unless it sends something: then it posts. ``sends="name=value"`` or ``sends=""``
    is the button's own; every other keyword (``once=key``, ``version=3``) is a hidden field.
    """
    posts = bool(sent)
    name, _equals, value = str(sent.pop("sends", "")).partition("=")
    return {
        "csrf_token": context.get("csrf_token"),
        "allowed": decided.allowed,
        **_reason(decided),
        "label": label,
        "url": url,
        "posts": posts,
        "hidden": list(sent.items()),
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
def filters(
    toggles: Sequence[Any] = (), *, sort: str = "", label: str = "", form: Any = None
) -> dict[str, Any]:
    """Show the filter bar: toggles with counts, then "Filter", then the sort in words.

    ``form`` is sent by GET, so that the choice stands in the address: codes, never a name. It is
    unfolded where one of its own fields narrows the list; a toggle, hidden in it, shows itself.
    """
    chosen = bool(form and any(form.data.get(each.name) for each in form.visible_fields()))
    label = label or _("Show")
    return {"toggles": toggles, "sort": sort, "label": label, "form": form, "chosen": chosen}


@register.inclusion_tag("ui/components/empty.html")
def empty(what: str, *, when: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """Say what would be here, when it would come, and one way on."""
    return {"what": what, "when": when, "url": url, "action": action}


@register.inclusion_tag("ui/components/job.html", takes_context=True)
def job(context: template.Context, found: Job) -> dict[str, Any]:
    """Show a long job: steps in words, its share once known, that she may leave, Stop."""
    return {"job": found, "csrf_token": context.get("csrf_token")}


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


@register.filter
def refusal(text: str) -> str:
    """Say what a reader refused in the language in force."""
    return refusal_in_words(text)
