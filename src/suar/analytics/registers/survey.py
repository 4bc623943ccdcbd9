"""Whether a block of a delimited file is regular enough to be parsed without looking at rows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

#: The longest cell that is read, in bytes of UTF-8.
LONGEST_CELL: Final = 1_000_000
_QUOTE, _NEWLINE, _RETURN = 34, 10, 13

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Survey:
    """Whole rows of a block: up to where, how many, and whether nothing is odd in them."""

    cut: int
    rows: int
    regular: bool


def survey(data: bytes, delimiter: int, width: int, *, final: bool) -> Survey:
    """Find the last row end that is outside quotes, and judge the rows before it.

    Regular means: every row has ``width`` fields, quotes stand only where RFC 4180 has them, no
    blank line, no NUL, no bare carriage return, no cell over `LONGEST_CELL`, valid UTF-8.
    """
    whole = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(whole == _QUOTE)
    outside = _outside(whole, quotes)
    ends = np.flatnonzero((whole == _NEWLINE) & outside)
    cut = len(data) if final else (int(ends[-1]) + 1 if ends.size else 0)
    if final and (not ends.size or int(ends[-1]) + 1 < cut):
        ends = np.append(ends, cut)  # the last line may lack its end
    view, quotes = whole[:cut], quotes[: np.searchsorted(quotes, cut)]
    is_mark = (view == delimiter) & outside[:cut]
    marks = np.flatnonzero(is_mark)
    edges = np.flatnonzero(is_mark | ((view == _NEWLINE) & outside[:cut]))
    regular = (
        bool(cut)
        and _even_width(marks, ends, width)
        and _short_cells(np.append(edges, cut))
        and not _blank_lines(view, ends, width)
        and _well_quoted(view, quotes, delimiter)
        and not bool((view == 0).any())
        and not _bare_return(view, outside[:cut])
        and _valid(data, cut)
    )
    return Survey(cut, int(ends.size), regular)


def _outside(view: Bytes, quotes: Places) -> npt.NDArray[np.bool_]:
    if not quotes.size:
        return np.ones(view.size, dtype=np.bool_)
    parity = np.cumsum(view == _QUOTE, dtype=np.uint8) & np.uint8(1)
    even: npt.NDArray[np.bool_] = parity == 0
    return even


def _even_width(marks: Places, ends: Places, width: int) -> bool:
    before = np.searchsorted(marks, ends)
    return bool((np.diff(before, prepend=0) == width - 1).all())


def _short_cells(edges: Places) -> bool:
    return bool(edges.size == 0 or np.diff(edges, prepend=-1).max() <= LONGEST_CELL)


def _blank_lines(view: Bytes, ends: Places, width: int) -> bool:
    if width > 1:
        return False  # a blank line has the wrong number of fields already
    starts = np.concatenate((np.zeros(1, dtype=ends.dtype), ends[:-1] + 1))
    lengths = ends - starts
    short = (lengths == 1) & (view[np.minimum(starts, view.size - 1)] == _RETURN)
    return bool(((lengths <= 0) | short).any())


def _bare_return(view: Bytes, outside: npt.NDArray[np.bool_]) -> bool:
    """Tell whether a carriage return outside quotes ends no line."""
    places = np.flatnonzero((view == _RETURN) & outside)
    if not places.size:
        return False
    after = view[np.minimum(places + 1, view.size - 1)]
    return bool(((after != _NEWLINE) & (places < view.size - 1)).any())


def _well_quoted(view: Bytes, quotes: Places, delimiter: int) -> bool:
    if not quotes.size:
        return True
    if quotes.size % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = view[np.maximum(opening - 1, 0)]
    opens = (opening == 0) | (before == delimiter) | (before == _NEWLINE) | (before == _QUOTE)
    after = view[np.minimum(closing + 1, view.size - 1)]
    last = closing == view.size - 1
    closes = last | np.isin(after, [delimiter, _NEWLINE, _RETURN, _QUOTE])
    # a quote before an opening one must be the closing one of an escaped pair inside one cell
    pairs = before == _QUOTE
    escaped = ~pairs | np.isin(opening - 1, closing)
    return bool(opens.all() and closes.all() and escaped.all())


def _valid(data: bytes, cut: int) -> bool:
    try:
        memoryview(data)[:cut].tobytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
