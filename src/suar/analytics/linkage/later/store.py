"""The folder of an index: what stands in it, and how a change becomes whole or not at all."""

import datetime
import importlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from suar.analytics.linkage.keys.schema import NORMALISER, SCHEMA
from suar.analytics.linkage.later.dividing import Decision
from suar.analytics.linkage.later.identities import Identities, Moves
from suar.analytics.linkage.later.part import Part, open_part
from suar.analytics.writing import can_be_written, whole_file
from suar.knowledge.refusal import Refusal

FORM: Final = "suar-index-2"
_AGAIN = (
    "Make it again with `suar link ... --keep DIR --after OLD`: the numbers of persons are kept."
)


@dataclass(frozen=True)
class Entry:
    """One change: what it was, what it did to persons, and what is needed to take it back."""

    number: int
    kind: str  # run, batch, join, split
    at: str
    by: str
    why: str = ""
    part: str | None = None
    height_before: int = 0
    following_before: int = 1
    events: dict[str, int] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    once: tuple[str, ...] = ()  # registers that write nobody down twice, as this change declared


@dataclass(frozen=True)
class State:
    """Which parts and changes make up the index now."""

    parts: tuple[str, ...]
    entries: tuple[Entry, ...]
    persons: str
    next_entry: int

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What people have decided and not taken back; of two on one pair the later."""
        said = {(d.left, d.right): d for entry in self.entries for d in entry.decisions}
        return tuple(said[pair] for pair in sorted(said))

    @property
    def once(self) -> tuple[str, ...]:
        """Registers that write nobody down twice: declared once, it holds until taken back."""
        return tuple(sorted({name for entry in self.entries for name in entry.once}))


class Store:
    """The folder of an index. Every change is a new file; the state is replaced last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> dict[str, Any]:
        """Read what the index was made with.

        Raises
        ------
        Refusal
            If the folder is no index, or one that this version cannot compare with.
        """
        path = self.folder / "index.json"
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Refusal(
                "is no index of known records", file=str(self.folder),
                remedy="Make one with `suar link ... --keep DIR --holder NAME --ground TEXT`.",
            ) from error  # fmt: skip
        for what, ours in versions().items():
            if found.get(what) != ours:
                raise Refusal(
                    f"was made by another version ({what})", file=str(self.folder), remedy=_AGAIN
                )
        return found

    def state(self) -> State:
        """Read the state."""
        told = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        entries = [
            Entry(
                **{
                    **e,
                    "decisions": tuple(Decision(*d) for d in e["decisions"]),
                    "once": tuple(e.get("once", ())),
                }
            )
            for e in told["entries"]
        ]
        return State(tuple(told["parts"]), tuple(entries), told["persons"], told["next_entry"])

    def parts(self, state: State) -> list[Part]:
        """Open all parts, in the order in which they came."""
        found: list[Part] = []
        for name in state.parts:
            found.append(open_part(self.folder / name, sum(p.height for p in found)))
        return found

    def identities(self, state: State) -> Identities:
        """Read who is whose."""
        number, group, following = np.load(self.folder / state.persons, allow_pickle=False)[:3]
        return Identities(number, group, int(following[0]) if len(following) else 1)

    def commit(self, state: State, identities: Identities) -> State:
        """Write persons under a new name, then put the new state in the old one's place."""
        name = f"persons-{state.next_entry:06d}.npy"
        following = np.full(identities.height, identities.following, dtype=np.int64)
        with whole_file(self.folder / name) as aside, aside.open("wb") as stream:
            np.save(stream, np.stack([identities.number, identities.group, following]))
        (self.folder / name).chmod(0o600)
        made = replace(state, persons=name)
        with whole_file(self.folder / "state.json") as aside:
            aside.write_text(json.dumps(asdict(made), indent=1), encoding="utf-8")
            aside.chmod(0o600)
        self._clear(made)
        return made

    def write_moves(self, number: int, moves: Moves) -> None:
        """Write what a change did, so that it can be taken back."""
        path = self.folder / f"moves-{number:06d}.arrow"
        pl.DataFrame(asdict(moves)).write_ipc(path)
        path.chmod(0o600)

    def moves(self, number: int) -> Moves:
        """Read what a change did."""
        table = pl.read_ipc(self.folder / f"moves-{number:06d}.arrow")
        return Moves(**{name: table[name].to_numpy() for name in table.columns})

    def log(self, line: dict[str, Any]) -> None:
        """Add to the journal: what was done, when, by whom and why. It only grows."""
        path = self.folder / "journal.jsonl"
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        path.chmod(0o600)

    def journal(self) -> list[dict[str, Any]]:
        """Read the journal."""
        text = (self.folder / "journal.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the index while it is changed.

        Raises
        ------
        Refusal
            If somebody else is changing it.
        """
        with (self.folder / "lock").open("w") as stream:
            if os.name != "posix":  # no such lock there: one user at a time is the user's care
                yield
                return
            fcntl = importlib.import_module("fcntl")
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Refusal(
                    "is being changed by somebody else", file=str(self.folder),
                    remedy="Wait until that has ended.",
                ) from error  # fmt: skip
            yield

    def _clear(self, state: State) -> None:
        """Remove what no state speaks of any more, such as the records of a batch taken back."""
        keep = {
            *state.parts,
            state.persons,
            *(f"moves-{e.number:06d}.arrow" for e in state.entries),
        }
        for path in self.folder.iterdir():
            if path.name in keep or not path.name.startswith(("part-", "persons-", "moves-")):
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def refuse_taken(folder: Path) -> None:
    """Refuse a place for an index where one could not be written, or something stands already."""
    can_be_written(folder)
    if folder.exists() and any(folder.iterdir()):
        raise Refusal(
            "exists already", file=str(folder),
            remedy="An index is never overwritten: name another.",
        )  # fmt: skip


def versions() -> dict[str, str]:
    """Give what must be the same for records of an index to be compared with new ones."""
    return {
        "form": FORM,
        "normaliser": NORMALISER,
        "schema": SCHEMA,
        "polars": pl.__version__,  # its hashes find blocks again
    }


def stamp(now: datetime.datetime) -> str:
    """Write an instant."""
    return now.astimezone(datetime.UTC).isoformat(timespec="seconds")
