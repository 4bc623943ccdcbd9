"""The same settings on DuckDB and on Spark give the same levels; an absent engine says so."""

import importlib.util
import shutil

import pytest

from linkage_sets import register_of
from suar.analytics.linkage import engine
from suar.analytics.linkage.evidence import Witness, random_pairs
from suar.analytics.linkage.prepare import prepare
from suar.knowledge.refusal import Refusal

ROWS = [
    {
        "name": name, "birth_date": birth, "nik": nik, "phone": phone, "sex": sex,
        "district": district, "event_date": "2021-05-17", "year": 2021, "passport": passport,
    }
    for name, birth, nik, phone, sex, district, passport in (
        (
            "Siti Aminah", "1985-07-05", "3271014507850001", "081234567801", "female", "3271",
            "B1234567",
        ),
        ("Sitti Aminah", "1985-05-07", "3271014507850001", None, "female", "3271", None),
        ("Rahmat Hidayat", "1990", None, "081234567802", "male", "3273", "B1234568"),
        ("Rachmad Hidayat", "1991", "3273010101900002", "081234567803", "male", None, "B1234569"),
        ("Dewi", None, None, None, None, None, None),
        ("Dewi Lestari", "1985-07-15", "3271015507850002", "081234567802", "female", "5171", None),
    )
]  # fmt: skip


def test_an_unknown_engine_is_refused() -> None:
    table = prepare([register_of("police", ROWS)]).table
    with pytest.raises(Refusal, match="is no engine"):
        engine.compare(table, random_pairs(table.height, most=99, seed=1), ["sex"], engine="oracle")


def test_spark_gives_the_levels_that_duckdb_gives() -> None:
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed (extra suar[spark])")
    if shutil.which("java") is None:
        pytest.skip("no Java runtime")
    table = prepare([register_of("police", ROWS)]).table
    pairs = random_pairs(table.height, most=99, seed=1)
    fields = Witness(table).fields
    assert {"birth", "nik", "phone", "district"} <= set(fields)
    duckdb, spark = (engine.compare(table, pairs, fields, engine=e) for e in ("duckdb", "spark"))
    assert duckdb.equals(spark)


def test_spark_where_it_is_absent_is_a_sentence() -> None:
    if importlib.util.find_spec("pyspark") is not None:
        pytest.skip("pyspark is installed")
    table = prepare([register_of("police", ROWS)]).table
    with pytest.raises(Refusal, match="Spark is not installed"):
        engine.compare(table, random_pairs(table.height, most=99, seed=1), ["sex"], engine="spark")
