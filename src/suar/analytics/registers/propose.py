"""A first profile for a file that has none: from its header and the shapes of its values."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
import yaml

from suar.analytics.registers.dates import DEFAULT_FORMATS, parse
from suar.analytics.registers.lexicon import NUMBERS, field_of, fold
from suar.analytics.registers.raw import Raw
from suar.analytics.registers.reading import cells, stem
from suar.analytics.registers.schema import DATES, MULTI_CODES
from suar.analytics.registers.source import look
from suar.analytics.registers.totals import safe_name

_SAMPLE: Final = 2000
_BLANKS: Final = (
    "-", "--", "n/a", "N/A", "NULL", "null", "-99", "99999", "tidak ada", "Tidak ada", "TIDAK ADA",
    "tidak diketahui", "Tidak diketahui", "TIDAK DIKETAHUI", "unknown", "Unknown", "?",
)  # fmt: skip
_SEXES: Final = {
    "L": "male", "P": "female", "LK": "male", "PR": "female", "M": "male", "F": "female",
    "Laki-laki": "male", "Perempuan": "female", "LAKI-LAKI": "male", "PEREMPUAN": "female",
    "laki": "male", "perempuan": "female", "Pria": "male", "Wanita": "female",
    "Male": "male", "Female": "female", "male": "male", "female": "female",
}  # fmt: skip
_SPLITS: Final = (";", "|", ",")
_FORMATS: Final = (*DEFAULT_FORMATS, "%m/%d/%Y")


def propose(path: Path) -> dict[str, Any]:
    """Propose a profile: a mapping to save as YAML (`as_yaml`) and mend.

    What the header does not say is left out. Values are proposed only where they are common words
    for a sex or a blank: a proposal never repeats what stands in somebody's row.

    Raises
    ------
    Refusal
        If the file cannot be read as a table.
    """
    source = look(Path(path))
    raw = cells(source, None, None) if source.form != "text" else _sample(path)
    return from_table(raw, stem(Path(path)))


def _sample(path: Path) -> Raw:
    from suar.analytics.registers.delimited import read_delimited

    return read_delimited(look(path), limit=_SAMPLE)


def from_table(raw: Raw, name: str) -> dict[str, Any]:
    """Propose a profile for a table that has been read."""
    sample = raw.frame.head(_SAMPLE)
    columns: dict[str, Any] = {}
    taken: set[str] = set()
    for header in raw.header:
        field = field_of(header) or _by_shape(sample[header])
        if field and (field not in taken or field in MULTI_CODES):
            taken.add(field)
            columns[header] = _rule(field, sample[header])
    made: dict[str, Any] = {"register": safe_name(name), "label": {"en": name, "id": name}}
    made["counts"] = "person"
    number = _number(raw.header, sample, columns)
    if number:
        made["id"] = number
    made["dates"] = _formats(sample, columns)
    made["blank"] = ["", *(word for word in _BLANKS if _holds(sample, raw.header, word))]
    if raw.source.encoding != "utf-8":
        made["encoding"] = raw.source.encoding
    if raw.delimiter != ",":
        made["delimiter"] = raw.delimiter
    return {**made, "columns": columns}


def as_yaml(proposal: Mapping[str, Any]) -> str:
    """Give a proposal as the YAML of a profile, with a line that says what it is."""
    body = yaml.safe_dump(dict(proposal), sort_keys=False, allow_unicode=True, width=100)
    return f"# A proposal: check every line, then save it as NAME.profile.yaml.\n{body}"


def _rule(field: str, cells_: pl.Series) -> object:
    written = {text.strip() for text in cells_.drop_nulls().unique()}
    if field == "sex":
        values = {word: code for word, code in _SEXES.items() if word in written}
        return {"field": field, "values": values} if values else field
    if field in MULTI_CODES:
        split = next((mark for mark in _SPLITS if any(mark in text for text in written)), None)
        return {"field": field, "split": split} if split else field
    return field


def _by_shape(cells_: pl.Series) -> str | None:
    """Know a NIK by its shape, whatever its column is called."""
    written = cells_.drop_nulls()
    shaped = written.str.contains(r"^[1-9]\d{15}$").sum()
    return "nik" if written.len() >= 3 and shaped > 0.8 * written.len() else None


def _number(header: tuple[str, ...], sample: pl.DataFrame, columns: dict[str, Any]) -> str | None:
    known = {fold(name): name for name in header if name not in columns}
    for word in NUMBERS:
        if word in known:
            cells_ = sample[known[word]].drop_nulls()
            if cells_.len() == sample.height and cells_.n_unique() == cells_.len():
                return known[word]
    first = header[0]
    told = sample[first].drop_nulls()
    unique = told.len() == sample.height == told.n_unique() > 1
    return first if unique and first not in columns else None


def _formats(sample: pl.DataFrame, columns: dict[str, Any]) -> list[str]:
    """Give the fewest formats, the one that reads most first, that read what can be read."""
    dated = [name for name, rule in columns.items() if rule in (*DATES, "birth_date")]
    day_first = [style for style in _FORMATS if style != "%m/%d/%Y"]
    left = {text.strip() for name in dated for text in sample[name].drop_nulls()} - {""}
    found: list[str] = []
    styles: list[str] = list(_FORMATS)
    while left:
        reads = {style: {text for text in left if parse(text, [style])} for style in styles}
        best = max(styles, key=lambda style: len(reads[style]))
        if not reads[best]:
            break
        found.append(best)
        left -= reads[best]
        if best == "%d/%m/%Y":  # what it cannot read is a mistake, not the other order
            styles = day_first
    return found or ["%Y-%m-%d", "%Y"]


def _holds(sample: pl.DataFrame, header: tuple[str, ...], word: str) -> bool:
    return any(bool((sample[name] == word).any()) for name in header)
