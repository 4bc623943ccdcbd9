"""Long lists: a page at a time, counted no further than anybody reads."""

import pytest
from cast import Cast, make_cast
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from suar.base.access.acting import acting
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.base.ui import paging
from suar.base.ui.paging import Counted, Pages, count_each


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(paging, "MOST", 7)
    made = make_cast()
    with acting(made.case_worker) as by:
        for number in range(12):
            Task.objects.create(
                organisation_id=by.organisation,
                subject_kind="victim",
                subject_id=uuid7(),
                what="assess",
                urgent=number < 7,
                set_at="2026-03-12T02:00Z",
            )
    return made


def test_several_lists_are_counted_in_one_query_and_no_further_than_is_read(cast: Cast) -> None:
    with acting(cast.case_worker), CaptureQueriesContext(connection) as asked:
        counts = count_each(
            {
                "all": Task.objects.order_by("-set_at"),
                "urgent": Task.objects.filter(urgent=True),
                "none": Task.objects.none(),
            }
        )
    assert len(asked) == 1
    assert counts == {
        "all": Counted(7, True),
        "urgent": Counted(7),
        "none": Counted(),
    }
    with acting(cast.nurse):  # another organisation's
        assert count_each({"all": Task.objects.all()}) == {"all": Counted()}


def _pager(rows: object, number: str, size: int = 5) -> tuple[list[int], str]:
    page = Pages(rows, size).get_page(number)
    request = RequestFactory().get("/cases/", {"show": "due", "page": number})
    with translation.override("en"):
        told = Template("{% load suar %}{% pager page %}").render(
            Context({"page": page, "request": request})
        )
    return [page.start_index(), page.end_index()], told


def test_a_page_leads_on_as_long_as_there_are_rows(cast: Cast) -> None:
    with acting(cast.case_worker):
        rows = Task.objects.order_by("id")
        span, told = _pager(rows, "1")
        assert (span, "1 to 5 of more than 7" in told) == ([1, 5], True)
        assert "?show=due&amp;page=2" in told
        span, told = _pager(rows, "2")
        assert (span, "6 to 10 of more than 7" in told) == ([6, 10], True)
        span, told = _pager(rows, "3")
        assert (span, "11 to 12 of 12" in told) == ([11, 12], True)
        assert "page=4" not in told


@pytest.mark.parametrize("wrong", ["", "0", "-1", "x", "1e9", "²"])
def test_a_page_that_is_none_is_the_first(cast: Cast, wrong: str) -> None:
    with acting(cast.case_worker):
        assert _pager(Task.objects.order_by("id"), wrong)[0] == [1, 5]


def test_a_page_too_far_is_the_last_that_was_counted(cast: Cast) -> None:
    with acting(cast.case_worker):
        assert _pager(Task.objects.order_by("id"), "900")[0] == [6, 10]
        assert _pager(Task.objects.none(), "900") == ([0, 0], "")


def test_a_short_list_costs_one_query_and_has_no_pager(cast: Cast) -> None:
    with acting(cast.case_worker), CaptureQueriesContext(connection) as asked:
        span, told = _pager(Task.objects.order_by("id"), "1", size=50)
    assert (span, told, len(asked)) == ([1, 12], "", 1)
