"""How the report says words, numbers, ranges and dates, in English and in Bahasa Indonesia.

Every sentence is a key in `texts/*.yaml` with both languages; none stands in code or templates.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from suar.analytics.picture.document import Count, Label

LANGUAGES = ("en", "id")
#: Keeps a number and its unit on one line.
FAST = "\u00a0"

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
}
_FULL_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "id": _MONTHS["id"],
}


@cache
def texts() -> dict[str, Label]:
    """Give every text of the report by its key, both languages."""
    found: dict[str, Label] = {}
    folder = files(__package__).joinpath("texts")
    for part in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if part.name.endswith(".yaml"):
            found.update(yaml.safe_load(part.read_text(encoding="utf-8")))
    return found


class Speech:
    r"""One language's way to speak.

    >>> Speech("id").span(10900, 20600), Speech("en").number(1346), Speech("id").share(0.035)
    ('10.900 sampai 20.600', '1,346', '3,5\xa0%')
    """

    def __init__(self, language: str, *, of_records: bool = False) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"the report speaks {' and '.join(LANGUAGES)}, not {language!r}")
        self.language = language
        self.of_records = of_records

    def say(self, key: str, **values: object) -> str:
        """Give a text; ``**`` around words asks for weight and is left in.

        Where rows are counted and not persons, a text that has one for records gives that.
        """
        if self.of_records and f"{key}.records" in texts():
            key = f"{key}.records"
        return self.label(texts()[key]).format(**values).replace(" %", f"{FAST}%")

    def has(self, key: str) -> bool:
        """Whether there is such a text: codes from elsewhere may be newer than ours."""
        return key in texts()

    def label(self, label: Label) -> str:
        return label["id"] if self.language == "id" else label["en"]

    def number(self, value: float) -> str:
        """Give a whole number with its thousands marked."""
        return self._marks(f"{round(value):,}")

    def decimal(self, value: float, places: int) -> str:
        return self._marks(f"{value:,.{places}f}")

    def count(self, value: Count) -> str:
        """Give a count, or the word for one that is withheld; never a zero in its place."""
        return self.say("withheld") if value is None else self.number(value)

    def about(self, value: float) -> str:
        """Give a number for a sentence: to the nearest ten from a hundred on."""
        return self.number(round(value, -1) if value >= 100 else value)

    def rough(self, value: float) -> str:
        """Give an estimate without false precision: three figures."""
        return self.number(round(value, -max(len(str(round(value))) - 3, 0)))

    def span(self, low: float, high: float) -> str:
        return self.say("range", low=self.number(low), high=self.number(high))

    def rough_span(self, low: float, high: float) -> str:
        return self.say("range", low=self.rough(low), high=self.rough(high))

    def rough_range(self, low: float, high: float) -> str:
        """Give a range, or the one figure where it has no width."""
        return self.rough(low) if low == high else self.rough_span(low, high)

    def share(self, value: float) -> str:
        """Give a share of one as per cent; one decimal below ten per cent."""
        places = 0 if value >= 0.0995 or value == 0 else 1
        return f"{self.decimal(value * 100, places)}{FAST}%"

    def word(self, number: int) -> str:
        """Give a small number as a word."""
        words = self.say("number-words").split()
        return words[number] if 0 <= number < len(words) else self.number(number)

    def date(self, date: str) -> str:
        """Say a date as far as it is known: ``2024``, ``2024-03`` or ``2024-03-12``."""
        parts = date.split("-")
        if len(parts) == 1:
            return parts[0]
        months = (_MONTHS if len(parts) == 3 else _FULL_MONTHS)[self.language].split()
        said = f"{months[int(parts[1]) - 1]} {parts[0]}"
        return f"{int(parts[2])} {said}" if len(parts) == 3 else said

    def listed(self, words: Sequence[str]) -> str:
        """Join words as a sentence does."""
        if len(words) < 2:
            return "".join(words)
        joined = self.say("list-and", last=words[-1])
        comma = "," if self.language == "id" and len(words) > 2 else ""
        return f"{', '.join(words[:-1])}{comma} {joined}"

    def _marks(self, text: str) -> str:
        if self.language == "en":
            return text
        return text.translate(str.maketrans(",.", ".,"))
