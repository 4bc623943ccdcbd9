"""Police reports with a number of victims: persons of one case gathered into one row."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from suar.analytics.synthetic.capture import Capture
from suar.analytics.synthetic.people import Ints, People

#: How many victims a report has: most one, some a lorry or a compound full.
_SIZES: Final = {1: 0.7, 2: 0.12, 3: 0.06, 4: 0.04, 6: 0.03, 9: 0.03, 15: 0.015, 25: 0.005}


@dataclass(frozen=True)
class Reports:
    """Reports in the order of the day: the first victim of each, and how many there are.

    ``person`` are all victims, report after report; ``report`` numbers the report of each.
    """

    first: Capture
    victims: Ints
    person: Ints
    report: Ints


def draw_sizes(reports: int, persons: int, rng: np.random.Generator) -> Ints:
    """Draw the number of victims of each report; together at most half of all ``persons``."""
    sizes = rng.choice(list(_SIZES), reports, p=list(_SIZES.values())).astype(np.int64)
    while sizes.sum() > max(persons // 2, reports):
        sizes[sizes.argmax()] = 1
    return sizes


def gather(known: Capture, sizes: Ints, people: People) -> Reports:
    """Put persons of one kind, one country and one time into one report; in order of the day."""
    of = known.person
    alike = np.lexsort((of, known.day, people.country[of], people.segment[of]))
    report = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum(sizes) - sizes
    day = known.day[alike][starts]
    order = np.lexsort((starts, day))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    by_report = np.argsort(place[report], kind="stable")
    return Reports(
        first=Capture(person=of[alike][starts][order], day=day[order]),
        victims=sizes[order],
        person=of[alike][by_report],
        report=place[report][by_report],
    )
