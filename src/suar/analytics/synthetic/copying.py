"""An office writes its register: every column in its own words, with its own slips and blanks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from suar.analytics.synthetic import people as world
from suar.analytics.synthetic.capture import Capture
from suar.analytics.synthetic.identity import Identity, hide, split_days
from suar.analytics.synthetic.names import Names
from suar.analytics.synthetic.offices import Column, Office, columns
from suar.analytics.synthetic.people import Flags, Ints, People
from suar.analytics.synthetic.places import load_places
from suar.analytics.synthetic.slips import copy_birth, copy_nik, copy_passport, copy_phone
from suar.analytics.synthetic.spelling import copy_names

_WHO = ("name", "birth_date", "sex", "nik", "passport", "phone", "district")
#: Share of rows whose code was chosen wrongly.
_MISCODED = 0.02
_MOVED = 0.03


@dataclass(frozen=True)
class Seen:
    """The persons that some register knows: only they need a name.

    ``chosen`` are their indices in ``people``; ``index`` leads back from a person to a place in it.
    """

    people: People
    chosen: Ints
    index: Ints
    names: Names
    identity: Identity


@dataclass(frozen=True)
class _Desk:
    """What every column needs: the office, its rows and their persons, and chance."""

    office: Office
    capture: Capture
    seen: Seen
    rng: np.random.Generator

    @property
    def person(self) -> Ints:
        return self.capture.person

    @property
    def who(self) -> Ints:
        return self.seen.index[self.capture.person]

    def miscoded(self, codes: Ints, count: int) -> Ints:
        wrong = self.rng.random(len(codes)) < _MISCODED
        return np.where(wrong, self.rng.integers(0, count, len(codes)), codes)


def write_register(
    office: Office,
    capture: Capture,
    seen: Seen,
    rng: np.random.Generator,
    *,
    victims: Ints | None = None,
) -> pl.DataFrame:
    """Write one register as text columns in the office's order; null is a blank cell.

    ``victims`` turns the rows into reports with that number of victims: the row's person is named
    only where it is the one victim.
    """
    desk = _Desk(office, capture, seen, rng)
    unnamed = None if victims is None else (victims > 1) | (rng.random(len(victims)) < 0.05)
    written = {}
    for column in columns(office.profile):
        if column.field == "persons_in_row":
            written[column.header] = pl.Series(victims).cast(pl.String)
            continue
        cells = _WRITERS[column.field](desk, column)
        blank = rng.random(len(cells)) < office.blank_rate(column.field)
        if unnamed is not None and column.field in _WHO:
            blank |= unnamed
        written[column.header] = hide(cells, blank)
    return pl.DataFrame(written)


def records(office: Office, capture: Capture) -> pl.Series:
    """Number the rows as the office does: in the order of writing, never twice the same."""
    count = len(capture.person)
    width = max(4, len(str(count)))
    number = pl.Series(np.arange(1, count + 1)).cast(pl.String).str.zfill(width)
    year = pl.Series(split_days(capture.day)[0]).cast(pl.String)
    frame = pl.DataFrame({"number": number, "year": year})
    before, after = office.record.split("{number}")
    parts = [*_piece(before), pl.col("number"), *_piece(after)]
    return frame.select(pl.concat_str(parts)).to_series()


def _piece(text: str) -> list[pl.Expr]:
    if "{year}" not in text:
        return [pl.lit(text)] if text else []
    before, after = text.split("{year}")
    return [pl.lit(before), pl.col("year"), pl.lit(after)]


def _say(words: list[str], codes: Ints) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(codes)


def _in_words(column: Column, codes: list[str]) -> list[str]:
    """Give the office's word for each code; a code it has no word for becomes its ``other``."""
    if not column.words:
        return codes
    other = column.words.get("other", "")
    return [column.words.get(code, other) for code in codes]


def _name(desk: _Desk, column: Column) -> pl.Series:
    office = desk.office
    female = desk.seen.people.female[desk.person]
    written = copy_names(
        desk.seen.names, desk.who, female, case=office.case, factor=office.care, rng=desk.rng
    )
    return pl.Series(written, dtype=pl.String)


def _birth(desk: _Desk, column: Column) -> pl.Series:
    from_passport = desk.rng.random(len(desk.person)) < desk.office.passport_dates
    true = desk.seen.people.born[desk.person]
    told = np.where(from_passport, desk.seen.identity.papers[desk.who], true)
    office = desk.office
    return copy_birth(told, year_only=office.year_only, written=office.dates, rng=desk.rng)


def _sex(desk: _Desk, column: Column) -> pl.Series:
    female = desk.seen.people.female[desk.person] ^ (desk.rng.random(len(desk.person)) < 0.004)
    return _say(_in_words(column, ["male", "female"]), female.astype(np.int64))


def _district(desk: _Desk, column: Column) -> pl.Series:
    place = desk.seen.people.place[desk.person]
    moved = desk.rng.random(len(place)) < _MOVED
    elsewhere = desk.rng.integers(0, len(load_places().bps), len(place))
    return _say(load_places().bps, np.where(moved, elsewhere, place))


def _year(desk: _Desk, column: Column) -> pl.Series:
    return pl.Series(split_days(desk.capture.day)[0]).cast(pl.String)


def _reported(desk: _Desk, column: Column) -> pl.Series:
    days = pl.Series(desk.capture.day, dtype=pl.Int32).cast(pl.Date)
    return days.dt.strftime(desk.office.dates)


def _flag(flags: Flags, column: Column) -> pl.Series:
    return _say(_in_words(column, ["false", "true"]), flags.astype(np.int64))


def _age(desk: _Desk, column: Column) -> pl.Series:
    slip = np.where(desk.rng.random(len(desk.person)) < 0.1, 1, 0)
    return pl.Series(desk.seen.people.age[desk.person] + slip).cast(pl.String)


def _purpose(desk: _Desk, column: Column) -> pl.Series:
    people = desk.seen.people
    words = _in_words(column, world.PURPOSES)
    first = desk.miscoded(people.purpose[desk.person], len(words))
    second = people.second[desk.person]
    mention = (second >= 0) & (second != first) & (desk.rng.random(len(first)) < 0.7)
    alone = _say(words, first)
    both = alone + column.split + _say(words, np.maximum(second, 0))
    frame = pl.DataFrame({"alone": alone, "both": both, "mention": pl.Series(mention)})
    return frame.select(pl.when("mention").then("both").otherwise("alone")).to_series()


def _coded(codes: list[str], of: Callable[[People], Ints]) -> "_Writer":
    def write(desk: _Desk, column: Column) -> pl.Series:
        known = of(desk.seen.people)[desk.person]
        return _say(_in_words(column, codes), desk.miscoded(known, len(codes)))

    return write


def _country(desk: _Desk, column: Column) -> pl.Series:
    words = _in_words(column, world.COUNTRIES)
    return _say(words, desk.seen.people.country[desk.person])


def _migration(desk: _Desk, column: Column) -> pl.Series:
    known = desk.seen.people.nonprocedural[desk.person]
    return _say(_in_words(column, ["procedural", "nonprocedural"]), known.astype(np.int64))


def _status(desk: _Desk, column: Column) -> pl.Series:
    weights = desk.office.status
    drawn = desk.rng.choice(len(weights), len(desk.person), p=list(weights.values()))
    return _say(_in_words(column, list(weights)), drawn.astype(np.int64))


def _citizenship(desk: _Desk, column: Column) -> pl.Series:
    return _say(_in_words(column, ["IDN"]), np.zeros(len(desk.person), dtype=np.int64))


_Writer = Callable[[_Desk, Column], pl.Series]
_WRITERS: dict[str, _Writer] = {
    "record": lambda desk, column: records(desk.office, desk.capture),
    "name": _name,
    "birth_date": _birth,
    "sex": _sex,
    "nik": lambda desk, column: copy_nik(desk.seen.identity, desk.who, desk.rng),
    "passport": lambda desk, column: copy_passport(desk.seen.identity, desk.who, desk.rng),
    "phone": lambda desk, column: copy_phone(desk.seen.identity, desk.who, desk.rng),
    "district": _district,
    "year": _year,
    "reported": _reported,
    "citizenship": _citizenship,
    "abroad": lambda desk, column: _flag(desk.seen.people.abroad[desk.person], column),
    "minor": lambda desk, column: _flag(desk.seen.people.minor[desk.person], column),
    "age": _age,
    "purpose": _purpose,
    "exploitation_country": _country,
    "sector": _coded(world.SECTORS, lambda people: people.sector),
    "recruitment_channel": _coded(world.CHANNELS, lambda people: people.channel),
    "recruiter_relation": _coded(world.RELATIONS, lambda people: people.relation),
    "migration_status": _migration,
    "status": _status,
}
