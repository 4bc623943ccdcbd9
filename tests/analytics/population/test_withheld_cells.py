"""A table with withheld counts is read, and no headline stands on what is left."""

from pathlib import Path

from suar.analytics.population.estimate import estimate
from suar.analytics.population.reading import read_table


def test_an_empty_count_is_withheld_and_refuses_the_headline(tmp_path: Path) -> None:
    path = tmp_path / "overlaps.csv"
    path.write_text(
        "stratum_sex,A,B,C,count\nf,1,0,0,400\nf,0,1,0,300\nf,0,0,1,200\nf,1,1,0,60\n"
        "f,1,0,1,40\nf,0,1,1,30\nf,1,1,1,\n"
    )
    table = read_table(path)
    assert (table.observed, table.withheld) == (1030, 1)
    document = estimate(table, method="chao", boot=50).document()
    assert document["headline"]["kind"] == "refused"
    assert "withheld-cells" in document["headline"]["reasons"]
    assert document["results"][0]["estimate"] is not None
