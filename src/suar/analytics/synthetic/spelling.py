"""Names as offices copy them: old spelling, lost and swapped words, initials, titles, nicknames."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from suar.analytics.synthetic.names import Names
from suar.analytics.synthetic.people import Flags, Ints

#: Chance a row of each slip, before the office's own factor (short: where a word has a short form).
RATES: Final = {
    "blank": 0.018,
    "nickname": 0.012,
    "alias": 0.015,
    "short": 0.22,
    "initial": 0.035,
    "drop": 0.075,
    "misspell": 0.17,
    "swap": 0.045,
    "join": 0.03,
    "father": 0.06,
    "title": 0.05,
}
_SHORT: Final = {
    "muhammad": ("m.", "moh.", "muh.", "muhamad", "mohammad", "mohamad", "mochamad", "mhd", "moch"),
    "abdul": ("abd.", "abd"),
    "ahmad": ("achmad", "akhmad", "a."),
    "siti": ("st.", "sitti", "s."),
    "nur": ("noor", "noer", "nor"),
    "dewi": ("dwi",),
    "sri": ("srie",),
    "yohanes": ("yoh.", "johanes", "yohannes"),
    "maria": ("m.", "mariah"),
    "fransiskus": ("frans", "fransiscus"),
    "wayan": ("wyn.",),
    "nyoman": ("nym.",),
    "ketut": ("kt.",),
    "made": ("md.",),
}
_TITLES: Final = {
    "m": ("tn.", "sdr.", "bpk.", "bapak", "h.", "h.", "ust."),
    "f": ("ny.", "sdri.", "ibu", "nn.", "hj.", "hj.", "hj."),
}
#: So many of them are no sign of a pilgrimage or a school.
_PLAIN: Final = 4
_BIN: Final = {"m": ("bin", "bin", "b."), "f": ("binti", "binti", "bt.")}
#: What offices write for what: old spelling, sounds that share a letter, endings.
_SOUNDS: Final = (
    ("u", "oe"),
    ("j", "dj"),
    ("c", "tj"),
    ("y", "j"),
    ("f", "p"),
    ("p", "f"),
    ("v", "f"),
    ("z", "s"),
    ("s", "z"),
    ("q", "k"),
    ("k", "q"),
    ("kh", "h"),
    ("h", "kh"),
    ("ch", "h"),
    ("sy", "s"),
    ("i", "y"),
    ("y", "i"),
    ("ah", "a"),
    ("th", "t"),
    ("dd", "d"),
    ("mm", "m"),
    ("ss", "s"),
    ("iy", "i"),
    ("ny", "n"),
    ("d", "dh"),
    ("t", "th"),
    ("w", "u"),
    ("ie", "i"),
)
_NEAR: Final = {"a": "s", "e": "r", "i": "o", "o": "i", "u": "i", "n": "m", "m": "n", "r": "t"}

_Slip = Callable[[list[str], "_Dice"], list[str]]


class _Dice:
    """Chances drawn beforehand, taken one by one."""

    def __init__(self, chances: list[float]) -> None:
        self._chances: Iterator[float] = iter(chances)

    def below(self, count: int) -> int:
        return int(next(self._chances) * count)


def copy_names(
    names: Names,
    who: Ints,
    female: Flags,
    *,
    case: str,
    factor: float,
    rng: np.random.Generator,
) -> list[str | None]:
    """Write the name of each row's person as one office would.

    Parameters
    ----------
    names, who, female
        The true names, and for each row the index of its person in them and the person's sex.
    case
        ``upper``, ``title`` or ``lower``.
    factor
        Multiplies every rate of `RATES` but ``blank``.
    """
    hits = {
        slip: rng.random(len(who)) < rate * (1.0 if slip == "blank" else factor)
        for slip, rate in RATES.items()
    }
    written: list[str | None] = [" ".join(names.tokens[index]) for index in who.tolist()]
    dirty = np.flatnonzero(np.logical_or.reduce(list(hits.values())))
    chances: list[list[float]] = rng.random((len(dirty), 24)).tolist()
    women = female.tolist()
    for row, drawn in zip(dirty.tolist(), chances, strict=True):
        slips = [slip for slip, hit in hits.items() if hit[row]]
        index = int(who[row])
        written[row] = _spoil(
            names.tokens[index], names.fathers[index], "f" if women[row] else "m", slips, drawn
        )
    return [_cased(name, case) for name in written]


def _spoil(
    tokens: list[str], father: str, sex: str, slips: list[str], chances: list[float]
) -> str | None:
    if "blank" in slips:
        return None
    dice = _Dice(chances)
    left = list(tokens)
    for slip in slips:
        if slip in _SLIPS:
            left = _SLIPS[slip](left, dice)
    if "father" in slips and father:
        left += [_BIN[sex][dice.below(3)], father]
    if "title" in slips:
        titles = _TITLES[sex] if father else _TITLES[sex][:_PLAIN]
        left.insert(0, titles[dice.below(len(titles))])
    return " ".join(left)


def _nickname(tokens: list[str], dice: _Dice) -> list[str]:
    return [_call(tokens[dice.below(len(tokens))])]


def _alias(tokens: list[str], dice: _Dice) -> list[str]:
    return [*tokens, "alias", _call(tokens[dice.below(len(tokens))])]


def _call(token: str) -> str:
    """Give the name people are called by: the end of the word, from a consonant on."""
    for at in range(max(len(token) - 5, 1), len(token) - 2):
        if token[at] not in "aiueo" and token[at + 1] in "aiueo":
            return token[at:]
    return token[:3]


def _short(tokens: list[str], dice: _Dice) -> list[str]:
    return [
        _SHORT[token][dice.below(len(_SHORT[token]))] if token in _SHORT else token
        for token in tokens
    ]


def _initial(tokens: list[str], dice: _Dice) -> list[str]:
    if len(tokens) < 2:
        return tokens
    at = dice.below(len(tokens))
    return [*tokens[:at], f"{tokens[at][0]}.", *tokens[at + 1 :]]


def _drop(tokens: list[str], dice: _Dice) -> list[str]:
    if len(tokens) < 2:
        return tokens
    at = dice.below(len(tokens))
    return tokens[:at] + tokens[at + 1 :]


def _swap(tokens: list[str], dice: _Dice) -> list[str]:
    return tokens[::-1] if dice.below(2) else [*tokens[1:], *tokens[:1]]


def _join(tokens: list[str], dice: _Dice) -> list[str]:
    if len(tokens) < 2:
        return tokens
    at = dice.below(len(tokens) - 1)
    return [*tokens[:at], tokens[at] + tokens[at + 1], *tokens[at + 2 :]]


def _misspell(tokens: list[str], dice: _Dice) -> list[str]:
    at = dice.below(len(tokens))
    change = _resound if dice.below(10) < 6 else _mistype
    return [*tokens[:at], change(tokens[at], dice), *tokens[at + 1 :]]


def _resound(token: str, dice: _Dice) -> str:
    start = dice.below(len(_SOUNDS))
    for step in range(len(_SOUNDS)):
        old, new = _SOUNDS[(start + step) % len(_SOUNDS)]
        if old in token:
            return token.replace(old, new, 1)
    return token


def _mistype(token: str, dice: _Dice) -> str:
    at = dice.below(max(len(token) - 1, 1))
    way = dice.below(4)
    letter = token[at]
    if way == 0 and len(token) > 3:
        return token[:at] + token[at + 1 :]
    if way == 1 and at + 1 < len(token):
        return token[:at] + token[at + 1] + letter + token[at + 2 :]
    if way == 2:
        return token[:at] + letter * 2 + token[at + 1 :]
    return token[:at] + _NEAR.get(letter, "a") + token[at + 1 :]


def _cased(name: str | None, case: str) -> str | None:
    if name is None:
        return None
    if case == "upper":
        return name.upper()
    return name.title() if case == "title" else name


_SLIPS: Final[dict[str, _Slip]] = {
    "nickname": _nickname,
    "alias": _alias,
    "short": _short,
    "initial": _initial,
    "drop": _drop,
    "misspell": _misspell,
    "swap": _swap,
    "join": _join,
}
