"""The page: every part worked out, laid out by templates, closed to the network by a policy."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report.figures import corridors, timeline
from suar.analytics.picture.report.icons import MARK, icon
from suar.analytics.picture.report.paint import properties
from suar.analytics.picture.report.sections import beside, bridge, closing, figures, head, unknown
from suar.analytics.picture.report.speech import Speech

if TYPE_CHECKING:
    from jinja2 import Environment

_WEIGHT = re.compile(r"\*\*(.+?)\*\*")


def render_html(document: PictureDocument, language: str) -> str:
    """Give the whole report as one HTML file that fetches nothing and runs no script.

    Parameters
    ----------
    document
        The picture, already disclosure-controlled: null is said as *withheld*, an absent key as
        *not known*.
    language
        ``en`` or ``id``; anything else is a ValueError.
    """
    speech = head.speech_for(document, language)
    style = _style()
    return (
        _environment()
        .get_template("picture.html")
        .render(
            d=document,
            s=speech,
            t=lambda key, **values: rich(speech.say(key, **values)),
            rich=rich,
            icon=icon,
            mark=MARK,
            style=Markup(style),  # noqa: S704 - our own file
            policy=_policy(style),
            land=Markup(corridors.outline()),  # noqa: S704 - our own file
            **_parts(document, speech),
        )
    )


def _parts(document: PictureDocument, speech: Speech) -> dict[str, Any]:
    persons = document["units"].get("persons")
    total = persons["count"] if persons else None
    return {
        "title": head.title(document, speech),
        "window": head.window(document, speech),
        "answer": [rich(said) for said in head.answer(document, speech)],
        "boxes": head.boxes(document, speech),
        "statuses": head.statuses(document, speech),
        "persons_total": total,
        "bridge": bridge.rows(document, speech),
        "linkable": head.linkable(document),
        "steps": bridge.steps(document, speech),
        "also": bridge.also(document, speech),
        "desks": bridge.desks(document, speech),
        "sets": figures.sets(document, speech),
        "time": figures.time(document["timeline"], document["registers"], speech),
        "time_marks": timeline.lettered(document["timeline"], speech),
        "breakdowns": [figures.breakdown(b, total, speech) for b in document["breakdowns"]],
        "ways": figures.ways(document, speech),
        "edges": figures.edges(document, speech, phone=False),
        "edges_phone": figures.edges(document, speech, phone=True),
        "news": figures.news(document, speech),
        "halves": beside.halves(document, speech),
        "alone": beside.alone(document, speech),
        "totals": beside.totals(document, speech),
        "change": beside.change(document, speech),
        "unknown": unknown.unknown(document, speech),
        "sure": closing.sure(document, speech),
        "withholds": document["audience"] != "holder",
    }


def rich(said: str) -> Markup:
    """Escape words and give weight to what stands between two asterisks."""
    return Markup(_WEIGHT.sub(r"<strong>\1</strong>", str(escape(said))))  # noqa: S704 - escaped


@cache
def _style() -> str:
    sheet = files(__package__).joinpath("templates", "picture.css").read_text(encoding="utf-8")
    return properties() + re.sub(r"/\*.*?\*/\s*|\n\s+", "", sheet, flags=re.DOTALL)


def _policy(style: str) -> str:
    """Allow this style and nothing else: no script, no request, no frame."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    closed = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"
    return f"{closed}; style-src 'sha256-{digest}'"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("suar.analytics.picture.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
