"""Which rules, and how large a block each may have: as few pairs as reach the recall asked for.

No truth is needed. Some records are drawn; every pair that *any* rule would make for them within
the budget of all is weighed; so for each rule and each size of block it is known how many matches
it would find that no other has found yet. Rules, and larger blocks of rules, are taken one after
another, the one that finds most matches for its pairs first.

What no rule finds is estimated too, by capture and recapture (Chapman 1951): rules that look at a
name and rules that do not look at it are two captures of the same matches. It assumes that, of
one person's records, those whose names are spelt apart lack no more of the rest than others do.
They lack rather more, so some that neither finds are not counted, and the estimate of recall is
on the high side; the bench prints it beside the truth.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import model
from suar.analytics.linkage.blocking import CAPS, NAMELESS, RULES, Rule, pairs_within, rule_blocks
from suar.analytics.linkage.evidence import Pairs, Witness

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
#: Share of one person's pairs that are to be compared, unless asked otherwise.
ASKED = 0.995
#: Pairs, for each record, that all rules may cost together; and what one more match may cost.
MOST, WORTH = 130.0, 100_000.0
#: Pairs for each record that are made in any case, if they find anything.
CHEAP = 20.0
#: From so many records on no word is looked up with each of its letters left out: it finds one
#: match in three hundred and takes a third of the time.
_MANY = 300_000
#: Records drawn at most; pairs that they may have, over all rules, before they are weighed.
_DRAWN, _FEWEST, _PILOT = 4000, 100, 5_000_000
#: Below this the pair is no match worth counting.
_MATCH = 0.01
#: What it costs to make a pair that another rule makes too, beside comparing it.
_AGAIN = 0.4
_SHIFT = 1 << 32


@dataclass(frozen=True)
class Choice:
    """Rules with the size of block that each may have, and what they are thought to find."""

    caps: dict[str, int]
    pairs: float  # made by all rules, those that several make counted again
    recall: float  # share of one person's pairs that the rules bring up, as estimated
    reachable: float  # the same for every rule together
    drawn: int
    matches: float = 0.0  # expected among the drawn records' pairs
    order: list[str] = field(default_factory=list)

    @property
    def missed(self) -> float:
        """Pairs of one person that the rules do not bring up, for each that they do."""
        return 1 / self.recall - 1 if self.recall > 0 else 0.0

    def document(self) -> dict[str, Any]:
        """Give it for the quality report."""
        return {
            "asked_recall": ASKED,
            "estimated_recall": round(self.recall, 4),
            "estimated_recall_of_all_rules": round(self.reachable, 4),
            "records_drawn": self.drawn,
            "matches_among_them": round(self.matches, 1),
            "rules": [{"rule": name, "largest_block": self.caps[name]} for name in self.order],
        }


@dataclass(frozen=True)
class _Pilot:
    """Pairs of the drawn records, with each rule that makes them and in how small a block."""

    found: pl.DataFrame  # pair, rule (place in RULES), n
    made: dict[int, Floats]  # rule: pairs that it makes with each of CAPS
    drawn: int


def choose(
    table: pl.DataFrame, witness: Witness, chance: Pairs, *, asked: float = ASKED, seed: int = 1
) -> Choice:
    """Choose rules for these records.

    Parameters
    ----------
    witness
        Gives evidence on any pair of ``table``.
    chance
        What was heard of random pairs.
    asked
        The recall to reach, if `MOST` and `WORTH` let it.
    """
    budget = table.height * MOST
    pilot = _pilot(table, budget, seed)
    found, p = _matches(pilot, witness, chance, table.height)
    greedy = _Greedy(found, p, pilot.made)
    every = float(p.sum()) + _missed(found, p)
    share = pilot.drawn / max(table.height, 1)
    seen = share * (2 - share)  # a match is seen if either of its records is drawn
    worth = WORTH / max(seen, 1e-9)
    greedy.run(asked * every, budget, worth)
    if asked == ASKED:
        greedy.run(every, table.height * CHEAP, worth)
    return Choice(
        caps={RULES[rule].name: cap for rule, cap in greedy.caps.items()},
        pairs=greedy.made,
        recall=greedy.found / every if every else 1.0,
        reachable=float(p.sum()) / every if every else 1.0,
        drawn=pilot.drawn,
        matches=every,
        order=[RULES[rule].name for rule in greedy.order],
    )


def chosen_pairs(table: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """Give the pairs to compare: ``uid_l < uid_r``, sorted, each once."""
    wanted = [rule for rule in RULES if rule.name in choice.caps]
    return pairs_within(
        (blocks, choice.caps[rule.name]) for rule, blocks in rule_blocks(table, wanted)
    )


def _pilot(table: pl.DataFrame, budget: float, seed: int) -> _Pilot:
    """Draw records and every pair that a rule could make for them within the budget."""
    rng = np.random.default_rng(seed)
    ordered = rng.permutation(table.height).astype(np.uint32)
    drawn, found, made = min(_DRAWN, table.height), [_NONE], {}
    place = {rule.name: at for at, rule in enumerate(RULES)}
    rules = [r for r in RULES if r.of != "letters" or table.height < _MANY]
    for rule, blocks in rule_blocks(table, rules):
        size = blocks.group_by("block").len("n").filter(pl.col("n") > 1)
        number = place[rule.name]
        made[number] = _made(size)
        fits = [c for c, pairs in zip(CAPS, made[number], strict=True) if pairs <= budget]
        within = size.filter(pl.col("n") <= (fits[-1] if fits else CAPS[0]))
        found.append(_of_drawn(blocks, within, ordered[:drawn], number))
        while sum(f.height for f in found) > _PILOT and drawn > _FEWEST:
            drawn //= 2
            kept = pl.DataFrame({"by": ordered[:drawn]})
            found = [f.join(kept, on="by", how="semi") for f in found]
    smallest = pl.concat(found).group_by("pair", "rule").agg(pl.col("n").min())
    return _Pilot(smallest.sort("pair", "rule"), made, drawn)


_NONE = pl.DataFrame(schema={"pair": pl.UInt64, "n": pl.UInt32, "by": pl.UInt32, "rule": pl.UInt8})


def _made(size: pl.DataFrame) -> Floats:
    """Pairs that a rule makes with each of `CAPS`, given the sizes of its blocks."""
    n = size["n"].to_numpy().astype(float)
    return np.array([(part * (part - 1) / 2).sum() for part in (n[n <= cap] for cap in CAPS)])


def _of_drawn(
    blocks: pl.DataFrame, size: pl.DataFrame, drawn: npt.NDArray[np.uint32], rule: int
) -> pl.DataFrame:
    own = blocks.join(pl.DataFrame({"uid": drawn}), on="uid", how="semi").join(size, on="block")
    near = blocks.join(own.select("block").unique(), on="block", how="semi")
    met = own.join(near, on="block").filter(pl.col("uid") != pl.col("uid_right"))
    low, high = pl.min_horizontal("uid", "uid_right"), pl.max_horizontal("uid", "uid_right")
    return met.select(
        pair=low.cast(pl.UInt64) * _SHIFT + high.cast(pl.UInt64),
        n=pl.col("n").cast(pl.UInt32),
        by="uid",
        rule=pl.lit(rule, pl.UInt8),
    )


def _matches(
    pilot: _Pilot, witness: Witness, chance: Pairs, height: int
) -> tuple[pl.DataFrame, Floats]:
    """Weigh the drawn records' pairs: what makes them (``at``, rule, n), how likely each is."""
    numbers = pilot.found["pair"].rle_id()  # they are sorted
    pair = pilot.found["pair"].unique(maintain_order=True).to_numpy()
    left, right = (pair // _SHIFT).astype(np.int64), (pair % _SHIFT).astype(np.int64)
    started = model.start(witness.fields)
    # lenient: the starting weights are not yet these files'
    keep = witness.screen.promising(started, left, right, 0.0)
    asked = pl.DataFrame(
        {"uid_l": left[keep], "uid_r": right[keep]},
        schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32},
    )
    heard = witness.hear(asked)
    others = pilot.drawn * (height - 1) - pilot.drawn * (pilot.drawn - 1) / 2
    learned = model.train(heard, chance, all_pairs=max(float(others), 1.0))
    p = model.probability(model.log_odds(learned, model.weigh(learned, heard)))
    every = np.zeros(len(pair))
    every[keep] = np.where(p >= _MATCH, p, 0.0)
    return pilot.found.select("rule", "n", at=numbers), every


def _missed(entries: pl.DataFrame, p: Floats) -> float:
    """Matches that no rule brings up, by capture and recapture of those that some rule does."""
    named = [at for at, rule in enumerate(RULES) if _looks_at_name(rule)]
    caught = []
    for rules in (pl.col("rule").is_in(named), ~pl.col("rule").is_in(named)):
        seen = np.zeros(len(p), dtype=bool)
        seen[entries.filter(rules)["at"].to_numpy()] = True
        caught.append(seen)
    one, two = caught
    both = float(p[one & two].sum())
    return float(p[one & ~two].sum()) * float(p[~one & two].sum()) / (both + 1.0)


def _looks_at_name(rule: Rule) -> bool:
    return rule.of not in NAMELESS or "name" in rule.columns


class _Greedy:
    """Takes, again and again, the rule or the larger block that finds most for its pairs.

    A pair costs a comparison once, however many rules make it; to make it once more costs `_AGAIN`.
    """

    def __init__(self, found: pl.DataFrame, p: Floats, made: dict[int, Floats]) -> None:
        self._open, self._new, self._made = p.copy(), np.ones(len(p), dtype=bool), made
        self._rules = {
            int(str(rule)): _Offer.of(part["at"].to_numpy().astype(np.int64), part["n"].to_numpy())
            for (rule,), part in found.partition_by("rule", as_dict=True).items()
        }
        self.caps: dict[int, int] = {}
        self.order: list[int] = []
        self.made = self.cost = self.found = 0.0

    def run(self, enough: float, budget: float, worth: float) -> None:
        """Take rules until enough is found, pairs run out, or a match costs more than its worth."""
        while self.found < enough:
            best = max(self._offers(budget), default=None, key=lambda o: o[0])
            if best is None or best[0] < 1 / worth:
                return
            _, rule, cap, cost = best
            if rule not in self.caps:
                self.order.append(rule)
            offer, now = self._rules[rule], self.caps.get(rule, 0)
            self.made += self._making(rule, now, cap)
            self.caps[rule] = cap
            self.cost += cost
            new = offer.within(now, cap)
            self.found += float(self._open[new].sum())
            self._open[new] = 0.0
            self._new[new] = False

    def _making(self, rule: int, now: int, cap: int) -> float:
        before = self._made[rule][CAPS.index(now)] if now else 0.0
        return float(self._made[rule][CAPS.index(cap)] - before)

    def _offers(self, budget: float) -> Iterator[tuple[float, int, int, float]]:
        """(matches a pair, rule, block, cost) of everything that could still be taken."""
        for rule, offer in self._rules.items():
            now, gain, fresh, seen = self.caps.get(rule, 0), 0.0, 0, 0
            for low, cap in zip((0, *CAPS), CAPS, strict=False):
                if cap <= now:
                    continue
                part = offer.within(low, cap)
                gain += float(self._open[part].sum())
                fresh += int(self._new[part].sum())
                seen += len(part)
                making = self._making(rule, now, cap)
                cost = making * (_AGAIN + (1 - _AGAIN) * (fresh / seen if seen else 1.0))
                if cost > 0 and gain > 0 and self.cost + cost <= budget:
                    yield gain / cost, rule, cap, cost


@dataclass(frozen=True)
class _Offer:
    """The pairs that a rule makes, those of smaller blocks first."""

    at: Longs
    ends: Longs  # how many pairs are in blocks up to each of CAPS

    @classmethod
    def of(cls, at: Longs, n: npt.NDArray[np.uint32]) -> "_Offer":
        order = np.argsort(n, kind="stable")
        return cls(at[order], np.searchsorted(n[order], CAPS, side="right"))

    def within(self, low: int, cap: int) -> Longs:
        """Give pairs of blocks larger than ``low`` and no larger than ``cap``."""
        start = int(self.ends[CAPS.index(low)]) if low else 0
        return self.at[start : int(self.ends[CAPS.index(cap)])]
