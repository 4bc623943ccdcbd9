"""The levels of `comparisons`, read off numbers: exactly where quick, else the best possible.

A code below `OTHERWISE` is the level itself. ``OTHERWISE + k``: no level above k. ``2 * OTHERWISE
+ k``: no level above k, or not asked at all. -1: not asked.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]
Compare = Callable[[Longs, Longs], Codes]
OTHERWISE = 16
#: Figures at the end, and at most so many at the beginning, of which one edit leaves one intact.
_END, _START = 3, 9


class Levels:
    """Records' values as numbers; `codes` compares any pairs of them."""

    def __init__(self, table: pl.DataFrame, fields: Sequence[str]) -> None:
        self.fields = list(fields)
        nik = table["nik"].is_not_null().to_numpy()
        self._of = {field: _maker(table, field, nik) for field in self.fields}

    def codes(self, field: str, left: Longs, right: Longs) -> Codes:
        """Compare pairs on one field."""
        return self._of[field](left, right)


def _maker(table: pl.DataFrame, field: str, nik: Bools) -> Compare:
    if field == "birth":
        return _birth(table, nik)
    if field == "event":
        return _event(table)
    if field == "nik":
        return _nik(table)
    if field == "district":
        return _district(table, nik)
    if field in ("birth_place", "address"):
        return _text(table, field)
    if field in ("passport", "other_id", "phone", "postcode"):
        return _number(table[field])
    return _equal(table, field, nik, "sex_filled" if field == "sex" else "")


def numbered(values: pl.Series) -> Ints:
    """Number distinct texts; -1 where null."""
    number: Ints = values.cast(pl.Categorical).to_physical().cast(pl.Int32).fill_null(-1).to_numpy()
    return number


def _ints(values: pl.Series, blank: int = -1) -> npt.NDArray[np.int16]:
    found: npt.NDArray[np.int16] = values.cast(pl.Int16).fill_null(blank).to_numpy()
    return found


def _flags(table: pl.DataFrame, column: str) -> Bools:
    flags: Bools = table[column].fill_null(value=False).to_numpy()
    return flags


def _equal(table: pl.DataFrame, field: str, nik: Bools | None = None, filled: str = "") -> Compare:
    value = numbered(table[field])
    from_nik = _flags(table, filled) if filled else None

    def codes(left: Longs, right: Longs) -> Codes:
        a, b = value[left], value[right]
        code: Codes = (a == b).astype(np.int8)
        code[(a < 0) | (b < 0)] = -1
        if nik is not None and from_nik is not None:
            code[_says_again(nik, from_nik, left, right)] = -1
        return code

    return codes


def _says_again(nik: Bools, filled: Bools, left: Longs, right: Longs) -> Bools:
    """A value taken from a NIK says nothing where two NIKs are compared."""
    again: Bools = (filled[left] | filled[right]) & nik[left] & nik[right]
    return again


def _text(table: pl.DataFrame, field: str) -> Compare:
    value = numbered(table[field])

    def codes(left: Longs, right: Longs) -> Codes:
        a, b = value[left], value[right]
        code: Codes = np.where(a == b, 3, OTHERWISE + 2).astype(np.int8)
        code[(a < 0) | (b < 0)] = -1
        return code

    return codes


def _district(table: pl.DataFrame, nik: Bools) -> Compare:
    value, province = numbered(table["district"]), numbered(table["district"].str.slice(0, 2))
    filled = _flags(table, "district_filled")

    def codes(left: Longs, right: Longs) -> Codes:
        a, b = value[left], value[right]
        near = province[left] == province[right]
        code = np.where(a == b, 2, np.where(near, 1, OTHERWISE + 1)).astype(np.int8)
        code[(a < 0) | (b < 0) | _says_again(nik, filled, left, right)] = -1
        return code

    return codes


def _number(values: pl.Series) -> Compare:
    """One figure wrong, lost, added or two swapped leave the beginning or the end as it was."""
    value = numbered(values)
    length = values.str.len_chars().fill_null(0)
    usual = int(length.filter(length > 0).quantile(0.02, "lower") or 0)
    end = min(_END, max((usual - 2) // 2, 0))
    start = min(_START, max(usual - 2 - end, 0))
    short = (length < usual).to_numpy()
    first, last = numbered(values.str.slice(0, start)), numbered(values.str.tail(end))

    def codes(left: Longs, right: Longs) -> Codes:
        a, b = value[left], value[right]
        near = (first[left] == first[right]) | (last[left] == last[right])
        near |= short[left] | short[right]
        code = np.where(a == b, 2, np.where(near, OTHERWISE + 1, 0)).astype(np.int8)
        code[(a < 0) | (b < 0)] = -1
        return code

    return codes


def _nik(table: pl.DataFrame) -> Compare:
    values = table["nik"]
    value, first = numbered(values), numbered(values.str.slice(0, 12))
    last = numbered(values.str.tail(4))
    formed = table["nik_m"].is_not_null().to_numpy()

    def codes(left: Longs, right: Longs) -> Codes:
        a, b = value[left], value[right]
        both = formed[left] & formed[right]
        code = np.where(both, 0, 2 * OTHERWISE).astype(np.int8)
        serial = last[left] == last[right]
        code[serial] = 2 * OTHERWISE + 2
        same = a == b
        code[(a < 0) | (b < 0) | ((first[left] == first[right]) & ~same)] = -1
        code[same & (a >= 0)] = 3
        return code

    return codes


def _event(table: pl.DataFrame) -> Compare:
    year = _ints(table["event_y"], -9999)
    month: Ints = table["event_month"].cast(pl.Int32).fill_null(-999_999).to_numpy()

    def codes(left: Longs, right: Longs) -> Codes:
        y, m = np.abs(year[left] - year[right]), np.abs(month[left] - month[right])
        unknown = (month[left] < 0) | (month[right] < 0)
        m[unknown] = 9999
        # the best level last: it overrules those before
        code: Codes = (y <= 3).astype(np.int8)
        code[unknown & (y == 1)] = 2
        code[unknown & (y == 0)] = 3
        for level, apart in ((4, 12), (5, 4), (6, 1)):
            code[m <= apart] = level
        code[(year[left] < -9) | (year[right] < -9)] = -1
        return code

    return codes


def _birth(table: pl.DataFrame, nik: Bools) -> Compare:
    y, m, d = (_ints(table[c], -9999) for c in ("birth_y", "birth_m", "birth_d"))
    about = _ints(table["birth_about"], -9999)
    roughly = np.where(y > 0, y, about)
    filled = _flags(table, "birth_filled")
    figures = _figures(y, m, d)

    def codes(left: Longs, right: Longs) -> Codes:
        yl, yr, ml, mr, dl, dr = y[left], y[right], m[left], m[right], d[left], d[right]
        years, days = (yl > 0) & (yr > 0), (ml > 0) & (mr > 0)
        again = _says_again(nik, filled, left, right)
        same_y, same_m, same_d = (yl == yr) & years, (ml == mr) & days, (dl == dr) & days
        apart = np.abs(roughly[left].astype(np.int32) - roughly[right])
        roughly_known = (roughly[left] > 0) & (roughly[right] > 0)
        code = np.where(years & days, 0, 1).astype(np.int8)
        code[years & days & _one_off(figures[left], figures[right])] = OTHERWISE + 2
        code[~days & roughly_known & (apart <= 3)] = 3
        code[~days & roughly_known & (apart <= 1)] = 4
        code[same_y & (~days | again)] = 5
        code[same_m & same_d & years & ~same_y & (apart <= 12)] = 6
        code[same_y & (same_m | same_d)] = 7
        code[same_y & days & (ml == dr) & (dl == mr)] = 8
        code[same_y & same_m & same_d & ~again] = 9
        return _not_asked(code, (yl, yr, ml, mr), (about[left], about[right]), again)

    return codes


def _not_asked(
    code: Codes,
    known: Sequence[npt.NDArray[np.int16]],
    about: Sequence[npt.NDArray[np.int16]],
    again: Bools,
) -> Codes:
    yl, yr, ml, mr = (v > 0 for v in known)
    al, ar = (v > 0 for v in about)
    nothing = ~(yl | ml | al) | ~(yr | mr | ar)
    code[nothing | (~yl & yr & ~mr & ~al) | (again & ~(yl & yr))] = -1
    return code


def _figures(
    y: npt.NDArray[np.int16], m: npt.NDArray[np.int16], d: npt.NDArray[np.int16]
) -> npt.NDArray[np.uint32]:
    """Pack the eight figures of a date, four bits each."""
    packed = np.zeros(len(y), dtype=np.uint32)
    for part, size in ((y, 1000), (m, 10), (d, 10)):
        rest, unit = np.maximum(part, 0).astype(np.uint32), size
        while unit:
            packed = packed << np.uint32(4) | (rest // unit % 10)
            unit //= 10
    return packed


def _one_off(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32]) -> Bools:
    """One figure differs, or two neighbours do (as when swapped)."""
    x = a ^ b
    differ = (x | x >> 1 | x >> 2 | x >> 3) & np.uint32(0x11111111)
    count = np.bitwise_count(differ)
    near: Bools = (count <= 1) | ((count == 2) & ((differ & differ >> 4) != 0))
    return near
