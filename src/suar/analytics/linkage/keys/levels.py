"""Levels of agreement between keys: the same as between names and numbers, where keys can tell."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.keys.bloom import Words, dice
from suar.analytics.linkage.keys.likeness import Likeness
from suar.analytics.linkage.keys.opening import Opened
from suar.analytics.linkage.keys.schema import BESIDE, NUMBERS, TOLD, WINDOWS

Longs = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
#: Columns of one value a record.
_SINGLE = (
    *(f"k_{number}" for number in NUMBERS),
    "k_nik_stem",
    "k_year",
    "sex",
    "citizenship",
    "destination",
)


class Compared:
    """Key columns as arrays of numbers, ready to be compared pair by pair."""

    def __init__(self, opened: Opened, names: Likeness) -> None:
        table = opened.prepared.table
        self._names = names
        self._day = opened.filters["birth_day"]
        self._nik = opened.filters["nik"]
        self._cuts = opened.cuts
        birth = table["k_birth"].fill_null("")
        self._full_day = birth.str.contains("full|day").to_numpy()
        self._has_year = birth.str.contains("full|year").to_numpy()
        self._about = birth.str.starts_with("about").to_numpy()
        self._filled = birth.str.ends_with(" f").to_numpy()
        self._one = {name: numbered(table[name]) for name in _SINGLE}
        self._sets = {
            name: TokenSets(table[name])
            for name in table.columns
            if name.endswith(("_near", *(f"_{b}" for b in BESIDE)))
        }
        self._event_y = table["event_y"].fill_null(-9999).to_numpy()
        self._event_month = table["event_month"].fill_null(-9999).to_numpy()
        self._has = {
            what: np.any([table[f"k_{what}_{b}"].is_not_null().to_numpy() for b in BESIDE], axis=0)
            for what in TOLD
        }

    def fields(self) -> list[str]:
        """Name the fields that say anything here."""
        some = {
            "birth": self._has_year | self._full_day,
            "district": self._has["place"],
            "event": (self._event_y > 0) | self._has["near"],
            "destination": self._has["land"] | (self._one["destination"] >= 0),
        }
        for field in NUMBERS:
            some[field] = self._one[f"k_{field}"] >= 0
        for field in ("sex", "citizenship"):
            some[field] = self._one[field] >= 0
        return [
            f for f in COMPARISONS
            if f in some and some[f].sum() > 1
            and (f not in ("sex", "citizenship") or self._one[f].max() > 0)
        ]  # fmt: skip

    def levels(self, field: str, left: Longs, right: Longs) -> Levels:
        """Give each pair's level of one field, -1 where one side is blank."""
        own = {
            "birth": self._birth,
            "nik": self._nik_level,
            "district": self._district,
            "destination": self._destination,
            "event": self._event,
        }
        if field in own:
            return own[field](left, right)
        if field in ("passport", "other_id", "phone"):
            return self._number(field, left, right)
        return self._same(field, left, right)

    def _same(self, column: str, left: Longs, right: Longs) -> Levels:
        a, b = self._one[column][left], self._one[column][right]
        return np.where((a < 0) | (b < 0), -1, a == b).astype(np.int8)

    def _number(self, field: str, left: Longs, right: Longs) -> Levels:
        same = self._same(f"k_{field}", left, right)
        near = self._sets[f"k_{field}_near"].meet(left, right)
        return np.where(same == 1, 2, np.where((same == 0) & near, 1, same)).astype(np.int8)

    def _nik_level(self, left: Longs, right: Longs) -> Levels:
        same = self._same("k_nik", left, right)
        alike = dice(self._nik[left], self._nik[right])
        off = steps(alike, self._cuts["nik"])  # 0: none off, 1, 2, 3: more
        level = np.where(same == 1, 3, np.select([off <= 1, off == 2], [2, 1], 0))
        neighbours = (same == 0) & (self._same("k_nik_stem", left, right) == 1)
        return np.where((same < 0) | neighbours, -1, level).astype(np.int8)

    def _birth(self, left: Longs, right: Longs) -> Levels:
        one_year = self._one["k_year"][left] == self._one["k_year"][right]
        day = steps(dice(self._day[left], self._day[right]), self._cuts["birth_day"])
        two_days = self._full_day[left] & self._full_day[right]
        two_years = self._has_year[left] & self._has_year[right]
        a_year = [self._has_year[s] | self._about[s] for s in (left, right)]
        either_year = a_year[0] & a_year[1]
        from_nik = (
            (self._one["k_nik"][left] >= 0)
            & (self._one["k_nik"][right] >= 0)
            & (self._filled[left] | self._filled[right])
        )
        same_year = two_years & one_year
        level = np.select(
            [
                same_year & two_days & (day == 0) & ~from_nik,
                same_year & two_days & (day == 1),
                same_year & two_days & ~from_nik,
                two_days & (day == 0) & two_years & ~one_year,
                same_year & (~two_days | from_nik),
                either_year & ~two_days & one_year,
                ~two_days | ~two_years,
            ],
            [9, 8, 7, 6, 5, 4, 1],
            0,
        )
        some = [self._full_day[s] | a for s, a in zip((left, right), a_year, strict=True)]
        blank = ~some[0] | ~some[1] | ~(either_year | two_days)
        blank |= from_nik & ~two_years
        return np.where(blank, -1, level).astype(np.int8)

    def _district(self, left: Longs, right: Longs) -> Levels:
        place, area = self._meet("place", left, right), self._meet("area", left, right)
        return self._told("place", [place, area], left, right)

    def _destination(self, left: Longs, right: Longs) -> Levels:
        """Compare countries as facts where both keep them, else as keys."""
        plain = self._same("destination", left, right)
        keyed = self._told("land", [self._meet("land", left, right)], left, right)
        return np.where(plain >= 0, plain, keyed).astype(np.int8)

    def surely_apart(self, left: Longs, right: Longs) -> Bools:
        """Tell which pairs are surely two people: day, month and year of birth known and others."""
        day = steps(dice(self._day[left], self._day[right]), self._cuts["birth_day"])
        year = self._one["k_year"]
        days = self._full_day[left] & self._full_day[right] & (day >= 2)
        years = self._has_year[left] & self._has_year[right] & (year[left] != year[right])
        found: Bools = days & years
        return found

    def _meet(self, what: str, left: Longs, right: Longs) -> Bools:
        found: Bools = np.any(
            [self._sets[f"k_{what}_{b}"].meet(left, right) for b in BESIDE], axis=0
        )
        return found

    def _told(self, what: str, shared: Sequence[Bools], left: Longs, right: Longs) -> Levels:
        """Give levels of what is told only beside something that agrees; else keys cannot tell."""
        known = self._has[what]
        some = np.any(shared, axis=0) | self._comparable(left, right)
        level = np.select(shared, list(range(len(shared), 0, -1)), 0)
        return np.where(known[left] & known[right] & some, level, -1).astype(np.int8)

    def _comparable(self, left: Longs, right: Longs) -> Bools:
        """Tell where year or day of birth agree, or names so nearly that they share a word."""
        one_year = self._one["k_year"][left] == self._one["k_year"][right]
        day = steps(dice(self._day[left], self._day[right]), self._cuts["birth_day"])
        found: Bools = (
            (self._has_year[left] & self._has_year[right] & one_year)
            | (self._full_day[left] & self._full_day[right] & (day == 0))
            | self._names.share_a_word(left, right)
        )
        return found

    def _event(self, left: Longs, right: Longs) -> Levels:
        a, b = self._event_y[left], self._event_y[right]
        ma, mb = self._event_month[left], self._event_month[right]
        months = np.where((ma > 0) & (mb > 0), np.abs(ma - mb), 9999)
        unknown, apart = months == 9999, np.abs(a - b)
        near = [months <= 1, months <= 4, months <= 12]
        near += [unknown & (apart == 0), unknown & (apart == 1), apart <= 3]
        level = np.select(near, [6, 5, 4, 3, 2, 1], 0)
        plain = np.where((a < 0) | (b < 0), -1, level)
        windows = [self._meet(what, left, right) for what in WINDOWS]
        keyed = self._told("near", windows, left, right)
        by_window = np.array([0, 4, 5, 6, -1])[keyed]  # -1 last: keys cannot tell
        windowed = unknown & self._has["near"][left] & self._has["near"][right]
        return np.where(windowed, by_window, plain).astype(np.int8)


class TokenSets:
    """Sets of tokens, a few a record, as sorted numbers; 0 is none."""

    def __init__(self, cells: pl.Series) -> None:
        lists = cells.fill_null("").str.split(" ")
        long = pl.DataFrame({"at": np.arange(len(cells)), "token": lists}).explode("token")
        long = long.filter(pl.col("token") != "").with_columns(
            number=pl.col("token").rank("dense").cast(pl.Int64),
            place=pl.int_range(pl.len()).over("at"),
        )
        width = int(long["place"].max() or 0) + 1 if long.height else 1  # type: ignore[arg-type]
        self._numbers = np.zeros((len(cells), width), dtype=np.int64)
        self._numbers[long["at"].to_numpy(), long["place"].to_numpy()] = long["number"].to_numpy()

    def meet(self, left: Longs, right: Longs) -> Bools:
        """Tell which pairs share a token."""
        found = np.zeros(len(left), dtype=bool)
        for at in range(self._numbers.shape[1]):
            one = self._numbers[left, at]
            if one.any():
                hit = (self._numbers[right] == one[:, None]).any(axis=1)
                found |= hit & (one > 0)
        return found


def steps(alike: npt.NDArray[np.float32], cuts: Sequence[float]) -> Longs:
    """Tell how many of the falling cuts a likeness lies under: 0 is the nearest."""
    falling = np.asarray(cuts, dtype=np.float64)
    under: Longs = len(falling) - np.searchsorted(falling[::-1], alike, side="right")
    return under


def numbered(values: pl.Series) -> Longs:
    """Number distinct values from 0 in their own order; -1 where null."""
    number: Longs = (values.rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_numpy()
    return number


def chances(opened: Opened, fields: Sequence[str]) -> Mapping[str, npt.NDArray[np.float64]]:
    """Say how many names stand under each record's number: an office's telephone is nobody's."""
    table = opened.prepared.table
    names = pl.Series(first_word(opened.filters["name"]))
    made = {}
    for field in fields:
        if field in NUMBERS:
            told = pl.DataFrame({"number": table[f"k_{field}"], "name": names})
            n = max(1, told["number"].drop_nulls().len())
            shared = (pl.col("name").n_unique().over("number").cast(pl.Float64) - 3).clip(0.0) / n
            chance = told.select(
                pl.when(pl.col("number").is_not_null()).then(shared).otherwise(0.0)
            )
            made[field] = chance.to_series().to_numpy().astype(np.float64)
    return made


def first_word(filters: Words) -> Words:
    """Give a number that stands for a filter: equal filters have equal numbers."""
    mixed = filters[:, 0].copy()
    for at in range(1, filters.shape[1]):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) ^ filters[:, at]
    return mixed
