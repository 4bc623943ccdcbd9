"""The day of an office, in its own zone, and in words as minutes write it."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from suar.base.ui.words import DAYS, MONTHS, day, language

_ONES: Final = (
    "", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip


def day_in(zone: str, now: datetime) -> date:
    """Give the day that it is in an office's zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def in_words(number: int) -> str:
    """Write a whole number under 10,000 in Indonesian words.

    >>> in_words(12), in_words(21), in_words(2026)
    ('dua belas', 'dua puluh satu', 'dua ribu dua puluh enam')
    >>> in_words(111), in_words(1100)
    ('seratus sebelas', 'seribu seratus')
    """
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    for size, one, many in ((1000, "seribu", "ribu"), (100, "seratus", "ratus")):
        if number >= size:
            count, rest = divmod(number, size)
            first = one if count == 1 else f"{in_words(count)} {many}"
            return f"{first} {in_words(rest)}".strip()
    tens, rest = divmod(number, 10)
    return f"{_ONES[tens]} puluh {_ONES[rest]}".strip()


def spelled(on: date) -> str:
    """Give a day as minutes say it, in the language in force.

    Indonesian minutes spell it out: *Kamis, tanggal dua belas bulan Maret tahun dua ribu dua puluh
    enam*; English ones give it in figures.
    """
    if language() == "id":
        return (
            f"{DAYS['id'][on.weekday()]}, tanggal {in_words(on.day)} bulan"
            f" {MONTHS['id'][on.month - 1]} tahun {in_words(on.year)}"
        )
    return f"{DAYS['en'][on.weekday()]}, {day(on, in_language='en')}"
