"""What a nearly equal NIK says of place, date and sex is not said again beside those fields."""

import polars as pl

from linkage_sets import register_of
from suar.analytics.linkage.evidence import Witness
from suar.analytics.linkage.model import start, weigh
from suar.analytics.linkage.prepare import prepare

ONE, NEAR = "3201014507900007", "3201015507900007"


def nik_bits(beside):
    """What two NIK with one figure apart are worth, with some fields beside them."""
    others = [
        {
            "nik": f"32050{n}1203850001",
            "district": "3275",
            "sex": "male",
            "birth_date": "1985-03-12",
        }
        for n in (1, 2)
    ]
    rows = [{"nik": ONE, **beside}, {"nik": NEAR, **beside}, *others]
    witness = Witness(prepare([register_of("police", rows)]).table)
    row = witness.table["row"].to_list()
    left, right = sorted((row.index(1), row.index(2)))
    asked = pl.DataFrame({"uid_l": [left], "uid_r": [right]}).cast(pl.UInt32)
    heard = witness.hear(asked)
    assert heard.levels["nik"].tolist() == [2]
    return float(weigh(start(witness.fields), heard)["nik"][0])


def test_a_number_a_figure_off_says_less_where_place_and_date_agree():
    alone = nik_bits({})
    beside = nik_bits({"district": "3201", "birth_date": "1990-07-05", "sex": "female"})
    assert alone > 10.0
    assert 0.0 <= beside < alone - 8.0


def test_it_is_never_held_against_a_pair():
    told = {"district": "3201", "birth_date": "1990-07-05", "sex": "female"}
    assert nik_bits(told) >= 0.0
