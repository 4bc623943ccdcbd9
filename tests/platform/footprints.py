"""What calls of a service leave behind, seen from outside it: rows that appear and rows that go.

Every row version of every table is known by its place and by the transaction that wrote it. Two
calls that are let through teach how many versions one call adds and takes, table by table (and
action by action in the audit); whatever a kill leaves must be a whole number of such calls.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

Rows = frozenset[tuple[str, str, str]]
Change = Counter[tuple[str, str]]

_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'public' AND c.relkind = 'r'"
)
#: In the audit each action counts by itself.
_LABEL = {"audit_event": "'audit ' || action"}


def rows_now(superuser: Connection[tuple[Any, ...]]) -> Rows:
    """Give every row version that is there now."""
    names = [name for (name,) in superuser.execute(_TABLES).fetchall()]
    query = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, ctid::text, xmin::text FROM {}").format(
            sql.SQL(_LABEL[name]) if name in _LABEL else sql.Literal(name), sql.Identifier(name)
        )
        for name in names
    )
    return frozenset(superuser.execute(query).fetchall())


def change(before: Rows, after: Rows) -> Change:
    """Give how many versions appeared (+) and went (-), by table."""
    told: Change = Counter()
    for sign, rows in (("+", after - before), ("-", before - after)):
        told.update((label, sign) for label, _place, _by in rows)
    return told


@dataclass(frozen=True)
class Footprint:
    """What the first of some calls in a row leaves, and what each further one adds."""

    first: Change
    each: Change

    @classmethod
    def of(cls, one: Change, two: Change) -> "Footprint":
        """Learn it from what one call left, and then two together."""
        each = Counter({key: two[key] - one[key] for key in two.keys() | one.keys()})
        return cls(one, each)

    def after(self, calls: int) -> Change:
        """Give what so many whole calls leave."""
        if not calls:
            return Counter()
        told = Counter(self.first)
        for key, number in self.each.items():
            told[key] += number * (calls - 1)
        return told

    def torn(self, found: Change, *, told: int) -> str:
        """Say what does not fit: empty where so many calls as were told, or one more, were whole.

        A call may have been whole when its process died before it could tell.
        """
        wanted = [self.after(told), self.after(told + 1)]
        if any(_same(found, each) for each in wanted):
            return ""
        odd = {
            " ".join(key): (found[key], [each[key] for each in wanted])
            for key in found.keys() | wanted[0].keys() | wanted[1].keys()
            if not (found[key] == wanted[0][key] == wanted[1][key])
        }
        return f"{told} told; found and wanted: {odd}"


def _same(one: Change, two: Change) -> bool:
    return all(one[key] == two[key] for key in one.keys() | two.keys())
