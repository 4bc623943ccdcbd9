"""The invented country has the shapes that a picture must cope with."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from suar.analytics.registers import nik
from suar.analytics.synthetic.capture import ROWS, draw_captures
from suar.analytics.synthetic.identity import draw_identity, nik_text, split_days
from suar.analytics.synthetic.names import draw_names
from suar.analytics.synthetic.people import People, day_number, draw_people
from suar.analytics.synthetic.places import load_places
from suar.analytics.synthetic.segments import SEGMENTS
from suar.analytics.synthetic.slips import copy_birth
from suar.analytics.synthetic.spelling import copy_names


@pytest.fixture(scope="module")
def people() -> People:
    return draw_people(9000, np.random.default_rng(11))


@pytest.fixture(scope="module")
def everyone(people: People) -> np.ndarray:
    return np.arange(len(people))


def between(people: People, start: date, end: date) -> np.ndarray:
    return (people.found >= day_number(start)) & (people.found < day_number(end))


def test_fewer_are_found_abroad_while_the_borders_are_shut(people):
    closed = between(people, date(2020, 4, 1), date(2020, 9, 1)) & people.abroad
    before = between(people, date(2020, 1, 1), date(2020, 4, 1)) & people.abroad
    assert closed.sum() / 5 < 0.5 * before.sum() / 3


def test_the_fraud_compounds_come_in_2022(people):
    compounds = people.segment == 0
    early = between(people, date(2020, 1, 1), date(2022, 1, 1))
    assert SEGMENTS[0].purposes["online_scam"] > 0.5
    assert (compounds & early).sum() / early.sum() < 0.15
    assert (compounds & ~early).sum() / (~early).sum() > 0.25


def test_children_and_adults_women_and_men_home_and_abroad_are_all_there(people):
    for abroad in (True, False):
        for female in (True, False):
            for minor in (True, False):
                here = (
                    (people.abroad == abroad) & (people.female == female) & (people.minor == minor)
                )
                assert here.sum() > 50


def test_ages_follow_from_birth_and_finding(people):
    born, _, _ = split_days(people.born)
    found, _, _ = split_days(people.found)
    assert np.all(np.abs(found - born - people.age) <= 1)
    assert people.age.min() >= 5
    assert people.age.max() <= 64


def test_every_nik_is_valid_and_tells_birth_and_sex(people, everyone):
    numbers = nik_text(draw_identity(people, everyone, np.random.default_rng(1)).nik)
    assert numbers.str.contains(r"^\d{16}$").all()
    parts = nik.parts(numbers)
    years, months, days = split_days(people.born)
    assert parts["valid"].all()
    assert (parts["sex"] == np.where(people.female, "female", "male")).all()
    assert (parts["year"] == years % 100).all()
    assert (parts["month"] == months).all()
    assert (parts["day"] == days).all()
    known = set(load_places().kemendagri)
    assert set(numbers.str.slice(0, 4)) <= known
    assert (numbers.str.slice(12, 4).cast(pl.Int64) >= 1).all()


def test_names_are_those_of_many_regions(people, everyone):
    names = draw_names(people, everyone, np.random.default_rng(2)).tokens
    lengths = np.array([len(tokens) for tokens in names])
    assert lengths.min() >= 1
    assert 0.08 < (lengths == 1).mean() < 0.3
    cultures = np.array(load_places().culture)[people.place]
    for culture, sign in (("bali", {"i", "ni"}), ("batak", {"siregar", "sinaga", "ginting"})):
        inside = [bool(sign & set(names[at])) for at in np.flatnonzero(cultures == culture)]
        outside = [bool(sign & set(names[at])) for at in np.flatnonzero(cultures == "java")]
        assert sum(inside) > 10
        assert sum(outside) == 0
    whole = [" ".join(tokens) for tokens in names]
    assert len(set(whole)) > 0.8 * len(whole)


def test_the_ministry_and_the_police_know_the_same_people_more_often_than_chance(people):
    captures = draw_captures(people, ROWS, np.random.default_rng(3))
    held = {
        name: np.isin(np.arange(len(people)), capture.person) for name, capture in captures.items()
    }
    abroad = people.abroad
    police, ministry = held["police"][abroad], held["foreign_ministry"][abroad]
    assert (police & ministry).mean() > 1.3 * police.mean() * ministry.mean()


def test_some_kinds_are_hidden_from_almost_every_register(people):
    captures = draw_captures(people, ROWS, np.random.default_rng(3))
    seen = np.isin(
        np.arange(len(people)), np.concatenate([each.person for each in captures.values()])
    )
    shares = [seen[people.segment == at].mean() for at in range(len(SEGMENTS))]
    assert min(shares) < 0.35
    assert max(shares) > 0.55


def test_a_careful_office_copies_names_as_they_are(people, everyone):
    names = draw_names(people, everyone, np.random.default_rng(2))
    rng = np.random.default_rng(4)
    copied = copy_names(names, everyone, people.female, case="upper", factor=0.0, rng=rng)
    blank = sum(name is None for name in copied)
    assert blank / len(copied) == pytest.approx(0.018, abs=0.006)
    for written, tokens in zip(copied, names.tokens, strict=True):
        assert written is None or written == " ".join(tokens).upper()


@pytest.mark.parametrize("written", ["%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d.%m.%Y"])
def test_birth_dates_are_written_in_the_office_s_format(people, written):
    cells = copy_birth(people.born, year_only=0.0, written=written, rng=np.random.default_rng(5))
    true = pl.Series(people.born, dtype=pl.Int32).cast(pl.Date).dt.strftime(written)
    assert 0.8 < (cells == true).mean() < 0.9
    assert cells.str.len_chars().unique().to_list() == [len(true[0])]
    bare = copy_birth(people.born, year_only=1.0, written=written, rng=np.random.default_rng(5))
    assert bare.str.contains(r"^\d{4}$").all()
