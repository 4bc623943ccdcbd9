"""Dates as offices write them become partial ISO dates, or nothing."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.analytics.registers.dates import (
    DEFAULT_FORMATS,
    day_number,
    known_format,
    parse,
    parse_column,
    span,
)


@pytest.mark.parametrize(
    ("written", "formats", "meant"),
    [
        ("04/08/1980", ["%d/%m/%Y", "%Y"], "1980-08-04"),
        ("4/8/1980", ["%d/%m/%Y"], "1980-08-04"),
        ("1980", ["%d/%m/%Y", "%Y"], "1980"),
        ("08/1980", ["%m/%Y"], "1980-08"),
        ("19800804", ["%Y%m%d"], "1980-08-04"),
        ("04.08.80", ["%d.%m.%y"], "1980-08-04"),
        ("17 Agustus 1945", ["%d %B %Y"], "1945-08-17"),
        ("17 Aug. 1945", ["%d %b %Y"], "1945-08-17"),
        ("00/00/1980", ["%d/%m/%Y"], "1980"),
        ("00/08/1980", ["%d/%m/%Y"], "1980-08"),
        ("2020-02-29", ["%Y-%m-%d"], "2020-02-29"),
        ("2021-02-29", ["%Y-%m-%d"], None),
        ("31/04/2020", ["%d/%m/%Y"], None),
        ("13/13/2020", ["%d/%m/%Y"], None),
        ("31/12/1499", ["%d/%m/%Y"], None),
        ("01/01/1500", ["%d/%m/%Y"], "1500-01-01"),
        ("2020-05-06 07:08:09", ["%Y-%m-%d"], "2020-05-06"),
        ("2020-05-06T07:08:09Z", ["%Y-%m-%d"], "2020-05-06"),
        ("besok", ["%d/%m/%Y", "%Y"], None),
        ("1234567", ["%Y%m%d"], None),
        ("44197", ["%d/%m/%Y"], None),
    ],
)
def test_a_written_date(written: str, formats: list[str], meant: str | None) -> None:
    assert parse(written, formats) == meant


def test_a_spreadsheets_day_number_is_a_date_only_when_asked() -> None:
    assert parse("44197", ["%d/%m/%Y"], serial=True) == "2021-01-01"
    assert parse("44197.5", ["%d/%m/%Y"], serial=True) == "2021-01-01"
    assert parse("1980", ["%Y"], serial=True) == "1980"


def test_three_formats_in_one_column_and_an_impossible_date() -> None:
    cells = pl.Series(["04/08/1980", "1980-08-05", "6 Agustus 1980", None, "31/02/1980"])
    dates, odd = parse_column(cells, ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"])
    assert dates.to_list() == ["1980-08-04", "1980-08-05", "1980-08-06", None, None]
    assert odd.to_list() == [False, False, False, False, True]


@given(st.dates(date(1500, 1, 1), date(2199, 12, 31)), st.sampled_from(DEFAULT_FORMATS[:6]))
def test_what_is_written_is_read(day: date, style: str) -> None:
    iso = day.isoformat()
    year, month, number = iso.split("-")
    written = style.replace("%Y", year).replace("%m", month).replace("%d", number)
    assert parse(written, [style]) == iso


@given(st.dates(date(1900, 1, 1), date(2100, 12, 30)), st.sampled_from([4, 7, 10]))
def test_the_span_of_a_partial_date_holds_its_days(day: date, size: int) -> None:
    told = day.isoformat()[:size]
    first, last = pl.DataFrame({"d": [told]}).select(a=span("d")[0], b=span("d")[1]).row(0)
    assert first <= day_number(day.isoformat()) <= last
    assert day_number(told) == first
    assert day_number(told, end=True) == last
    if size == 10:
        assert first == last < day_number((day + timedelta(days=1)).isoformat())


def test_a_format_without_a_year_is_not_known() -> None:
    assert known_format("%d/%m/%Y")
    assert not known_format("%d/%m")
    assert not known_format("%Q")
