"""Candidate pairs: enough of them, and never too many."""

import polars as pl

from linkage_sets import register_of
from suar.analytics.linkage.blocking import AT_LEAST, PER_RECORD, candidates
from suar.analytics.linkage.prepare import prepare


def pairs_of(*rows):
    prepared = prepare([register_of("police", list(rows))])
    row = prepared.table.sort("uid")["row"].to_list()
    found = candidates(prepared.table)
    return {tuple(sorted((row[a], row[b]))) for a, b in found.iter_rows()}


def test_a_register_where_everybody_is_called_siti_and_born_on_new_year_does_not_explode():
    n = 4000
    register = register_of(
        "police", [{"name": "Siti", "birth_date": "1990-01-01", "sex": "female"}] * n
    )
    found = candidates(prepare([register]).table)
    assert found.height <= max(AT_LEAST, PER_RECORD * n) < n * n / 2


def test_pairs_are_each_given_once_and_in_order():
    register = register_of("police", [{"name": f"Siti {c}minah"} for c in "abcdefgh"])
    found = candidates(prepare([register]).table)
    assert (found["uid_l"] < found["uid_r"]).all()
    assert found.equals(found.unique().sort("uid_l", "uid_r"))
    assert found.schema == {"uid_l": pl.UInt32, "uid_r": pl.UInt32}


def test_one_misspelt_word_still_meets():
    assert pairs_of({"name": "Nurhaliza"}, {"name": "Nurhalisza"}) == {(1, 2)}


def test_two_words_written_as_one_still_meet():
    assert pairs_of({"name": "Leki Mega"}, {"name": "Megaleki"}) == {(1, 2)}


def test_two_swapped_figures_of_a_passport_still_meet():
    assert pairs_of({"passport": "B1234567"}, {"passport": "B1235467"}) == {(1, 2)}


def test_a_swapped_day_and_month_still_meets():
    one, two = {"birth_date": "1990-03-04", "name": "A"}, {"birth_date": "1990-04-03", "name": "B"}
    assert pairs_of(one, two) == {(1, 2)}


def test_records_of_one_fortnight_meet_by_place_where_no_name_is_left():
    one = {"district": "3201", "event_date": "2021-03-14"}
    two = {"district": "3201", "event_date": "2021-03-20", "name": "Siti"}
    much_later = {"district": "3201", "event_date": "2022-09-20", "passport": "B1234567"}
    assert pairs_of(one, two, much_later) == {(1, 2)}


def test_the_pairs_of_a_block_are_all_there():
    rows = [{"phone": "081234567890", "name": name} for name in ("Ana", "Budi", "Citra", "Dodo")]
    assert pairs_of(*rows) == {(a, b) for a in range(1, 5) for b in range(a + 1, 5)}


def test_nothing_in_common_is_no_pair():
    assert pairs_of({"name": "Siti"}, {"name": "Budi"}) == set()
