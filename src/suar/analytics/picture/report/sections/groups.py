"""Groups that an estimate speaks of: their names, and which of them have a figure."""

import re

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report import estimate as reading
from suar.analytics.picture.report.estimate import Estimate, Stratum
from suar.analytics.picture.report.speech import Speech


def name_of(stratum: Stratum, speech: Speech) -> str:
    """Say who a group is, with a capital."""
    said = speech.label(stratum["label"])
    return said[:1].upper() + said[1:]


def with_figure(estimate: Estimate) -> list[Stratum]:
    """Give the groups for which a figure is shown: not refused, and nothing of it withheld."""
    return [
        s
        for s in reading.told(estimate)
        if reading.hidden(s["headline"], s["observed"]) is not None
    ]


def said_plainly(text: str, document: PictureDocument, speech: Speech) -> str:
    """Put names for registers into a sentence that was made of their codes."""
    for register in document["registers"]:
        name = rf"\b{re.escape(register['name'])}\b"
        label = speech.label(register["label"])
        text = re.sub(name, lambda _, label=label: label, text, flags=re.IGNORECASE)  # type: ignore[misc]
    return text
