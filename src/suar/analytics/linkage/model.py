"""The weights of evidence, learned without labels: Fellegi and Sunter's model, names word by word.

Expectation and maximisation run over *all* candidate pairs at once. Nothing is trained inside one
block, so no field is hidden by the rule that made the pair, and a field that a register lacks says
nothing. The chances among different people come from random pairs, less what matches there are
among them; where evidence is thin, the starting weights of `rules/weights.yaml` hold.

References: Fellegi and Sunter (1969), JASA 64; Winkler (2000) for frequencies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.evidence import NUMBERS, Pairs
from suar.analytics.linkage.words import RARE, Evidence

Floats = npt.NDArray[np.float64]
_ROUNDS, _STILL = 60, 1e-4
_FLOOR = 2e-7
#: No single field but a person's own number may count against a pair by more than this (log2).
_WORST = -6.0
#: Names that differ altogether count against a pair by no more than this.
WORST_NAME = 2 * _WORST
#: What a NIK tells beside its serial number.
_IN_NIK = ("birth", "district", "sex")
#: Two well-formed NIK that differ are two people's: lifelong, and never issued anew.
_CONTRADICTION = -60.0


@dataclass(frozen=True)
class Model:
    """Chances of each level among records of one person (m) and of two (u); weights: log2(m/u)."""

    prior: float
    m: Mapping[str, Floats]  # by level, 0 first
    u: Mapping[str, Floats]
    words_m: Floats
    words_u: Floats
    extra_m: Floats
    extra_u: Floats
    matches: float = 0.0
    rounds: int = 0
    rare: int = RARE  # of so many classes, from the first on, chance is in the evidence itself

    def document(self) -> dict[str, Any]:
        """Give the model for keeping beside its run; it holds no value of any record."""
        return {
            "prior": self.prior,
            "expected_matches": self.matches,
            "rounds": self.rounds,
            "comparisons": {f: {"m": self.m[f].tolist(), "u": self.u[f].tolist()} for f in self.m},
            "words": {
                "m": self.words_m.tolist(),
                "u": self.words_u.tolist(),
                "rare": self.rare,
            },
            "extra": {"m": self.extra_m.tolist(), "u": self.extra_u.tolist()},
        }

    @classmethod
    def from_document(cls, document: Any) -> "Model":
        """Read what `document` gave."""
        compared = document["comparisons"]
        return cls(
            prior=document["prior"],
            m={f: np.array(v["m"]) for f, v in compared.items()},
            u={f: np.array(v["u"]) for f, v in compared.items()},
            words_m=np.array(document["words"]["m"]),
            words_u=np.array(document["words"]["u"]),
            extra_m=np.array(document["extra"]["m"]),
            extra_u=np.array(document["extra"]["u"]),
            matches=document["expected_matches"],
            rounds=document["rounds"],
            rare=document["words"].get("rare", RARE),
        )


@cache
def starting() -> dict[str, Any]:
    """Read the starting weights."""
    text = (
        resources.files("suar.analytics.linkage.rules").joinpath("weights.yaml").read_text("utf-8")
    )
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def start(fields: list[str], rare: int = RARE) -> Model:
    """Give the model before training: of words, or where more classes are rare, of filters."""
    first = starting()
    names = first["words" if rare == RARE else "likeness"]
    both = {f: first["comparisons"][f] for f in fields}
    return Model(
        prior=first["prior"],
        m={f: np.array(v["m"][::-1]) for f, v in both.items()},
        u={f: np.array(v["u"][::-1]) for f, v in both.items()},
        words_m=np.ravel(names["m"]),
        words_u=np.ravel(names["u"]),
        extra_m=np.array(first["extra"]["m"]),
        extra_u=np.array(first["extra"]["u"]),
        rare=rare,
    )


def weigh(model: Model, pairs: Pairs) -> dict[str, Floats]:
    """Give each pair's evidence, field by field, in bits (log2 of the likelihood ratio)."""
    weights = {f: _field(model, pairs, f) for f in pairs.levels}
    if "nik" in weights:
        weights["nik"] = _told_once(pairs.levels["nik"], weights)
    weights["name"] = of_names(model, pairs.names, extra=True)
    weights["father"] = of_names(model, pairs.fathers, extra=False)
    return weights


def _told_once(level: npt.NDArray[np.int8], weights: Mapping[str, Floats]) -> Floats:
    """What a NIK that is nearly the same says beyond the place, date and sex that stand in it.

    Two people born on one day in one district have nearly the same number, and in many records
    there are many such two: what those fields said already is not said again.
    """
    own = weights["nik"]
    near = (level > 0) & (level < COMPARISONS["nik"].top) & (own > 0)
    told = np.sum([np.maximum(weights[f], 0.0) for f in _IN_NIK if f in weights], axis=0)
    return np.where(near, np.maximum(own - told, 0.0), own)


def log_odds(model: Model, weights: Mapping[str, Floats]) -> Floats:
    """Add up the evidence with the prior, in bits."""
    total: Floats = np.sum([weights[f] for f in sorted(weights)], axis=0)
    odds: Floats = total + np.log2(model.prior / (1 - model.prior))
    return odds


def probability(bits: Floats) -> Floats:
    """Turn log2 odds into a probability."""
    p: Floats = 1.0 / (1.0 + np.exp2(-np.clip(bits, -60, 60)))
    return p


def of_levels(model: Model, field: str) -> Floats:
    """Give what each level of a field is worth, 0 first, rarity aside."""
    table: Floats = np.log2(model.m[field] / model.u[field])
    table[0] = min(table[0], 0.0)  # where all are alike by chance, to differ still joins nobody
    if field == "nik":
        table[0] = min(table[0], _CONTRADICTION)
    return table if field in NUMBERS else np.maximum(table, _WORST)


def rare(model: Model, field: str, chance: npt.NDArray[Any]) -> Floats:
    """Give what the best level is worth for values that others hold with this chance."""
    base = model.u[field][-1] if field in NUMBERS else 0.0
    worth: Floats = np.log2(model.m[field][-1] / np.maximum(base + chance, _FLOOR))
    return worth


def of_words(model: Model) -> Floats:
    """Give what a word of each class is worth, the rarity of a shared word aside."""
    per_word: Floats = np.log2(model.words_m)
    per_word[model.rare :] -= np.log2(model.words_u[model.rare :])
    per_word[-1] = min(per_word[-1], 0.0)  # as a field's lowest level
    return per_word


def _field(model: Model, pairs: Pairs, name: str) -> Floats:
    level = pairs.levels[name]
    weight = np.append(of_levels(model, name), 0.0)[level]  # level -1: not asked, no evidence
    if name in pairs.rarity:
        top = level == COMPARISONS[name].top
        weight[top] = rare(model, name, pairs.rarity[name][top])
    return weight


def of_names(model: Model, names: Evidence, *, extra: bool) -> Floats:
    """Give what names are worth, pair by pair; ``extra``: words that only one has count too."""
    weight = names.counts @ of_words(model) + names.bits
    if extra:
        weight = weight + of_extra(model)[names.extra]
    return np.where(names.known, np.maximum(weight, WORST_NAME), 0.0)


def of_extra(model: Model) -> Floats:
    """Give what 0, 1, 2 words more in the longer name are worth."""
    worth: Floats = np.log2(model.extra_m / model.extra_u)
    return worth


def train(candidates: Pairs, random: Pairs, *, all_pairs: float, share: float = 1.0) -> Model:
    """Learn the weights.

    Parameters
    ----------
    candidates
        Candidate pairs, or a random share of them.
    random
        Pairs drawn at random from all.
    all_pairs
        How many pairs there are at all.
    share
        The share of the candidate pairs that is given.
    """
    model = start(list(candidates.levels), candidates.names.rare)
    previous = np.zeros(0)
    for turn in range(_ROUNDS):
        p = probability(log_odds(model, weigh(model, candidates)))
        model = _step(model, candidates, random, p, all_pairs, share, turn)
        if previous.size and np.abs(p - previous).max(initial=0.0) < _STILL:
            break
        previous = p
    return model


def _step(
    model: Model, pairs: Pairs, random: Pairs, p: Floats, all_pairs: float, share: float, turn: int
) -> Model:
    first = start(list(pairs.levels), model.rare)
    strength = float(starting()["strength"])
    matches = float(p.sum()) / share
    prior = max(matches, 0.5) / all_pairs
    m, u = {}, {}
    for f, level in pairs.levels.items():
        counted = np.bincount(level + 1, weights=p, minlength=len(first.m[f]) + 1)[1:]
        m[f] = _blend(counted, first.m[f], strength)
        seen = np.bincount(random.levels[f] + 1, minlength=len(first.m[f]) + 1)[1:].astype(float)
        u[f] = _chances(seen, m[f], first.u[f], prior)
    known = pairs.names.known
    words_m = _blend(pairs.names.counts[known].T.astype(float) @ p[known], first.words_m, strength)
    extra = np.bincount(pairs.names.extra[known], weights=p[known], minlength=3)
    seen_words = random.names.counts[random.names.known].sum(axis=0, dtype=float)
    seen_extra = np.bincount(random.names.extra[random.names.known], minlength=3).astype(float)
    extra_m = _blend(extra, first.extra_m, strength)
    return Model(
        prior=prior,
        m=m,
        u=u,
        words_m=words_m,
        words_u=_chances(seen_words, words_m, first.words_u, prior),
        extra_m=extra_m,
        extra_u=_chances(seen_extra, extra_m, first.extra_u, prior),
        matches=matches,
        rounds=turn + 1,
        rare=model.rare,
    )


def _blend(counted: npt.NDArray[Any], start_at: Floats, strength: float) -> Floats:
    blended: Floats = (counted + strength * start_at) / (counted.sum() + strength)
    return np.maximum(blended, 1e-5)


def _chances(seen: Floats, m: Floats, start_at: Floats, prior: float) -> Floats:
    """Chances among different people: what random pairs show, less the matches among them."""
    total = seen.sum()
    without = np.maximum(seen - prior * total * m, 0.0)
    # In a handful of records every chance pair is a large share; the starting value speaks first.
    weight = float(starting()["strength_of_chance"])
    chances: Floats = (without + weight * start_at) / (without.sum() + weight)
    return np.maximum(chances, _FLOOR)
