"""Tags of papers: lines and boxes of blank forms, the choice of the paper's language."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from suar.base.ui.fields import ANSWERS

register = template.Library()


@register.simple_tag
def blank_line(number: int = 1) -> SafeString:
    """Draw lines to write on by hand, 8 mm each."""
    return mark_safe('<p class="blank-line"></p>' * int(number))  # noqa: S308 no input in it


@register.inclusion_tag("ui/components/blank_answer.html")
def blank_answer(label: str, *, number: str = "") -> dict[str, Any]:
    """Draw a question of a blank form with boxes for yes, no, not known and not asked."""
    return {"label": label, "number": number, "answers": [words for _key, words in ANSWERS]}


@register.inclusion_tag("ui/components/blank_field.html")
def blank_field(label: str, *, lines: int = 1) -> dict[str, Any]:
    """Draw a field of a blank form: its label and lines under it."""
    return {"label": label, "lines": lines}


@register.inclusion_tag("ui/components/paper_languages.html", takes_context=True)
def paper_languages(context: template.Context) -> dict[str, Any]:
    """Offer the paper in either language; on the screen only."""
    kept = context["request"].GET.copy()
    offered = []
    for code, words in (("id", "Bahasa Indonesia"), ("en", "English")):
        kept["language"] = code
        chosen = code == context.get("paper_language")
        offered.append({"url": f"?{kept.urlencode()}", "words": words, "code": code, "on": chosen})
    return {"offered": offered}
