"""Where evidence comes from: names in clear, compared by an engine, or keys without names."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from suar.analytics.linkage import blocking
from suar.analytics.linkage.choosing import Choice, choose, chosen_pairs
from suar.analytics.linkage.evidence import Hears, Pairs, Witness, random_pairs
from suar.analytics.linkage.prepare import Prepared, prepare
from suar.analytics.progress import Progress, silent
from suar.analytics.registers.register import Register

#: Fewer records than this are compared by every rule: there is nothing to save.
FEW = 5000
#: Where there are no more pairs than this, all are compared.
ALL = 500_000
#: Pairs drawn at random to learn what chance does.
RANDOM = 300_000


@dataclass(frozen=True)
class Source:
    """Records that may be compared, the pairs worth it, and who gives evidence on any pair."""

    prepared: Prepared
    pairs: pl.DataFrame | None = None
    witness: Hears | None = None
    private: bool = False
    chance: Pairs | None = None  # heard of random pairs, where that was done already
    blocking: Choice | None = None


def open_source(
    registers: Sequence[Register],
    *,
    engine: str = "duckdb",
    seed: int = 1,
    progress: Progress = silent,
) -> Source:
    """Make registers, or key files, ready to be linked.

    Raises
    ------
    Refusal
        If key files cannot be compared with one another or stand beside names.
    """
    from suar.analytics.linkage.keys.opening import are_keys

    if are_keys(registers):
        return _from_keys(registers, seed, progress)
    progress("Making names, dates and numbers comparable")
    prepared = prepare(registers)
    if not prepared.height:
        return Source(prepared)
    progress("Choosing pairs worth comparing")
    witness = Witness(prepared.table, engine=engine)
    if prepared.height * (prepared.height - 1) // 2 <= ALL:
        return Source(prepared, random_pairs(prepared.height, most=ALL, seed=seed), witness)
    if prepared.height < FEW:
        return Source(prepared, blocking.candidates(prepared.table), witness)
    chance = witness.hear(random_pairs(prepared.height, most=RANDOM, seed=seed))
    choice = choose(prepared.table, witness, chance, seed=seed)
    pairs = chosen_pairs(prepared.table, choice)
    return Source(prepared, pairs, witness, chance=chance, blocking=choice)


def _from_keys(registers: Sequence[Register], seed: int, progress: Progress) -> Source:
    from suar.analytics.linkage.keys.candidates import candidates
    from suar.analytics.linkage.keys.opening import open_keys
    from suar.analytics.linkage.keys.witness import KeyWitness

    progress("Opening keys")
    opened = open_keys(registers)
    if not opened.prepared.height:
        return Source(opened.prepared, private=True)
    progress("Choosing pairs worth comparing")
    witness = KeyWitness(opened, seed=seed)
    pairs = candidates(opened.prepared.table, witness.names)
    return Source(opened.prepared, pairs, witness, private=True)
