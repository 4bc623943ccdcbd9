"""What a lawyer confirmed or corrected, kept outside the facts files.

A confirmation names one cell, who checked it and when, and may set its value. The cell's confidence
becomes ``confirmed``; nothing else in Suar can set that word.
"""

import copy
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from suar.knowledge.law.dates import span
from suar.knowledge.law.lawbook import LawBook, read_documents, shipped
from suar.knowledge.law.reading import Document, Place, read
from suar.knowledge.refusal import Refusal

_KEYS = {"cell", "by", "on", "set", "note", "source"}
_NAMES = ("id", "code", "key")
#: Lines of ours that rest on others; confirming one confirms our words for it.
_WHOLE = ("rights", "duties")


def confirmed_book(path: Path | None) -> LawBook:
    """Give the law as shipped, with a lawyer's file laid over it where one is named."""
    if path is None:
        return shipped()
    if not path.is_file():
        raise Refusal("is not there", file=path.name, remedy="Check --confirmations.")
    stat = path.stat()
    return _confirmed(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)
def _confirmed(path: Path, _changed: int, _size: int) -> LawBook:
    return overlaid(read(path, typed=True), read_documents())


def overlaid(file: Document, documents: Mapping[str, Document]) -> LawBook:
    """Lay a confirmations file over the documents; each cell must exist."""
    data = file.data if isinstance(file.data, dict) else {}
    entries = data.get("confirmed", [])
    if data.get("schema") != "suar.law.confirmations/1" or not isinstance(entries, list):
        raise file.refusal(
            "is not a confirmations file",
            (),
            remedy="Start it with `schema: suar.law.confirmations/1` and a list `confirmed:`.",
        )
    fresh = {
        name: Document(document.name, copy.deepcopy(document.data), document.lines, document.digest)
        for name, document in documents.items()
    }
    for index, entry in enumerate(entries):
        _apply(file, ("confirmed", index), entry, fresh)
    for index, entry in enumerate(data.get("mous") or ()):
        fresh["bodies"].data["mous"].append(_agreement(file, ("mous", index), entry))
    book = LawBook(fresh, confirmed=file.digest)
    _check(file, book)
    return book


def _agreement(file: Document, place: Place, entry: Any) -> dict[str, Any]:
    """Take an agreement that the facts files do not hold, on the word of whoever read it."""
    wanted = {"id", "name", "between", "signed", "terms", "missing_protections", "by", "on"}
    if not isinstance(entry, dict) or not wanted <= set(entry) <= wanted | {"states", "note"}:
        raise file.refusal(
            "is an agreement that lacks a key or has one without meaning here",
            place,
            remedy=f"Write {', '.join(sorted(wanted))}; states and note where you need them.",
        )
    _who_and_when(file, place, entry)
    name = entry["name"]
    if not isinstance(name, dict) or set(name) != {"en", "id"}:
        raise file.refusal(
            "has a name that is not in both languages",
            (*place, "name"),
            remedy="Write name: {en: ..., id: ...}.",
        )
    said = {"by": entry["by"].strip(), "on": str(entry["on"])}
    trust = {"confidence": "confirmed", "confirmed": said}
    return {
        **{key: entry[key] for key in entry if key not in ("by", "on")},
        "terms": {"v": entry["terms"], **trust},
        "missing_protections": {"v": entry["missing_protections"], **trust},
        **trust,
    }


def _check(file: Document, book: LawBook) -> None:
    from suar.knowledge.law.checks import problems

    found = problems(book)
    if found:
        raise file.refusal(
            f"sets something that the facts files' schema does not allow: {found[0].rstrip('.')}",
            ("confirmed",),
            remedy="Mend the values under `set:`.",
        )


def _apply(file: Document, place: Place, entry: Any, documents: Mapping[str, Document]) -> None:
    if not isinstance(entry, dict) or not {"cell", "by", "on"} <= set(entry) <= _KEYS:
        raise file.refusal(
            "is an entry without cell, by and on, or with a key that has no meaning here",
            place,
            remedy="Write cell, by, on; and set, source or note where you need them.",
        )
    _who_and_when(file, place, entry)
    cell, key = _find(file, place, str(entry["cell"]), documents)
    values = entry.get("set") or {}
    if not isinstance(values, dict) or not set(values) <= set(cell):
        raise file.refusal(
            "sets a key that this cell does not have",
            (*place, "set"),
            remedy=f"The cell has: {', '.join(cell)}.",
        )
    cell |= values
    cell[key] = "confirmed"
    cell["confirmed"] = {"by": entry["by"].strip(), "on": str(entry["on"])}
    for extra in ("note", "source"):
        if entry.get(extra):
            cell["confirmed"][extra] = entry[extra]


def _who_and_when(file: Document, place: Place, entry: Mapping[str, Any]) -> None:
    if not isinstance(entry["by"], str) or not entry["by"].strip():
        raise file.refusal("does not say who confirmed it", (*place, "by"), remedy="Write a name.")
    if span(str(entry["on"])) is None:
        raise file.refusal(
            "has a date that cannot be read", (*place, "on"), remedy="Write it as 2026-03-01."
        )


def _find(
    file: Document, place: Place, path: str, documents: Mapping[str, Document]
) -> tuple[dict[str, Any], str]:
    """Find a cell by ``offences/ID-U21-4/penalty/...``; give it and its confidence's key."""
    parts = path.strip("/").split("/")
    roots = [d.data[parts[0]] for d in documents.values() if parts[0] in d.data]
    here: Any = next((r for r in roots if isinstance(r, list)), roots[0] if roots else None)
    parent: Any = None
    for part in parts[1:]:
        parent, here = here, _step(here, part)
    if parts[-1] == "elements" and isinstance(parent, dict):
        return parent, "elements_confidence"
    for key in ("dates_confidence", "date_confidence"):
        if isinstance(here, dict) and key in here:
            return here, key
    whole = len(parts) == len(("group", "id")) and parts[0] in _WHOLE
    if isinstance(here, dict) and ("confidence" in here or whole):
        return here, "confidence"
    raise file.refusal(
        "names a cell that is not in the facts files",
        (*place, "cell"),
        remedy="Write a path such as states/TL/definition/acts or offences/ID-U21-4.",
    )


def _step(here: Any, part: str) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list):
        for cell in here:
            if isinstance(cell, dict) and any(str(cell.get(name)) == part for name in _NAMES):
                return cell
    return None
