"""Screening: indicator lists as YAML with source and weights, and what answers add up to. Pure.

Examples
--------
>>> len(tool("triage")), len(tool("ilo_ec_labour")), len(tool("ilo_11"))
(10, 67, 11)
"""

from suar.knowledge.screening.carrying import Answers, Standing, standing
from suar.knowledge.screening.model import Dimension, Indicator, Said, Tool, Weight
from suar.knowledge.screening.reading import tool, tools
from suar.knowledge.screening.scoring import (
    Element,
    Outcome,
    Result,
    Weighed,
    positive,
    reckon,
    weigh,
)

__all__ = [
    "Answers",
    "Dimension",
    "Element",
    "Indicator",
    "Outcome",
    "Result",
    "Said",
    "Standing",
    "Tool",
    "Weighed",
    "Weight",
    "positive",
    "reckon",
    "standing",
    "tool",
    "tools",
    "weigh",
]
