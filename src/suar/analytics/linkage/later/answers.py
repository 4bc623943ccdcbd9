"""Who a record may be: candidates with a probability, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.explain import _WORTH_SAYING, _words
from suar.analytics.linkage.model import weigh
from suar.analytics.registers.profile import Profile
from suar.analytics.registers.register import Register
from suar.analytics.registers.schema import STANDARD
from suar.knowledge.refusal import Refusal

if TYPE_CHECKING:
    from suar.analytics.linkage.later.weighing import Scales

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Candidate:
    """A known person whom a record may be.

    ``records`` are hers, register and record; ``because`` says in plain words what the likeliest of
    them shares with the record asked for. No name, number, date or place is in it.
    """

    person: int
    probability: float
    records: tuple[tuple[str, str], ...]
    because: tuple[str, ...]


def one_record(fields: Mapping[str, object]) -> Register:
    """Make a register of one row.

    Raises
    ------
    Refusal
        If a field is none of a standard record.
    """
    strange = sorted(set(fields) - set(STANDARD))
    if strange:
        raise Refusal(
            f"{strange[0]} is no field of a record",
            remedy="Fields are those of a profile's columns: name, birth_date, nik and so on.",
        )
    row = {**dict.fromkeys(STANDARD), "row": 1, "record": "1", "names_person": True, **fields}
    frame = pl.DataFrame([row], schema=STANDARD, orient="row")
    if frame["event_date"][0] is None:
        frame = frame.with_columns(event_date=pl.col("date"))
    profile = Profile(register="(asked)", columns=())
    return Register("(asked)", "the record asked for", "records", profile, frame, 1)


def because(scales: "Scales", asked: int, others: Longs, *, private: bool) -> list[list[str]]:
    """Say what each of some records shares with the one asked for, strongest evidence first."""
    if not len(others):
        return []
    _, heard = scales.heard(np.full(len(others), asked, dtype=np.int64), others)
    weights = weigh(scales.learned, heard)
    sentences = []
    for i in range(len(others)):
        said = [
            (float(weights[f][i]), COMPARISONS[f].words(int(level[i]), by_keys=private))
            for f, level in heard.levels.items()
            if level[i] >= 0 and abs(weights[f][i]) >= _WORTH_SAYING
        ]
        for kind, evidence in (("name", heard.names), ("father", heard.fathers)):
            if evidence.known[i]:
                said.append((float(weights[kind][i]), _words(kind, evidence.counts[i], private)))
        ordered = sorted(said, key=lambda s: -abs(s[0]))
        sentences.append([f"{words} ({bits:+.1f})" for bits, words in ordered])
    return sentences
