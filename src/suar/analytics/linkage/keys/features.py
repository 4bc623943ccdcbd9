"""What of a prepared record goes into filters and tokens: text that never leaves the machine."""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from typing import Any

from suar.analytics.linkage.names import sound_key

_MOST_WORDS = 6


def bigrams(words: Iterable[str] | None) -> list[str]:
    """Give the padded bigrams of words as features, each once.

    >>> bigrams(["umi"])
    ['g_u', 'gi_', 'gmi', 'gum']
    """
    padded = (f"_{word}_" for word in words or ())
    return sorted({f"g{word[i : i + 2]}" for word in padded for i in range(len(word) - 1)})


def name(words: Iterable[str] | None, keys: Iterable[str] | None) -> list[str]:
    """Give what of a name goes into its filter: its bigrams, and how each word sounds.

    >>> name(["umi"], ["um"])
    ['g_u', 'gi_', 'gmi', 'gum', 'sum']
    """
    heard = {f"s{key}" for key in keys or () if len(key) > 1}
    return [*bigrams(words), *sorted(heard)]


def days(month: int | None, day: int | None) -> list[str]:
    """Give day and month in their order and in either order; neither by itself."""
    if month is None or day is None:
        return []
    low, high = sorted((month, day))
    return [f"o{month}-{day}", f"u{low}-{high}"]


def figures(nik: str | None) -> list[str]:
    """Give a NIK's figures by place, bound to its last four: others share nothing.

    >>> len(figures("3271016441080001"))
    12
    """
    if nik is None:
        return []
    serial, body = nik[-4:], nik[:-4]
    return [f"n{serial}:{at}:{figure}" for at, figure in enumerate(body)]


def left_out(number: str | None, most: int = 16) -> list[str]:
    """Give a number with each figure left out: two that differ in one place share one."""
    if number is None:
        return []
    return [f"{at}:{number[:at]}{number[at + 1 :]}" for at in range(min(len(number), most))]


def sounds(record: dict[str, Any]) -> list[str]:
    """Give the sounds of a name: of each word, and of two neighbours written as one."""
    words = (record["tokens"] or [])[:_MOST_WORDS]
    keys = (record["keys"] or [])[:_MOST_WORDS]
    joined = [sound_key(a + b) for a, b in pairwise(words)]
    return sorted({key for key in (*keys, *joined) if len(key) > 1})


def blocks(record: dict[str, Any]) -> list[str]:
    """Give the compounds under which a record is looked for; none is a single plain value."""
    own = sorted({key for key in record["keys"] or () if len(key) > 1})[:_MOST_WORDS]
    year, district, sex = record["birth_y"], record["district"], record["sex"]
    low, high = sorted((record["birth_m"] or 0, record["birth_d"] or 0))
    day = f"{low}-{high}" if high else None
    date = f"{year}-{day}" if year is not None and day else None
    pairs = [f"{a}&{b}" for a, b in combinations(own, 2)]
    starts = sorted({word[:4] for word in record["tokens"] or () if len(word) > 3})
    whole = " ".join(own) or None
    rest = [record["passport"], record["phone"], record["address"]]
    single: Sequence[str | None] = sounds(record)
    return _compounds(
        ("2", pairs),
        ("2y", pairs, [year]),
        ("2d", pairs, [district]),
        ("sD", single, [date]),
        ("sy", single, [year]),
        ("sd", single, [district]),
        ("syd", single, [year], [district]),
        ("sm", single, [day]),
        ("sr", single, rest),
        ("by", starts, [year]),
        ("bd", starts, [district]),
        ("byd", starts, [year], [district]),
        ("Dd", [date], [district]),
        ("Dx", [date], [sex]),
        ("md", [day], [district]),
        ("ydx", [year], [district], [sex]),
        ("wx", [whole], [sex], [district]),
    )


def _compounds(*rules: Sequence[Any]) -> list[str]:
    found = []
    for name, *columns in rules:
        parts: list[str] = [name]
        for values in columns:
            known = [str(value) for value in values if value is not None]
            parts = [f"{part}|{value}" for part in parts for value in known]
        found.extend(parts)
    return sorted(set(found))
