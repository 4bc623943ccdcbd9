"""Names as Indonesia bears them: one word or five, with clans, birth orders and common prefixes."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

from suar.analytics.synthetic.people import Ints, People
from suar.analytics.synthetic.places import load_places

#: A pool of tokens: family and part; part "g" becomes the person's sex.
_Pool = tuple[str, str]
#: The ways to build a name in one culture: weight and pools in order.
_Recipes = list[tuple[float, tuple[_Pool, ...]]]

_COMMON: Final = {
    ("common", "m"): {"muhammad": 60, "ahmad": 14, "abdul": 14, "nur": 5},
    ("common", "f"): {"siti": 55, "nur": 25, "sri": 14, "dewi": 6},
    ("bali_first", "m"): {"i": 1},
    ("bali_first", "f"): {"ni": 1},
    ("bugis_first", "m"): {"andi": 1},
    ("bugis_first", "f"): {"andi": 1},
}
_NEW: Final = ("modern", "g")
_COM: Final = ("common", "g")
_JAV: Final = ("javanese", "g")
_CHR: Final = ("christian", "g")


def _muslim(family: str) -> _Recipes:
    own = (family, "g")
    return [
        (0.12, (own,)),
        (0.2, (own, own)),
        (0.18, (_COM, own)),
        (0.2, (own, _NEW)),
        (0.2, (_NEW, _NEW)),
        (0.1, (_COM, _NEW)),
    ]


def _clan(family: str, given: _Pool) -> _Recipes:
    clan = (family, "surname")
    return [(0.55, (given, clan)), (0.35, (given, given, clan)), (0.1, (given,))]


_JAVANESE: Final[_Recipes] = [
    (0.24, (_JAV,)),
    (0.2, (_NEW, _JAV)),
    (0.1, (_JAV, _JAV)),
    (0.1, (_COM, _JAV)),
    (0.12, (_COM, _NEW)),
    (0.16, (_NEW, _NEW)),
    (0.08, (_NEW, _NEW, _NEW)),
]
_CHINESE: Final[_Recipes] = [
    (0.02, (("chinese", "g"), ("chinese", "surname"))),
    (0.02, (("chinese", "surname"), ("chinese", "g"), ("chinese", "g"))),
]
_CULTURES: Final[dict[str, _Recipes]] = {
    "java": _JAVANESE,
    "java_sumatra": _JAVANESE,
    "city": [*_JAVANESE, *_muslim("sunda"), *_CHINESE, *_CHINESE],
    "sunda": _muslim("sunda"),
    "bali": [
        (0.6, (("bali_first", "g"), ("bali", "order"), ("bali", "g"))),
        (0.2, (("bali", "order"), ("bali", "g"))),
        (0.2, (("bali_first", "g"), ("bali", "order"), _NEW, ("bali", "g"))),
    ],
    "batak": [*_clan("batak", _CHR), *_clan("batak", _NEW)],
    "minang": _muslim("malay"),
    "malay": [*_muslim("malay"), *_CHINESE],
    "borneo": [*_muslim("borneo"), *_CHINESE, (0.1, (_CHR, ("borneo", "g")))],
    "bugis": [
        *_muslim("bugis"),
        (0.1, (("bugis_first", "g"), ("bugis", "g"))),
        (0.1, (_CHR, _NEW)),
    ],
    "sasak": _muslim("sasak"),
    "ntt": _clan("ntt", _CHR),
    "manado": _clan("manado", _CHR),
    "east": _clan("east", _CHR),
}
#: Where nobody is called son or daughter of somebody.
_NO_PATRONYM: Final = ("ntt", "manado", "east", "batak", "bali")
#: Flattens counts, so that rare names live as they do in a country, not as in a list's head.
_FLATTEN: Final = 0.8


@dataclass(frozen=True)
class Names:
    """The names of some persons: tokens in order, lower case, and the father's one word.

    An empty father is one whose culture has no bin or binti.
    """

    tokens: list[list[str]]
    fathers: list[str]


@cache
def _pools() -> dict[_Pool, tuple[list[str], npt.NDArray[np.float64]]]:
    text = (resources.files("suar.analytics.synthetic") / "data" / "names.csv").read_text("utf-8")
    weights: dict[_Pool, dict[str, float]] = defaultdict(dict)
    for row in csv.DictReader(text.splitlines()):
        weights[row["family"], row["part"]][row["token"]] = float(row["weight"]) ** _FLATTEN
    for pool, counts in _COMMON.items():
        weights[pool] = {token: float(count) for token, count in counts.items()}
    pools = {}
    for pool, tokens in weights.items():
        chances = np.array(list(tokens.values()))
        pools[pool] = (list(tokens), np.cumsum(chances / chances.sum()))
    return pools


def _draw(pool: _Pool, sex: str, count: int, rng: np.random.Generator) -> list[str]:
    family, part = pool
    tokens, upto = _pools()[family, sex if part == "g" else part]
    picks = np.minimum(np.searchsorted(upto, rng.random(count)), len(tokens) - 1)
    return [tokens[pick] for pick in picks.tolist()]


def draw_names(people: People, chosen: Ints, rng: np.random.Generator) -> Names:
    """Name the ``chosen`` persons after their sex and the culture of their place of origin."""
    cultures = np.array(load_places().culture)[people.place[chosen]]
    female = people.female[chosen]
    tokens: list[list[str]] = [[] for _ in range(len(chosen))]
    for culture, recipes in _CULTURES.items():
        for sex, of_sex in (("f", female), ("m", ~female)):
            _name(tokens, np.flatnonzero((cultures == culture) & of_sex), recipes, sex, rng)
    fathers = np.array(_draw(_JAV, "m", len(chosen), rng), dtype=object)
    fathers[np.isin(cultures, _NO_PATRONYM)] = ""
    return Names(tokens=tokens, fathers=fathers.tolist())


def _name(
    tokens: list[list[str]], at: Ints, recipes: _Recipes, sex: str, rng: np.random.Generator
) -> None:
    weights = np.array([weight for weight, _ in recipes])
    ways = rng.choice(len(recipes), len(at), p=weights / weights.sum())
    for way, (_, pools) in enumerate(recipes):
        here = at[ways == way]
        drawn = [_draw(pool, sex, len(here), rng) for pool in pools]
        for index, name in zip(here.tolist(), zip(*drawn, strict=True), strict=True):
            tokens[index] = list(dict.fromkeys(name))
