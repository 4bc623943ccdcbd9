"""Where to draw the line without labels: few errors, and among the links made few wrong ones.

At 0.5 calibrated probabilities make fewest errors in all. In very many records chance agreement
makes many pairs that only just deserve it, and then too many of the links made would be wrong. A
wrong link harms a person sooner than a missed one, so the line is drawn higher where the
probabilities themselves say that more than `WRONG` of the links below would be wrong, and by more
than chance explains: of few links that share is itself uncertain. That rests on their being
calibrated; `suar link --clerical` measures it where people have judged pairs.
"""

from dataclasses import replace

from suar.analytics.linkage import clusters

#: The threshold at which calibrated probabilities make fewest errors.
FEWEST_ERRORS = 0.5
#: Links made that may be wrong; and the thresholds tried.
WRONG = 0.02
_TRIED = (FEWEST_ERRORS, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def surest(grouping: clusters.Grouping) -> float:
    """Give the lowest threshold at which no more links than `WRONG` are expected to be wrong."""

    def few(threshold: float) -> bool:
        share, spread = expected_wrong(grouping, threshold)
        return share - spread <= WRONG

    return next((t for t in _TRIED if few(t)), _TRIED[-1])


def expected_wrong(grouping: clusters.Grouping, threshold: float) -> tuple[float, float]:
    """Give the share of the links made that are expected to be wrong, and its standard error."""
    label = clusters.labels(replace(grouping, threshold=threshold))
    left, right, chance = clusters.marginals(grouping)
    own = chance[label[left] == label[right]]
    made, wrong = float(len(own)), float((1 - own).sum())
    variance = float((own * (1 - own)).sum())
    for merged in grouping.merged:
        for ties, p in clusters.joins(merged):
            if p >= threshold:
                made += ties
                wrong += ties * (1 - p)
                variance += ties**2 * p * (1 - p)
    return (wrong / made, variance**0.5 / made) if made else (0.0, 0.0)
