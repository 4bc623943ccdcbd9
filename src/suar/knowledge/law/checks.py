"""The facts files against their schema and each other; every problem names file and line.

``suar law facts --check`` prints what this finds; the tests hold the shipped files to it, and a
confirmations file is refused when it would break it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from suar.knowledge.law import checks_charging, checks_states
from suar.knowledge.law.lawbook import ADDED, LawBook, read_documents
from suar.knowledge.law.model import CONFIDENCE
from suar.knowledge.law.reading import Document, Place
from suar.knowledge.refusal import Refusal


def problems(book: LawBook) -> list[str]:
    """Give every problem of a law book, in the order of files and lines."""
    found = [*_everywhere(book)]
    try:
        _ = book.cap_years, book.child_below, book.boundary, book.newest_source
        found += checks_charging.problems(book)
        found += checks_states.problems(book)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        kind = type(error).__name__
        found.append(f"a file lacks something that the others need ({kind}: {error})")
    except Refusal as refusal:
        found.append(str(refusal))
    return found


def check_folder(folder: Path) -> list[str]:
    """Check a folder of facts files, the shipped ones or a copy that was worked on."""
    try:
        return problems(LawBook(read_documents(folder)))
    except Refusal as refusal:
        return [str(refusal)]


def _everywhere(book: LawBook) -> Iterator[str]:
    keys = {cell.get("key") for cell in book.raw("sources").get("sources", ())}
    for name, document in book.documents.items():
        wanted = f"suar.law.{name}/1"
        if not isinstance(document.data, dict) or document.data.get("schema") != wanted:
            yield at(document, (), f"the schema is not {wanted}")
            continue
        for place, cell in _cells(document.data):
            yield from _trust(document, place, cell, keys, name in ADDED)


def _trust(
    document: Document, place: Place, cell: dict[str, Any], keys: set[Any], added: bool
) -> Iterator[str]:
    confidence = cell.get("confidence")
    if confidence is not None and confidence not in CONFIDENCE:
        yield at(document, (*place, "confidence"), "the confidence is not one of the README's")
    for index, key in enumerate(cell.get("src") or ()):
        if key not in keys:
            yield at(document, (*place, "src", index), "the source is not in sources.yaml")
    if added and confidence == "seen" and not cell.get("src"):
        yield at(document, place, "a line of ours says `seen` and names no source")
    if confidence == "confirmed" and not cell.get("confirmed"):
        yield at(document, place, "`confirmed` belongs in a confirmations file, with name and date")


def _cells(data: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    if isinstance(data, dict):
        yield place, data
        for key, value in data.items():
            yield from _cells(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _cells(value, (*place, index))


def at(document: Document, place: Place, problem: str) -> str:
    """Write a problem with its file and line."""
    return f"{document.name}, line {document.line(place)}: {problem}."
