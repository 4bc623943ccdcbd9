"""How much two files' identities are alike: by the weights with which registers are linked.

Names word by word and by sound, NIK, passport and telephone, dates with the days that offices fill
in, what contradicts. The identities are opened in this process for this moment, as they are when
their keys are written; what leaves this module are codes and bits. How rare a word or a number is
comes from the organisation's own tokens. The weights are the linkage's starting ones: nothing is
learned from one organisation's few files, so no probability is given.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from suar.base.vault.search import HowCommon, how_common
from suar.knowledge.rules.same_person import Sign, Weighed, weigh
from suar.rooms.victims.keys import Told, register_of
from suar.rooms.victims.sealed import SUBJECT

if TYPE_CHECKING:
    import polars as pl

    from suar.analytics.linkage.evidence import Pairs
    from suar.analytics.linkage.model import Model

#: Fields of the linkage that an identity here may say something of.
_FIELDS: Final = (
    "birth", "nik", "passport", "other_id", "phone", "sex", "birth_place", "address", "citizenship",
)  # fmt: skip
_NUMBERS: Final = ("nik", "passport", "other_id", "phone")
#: A level of agreement, best first as the linkage lists them, as a reason; None is none worth one.
_CODES: Final[dict[str, tuple[str | None, ...]]] = {
    "birth": (
        "same_birth_date", "swapped_birth", "part_birth_date", "same_birth_day", "same_birth_year",
        "near_birth_year", "birth_years_apart", "birth_figure_off", "birth_years_apart",
        "other_birth_date",
    ),
    "nik": ("same_nik", "near_nik", "near_nik", "other_nik"),
    "passport": ("same_passport", "near_passport", "other_passport"),
    "other_id": ("same_other_id", "near_other_id", "other_other_id"),
    "phone": ("same_phone", "near_phone", None),
    "sex": (None, "other_sex"),
    "birth_place": (
        "same_birth_place", "near_birth_place", "near_birth_place", "other_birth_place",
    ),
    "address": ("same_address", "near_address", "near_address", "other_address"),
    "citizenship": (None, "other_citizenship"),
}  # fmt: skip
#: Other files say how common a word is; so many invented ones, each with this chance of it, say it
#: too, so that a small shelter's files are not taken for the whole country's.
_LENT: Final = 50
_CHANCE: Final = 0.02
#: A number in more files than this is an office's or a recruiter's (as the linkage has it).
_OWN_FILES: Final = 3


def alike_by(
    mine: Told,
    others: Mapping[UUID, Told],
    *,
    organisation: UUID,
    homes: tuple[str, Mapping[UUID, str]],
) -> dict[UUID, Weighed]:
    """Weigh one identity against several.

    Parameters
    ----------
    homes
        The home province of the one, and of the others by file; blank is not known.
    """
    if not others:
        return {}
    ids = sorted(others)
    from suar.analytics.linkage.prepare import prepare

    table = _with_fathers(
        prepare([register_of([mine, *(others[each] for each in ids)])]).table,
        [mine, *(others[each] for each in ids)],
    )
    common = _common(table, organisation)
    pairs, place = _heard(table, common)
    signs = _signs(pairs)
    home, theirs = homes
    told = {}
    for number, each in enumerate(ids):
        at = place[number + 2]
        found = [*signs[at], *_of_homes(home, theirs.get(each, ""))]
        told[each] = weigh(found, files=common.subjects)
    return told


def _with_fathers(table: "pl.DataFrame", told: Sequence[Told]) -> "pl.DataFrame":
    """Take the father's name as it was written down where the name itself does not say it."""
    import polars as pl

    from suar.analytics.linkage.names import normalise

    fathers = {
        str(number): " ".join(normalise(str(who["father"])).tokens) or None
        for number, (who, _how, _facts) in enumerate(told, 1)
        if who.get("father")
    }
    written = pl.Series([fathers.get(each) for each in table["record"]], dtype=pl.String)
    return table.with_columns(father=pl.coalesce("father", written))


def _common(table: "pl.DataFrame", organisation: UUID) -> HowCommon:
    fathers = [word for text in table["father"].drop_nulls() for word in text.split()]
    words = {word for words in table["tokens"].drop_nulls() for word in words} | set(fathers)
    sounds = {sound for sounds in table["keys"].drop_nulls() for sound in sounds} | set(
        _sounded(fathers)
    )
    numbers = {value for name in _NUMBERS for value in table[name].drop_nulls()}
    return how_common(
        organisation=organisation, kind=SUBJECT, words=words, sounds=sounds, numbers=numbers
    )


def _heard(table: "pl.DataFrame", common: HowCommon) -> tuple["Pairs", dict[int, int]]:
    """Give the evidence on the first record with each other, and where each pair stands."""
    import numpy as np
    import polars as pl

    from suar.analytics.linkage.evidence import Pairs
    from suar.analytics.linkage.later.levels import levels

    place_of = {int(record): at for at, record in enumerate(table["record"])}
    first = place_of[1]
    rest = [at for record, at in sorted(place_of.items()) if record != 1]
    left = np.array([min(first, at) for at in rest], dtype=np.int64)
    right = np.array([max(first, at) for at in rest], dtype=np.int64)
    asked = pl.DataFrame(
        {"uid_l": left, "uid_r": right}, schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32}
    )
    names, fathers = _words(table, common)
    files = max(1, common.subjects)
    rarity = {
        name: np.array(
            [max(common.numbers.get(value, 0) - _OWN_FILES, 0) / files for value in table[name]],
            dtype=np.float64,
        )[left]
        for name in _NUMBERS
    }
    heard = Pairs(
        left,
        right,
        levels(table, asked, _FIELDS),
        names.compare(left, right),
        fathers.compare(left, right),
        rarity,
    )
    return heard, {record: at for at, record in enumerate(r for r in sorted(place_of) if r != 1)}


def _words(table: "pl.DataFrame", common: HowCommon) -> tuple[Any, Any]:
    lists = [text.split() if text else None for text in table["father"]]
    keys = [_sounded(each) if each else None for each in lists]
    kind = _as_common_as_here()
    return (
        kind(table["tokens"].to_list(), table["keys"].to_list(), common),
        kind(lists, keys, common),
    )


@cache
def _as_common_as_here() -> Any:
    """Give the linkage's `Words` with frequencies of an organisation's files."""
    import numpy as np

    from suar.analytics.linkage.words import Words

    class AsCommonAsHere(Words):
        def __init__(self, lists: Any, keys: Any, common: HowCommon) -> None:
            self._common = common
            self._heard = {
                word: sound
                for words, sounds in zip(lists, keys, strict=True)
                for word, sound in zip(words or (), sounds or (), strict=False)
            }
            super().__init__(lists, keys)

        def _bits(self) -> None:
            words, sounds = self._common.words, self._common.sounds
            word = [self._rare(words.get(each, 0)) for each in self.words]
            sound = [self._rare(sounds.get(self._heard[each], 0)) for each in self.words]
            held = self._token >= 0
            for name, bits in (("_word_bits", word), ("_sound_bits", sound)):
                spread = np.where(held, np.array([*bits, 0.0])[self._token], 0.0)
                setattr(self, name, np.stack([spread] * 4).astype(np.float32))
            self._first_bits = np.where(held, 4.0, 0.0).astype(np.float32)  # one letter of sixteen
            self._pair_keys = np.zeros(0, dtype=np.int64)
            self._pair_bits = np.zeros(0)

        def _rare(self, files: int) -> float:
            others = max(files - 1, 0)  # the pair at hand is left out of what others do
            share = (others + _LENT * _CHANCE) / (max(self._common.subjects - 1, 0) + _LENT)
            return float(-np.log2(min(share, 1.0)))

    return AsCommonAsHere


def _sounded(words: Iterable[str]) -> list[str]:
    from suar.analytics.linkage.names import sound_key

    return [sound_key(word) for word in words]


@cache
def _model() -> "Model":
    from suar.analytics.linkage.model import start

    return start(list(_FIELDS))


def _signs(pairs: "Pairs") -> list[list[Sign]]:
    """Give what each pair's fields, names and fathers speak."""
    from suar.analytics.linkage import model

    weights = model.weigh(_model(), pairs)
    told: list[list[Sign]] = [[] for _ in range(pairs.height)]
    for field in _FIELDS:
        codes = _CODES[field]
        for at, level in enumerate(pairs.levels[field]):
            if level >= 0:
                code = codes[len(codes) - 1 - int(level)]
                told[at].append(Sign(code or "", float(weights[field][at])))
    for at in range(pairs.height):
        if pairs.names.known[at]:
            bits = float(weights["name"][at])
            told[at].append(Sign(_of_name(pairs.names.counts[at], bits), bits))
        if pairs.fathers.known[at]:
            bits = float(weights["father"][at])
            told[at].append(Sign("same_father" if bits > 0 else "other_father", bits))
    return told


def _of_name(counts: Any, bits: float) -> str:
    """Give the reason that the words of two names make: classes as `linkage.words` counts them."""
    same, sound, joined, initial, figure, alike, none = (int(n) for n in counts)
    if bits <= 0:
        return "other_name"
    if none == 0 and not (figure or alike or initial):
        return "same_words" if not (sound or joined) else "same_sound"
    return "part_of_name" if same or sound or joined else "near_name"


def _of_homes(one: str, other: str) -> list[Sign]:
    """Weigh home provinces by the linkage's chances of districts: within one, or not."""
    from math import log2

    from suar.analytics.linkage.model import starting

    if not one or not other:
        return []
    chances = starting()["comparisons"]["district"]
    (*m_in, m_out), (*u_in, u_out) = chances["m"], chances["u"]
    if one == other:
        return [Sign("same_home", log2(sum(m_in) / sum(u_in)))]
    return [Sign("other_home", log2(m_out / u_out))]
