"""Solutions met while a release is searched: each is a world that the reader cannot rule out."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from suar.analytics.disclosure.ledger import Key, Ledger
from suar.analytics.disclosure.sight import Sight

Floats = npt.NDArray[np.float64]
_MOST = 4_000
_EPS = 1e-6


class Memory:
    """Whole worlds: what was solved for some cells, the truth for all others.

    A world stays possible as long as every cell is within what the reader is told of it.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._place = {key: number for number, key in enumerate(ledger.cells)}
        self._truth = np.array([cell.value for cell in ledger.cells.values()], dtype=np.float64)
        self._worlds: list[Floats] = [self._truth]
        self._least, self._most = self._truth.copy(), self._truth.copy()
        self._limits = (np.zeros(0), np.zeros(0))

    def add(self, keys: Sequence[Key], values: Floats) -> None:
        """Keep a solution found under the present sight."""
        world = self._truth.copy()
        world[[self._place[key] for key in keys]] = values
        if len(self._worlds) < _MOST:
            self._worlds.append(world)
        np.minimum(self._least, world, out=self._least)
        np.maximum(self._most, world, out=self._most)

    def look(self, seen: Sight) -> None:
        """Forget, for now, the worlds that this sight rules out."""
        limits = np.array([seen.limits[key] for key in self._place])
        worlds = np.stack(self._worlds)
        low, high = limits[:, 0] - _EPS, limits[:, 1] + _EPS
        fits = (worlds >= low) & (worlds <= high)
        broken = (~fits).sum(axis=1)
        mixed = _mixed(worlds[broken == 1], fits[broken == 1], self._truth)
        worlds = np.concatenate([worlds[broken == 0], mixed])
        self._least, self._most = worlds.min(axis=0), worlds.max(axis=0)

    def extent(self, key: Key) -> tuple[float, float]:
        """Give the least and most of a cell in the worlds that are still possible."""
        place = self._place[key]
        return float(self._least[place]), float(self._most[place])


def _mixed(worlds: Floats, fits: npt.NDArray[np.bool_], truth: Floats) -> Floats:
    """Mix worlds that are wrong in one and the same cell, one too low and one too high.

    Between two possible worlds lies another for which the cell is as told: sums are linear.
    """
    made = [np.zeros((0, len(truth)))]
    cells = np.argmin(fits, axis=1) if len(worlds) else np.zeros(0, dtype=np.int64)
    for cell in np.unique(cells):
        wrong = worlds[cells == cell]
        under, over = wrong[wrong[:, cell] < truth[cell]], wrong[wrong[:, cell] > truth[cell]]
        if not len(under) or not len(over):
            continue
        size = max(len(under), len(over))
        a, b = under[np.arange(size) % len(under)], over[np.arange(size) % len(over)]
        share = ((truth[cell] - a[:, cell]) / (b[:, cell] - a[:, cell]))[:, None]
        made.append(a + share * (b - a))
    return np.concatenate(made)
