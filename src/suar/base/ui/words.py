"""Numbers, ranges, dates and times as each language writes them; the zone is always written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
}
DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
}
ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
TO = {"en": "to", "id": "sampai"}
MORE_THAN = {"en": "more than", "id": "lebih dari"}


def language() -> str:
    """Give the language in force: en or id."""
    return "id" if (get_language() or "").startswith("id") else "en"


def number(value: int | float, *, in_language: str = "") -> str:
    """Write a number: 1,346 and 3.5 in English, 1.346 and 3,5 in Indonesian; the minus is a minus.

    >>> number(1346, in_language="id"), number(-3.5, in_language="en")
    ('1.346', '−3.5')
    """
    text = f"{abs(value):,}"
    if (in_language or language()) == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"−{text}" if value < 0 else text


def span(low: int | float, high: int | float, *, in_language: str = "") -> str:
    """Write a range with its word, never a hyphen.

    >>> span(10900, 20600, in_language="id")
    '10.900 sampai 20.600'
    """
    chosen = in_language or language()
    return f"{number(low, in_language=chosen)} {TO[chosen]} {number(high, in_language=chosen)}"


def counted(value: int, *, more: bool = False, in_language: str = "") -> str:
    """Write how many rows a list has, or that there are more than were counted.

    >>> counted(1000, more=True, in_language="id"), counted(12, in_language="en")
    ('lebih dari 1.000', '12')
    """
    chosen = in_language or language()
    written = number(value, in_language=chosen)
    return f"{MORE_THAN[chosen]} {written}" if more else written


def day(value: date | str, *, in_language: str = "") -> str:
    """Write a day, or a partial date as it was written ("2024", "2024-03"), never filled up.

    >>> day(date(2026, 3, 12), in_language="en"), day("2024-03", in_language="id")
    ('12 Mar 2026', 'Maret 2024')
    """
    chosen = in_language or language()
    if isinstance(value, str):
        parts = [int(part) for part in value.split("-")]
    else:
        if isinstance(value, datetime):
            value = _here(value)
        parts = [value.year, value.month, value.day]
    words = [str(part) for part in parts]
    if len(parts) > 1:
        words[1] = MONTHS[chosen][parts[1] - 1]
    return " ".join(reversed(words))


def weekday(value: date, *, in_language: str = "") -> str:
    """Write a day with its weekday: "Kamis, 12 Maret 2026"."""
    chosen = in_language or language()
    there = _here(value) if isinstance(value, datetime) else value
    return f"{DAYS[chosen][there.weekday()]}, {day(there, in_language=chosen)}"


def hour(value: datetime, *, in_language: str = "") -> str:
    """Write a time of day with its zone: "19:00 WIB", "19.00 WIB"."""
    there = _here(value)
    mark = "." if (in_language or language()) == "id" else ":"
    return f"{there:%H}{mark}{there:%M} {zone_name(there)}"


def moment(value: datetime, *, in_language: str = "") -> str:
    """Write an instant: "12 Mar 2026, 09:10 WIB", "12 Maret 2026 pukul 09.10 WIB"."""
    chosen = in_language or language()
    joint = " pukul " if chosen == "id" else ", "
    return day(value, in_language=chosen) + joint + hour(value, in_language=chosen)


def zone_name(there: datetime) -> str:
    """Give WIB, WITA or WIT, else the distance from UTC, which nobody misreads."""
    key = getattr(there.tzinfo, "key", "")
    if key in ZONES:
        return ZONES[key]
    minutes = int((there.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def _here(value: datetime) -> datetime:
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(timezone.get_current_timezone())


def known_zone(name: str) -> ZoneInfo | None:
    """Give the zone of that name, or nothing."""
    return ZoneInfo(name) if name else None
