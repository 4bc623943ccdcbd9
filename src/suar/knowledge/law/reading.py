"""YAML read so that nothing changes its meaning and every value knows its line.

YAML 1.1 turns ``no`` into false and ``12:30`` into 750. Here only ``true``, ``false``, ``null`` and
plain whole numbers are typed, and only in the facts files; in a file that a person fills in,
everything stays text until a schema says what it is. Aliases are refused (a few lines can unfold
into gigabytes), so is a key that stands twice.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from suar.knowledge.refusal import Refusal

Place = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_PLAIN: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}
_LONGEST = 2**20


@dataclass(frozen=True)
class Document:
    """A file's content and the line of every value in it."""

    name: str
    data: Any
    lines: dict[Place, int] = field(repr=False)
    digest: str = ""

    def line(self, place: Place) -> int:
        """Give the line of a value, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def refusal(self, problem: str, place: Place, *, remedy: str = "") -> Refusal:
        """Say what is wrong at a place, with file and line."""
        return Refusal(problem, file=f"{self.name}, line {self.line(place)}", remedy=remedy)


@dataclass
class _Open:
    """A mapping or list that is being filled."""

    holder: Any
    place: Place
    key: str | None = None


def read(path: Path, *, typed: bool) -> Document:
    """Read a YAML file; ``typed`` gives numbers and truth values, else all is text."""
    if not path.is_file():
        raise Refusal("is not there", file=path.name, remedy="Check the name of the file.")
    raw = path.read_bytes()
    if len(raw) > _LONGEST:
        raise Refusal("is too long for a file of this kind", file=path.name, remedy="Shorten it.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            "is not UTF-8 text", file=path.name, remedy="Save it again as UTF-8."
        ) from error
    return read_text(text, name=path.name, typed=typed)


def read_text(text: str, *, name: str, typed: bool) -> Document:
    """Read YAML text; `name` stands in messages."""
    builder = _Builder(name, typed)
    try:
        for event in yaml.parse(text, _LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Refusal(
            "is not YAML that can be read",
            file=f"{name}, line {line}",
            remedy="Look at indents, colons and quotes there.",
        ) from error
    except yaml.YAMLError as error:
        raise Refusal(
            "is not YAML that can be read", file=name, remedy="Remove odd characters."
        ) from error
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(name, builder.root, builder.lines, digest)


class _Builder:
    """Turns parser events into plain values with a stack of its own (deep input cannot fell it)."""

    def __init__(self, name: str, typed: bool) -> None:
        self.name, self.typed = name, typed
        self.root: Any = None
        self.lines: dict[Place, int] = {}
        self._stack: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take the next event of the parser."""
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._start({}, event)
            case yaml.SequenceStartEvent():
                self._start([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()
            case yaml.AliasEvent():
                raise self._refuse("uses an alias (*)", event, "Write the value out.")
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise self._refuse("holds two documents", event, "Keep one.")
            case _:
                pass

    def _refuse(self, problem: str, event: Any, remedy: str) -> Refusal:
        line = event.start_mark.line + 1
        return Refusal(problem, file=f"{self.name}, line {line}", remedy=remedy)

    def _scalar(self, event: Any) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.holder, dict) and top.key is None:
            if event.value in top.holder:
                raise self._refuse("holds the same key twice", event, "Keep one of the two.")
            top.key = event.value
            self.lines[(*top.place, event.value)] = event.start_mark.line + 1
            return
        plain = event.implicit[0] and not event.style
        self._put(_typed(event.value, plain, self.typed), event)

    def _start(self, holder: Any, event: Any) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.holder, dict) and top.key is None:
            raise self._refuse("has a list or a mapping as a key", event, "Use a word as key.")
        place = self._put(holder, event)
        self._stack.append(_Open(holder, place))

    def _put(self, value: Any, event: Any) -> Place:
        if not self._stack:
            self.root = value
            self.lines[()] = event.start_mark.line + 1
            return ()
        top = self._stack[-1]
        if isinstance(top.holder, dict):
            key = top.key or ""
            top.holder[key], top.key = value, None
            return (*top.place, key)
        top.holder.append(value)
        place = (*top.place, len(top.holder) - 1)
        self.lines[place] = event.start_mark.line + 1
        return place


def _typed(value: str, plain: bool, typed: bool) -> object:
    if not plain:
        return value
    if value in ("", "~", "null"):
        return None
    if not typed:
        return value
    if value in _PLAIN:
        return _PLAIN[value]
    return int(value) if _WHOLE.match(value) else value


def texts_in(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Give every text in a value, with its place."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts_in(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts_in(value, (*place, index))
