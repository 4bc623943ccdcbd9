"""Unknown counts that hang together, and how far each can be from what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, inf

import numpy as np
import numpy.typing as npt

from suar.analytics.disclosure.ledger import Key, Ledger

_EPS = 1e-6


@dataclass
class Piece:
    """Unknowns of a linear programme.

    Attributes
    ----------
    floors
        Least value of each unknown: 1 for a withheld cell (a zero would be shown), else 0.
    rows
        Equations: weight of each unknown, right side, and the shown cells that it comes from.
    met
        Least and most of each cell in the solutions found so far. They stay possible when more is
        withheld, so one memory serves a whole search.
    """

    keys: list[Key]
    floors: list[int]
    rows: list[tuple[dict[int, int], int, tuple[Key, ...]]]
    met: dict[Key, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        keys: list[Key],
        sums: Sequence[Mapping[Key, int]],
        met: dict[Key, tuple[float, float]],
    ) -> "Piece":
        """Write the sums of some unknown cells as equations."""
        index = {key: number for number, key in enumerate(keys)}
        rows = []
        for terms in sums:
            inside = {index[key]: sign for key, sign in terms.items() if key in index}
            known = tuple(key for key in terms if key not in index)
            rows.append(
                (inside, -sum(terms[key] * ledger.cells[key].value for key in known), known)
            )
        floors = [1 if ledger.cells[key].shown else 0 for key in keys]
        return cls(keys, floors, rows, met)

    @property
    def name(self) -> tuple[object, ...]:
        """Tell a piece from others of the same ledger: its unknowns, and what is left for them."""
        return (tuple(self.keys), tuple(right for _, right, _ in self.rows))

    def seen(self, index: int) -> tuple[float, float]:
        """Give the least and most that one unknown had in any solution met so far."""
        least, most = self.met.get(self.keys[index], (0.0, 0.0))
        return ceil(least - _EPS), most

    def range(self, index: int) -> tuple[float, float, tuple[Key, ...]]:
        """Give the lowest and highest value of one unknown, and the shown cells that bind it."""
        if not self.rows:
            return self.floors[index], inf, ()
        if len(self.rows) == 1 and all(weight == 1 for weight in self.rows[0][0].values()):
            return self._single(index)
        high, bind_high = self._extreme(index, -1.0)
        low, bind_low = self._extreme(index, 1.0)
        return low, high, tuple(dict.fromkeys((*bind_high, *bind_low)))

    def _single(self, index: int) -> tuple[float, float, tuple[Key, ...]]:
        """One sum of unknowns: each can have what the others' least values leave."""
        inside, right, known = self.rows[0]
        others = sum(self.floors[column] for column in inside if column != index)
        low = self.floors[index] if len(inside) > 1 else right
        return low, right - others, known

    def _extreme(self, index: int, sign: float) -> tuple[float, tuple[Key, ...]]:
        from scipy.optimize import linprog
        from scipy.sparse import coo_array

        across = [
            (number, column, weight)
            for number, (inside, _, _) in enumerate(self.rows)
            for column, weight in inside.items()
        ]
        numbers, columns, weights = (np.array(part) for part in zip(*across, strict=True))
        matrix = coo_array((weights, (numbers, columns)), shape=(len(self.rows), len(self.keys)))
        aim = np.zeros(len(self.keys))
        aim[index] = sign
        answer = linprog(
            aim,
            A_eq=matrix.tocsr(),
            b_eq=np.array([right for _, right, _ in self.rows], dtype=float),
            bounds=[(low, None) for low in self.floors],
            method="highs",
        )
        if answer.status == 3:
            return -sign * inf, ()
        if answer.status != 0:
            raise ValueError(f"the ledger contradicts itself near {self.keys[index]}")
        self._remember(answer.x)
        prices = answer.eqlin.marginals
        known = [
            keys for number, (_, _, keys) in enumerate(self.rows) if abs(prices[number]) > _EPS
        ]
        return float(answer.x[index]), tuple(dict.fromkeys(key for keys in known for key in keys))

    def _remember(self, solution: npt.NDArray[np.float64]) -> None:
        for key, value in zip(self.keys, solution.tolist(), strict=True):
            least, most = self.met.get(key, (value, value))
            self.met[key] = (min(least, value), max(most, value))
