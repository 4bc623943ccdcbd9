"""Who is the same person, by probabilities and without needing names."""

from suar.analytics.linkage.explain import explain, unsure
from suar.analytics.linkage.linking import link
from suar.analytics.linkage.links import Links, PersonCount
from suar.analytics.linkage.quality import Quality, evaluate

__all__ = ["Links", "PersonCount", "Quality", "evaluate", "explain", "link", "unsure"]
