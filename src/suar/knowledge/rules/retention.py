"""How long a kind of record is kept, on what ground, and what keeps it longer."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from suar.knowledge.rules.decision import Decision


@dataclass(frozen=True)
class Period:
    """How many months after its start a kind of record is erased, and why then."""

    kind: str
    months: int
    ground: dict[str, str]


#: A row a kind of record; later rooms add theirs.
PERIODS: Final[dict[str, Period]] = {
    each.kind: each
    for each in (
        Period(
            "person_named",
            12,
            {
                "en": "Do no harm, rule 5: somebody named in a report is not a suspect.",
                "id": "Kaidah 5: orang yang disebut dalam laporan bukan tersangka.",
            },
        ),
    )
}


def erase_on(kind: str, *, start: date) -> date:
    """Give the day on which a record is erased; the last of a month where the day is not there.

    >>> erase_on("person_named", start=date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    months = start.year * 12 + start.month - 1 + PERIODS[kind].months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Act:
    """The act that makes a named person a suspect: dated and numbered, or it is none."""

    number: str = ""
    on: date | None = None


def may_erase_named(*, erase_on: date, today: date, act: Act) -> Decision:
    """Whether a person named is to be erased today.

    >>> may_erase_named(erase_on=date(2026, 1, 1), today=date(2026, 1, 1), act=Act()).allowed
    True
    """
    if act.number.strip() and act.on is not None:
        return Decision(False, "A dated, numbered act of an investigator keeps it.")
    if today < erase_on:
        return Decision(False, "Not yet: its time has not come.")
    return Decision(True)
