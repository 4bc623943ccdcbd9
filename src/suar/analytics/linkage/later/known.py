"""Records known from an earlier run: ask who somebody is, add newcomers, take a change back."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.clusters import TIES
from suar.analytics.linkage.inner import writing_once
from suar.analytics.linkage.later.answers import Candidate, because, one_record
from suar.analytics.linkage.later.dividing import Decision, Divided, divide
from suar.analytics.linkage.later.held import Held
from suar.analytics.linkage.later.identities import Identities
from suar.analytics.linkage.later.part import PAIRS, Part
from suar.analytics.linkage.later.postings import postings
from suar.analytics.linkage.later.store import Entry, stamp
from suar.analytics.linkage.later.tally import Tallies, Tally
from suar.analytics.linkage.later.weighing import Blocks, Scales, candidates
from suar.analytics.linkage.model import probability
from suar.analytics.progress import Progress, silent
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

Longs = npt.NDArray[np.int64]
_UNSURE = (0.1, 0.9)


@dataclass(frozen=True)
class Change:
    """What adding records did: counts of records and persons, never a value of any record."""

    entry: int
    records: int
    known_before: int  # records of the files that the index had already: left as they are
    changed: int  # of those, how many say something else than they did
    compared: int
    linked: int
    unsure: int
    events: Mapping[str, int]  # new, known, joined, split (`identities.events`)
    registers: tuple[str, ...] = ()  # whose records have another person number than before


class Known(Held):
    """An index of records, open to be asked and added to.

    The weights of evidence are those of the run that made it; how rare a value is, is counted over
    all records of the index and the new ones. Only groups that new records touch are divided again.

    Examples
    --------
    ``Known.open(folder).ask({"name": "Siti Nurhaliza", "birth_date": "1999-05"})``
    """

    def ask(self, who: Mapping[str, object] | Register, *, most: int = 10) -> list[Candidate]:
        """Say which known persons this record may be, likeliest first; nothing is kept.

        Parameters
        ----------
        who
            Fields of a standard record (`registers.schema`), or a register whose first row is asked
            for: the only way for keys.
        most
            Candidates at most.

        Raises
        ------
        Refusal
            If nothing in the record says who somebody is.
        """
        register = who if isinstance(who, Register) else one_record(who)
        first = replace(register, frame=register.frame.head(1))
        table = self._side.prepared([first])
        if not table.height:
            raise Refusal(
                "says nothing of who somebody is", file=register.path,
                remedy="Give a name, or a number that is one person's.",
            )  # fmt: skip
        new, blocks = self._part(table)
        scales = self._scales([*self._parts, new], writing_once([register]))
        found, _ = self._divide(scales, (new, blocks), self._identities.widened(1))
        return self._candidates(scales, found, new.base, most)

    def add(
        self,
        registers: Sequence[Register],
        *,
        now: datetime.datetime,
        by: str = "",
        keep: bool = True,
        progress: Progress = silent,
    ) -> Change:
        """Add new records; say what that does to persons.

        Records that the index has already (the same register and record) are left as they are: one
        that was changed since is counted, and comes in with the next whole run.

        Parameters
        ----------
        keep
            Without it nothing is written: only what would change is said.

        Raises
        ------
        Refusal
            If the records cannot be compared with those of the index, or it is being changed.
        """
        with self._store.alone():
            self._load(self._store.state())
            progress("Making new records comparable")
            table, before, changed = self._unknown(self._side.prepared(registers))
            new, blocks = self._part(table)
            widened = self._identities.widened(new.height)
            once = writing_once(registers)
            scales = self._scales([*self._parts, new], once)
            progress("Comparing new records with known ones")
            found, compared = self._divide(scales, (new, blocks), widened)
            made, moves, events = widened.divided(found.records, found.label, found.group)
            entry = replace(self._entry("batch", now, by, events=events), once=once)
            if keep and table.height:
                progress("Keeping what was found")
                part = f"part-{entry.number:06d}"
                replace(new, pairs=found.pairs, postings=postings(blocks)).write(
                    self._store.folder / part
                )
                self._keep(replace(entry, part=part), made, moves)
            p = found.pairs["probability"]
            return Change(
                entry=entry.number, records=new.height, known_before=before, changed=changed,
                compared=compared,
                linked=int(found.pairs["linked"].sum() or 0),
                unsure=int(p.is_between(*_UNSURE).sum()), events=events,
                registers=self._registers([*self._parts, new], moves.record),
            )  # fmt: skip

    def join(self, one: int, two: int, *, by: str, why: str, now: datetime.datetime) -> int:
        """Take two persons for one, because people say so; give the number of the change.

        It binds every later division until it is taken back.

        Raises
        ------
        Refusal
            If there is no such person, or both are the same.
        """
        a, b = (self._records_of(number) for number in (one, two))
        if one == two:
            raise Refusal("both are the same person", remedy="Name two.")
        left, right = sorted((int(a[0]), int(b[0])))
        return self._decided("join", [Decision(left, right, same=True)], by, why, now)

    def split(
        self, person: int, records: Sequence[tuple[str, str]], *, by: str, why: str,
        now: datetime.datetime,
    ) -> int:  # fmt: skip
        """Take some of a person's records (register, record) for another's; give the change.

        It binds every later division until it is taken back.

        Raises
        ------
        Refusal
            If a record is not the person's, or none or all of them are named.
        """
        own = self._records_of(person)
        where = self._numbers(records)
        rest = np.setdiff1d(own, where)
        if not np.isin(where, own).all() or not len(where) or not len(rest):
            raise Refusal(
                "these records are not some of that person's, and not all",
                remedy="Name records of the person that are another's.",
            )
        apart = [
            Decision(min(a, b), max(a, b), same=False)
            for a in where.tolist()
            for b in rest.tolist()
        ]
        together = [
            Decision(min(a, b), max(a, b), same=True)
            for side in (where.tolist(), rest.tolist())
            for a, b in pairwise(side)
        ]
        return self._decided("split", [*apart, *together], by, why, now)

    def undo(self, *, by: str, now: datetime.datetime) -> int:
        """Take the latest change back, exactly; give its number. The journal says that it was.

        Raises
        ------
        Refusal
            If nothing was changed since the index was made.
        """
        with self._store.alone():
            self._load(self._store.state())
            if len(self._state.entries) < 2:
                raise Refusal(
                    "nothing was changed since this index was made", file=str(self._store.folder),
                    remedy="The index of the earlier run stands where it was kept.",
                )  # fmt: skip
            *rest, last = self._state.entries
            moves = self._store.moves(last.number)
            back = self._identities.moved(moves.reversed(), last.following_before)
            back = back.cut(last.height_before, last.following_before)
            parts = tuple(p for p in self._state.parts if p != last.part)
            self._load(
                self._store.commit(
                    replace(
                        self._state, parts=parts, entries=tuple(rest),
                        next_entry=self._state.next_entry + 1,
                    ),
                    back,
                )
            )  # fmt: skip
            self._store.log({"at": stamp(now), "what": "undo", "of": last.number, "by": by})
            return last.number

    def carry_decisions(self, earlier: "Known", *, now: datetime.datetime) -> None:
        """Let what people decided in an earlier index hold here too."""
        names = pl.concat([p.table.select("register", "record") for p in earlier._parts])
        here = self.members().with_row_index("at").select("register", "record", "at")
        place = names.join(here, on=["register", "record"], how="left", maintain_order="left")["at"]
        carried = []
        for left, right, same in earlier._state.decisions:
            a, b = place[left], place[right]
            if a is not None and b is not None:
                carried.append(Decision(min(a, b), max(a, b), same))
        if carried:
            why = "decided in the earlier index"
            self._decided("carried", carried, self.settings["holder"], why, now)

    def _scales(self, parts: Sequence[Part], once: Sequence[str] = ()) -> Scales:
        """Weigh records of these parts; ``once`` are registers that a newcomer declares such."""
        return Scales(
            self._side, self._learned, parts,
            sizes=self.settings.get("sizes", ()), once=sorted({*self._state.once, *once}),
        )  # fmt: skip

    def _part(self, table: pl.DataFrame) -> tuple[Part, Blocks]:
        """Make a part of new records, and their blocks, sorted only if the part is kept."""
        counted = self._side.counted(table, Tallies([p.tally for p in self._parts]))
        nothing, none = pl.DataFrame(schema=PAIRS), postings([])
        arrays = self._side.arrays(table, self._parts)
        new = Part(table, none, Tally.of(counted), nothing, self._identities.height, arrays)
        return new, list(self._side.blocks(table))

    def _divide(
        self, scales: Scales, new: tuple[Part, Blocks], identities: Identities
    ) -> tuple[Divided, int]:
        """Divide what new records touch; also say how many pairs were compared."""
        part, blocks = new
        alike = self._side.alike(part, scales.parts)
        left, right = candidates(part, blocks, self._parts, self.settings["limits"], alike)
        bits = scales.bits(left, right)
        tie = probability(bits + scales.join) >= TIES
        own = np.arange(part.base, part.base + part.height, dtype=np.int64)
        touched = np.unique(np.r_[own, left[tie], right[tie]])
        records = self._groups(identities, touched)
        among = np.isin(left, records) & np.isin(right, records)
        weighed = (left[among], right[among], bits[among])
        return self._divided(scales, records, identities, weighed), len(left)

    def _divided(
        self, scales: Scales, records: Longs, identities: Identities, pairs: Any,
        more: Sequence[Decision] = (),
    ) -> Divided:  # fmt: skip
        return divide(
            scales, records, pairs,
            known=self.pairs, groups=identities.group[records],
            threshold=float(self.settings["threshold"]),
            decisions=(*self._state.decisions, *more),
        )  # fmt: skip

    def _decided(
        self, kind: str, decisions: Sequence[Decision], by: str, why: str, now: datetime.datetime
    ) -> int:
        with self._store.alone():
            self._load(self._store.state())
            ends = np.unique([[d.left, d.right] for d in decisions])
            records = self._groups(self._identities, ends)
            scales = self._scales(self._parts)
            none = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
            found = self._divided(scales, records, self._identities, none, decisions)
            made, moves, events = self._identities.divided(found.records, found.label, found.group)
            entry = replace(
                self._entry(kind, now, by, events=events), why=why, decisions=tuple(decisions)
            )
            self._keep(entry, made, moves)
            return entry.number

    def _entry(
        self, kind: str, now: datetime.datetime, by: str, *, events: dict[str, int]
    ) -> Entry:
        return Entry(
            number=self._state.next_entry, kind=kind, at=stamp(now), by=by, events=events,
            height_before=self._identities.height,
            following_before=self._identities.following,
        )  # fmt: skip

    def _keep(self, entry: Entry, made: Identities, moves: Any) -> None:
        self._store.write_moves(entry.number, moves)
        state = replace(
            self._state,
            parts=(*self._state.parts, *([entry.part] if entry.part else [])),
            entries=(*self._state.entries, entry),
            next_entry=entry.number + 1,
        )
        self._load(self._store.commit(state, made))
        self._store.log(
            {
                "at": entry.at, "what": entry.kind, "number": entry.number, "by": entry.by,
                "why": entry.why, "moved": moves.height, **entry.events,
            }
        )  # fmt: skip

    def _unknown(self, table: pl.DataFrame) -> tuple[pl.DataFrame, int, int]:
        """Leave out records that the index has; say how many they were, and how many changed."""
        if not table.height:
            return table, 0, 0
        by, content = ["register", "record"], self._side.order[:-2]
        known = pl.Series([False]).new_from_index(0, table.height)
        changed = 0
        for part in self._parts:
            own = part.table.select(by).with_row_index("at")
            at = table.select(by).join(own, on=by, how="left", maintain_order="left")["at"]
            known = known | at.is_not_null()
            new, old = table.filter(at.is_not_null()), part.table[at.drop_nulls()]
            differ = [~new[c].eq_missing(old[c]) for c in content]
            changed += int(pl.DataFrame(differ).select(pl.any_horizontal(pl.all()).sum()).item())
        same = int(known.sum())
        if changed > same / 2:
            raise Refusal(
                f"holds {same} record numbers that the index has already, most with other content",
                file=str(table["register"][0]),
                remedy="Give the register's own numbers (`id` in its profile); where records truly"
                " changed, link all again with `suar link --keep DIR --after OLD`.",
            )
        return table.drop("uid").filter(~known).with_row_index("uid"), same, changed

    def _candidates(self, scales: Scales, found: Divided, asked: int, most: int) -> list[Candidate]:
        own = found.pairs.filter((pl.col("left") == asked) | (pl.col("right") == asked))
        other = own.select(pl.when(pl.col("left") == asked).then("right").otherwise("left"))
        others = other.to_series().to_numpy()
        person = self._identities.number[others]
        table = pl.DataFrame({"person": person, "record": others, "p": own["probability"]})
        best = (
            table.sort(["p", "record"], descending=[True, False])
            .group_by("person", maintain_order=True)
            .first()
            .head(most)
        )
        said = because(scales, asked, best["record"].to_numpy(), private=self._side.kind == "keys")
        return [
            Candidate(int(number), float(p), self._names(self._records_of(int(number))), tuple(why))
            for (number, _, p), why in zip(best.iter_rows(), said, strict=True)
        ]
