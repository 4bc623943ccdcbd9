"""Writing a key file, and how many records stand alone with the facts kept beside their keys."""

import io
import json
import os
from pathlib import Path

import polars as pl

from suar.analytics.linkage.keys.making import Keys
from suar.analytics.registers.keyfile import MARK
from suar.analytics.writing import whole_file


def write_keys(keys: Keys, path: Path) -> None:
    """Write a key file, readable by its owner alone, whole or not at all."""
    told = {**keys.info, "rows": keys.frame.height}  # so that a file cut off is known
    first = json.dumps(told, ensure_ascii=True, sort_keys=True)
    body = io.BytesIO()
    keys.frame.write_csv(body, line_terminator="\n")
    with whole_file(path) as aside:
        handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(MARK + first.encode() + b"\n" + body.getvalue())


def alone_with_facts(keys: Keys) -> int:
    """Count the records that no other record of the register resembles in every fact kept."""
    facts = [name for name in keys.frame.columns if name in (*keys.info["facts"], "event_date")]
    if not facts:
        return 0
    sized = keys.frame.filter(pl.col("names_person") == "true").group_by(facts).len()
    return int((sized["len"] == 1).sum())
