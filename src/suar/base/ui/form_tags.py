"""Tags of forms: the frame of a form, a field, four answers in a row, errors, stale writes."""

from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.template.loader import render_to_string

from suar.base.ui.fields import ANSWERS, UNKNOWN, Segments
from suar.base.ui.parts import Stale

register = template.Library()


#: What `{% filling %}` may be told beside its form and its label.
_FILLING = {"icon": "check", "url": "", "back": "", "draft": "", "note": "", "second": False}


@register.simple_block_tag(takes_context=True)
def filling(
    context: template.Context, content: str, form: forms.Form, label: str, **options: Any
) -> str:
    """Frame a form: errors first, both values of a stale write, its fields, button, draft line.

    Parameters
    ----------
    form
        Its hidden fields (one-use key, version) are drawn here; ``content`` holds the others.
    options
        ``url``: where it is sent (else the page itself). ``back``: where "Leave it" leads.
        ``draft``: the name under which what is written is kept (nothing is kept without it, as on
        public pages). ``note``: a sentence at the button. ``icon``. ``second``: outlined button,
        where the page's one main button is another.
    """
    if unknown := options.keys() - _FILLING.keys():
        raise template.TemplateSyntaxError(f"filling knows no {sorted(unknown)}")
    told = {**_FILLING, **options}
    stale: Stale | None = context.get("stale")
    hidden = [each for each in form.hidden_fields() if not (stale and each.name == "version")]
    facts = {
        **told,
        "content": content,
        "form": form,
        "hidden": hidden,
        "stale": stale,
        "label": label,
        "kind": "second" if told["second"] else "main",
        "csrf_token": context.get("csrf_token"),
        "errors": sum(len(errors) for errors in form.errors.values()),
    }
    return render_to_string("ui/components/filling.html", facts)


@register.inclusion_tag("ui/components/unknowns.html")
def unknowns(
    name: str,
    label: str,
    *,
    value: str = "not_asked",
    said: str = "",
    number: str = "",
    sources: Sequence[tuple[str, str]] = (),
    source: str = "",
) -> dict[str, Any]:
    """Ask yes, no, not known, not asked in one row; *not asked* is chosen at the start.

    ``said`` says who said or noticed it; with ``sources`` it is asked beside the row, under the
    name `NAME_source`.
    """
    return {
        "name": name,
        "label": label,
        "value": value or "not_asked",
        "said": said,
        "number": number,
        "sources": sources,
        "source": source,
        "answers": [(key, words, "unknown" if key in UNKNOWN else "") for key, words in ANSWERS],
    }


@register.inclusion_tag("ui/components/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """List what is to be put right, each linked to its field. Focus moves here."""
    return {"form": form, "count": sum(len(errors) for errors in form.errors.values())}


@register.inclusion_tag("ui/components/field.html")
def field(bound: Any, *, optional: bool = False) -> dict[str, Any]:
    """Show one field: label, hint, the same sentence as in the summary, the input."""
    widget = bound.field.widget
    segments = isinstance(widget, Segments)
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
        "segments": segments,
        "unknown": UNKNOWN,
        "tick": tick,
        "optional": optional,
        "described": described,
    }


@register.inclusion_tag("ui/components/stale.html")
def stale(found: Any) -> dict[str, Any]:
    """Show both values side by side, with who and when; each field is chosen."""
    return {"stale": found}


@register.inclusion_tag("ui/components/draft.html")
def draft_line() -> dict[str, Any]:
    """Give the line in which draft.js says what is kept."""
    return {}
