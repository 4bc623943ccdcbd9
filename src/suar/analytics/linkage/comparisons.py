"""How two records are compared, field by field: levels of agreement, from same to contradicting.

Each comparison is a list of levels as SQL over `_l` and `_r` columns, best first; the last is
*everything else*. Level numbers count down to 0, -1 is *not asked on one side*: no evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One level of agreement: its condition and what it is called when a pair is explained.

    ``by_keys``: what it is called between keys, where they tell less.
    """

    sql: str
    words: str
    by_keys: str = ""


@dataclass(frozen=True)
class Comparison:
    """One field's levels, best first, without the null level and without the last."""

    field: str
    columns: tuple[str, ...]
    null: str
    levels: tuple[Level, ...]
    otherwise: str
    rare: str | None = None  # column whose rare values weigh more at the best level
    conditional: bool = False  # bears on others by more than chance: its weight is held back

    @property
    def top(self) -> int:
        """Number of the best level."""
        return len(self.levels)

    def words(self, level: int, *, by_keys: bool = False) -> str:
        """Say what a level means, in clear or between keys."""
        if level == 0:
            return self.otherwise
        said = self.levels[self.top - level]
        return said.by_keys if by_keys and said.by_keys else said.words


def _blank(*columns: str) -> str:
    return " or ".join(f"{c}_l is null or {c}_r is null" for c in columns)


def _number(field: str, words: str, *, off: int = 1) -> Comparison:
    near = f"damerau_levenshtein({field}_l, {field}_r) <= {off}"
    return Comparison(
        field,
        (field,),
        _blank(field),
        (
            Level(f"{field}_l = {field}_r", f"same {words}"),
            Level(near, f"{words} a figure or two off"),
        ),
        f"different {words}",
    )


_BOTH_NIK = "(nik_l is not null and nik_r is not null)"
_FILLED = "({0}_filled_l or {0}_filled_r)"
_BIRTH = Comparison(
    "birth",
    ("birth_y", "birth_m", "birth_d", "birth_about", "birth_filled", "nik"),
    # A date taken from the NIK says nothing beside two NIKs.
    "((birth_y_l is null and birth_m_l is null and birth_about_l is null)"
    " or (birth_y_r is null and birth_m_r is null and birth_about_r is null))"
    " or (birth_y_l is null and birth_y_r is not null and birth_m_r is null"
    " and birth_about_l is null)"
    f" or ({_BOTH_NIK} and {_FILLED.format('birth')} and (birth_y_l is null or birth_y_r is null))",
    (
        Level(
            "birth_y_l = birth_y_r and birth_m_l = birth_m_r and birth_d_l = birth_d_r"
            f" and not ({_BOTH_NIK} and {_FILLED.format('birth')})",
            "same date of birth",
        ),
        Level(
            "birth_y_l = birth_y_r and birth_m_l = birth_d_r and birth_d_l = birth_m_r",
            "day and month of birth swapped",
        ),
        Level(
            "birth_y_l = birth_y_r and birth_m_l is not null and birth_m_r is not null"
            " and (birth_m_l = birth_m_r or birth_d_l = birth_d_r)",
            "date of birth with a different day or month",
            by_keys="same year of birth, another day or month",
        ),
        Level(
            "birth_m_l = birth_m_r and birth_d_l = birth_d_r and birth_y_l <> birth_y_r"
            " and abs(birth_y_l - birth_y_r) <= 12",
            "same day and month of birth, another year",
        ),
        Level(
            "birth_y_l = birth_y_r and (birth_m_l is null or birth_m_r is null"
            f" or ({_BOTH_NIK} and {_FILLED.format('birth')}))",
            "same year of birth, the day not known on one side",
        ),
        Level(
            "abs(coalesce(birth_y_l, birth_about_l) - coalesce(birth_y_r, birth_about_r)) <= 1"
            " and (birth_m_l is null or birth_m_r is null)",
            "years of birth one apart",
            by_keys="same year of birth, on one side from an age",
        ),
        Level(
            "abs(coalesce(birth_y_l, birth_about_l) - coalesce(birth_y_r, birth_about_r)) <= 3"
            " and (birth_m_l is null or birth_m_r is null)",
            "years of birth two or three apart",
        ),
        Level(
            "damerau_levenshtein(birth_text_l, birth_text_r) <= 1"
            " and birth_m_l is not null and birth_m_r is not null",
            "date of birth with a figure off",
        ),
        Level(
            "birth_m_l is null or birth_m_r is null or birth_y_l is null or birth_y_r is null",
            "years of birth more than three apart",
            by_keys="another year of birth, or too little known to compare",
        ),
    ),
    "different dates of birth",
)
_SEX = Comparison(
    "sex",
    ("sex", "sex_filled", "nik"),
    f"{_blank('sex')} or ({_BOTH_NIK} and {_FILLED.format('sex')})",
    (Level("sex_l = sex_r", "same sex"),),
    "different sex",
)
_DISTRICT = Comparison(
    "district",
    ("district", "district_filled", "nik"),
    f"{_blank('district')} or ({_BOTH_NIK} and {_FILLED.format('district')})",
    (
        Level("district_l = district_r", "same district"),
        Level(
            "left(district_l, 2) = left(district_r, 2)"
            " or jaro_winkler_similarity(district_l, district_r) >= 0.92",
            "districts of one province",
        ),
    ),
    "different districts",
    rare="district",
)
_EVENT = Comparison(
    "event",
    ("event_y", "event_month"),
    _blank("event_y"),
    (
        Level("abs(event_month_l - event_month_r) <= 1", "recorded within a month or two"),
        Level("abs(event_month_l - event_month_r) <= 4", "recorded within months"),
        Level("abs(event_month_l - event_month_r) <= 12", "recorded within a year"),
        Level(
            "event_y_l = event_y_r and (event_month_l is null or event_month_r is null)",
            "recorded in the same year",
        ),
        Level(
            "abs(event_y_l - event_y_r) = 1 and (event_month_l is null or event_month_r is null)",
            "recorded in years that follow each other",
        ),
        Level("abs(event_y_l - event_y_r) <= 3", "recorded two or three years apart"),
    ),
    "recorded many years apart",
)
_NIK = Comparison(
    "nik",
    ("nik", "nik_m"),
    # Neighbours in the register office's book, or one serial misread: place and date of birth are
    # weighed as such, and the serial alone says too little.
    # A number that is none (a figure lost) contradicts nothing.
    _blank("nik")
    + " or (nik_l <> nik_r and left(nik_l, 12) = left(nik_r, 12))"
    + " or ((nik_m_l is null or nik_m_r is null) and damerau_levenshtein(nik_l, nik_r) > 2)",
    (
        Level("nik_l = nik_r", "same NIK"),
        Level(
            "right(nik_l, 4) = right(nik_r, 4) and damerau_levenshtein(nik_l, nik_r) <= 1",
            "NIK a figure off",
        ),
        Level(
            "right(nik_l, 4) = right(nik_r, 4) and damerau_levenshtein(nik_l, nik_r) <= 2",
            "NIK two figures off",
        ),
    ),
    "different NIK",
)


def _text(field: str, words: str) -> Comparison:
    similar = f"jaro_winkler_similarity({field}_l, {field}_r)"
    return Comparison(
        field,
        (field,),
        _blank(field),
        (
            Level(f"{field}_l = {field}_r", f"same {words}"),
            Level(f"{similar} >= 0.92", f"{words} nearly the same"),
            Level(f"{similar} >= 0.80", f"{words} alike"),
        ),
        f"different {words}",
        rare=field,
    )


#: Every field but the name, which is weighed word by word (`words`).
COMPARISONS: Mapping[str, Comparison] = {
    c.field: c
    for c in (
        _BIRTH,
        _NIK,
        _number("passport", "passport number"),
        _number("other_id", "other number"),
        _number("phone", "telephone number"),
        _SEX,
        _DISTRICT,
        _text("birth_place", "place of birth"),
        _text("address", "address"),
        _number("postcode", "postcode"),
        Comparison(
            "citizenship",
            ("citizenship",),
            _blank("citizenship"),
            (Level("citizenship_l = citizenship_r", "same citizenship"),),
            "different citizenship",
        ),
        Comparison(
            "destination",
            ("destination",),
            _blank("destination"),
            (Level("destination_l = destination_r", "same country of destination"),),
            "different countries of destination",
            rare="destination",
        ),
        _EVENT,
    )
}
