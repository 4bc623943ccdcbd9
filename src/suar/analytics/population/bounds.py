"""Lower bounds of the deviance of models that are not fitted.

For a table ``n`` and a model with design ``X``, every table ``v >= 0`` with ``X'v = X'n`` gives a
lower bound of the deviance: ``2 (sum n log n - sum v log v)``, because the fitted table is the one
of greatest entropy among them. One linear step from the fit of a reference table gives such a
``v`` for any number of rows by one matrix product a model, and misses the deviance only by terms of
third order.

A model that lacks some effects fits no better than the largest model that lacks them. Bounds of
these few hundred largest models rule most others out before anything else is done.
"""

from itertools import combinations

import numpy as np

from suar.analytics.population.kernel import Design, Fits
from suar.analytics.population.table import Bools, Floats, Ints

#: Cells that expect fewer persons, and effects seen fewer times, than these are left out in turn.
_THIN = ((0.0, 0), (0.3, 4), (1.5, 10), (4.0, 25))
_MARGIN = 1e-5


class Bounds:
    """Bounds for a batch of tables.

    Parameters
    ----------
    models
        ``(M, K)``, closed under taking the largest model without some effects.
    counts
        ``(B, C)`` tables.
    reference
        Fits of all models to a table that has persons wherever a row has some.
    joint
        ``(K,)``: how often each effect's lists meet in the reference table.
    """

    def __init__(
        self, design: Design, models: Bools, counts: Floats, reference: Fits, joint: Floats
    ) -> None:
        self.design, self.models, self.counts = design, models, counts
        self.reference, self.joint = reference, joint
        self.xlogx = counts * np.log(np.where(counts > 0, counts, 1.0))

    def below(self, models: Ints, most: Floats) -> tuple[Ints, Ints, Floats]:
        """Give rows and models whose bound is below ``most``, ``(len(models), B)``, and the bound.

        Where the step leaves the table, it is taken again without thin cells.
        """
        lower = self._lacking(models)
        open_ = lower < most
        unsure = open_.copy()
        for smallest, fewest in _THIN:
            again = np.flatnonzero(unsure.any(axis=1))
            for part in np.array_split(again, max(1, len(again) // 200)):
                hats = self._hats(models[part], smallest, fewest) if len(part) else []
                for place, step in zip(part, hats, strict=True):
                    rows = np.flatnonzero(unsure[place])
                    found, sure = self._one(*step, rows)
                    lower[place, rows] = np.maximum(lower[place, rows], found)
                    unsure[place, rows] = ~sure & (lower[place, rows] < most[place, rows])
        which, row = np.nonzero(open_ & (lower < most))
        return row, models[which], lower[which, row]

    def _lacking(self, models: Ints) -> Floats:
        """Bound models by the largest ones that lack the same effect, or the same two."""
        lower = np.zeros((len(models), len(self.counts)))
        for effects, bound in self._largest():
            lack = ~self.models[models][:, effects].any(axis=1)
            if lack.any():
                lower[lack] = np.maximum(lower[lack], bound)
        return lower

    def _largest(self) -> list[tuple[list[int], Floats]]:
        """Bounds of the largest models without one effect or two, worked out once."""
        if not hasattr(self, "_kept"):
            params = self.design.params
            within = (params[:, None] & params) == params[:, None]
            higher = [int(i) for i in np.flatnonzero(self.models.any(axis=0) & ~self.design.base)]
            sets = [*combinations(higher, 1), *combinations(higher, 2)]
            place = {row.tobytes(): i for i, row in enumerate(self.models)}
            wanted: dict[int, list[int]] = {}
            for effects in sets:
                model = ~within[list(effects)].any(axis=0) & self.models.any(axis=0)
                wanted.setdefault(place[model.tobytes()], list(effects))
            which = np.array(list(wanted), dtype=np.int64)
            bounds = np.zeros((len(which), len(self.counts)))
            everyone = np.arange(len(self.counts))
            for smallest, fewest in _THIN[:3]:
                for i, step in enumerate(self._hats(which, smallest, fewest) if len(which) else []):
                    bounds[i] = np.maximum(bounds[i], self._one(*step, everyone)[0])
            self._kept = list(zip(wanted.values(), bounds, strict=True))
        return self._kept

    def _hats(
        self, models: Ints, smallest: float, fewest: int
    ) -> list[tuple[Floats, Floats, Floats]]:
        """Give for each model the matrix and shift of the linear step, and the cells it is about.

        Cells that expect at most ``smallest`` persons, or belong to an effect seen fewer than
        ``fewest`` times, are left out: as if each had a parameter of its own, which only lowers
        the deviance.
        """
        mu, model, x = self.reference.mu[models], self.models[models], self.design.x
        on = mu > smallest
        if fewest:
            rare = (self.joint < fewest) & model
            on &= (rare.astype(float) @ x.T) == 0
        mu = mu * on
        width = int(model.sum(axis=1).max())
        index = np.argsort(~model, axis=1, kind="stable")[:, :width]
        pad = ~np.take_along_axis(model, index, axis=1)
        part = x.T[index] * on[:, None, :] * ~pad[:, :, None]
        left = (part * mu[:, None, :]) @ part.transpose(0, 2, 1)
        steps = np.arange(width)
        left[:, steps, steps] = left[:, steps, steps] * (1 + 1e-11) + 1e-11
        hat = part.transpose(0, 2, 1) @ np.linalg.solve(left, part)
        hat *= mu[:, :, None]
        shift = mu - (hat @ mu[:, :, None])[:, :, 0]
        return list(zip(hat.transpose(0, 2, 1), shift, on.astype(float), strict=True))

    def _one(self, hat: Floats, shift: Floats, on: Floats, rows: Ints) -> tuple[Floats, Bools]:
        """Bound one model for some rows; 0, and not sure, where the step leaves the table."""
        moved = self.counts[rows] @ hat
        moved += shift
        inside = moved.min(axis=1) >= -1e-7
        np.maximum(moved, 1e-300, out=moved)
        entropy = np.einsum("bc,bc->b", moved, np.log(moved))
        lower = 2 * (self.xlogx[rows] @ on - entropy) - _MARGIN
        return np.where(inside, np.maximum(lower, 0.0), 0.0), inside
