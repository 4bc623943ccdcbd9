"""Lists of many rows: a page at a time, counted in one query and no further than anybody reads.

Counting every row of a long list costs more than showing it, and nobody acts on the difference
between 4,312 and 4,313. So a count stops at `MOST`, and whether there is a next page is seen by
reading one row further.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property

#: How far rows are counted; past it the page says "more than".
MOST: Final = 1000
#: The last page that is led to: what lies further back is found by a filter.
LAST: Final = 1000


@dataclass(frozen=True)
class Counted:
    """How many rows there are, or that there are more than so many."""

    number: int = 0
    more: bool = False

    def __bool__(self) -> bool:
        return self.number > 0


def count_each(lists: Mapping[str, QuerySet[Any]]) -> dict[str, Counted]:
    """Count several lists in one query.

    Each list keeps its own conditions, its organisation among them; order does not matter.
    """
    parts, params = [], []
    for rows in lists.values():
        try:
            sql, values = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:  # a list of nobody's: Django knows it without asking
            parts.append("0")
            continue
        part = f"(SELECT count(*) FROM ({sql}) part{len(parts)})"  # noqa: S608 Django's own SQL
        parts.append(part)
        params.extend(values)
    if set(parts) <= {"0"}:
        return dict.fromkeys(lists, Counted())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        numbers = cursor.fetchone()
    return {
        name: Counted(min(number, MOST), number > MOST)
        for name, number in zip(lists, numbers, strict=True)
    }


class Leaf(Page):
    """One page of a list, and whether there is another."""

    def __init__(self, rows: list[Any], number: int, pages: "Pages", *, later: bool) -> None:
        super().__init__(rows, number, pages)
        self.later = later

    def has_next(self) -> bool:
        """Whether there are later rows."""
        return self.later and self.number < LAST

    def next_page_number(self) -> int:
        """Give the number of the next page."""
        return self.number + 1

    def previous_page_number(self) -> int:
        """Give the number of the page before."""
        return self.number - 1

    def start_index(self) -> int:
        """Give the place of the first row that is shown."""
        return (self.number - 1) * self.paginator.per_page + bool(self.object_list)

    def end_index(self) -> int:
        """Give the place of the last row that is shown."""
        return self.start_index() + max(len(self.object_list) - 1, 0)


class Pages(Paginator):
    """A list by pages: one query for the page, and one for the count where it is not known yet.

    Parameters
    ----------
    counted
        What `count_each` found, where the page asked for other counts in the same query.
    """

    def __init__(self, rows: Any, size: int, *, counted: Counted | None = None) -> None:
        super().__init__(rows, size)
        self.known = counted

    @cached_property
    def counted(self) -> Counted:
        """Give how many rows there are, as far as is counted."""
        return self.known or count_each({"rows": self.object_list})["rows"]

    @cached_property
    def count(self) -> int:
        """Give the number that stands in `counted`."""
        return self.counted.number

    def get_page(self, number: Any) -> Leaf:
        """Give a page; the first where the number is none, the last counted where it is too far."""
        asked = str(number or "")
        wanted = min(max(int(asked), 1), LAST) if asked.isdecimal() and len(asked) < 6 else 1
        rows, later = self._read(wanted)
        if not rows and wanted > 1:
            wanted = self.num_pages
            rows, later = self._read(wanted)
        if not later:
            self.known = Counted((wanted - 1) * self.per_page + len(rows))
        return Leaf(rows, wanted, self, later=later)

    def _read(self, number: int) -> tuple[list[Any], bool]:
        first = (number - 1) * self.per_page
        rows = list(self.object_list[first : first + self.per_page + 1])
        return rows[: self.per_page], len(rows) > self.per_page
