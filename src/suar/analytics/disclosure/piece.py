"""Unknown counts that hang together, and how far each can be from what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from suar.analytics.disclosure.ledger import Key, Ledger
from suar.analytics.disclosure.memory import Memory
from suar.analytics.disclosure.sight import Sight

Floats = npt.NDArray[np.float64]
_EPS = 1e-6
_SWEEPS = 12


@dataclass
class Piece:
    """Unknowns of a linear programme.

    Attributes
    ----------
    floors, tops
        Least and most of each unknown, before any sum is looked at.
    rows
        Equations: weight of each unknown, right side, and the told cells that take part.
    told
        Whether a (rounded) number is shown of each unknown.
    memory
        Solutions found so far; those that are still possible spare a search.
    """

    keys: list[Key]
    floors: list[float]
    tops: list[float]
    rows: list[tuple[dict[int, int], int, tuple[Key, ...]]]
    told: list[bool]
    memory: Memory

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        seen: Sight,
        keys: list[Key],
        sums: Sequence[Mapping[Key, int]],
        memory: Memory,
    ) -> "Piece":
        """Write the sums of some unknown cells as equations."""
        index = {key: number for number, key in enumerate(keys)}
        rows = []
        for terms in sums:
            inside = {index[key]: sign for key, sign in terms.items() if key in index}
            known = (key for key in terms if key not in index)
            right = -sum(terms[key] * ledger.cells[key].value for key in known)
            rows.append((inside, right, tuple(key for key in terms if key in seen.told)))
        floors, tops = zip(*(seen.limits[key] for key in keys), strict=True)
        told = [key in seen.told for key in keys]
        return cls(keys, list(floors), list(tops), rows, told, memory)

    @property
    def name(self) -> tuple[object, ...]:
        """Tell a piece from others of the same ledger: its unknowns, and what is told of them."""
        rights = tuple(right for _, right, _ in self.rows)
        return tuple(self.keys), tuple(self.floors), tuple(self.tops), rights

    def seen(self, index: int) -> tuple[float, float]:
        """Give the least and most that one unknown had in any solution met so far."""
        return self.memory.extent(self.keys[index])

    def range(self, index: int) -> tuple[float, float, tuple[Key, ...]]:
        """Give the lowest and highest value of one unknown, and the shown cells that bind it."""
        if not self.rows:
            return self.floors[index], self.tops[index], ()
        if self._simple():
            return self._single(index)
        high, bind_high = self._extreme(index, -1.0)
        low, bind_low = self._extreme(index, 1.0)
        return low, high, tuple(dict.fromkeys((*bind_high, *bind_low)))

    def _simple(self) -> bool:
        """Tell whether the piece is one plain sum without tops."""
        if len(self.rows) > 1 or any(top < inf for top in self.tops):
            return False
        return all(weight == 1 for weight in self.rows[0][0].values())

    def propagate(self) -> list[tuple[float, float, tuple[Key, ...]]]:
        """Narrow every unknown by one sum after the other; wider than `range`, and much faster.

        Returns
        -------
        list
            For each unknown: lowest, highest, and the shown cells of the sums that gave these.
        """
        low, high = list(self.floors), list(self.tops)
        by_low, by_high = [-1] * len(self.keys), [-1] * len(self.keys)
        for _ in range(_SWEEPS):
            before = sum(low), sum(each for each in high if each < inf), high.count(inf)
            for number, (inside, right, _) in enumerate(self.rows):
                for n, down, up in _narrow(inside, right, low, high):
                    if down > low[n] + _EPS:
                        low[n], by_low[n] = down, number
                    if up < high[n] - _EPS:
                        high[n], by_high[n] = up, number
            if before == (sum(low), sum(each for each in high if each < inf), high.count(inf)):
                break
        return [
            (low[n], high[n], self._known_of(by_high[n], by_low[n])) for n in range(len(self.keys))
        ]

    def _known_of(self, *numbers: int) -> tuple[Key, ...]:
        keys = [key for number in numbers if number >= 0 for key in self.rows[number][2]]
        return tuple(dict.fromkeys(keys))

    def look_around(self, wanted: Sequence[int]) -> None:
        """Meet some solutions far apart, so that most unknowns need no search of their own."""
        rng = np.random.default_rng(0)
        for sign in (-1.0, 1.0) * 4:
            aim = np.zeros(len(self.keys))
            aim[list(wanted)] = sign * rng.uniform(0.1, 1.0, len(wanted))
            self._solve(aim)

    def _single(self, index: int) -> tuple[float, float, tuple[Key, ...]]:
        """One sum of unknowns: each can have what the others' least values leave."""
        inside, right, known = self.rows[0]
        others = sum(self.floors[column] for column in inside if column != index)
        low = self.floors[index] if len(inside) > 1 else right
        return low, right - others, known

    def _extreme(self, index: int, sign: float) -> tuple[float, tuple[Key, ...]]:
        aim = np.zeros(len(self.keys))
        aim[index] = sign
        answer = self._solve(aim)
        if answer is None:
            return -sign * inf, ()
        prices, edges = answer.eqlin.marginals, answer.lower.marginals + answer.upper.marginals
        sums = [number for number in range(len(self.rows)) if abs(prices[number]) > _EPS]
        pressed = [self.keys[n] for n in np.flatnonzero(np.abs(edges) > _EPS) if self.told[n]]
        if any(self.told):
            return float(answer.x[index]), tuple(pressed) or self._known_of(*sums)
        return float(answer.x[index]), self._known_of(*sums)

    def _solve(self, aim: Floats) -> Any | None:
        """Give the solution that makes the aim least; None where there is no least."""
        from scipy.optimize import linprog
        from scipy.sparse import coo_array

        across = [
            (number, column, weight)
            for number, (inside, _, _) in enumerate(self.rows)
            for column, weight in inside.items()
        ]
        numbers, columns, weights = (np.array(part) for part in zip(*across, strict=True))
        matrix = coo_array((weights, (numbers, columns)), shape=(len(self.rows), len(self.keys)))
        answer = linprog(
            aim,
            A_eq=matrix.tocsr(),
            b_eq=np.array([right for _, right, _ in self.rows], dtype=float),
            bounds=list(zip(self.floors, self.tops, strict=True)),
            method="highs",
        )
        if answer.status == 3:
            return None
        if answer.status != 0:
            raise ValueError(f"the ledger contradicts itself near {self.keys[0]}")
        self.memory.add(self.keys, answer.x)
        return answer


def _narrow(
    inside: Mapping[int, int], right: int, low: list[float], high: list[float]
) -> list[tuple[int, float, float]]:
    """Say how low and how high each unknown of one sum can be, given the limits of the others."""
    least = [w * (low[n] if w > 0 else high[n]) for n, w in inside.items()]
    most = [w * (high[n] if w > 0 else low[n]) for n, w in inside.items()]
    found = []
    for place, (n, w) in enumerate(inside.items()):
        up, down = right - _without(least, place), right - _without(most, place)
        found.append((n, down, up) if w > 0 else (n, -up, -down))
    return found


def _without(terms: list[float], place: int) -> float:
    """Add up all terms but one; infinities among them stay what they are."""
    return sum(terms[:place]) + sum(terms[place + 1 :])
