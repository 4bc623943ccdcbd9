"""What `suar register check` says of a file: counts, warnings, or a profile to begin with."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suar.analytics.progress import Progress, silent
from suar.analytics.registers import builtin, keyfile, totals
from suar.analytics.registers.propose import from_table, propose
from suar.analytics.registers.raw import Witness
from suar.analytics.registers.reading import Given, cells, examine, no_row, peek, settle, stem
from suar.analytics.registers.register import Register, Rejection
from suar.analytics.registers.source import look
from suar.analytics.writing import neutralise, whole_file
from suar.knowledge.refusal import Refusal


@dataclass(frozen=True)
class Checked:
    """The document for `--json`, the register where a profile fits, why it will not do."""

    document: dict[str, Any]
    register: Register | None
    refusal: Refusal | None


def check_document(
    path: Path,
    *,
    profile: Given = None,
    witness: Witness | None = None,
    progress: Progress = silent,
) -> Checked:
    """Read, check and code a file, and tell what was found.

    Without a profile that fits, the rows are counted and a profile is proposed.

    Raises
    ------
    Refusal
        If the file or the profile cannot be read at all.
    """
    path = Path(path)
    missing = _no_profile(path, profile)
    if missing is not None:
        return _proposal(path, missing, witness)
    register = examine(path, profile=profile, witness=witness, progress=progress)
    document = {
        "register": register.name,
        "profile": register.profile.origin or register.profile.register,
        "rows": register.rows,
        "accepted": register.accepted,
        "rejected": len(register.rejections),
        "warnings": [
            {"code": w.code, "column": w.column, "count": w.count, "rows": list(w.rows)}
            for w in register.warnings
        ],
        "proposal": None,
    }
    return Checked(document, register, None if register.accepted else no_row(register))


def _no_profile(path: Path, profile: Given) -> Refusal | None:
    if profile is not None or keyfile.is_key_file(path) or settle(path, None) is not None:
        return None
    header = peek(look(path), None).header
    if totals.is_totals(header):
        return None
    try:
        builtin.the_one(header, str(path))
    except Refusal as refusal:
        remedy = "Mend the proposal, save it beside the file as NAME.profile.yaml, check again."
        if len(builtin.matching(header)) > 1:
            remedy = refusal.remedy
        return Refusal(refusal.problem, file=str(path), remedy=remedy)
    return None


def _proposal(path: Path, missing: Refusal, witness: Witness | None) -> Checked:
    source = look(path)
    if source.form == "text":
        raw, proposal = cells(source, None, (), witness), propose(path)
    else:
        raw = cells(source, None, None, witness)
        proposal = from_table(raw, stem(path))
    if not raw.rows:
        raise Refusal("has a header and no rows", file=str(path), remedy="Export it again.")
    rejected = len(raw.rejections)
    document: dict[str, Any] = {
        "register": None,
        "profile": None,
        "rows": raw.rows,
        "accepted": raw.rows - rejected,
        "rejected": rejected,
        "warnings": [],
        "proposal": proposal,
    }
    return Checked(document, None, missing)


@contextmanager
def rejected_file(path: Path, register: str) -> Iterator[Witness]:
    """Give a witness that writes whole rejected rows to a file that only its owner can read."""
    with whole_file(path) as aside:
        handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("register", "row", "column", "code", "reason", "content"))

            def witness(rejection: Rejection, raw: bytes) -> None:
                content = neutralise(raw.decode("utf-8", "backslashreplace"))
                told = (register, rejection.row, rejection.column or "", rejection.code)
                writer.writerow((*told, rejection.reason, content))

            yield witness


def filled(register: Register) -> list[tuple[str, float]]:
    """Give the fields that the profile speaks of, and the share of rows in which each is known."""
    rows = register.frame.height
    told = {rule.field for rule in register.profile.columns} | {"in_window", "in_scope"}
    return [
        (name, 1 - register.frame[name].null_count() / rows if rows else 0.0)
        for name in register.frame.columns
        if name in told
    ]
