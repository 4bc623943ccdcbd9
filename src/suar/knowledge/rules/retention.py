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


def year_alone(partial: str) -> str:
    """Give what stays of a date when a person was erased: its year.

    >>> year_alone("2024-03-12"), year_alone("")
    ('2024', '')
    """
    return partial[:4]


#: What stays of a person's coded facts when she was erased, so that the counts stay true: nothing
#: by which one could be found among others. Every other field is emptied.
KEPT_OF_FACTS: Final = frozenset({"age_band", "sex", "nationalities", "reference", "vocabulary"})
KEPT_OF_EPISODE: Final = frozenset({"purposes", "acts", "means", "country", "vocabulary"})


def band_of_age(birth_year: int | None, *, at: int) -> str:
    """Give the band of age that replaces a year of birth, in CTDC's bands; blank where not known.

    >>> band_of_age(1998, at=2025), band_of_age(None, at=2025)
    ('27-29', '')
    """
    if birth_year is None or at < birth_year:
        return ""
    age = at - birth_year
    for low, high in ((0, 8), (9, 17), (18, 20), (21, 23), (24, 26), (27, 29), (30, 38), (39, 47)):
        if low <= age <= high:
            return f"{low}-{high}"
    return "48+"
