"""The linear programme behind the existence of an estimate, for the rare unclear case."""

import numpy as np

from suar.analytics.population.table import Floats


def positive_table_exists(x: Floats, counts: Floats) -> bool:
    """Say whether some strictly positive table has the sufficient statistics of the counts.

    Parameters
    ----------
    x
        ``(cells, parameters)`` design of the cells and parameters that are left.
    counts
        Persons in those cells.

    Notes
    -----
    Maximises the smallest cell of a table with the same sums ``x' m = x' n``. Only the pattern of
    empty cells matters, so counts are taken as 0 or 1, which keeps the programme well scaled.

    References
    ----------
    Fienberg, Rinaldo (2012), Annals of Statistics 40, 996-1023.
    """
    from scipy.optimize import linprog

    cells = x.shape[0]
    target = (counts > 0).astype(float) @ x
    answer = linprog(
        np.append(np.zeros(cells), -1.0),
        A_ub=np.hstack([-np.eye(cells), np.ones((cells, 1))]),
        b_ub=np.zeros(cells),
        A_eq=np.hstack([x.T, np.zeros((x.shape[1], 1))]),
        b_eq=target,
        bounds=[(0, None)] * cells + [(None, 1.0)],
        method="highs",
    )
    return bool(answer.status == 0 and -answer.fun > 1e-7)
