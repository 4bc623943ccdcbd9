"""Collect what people read, write the Indonesian catalogue, compile it. Needs no gettext programs.

`python docs/messages.py` reads every template and every call of gettext in `src/suar`, and the
reasons of the rules; puts new texts at their place in
`src/suar/locale/id/LC_MESSAGES/django.po` with an empty translation, keeps what is translated,
drops what nobody says any more, and writes `django.mo`. `--check` changes nothing and exits with 1
when a text is missing, untranslated or fuzzy, or the compiled file is not the catalogue's.
Builders may add entries anywhere in the catalogue: this program sorts them.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "suar"
CATALOGUE = SOURCE / "locale" / "id" / "LC_MESSAGES" / "django.po"
FORMS = 2  # the platform's code asks with n == 1 and n != 1; Indonesian repeats its one form
HEADER = (
    "Project-Id-Version: suar\\n"
    "Language: id\\n"
    "MIME-Version: 1.0\\n"
    "Content-Type: text/plain; charset=UTF-8\\n"
    "Content-Transfer-Encoding: 8bit\\n"
    "Plural-Forms: nplurals=1; plural=0;\\n"
)
#: By which of its arguments a call says something; `_names` adds what a module calls them.
CALLS = {
    "_": (0,),
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "ngettext": (0, 1),
    "ngettext_lazy": (0, 1),
    "Denied": (0,),
    "Decision": (1,),
    "pgettext": (1,),
    "pgettext_lazy": (1,),
}
Key = tuple[str, str]  # context, text


@dataclass
class Entry:
    """A text, its plural where it has one, where it is said, its translation."""

    text: str
    context: str = ""
    plural: str = ""
    places: set[str] = field(default_factory=set)
    translation: str = ""
    fuzzy: bool = False

    @property
    def key(self) -> Key:
        return self.context, self.text


def said() -> dict[Key, Entry]:
    """Give every text of the code and the templates."""
    found: dict[Key, Entry] = {}
    for entry in (
        *_in_templates(),
        *_in_code(),
        *_in_rules(),
        *_permissions(),
        *_states(),
        *_allauth(),
    ):
        known = found.setdefault(entry.key, entry)
        known.places |= entry.places
        known.plural = known.plural or entry.plural
    return found


def _in_templates() -> Iterator[Entry]:
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        if "analytics" not in path.parts:
            yield from _template(path.read_text(encoding="utf-8"), _place(path))


_TAG = re.compile(
    r"""{%\s*(?:translate|trans)\s+(?P<q>["'])(?P<text>.*?)(?P=q)"""
    r"""(?:\s+context\s+["'](?P<context>[^"']*)["'])?[^%]*?%}"""
)
_BLOCK = re.compile(
    r"{%\s*blocktrans(?:late)?(?P<head>[^%]*)%}(?P<body>.*?){%\s*endblocktrans(?:late)?\s*%}", re.S
)
_PLURAL = re.compile(r"{%\s*plural\s*%}")
_HOLE = re.compile(r"{{\s*([^}|]+?)\s*}}")


def _template(text: str, place: str) -> Iterator[Entry]:
    for tag in _TAG.finditer(text):
        yield Entry(tag["text"], tag["context"] or "", places={place})
    for block in _BLOCK.finditer(text):
        parts = _PLURAL.split(block["body"])
        if "trimmed" in block["head"]:
            parts = [" ".join(line.strip() for line in p.strip().splitlines()) for p in parts]
        parts = [_HOLE.sub(r"%(\1)s", part.replace("%", "%%")) for part in parts]
        yield Entry(parts[0], plural=parts[1] if len(parts) > 1 else "", places={place})


def _in_code() -> Iterator[Entry]:
    for path in sorted(SOURCE.rglob("*.py")):
        if {"base", "rooms", "rules"} & set(path.relative_to(SOURCE).parts):
            yield from _module(ast.parse(path.read_text(encoding="utf-8")), _place(path))


def _module(tree: ast.AST, place: str) -> Iterator[Entry]:
    known_as = _names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        name = known_as.get(name, name)
        texts = [
            node.args[at].value
            for at in CALLS.get(name, ())
            if len(node.args) > at
            and isinstance(node.args[at], ast.Constant)
            and isinstance(node.args[at].value, str)
        ]
        if texts and texts[0]:
            context = str(node.args[0].value) if name.startswith("pgettext") else ""
            yield Entry(texts[0], context, texts[1] if len(texts) > 1 else "", {place})


def _names(tree: ast.AST) -> dict[str, str]:
    """Give by which names of its own a module calls gettext: `_now` beside a lazy `_`."""
    return {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname
    }


#: How a rule's refusal begins or ends, wherever it stands in a table of its checks.
_REFUSES = re.compile(r"(?:Not yet|Not for this post): .+\.|[A-Z].* .*\.", re.S)
_TABLES = re.compile(r"_?[A-Z][A-Z_]+")


def _in_rules() -> Iterator[Entry]:
    """Give sentences that rules and services keep in constants and tables of checks."""
    folders = [SOURCE / "knowledge" / "rules", *sorted((SOURCE / "rooms").glob("*/services*"))]
    for path in (p for f in folders for p in (sorted(f.rglob("*.py")) if f.is_dir() else [f])):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for text in _sentences(node):
                yield Entry(text, places={_place(path)})


def _sentences(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Tuple):
        yield from (t for t in map(_text, node.elts) if t.startswith("Not yet: "))
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        named = any(isinstance(t, ast.Name) and _TABLES.fullmatch(t.id) for t in targets)
        if named and node.value is not None and _REFUSES.fullmatch(_text(node.value)):
            yield _text(node.value)


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _states() -> Iterator[Entry]:
    from suar.knowledge.rules.lifecycle import LIFECYCLES

    place = {"suar/knowledge/rules/lifecycle"}
    for lifecycle in LIFECYCLES.values():
        for state in lifecycle.states():
            yield Entry(state, "state", places=set(place))


def _permissions() -> Iterator[Entry]:
    from suar.knowledge.rules.permissions import Permission

    for permission in Permission:
        yield Entry(permission.value, places={"suar/knowledge/rules/permissions.py"})


#: Parts of the sign-in library that no page of ours shows.
_BEHIND = {"tests", "providers", "migrations", "management", "admin", "apps", "models"}


def _allauth() -> Iterator[Entry]:
    """Give the texts of the sign-in library that its own Indonesian catalogue lacks."""
    import gettext as plain

    import allauth

    home = Path(allauth.__file__).parent
    with (home / "locale/id/LC_MESSAGES/django.mo").open("rb") as file:
        own = plain.GNUTranslations(file)
    found: list[Entry] = []
    for part in ("account", "mfa", "socialaccount"):
        for path in sorted((home / "templates" / part).rglob("*.html")):
            if not (SOURCE / "base/ui/templates" / path.relative_to(home / "templates")).exists():
                found += _template(path.read_text(encoding="utf-8"), "allauth")
        for path in sorted((home / part).rglob("*.py")):
            if not _BEHIND & {*path.parts, path.stem}:
                found += _module(ast.parse(path.read_text(encoding="utf-8")), "allauth")
    yield from (e for e in found if e.text.strip() and own.gettext(e.text) == e.text)


def _place(path: Path) -> str:
    return str(path.relative_to(SOURCE.parent))


def read(path: Path) -> dict[Key, Entry]:
    """Read a catalogue; later entries win over earlier empty ones."""
    found: dict[Key, Entry] = {}
    for chunk in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")) if path.exists() else []:
        values: dict[str, str] = {}
        current = ""
        fuzzy = False
        for line in chunk.splitlines():
            if line.startswith("#,") and "fuzzy" in line:
                fuzzy = True
            match = re.match(r'(msg\w+(?:\[\d\])?)\s+(".*")', line)
            if match:
                current = match[1]
                values[current] = ast.literal_eval(match[2])
            elif line.startswith('"') and current:
                values[current] += ast.literal_eval(line)
        if not values.get("msgid"):
            continue
        entry = Entry(
            values["msgid"],
            values.get("msgctxt", ""),
            values.get("msgid_plural", ""),
            translation=values.get("msgstr") or values.get("msgstr[0]", ""),
            fuzzy=fuzzy,
        )
        if entry.translation or entry.key not in found:
            found[entry.key] = entry
    return found


def merged() -> dict[Key, Entry]:
    """Give what is said, with what is translated."""
    known: dict[Key, Entry] = {}
    for path in sorted(SOURCE.rglob("locale/id/LC_MESSAGES/django.po")):  # a part's own, absorbed
        if SOURCE / "locale" not in path.parents:
            known |= {key: entry for key, entry in read(path).items() if entry.translation}
    known |= {key: entry for key, entry in read(CATALOGUE).items() if entry.translation}
    entries = said()
    for key, entry in entries.items():
        if key in known:
            entry.translation, entry.fuzzy = known[key].translation, known[key].fuzzy
    return entries


def as_text(entries: dict[Key, Entry]) -> str:
    """Write the catalogue, sorted by text so that two builders' additions seldom collide."""
    parts = [f'msgid ""\nmsgstr ""\n{_quoted_lines(HEADER)}']
    for entry in sorted(entries.values(), key=lambda e: (e.text.lower(), e.text, e.context)):
        lines = [f"#: {place}" for place in sorted(entry.places)]
        if entry.fuzzy:
            lines.append("#, fuzzy")
        if entry.context:
            lines.append(f"msgctxt {_quoted(entry.context)}")
        lines.append(f"msgid {_quoted(entry.text)}")
        if entry.plural:
            lines.append(f"msgid_plural {_quoted(entry.plural)}")
            lines.append(f"msgstr[0] {_quoted(entry.translation)}")
        else:
            lines.append(f"msgstr {_quoted(entry.translation)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _quoted_lines(text: str) -> str:
    return "\n".join(f'"{line}\\n"' for line in text.split("\\n") if line)


def compiled(entries: dict[Key, Entry]) -> bytes:
    """Give the catalogue as the machine reads it (the .mo format, little endian)."""
    table = {b"": HEADER.replace("\\n", "\n").encode()}
    for entry in entries.values():
        if entry.translation and not entry.fuzzy:
            text = f"{entry.context}\x04{entry.text}" if entry.context else entry.text
            if entry.plural:
                text += f"\x00{entry.plural}"
            table[text.encode()] = entry.translation.encode()
    keys = sorted(table)
    start = 28 + 16 * len(keys)
    ids, strings = b"", b""
    at_ids: list[tuple[int, int]] = []
    at_strings: list[tuple[int, int]] = []
    for key in keys:
        at_ids.append((len(key), len(ids)))
        ids += key + b"\0"
        at_strings.append((len(table[key]), len(strings)))
        strings += table[key] + b"\0"
    head = struct.pack(
        "<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys)
    )
    body = b"".join(struct.pack("<2I", n, start + at) for n, at in at_ids)
    body += b"".join(struct.pack("<2I", n, start + len(ids) + at) for n, at in at_strings)
    return head + body + ids + strings


def faults() -> list[str]:
    """Name what is wrong with the catalogue as it lies there."""
    entries = merged()
    wrong = [f"not translated: {e.text!r}" for e in entries.values() if not e.translation]
    wrong += [f"fuzzy: {e.text!r}" for e in entries.values() if e.fuzzy]
    wrong += [
        f"holes differ: {e.text!r}"
        for e in entries.values()
        if e.translation and _holes(e) != set(re.findall(r"%\((\w+)\)", e.translation))
    ]
    if CATALOGUE.read_text(encoding="utf-8") != as_text(entries):
        wrong.append("the catalogue is not what the code says: run python docs/messages.py")
    if CATALOGUE.with_suffix(".mo").read_bytes() != compiled(entries):
        wrong.append("django.mo is not the catalogue's: run python docs/messages.py")
    return wrong


def _holes(entry: Entry) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", entry.plural or entry.text))


def main() -> int:
    """Write, or with ``--check`` name what is wrong."""
    if "--check" in sys.argv:
        wrong = faults()
        print("\n".join(wrong) or "Every text is translated and the compiled file is its.")
        return 1 if wrong else 0
    entries = merged()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(as_text(entries), encoding="utf-8")
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(entries))
    missing = [e.text for e in entries.values() if not e.translation]
    print(f"{len(entries)} texts, {len(missing)} without an Indonesian translation.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
