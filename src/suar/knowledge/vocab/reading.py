"""Reading a list's YAML as strings, and refusing a file that says something twice or by half."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from suar.knowledge.refusal import Refusal
from suar.knowledge.vocab.codelist import STANDARDS, Code, CodeList, fold

_LISTS: Final = Path(__file__).parent / "lists"
_LANGUAGES: Final = {"en", "id"}
_LIST_KEYS: Final = {"name", "label", "definition", "source", "version", "multi", "codes"}
_LIST_OPTIONAL: Final = {"accepts", "blank", "each", "licence"}
_CODE_KEYS: Final = {"label"}
_CODE_OPTIONAL: Final = {
    "definition",
    "source",
    "version",
    "parent",
    "replaced_by",
    "crosswalk",
    "broader",
}
#: Standards that classify rather than name: many codes share one value, so none is read back.
CLASSES: Final = {"un_region", "un_subregion"}
#: BaseLoader keeps every scalar a string, so `no`, `NA`, `01` and `12:30` stay what they are.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(_LISTS.rglob("*.yaml"))}


def names() -> tuple[str, ...]:
    """Give the names of all lists, in alphabetical order."""
    return tuple(sorted(_files()))


@cache
def code_list(name: str) -> CodeList:
    """Give a list by its name.

    Raises
    ------
    Refusal
        Where no such list exists.
    """
    if name not in _files():
        raise Refusal(
            f"no code list is called {name!r}", remedy=f"The lists are: {', '.join(names())}."
        )
    return read_list(_files()[name])


def from_standard(name: str, standard: str, value: str | None) -> str | None:
    """Give the code of a list that means exactly what a standard's value means, or None.

    Examples
    --------
    >>> from_standard("country", "iso_alpha2", "NA")
    'NAM'
    """
    return code_list(name).from_standard(standard, value)


def read_list(path: Path) -> CodeList:
    """Read one list from its YAML file.

    Raises
    ------
    Refusal
        Where a key is missing, unknown or given twice, a label is not in both languages, a parent
        or replacement does not exist, or one value of a standard is claimed by two codes.
    """
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_unique(_LOADER))  # noqa: S506
    table = _mapping(document, path.name)
    _keys(table, _LIST_KEYS, _LIST_OPTIONAL, path.name)
    if table["name"] != path.stem:
        raise Refusal("the list's name is not the file's", file=path.name)
    if table["multi"] not in {"yes", "no"}:
        raise Refusal("`multi` is neither yes nor no", file=path.name)
    codes = tuple(
        _code(str(name), _mapping(body, f"{path.name}, {name}"), table, path.name)
        for name, body in _mapping(table["codes"], path.name).items()
    )
    found = CodeList(
        name=path.stem,
        label=_bilingual(table["label"], path.name),
        definition=_bilingual(table["definition"], path.name),
        source=table["source"],
        version=table["version"],
        multi=table["multi"] == "yes",
        codes=codes,
        accepts=tuple(table.get("accepts", ["spelling"])),
        blank=_values(table.get("blank", {}), path.name),
        licence=table.get("licence"),
    )
    _whole(found, path.name)
    return found


def _code(name: str, body: Mapping[str, Any], table: Mapping[str, Any], file: str) -> Code:
    where = f"{file}, {name}"
    _keys(body, _CODE_KEYS, _CODE_OPTIONAL, where)
    label = _bilingual(body["label"], where)
    if "definition" not in body and "each" not in table:
        raise Refusal("the code has no definition", file=where)
    each = _bilingual(body.get("definition", table.get("each")), where)
    return Code(
        code=name,
        label=label,
        definition={key: text.replace("{label}", label[key]) for key, text in each.items()},
        source=body.get("source", table["source"]),
        version=body.get("version", table["version"]),
        parent=body.get("parent"),
        replaced_by=body.get("replaced_by"),
        crosswalk={"ic_tip": ()} | _values(body.get("crosswalk", {}), where),
        broader=_values(body.get("broader", {}), where),
    )


def _whole(found: CodeList, file: str) -> None:
    """Refuse a list whose parts do not fit together."""
    for code in found:
        for other in (code.parent, code.replaced_by):
            if other is not None and other not in found:
                raise Refusal(f"{code.code} points to {other}, which is not there", file=file)
        successor = found.get(code.replaced_by) if code.replaced_by else None
        if successor is not None and successor.retired:
            raise Refusal(f"{code.code} is replaced by a retired code", file=file)
    claimed: dict[tuple[str, str], str] = {}
    for code in found:
        for standard, values in code.crosswalk.items():
            for value in values if standard not in CLASSES else ():
                first = claimed.setdefault((standard, fold(value)), code.code)
                if first != code.code:
                    raise Refusal(f"{first} and {code.code} both claim {value}", file=file)


def _keys(body: Mapping[str, Any], needed: set[str], optional: set[str], where: str) -> None:
    missing, unknown = needed - set(body), set(body) - needed - optional
    if missing or unknown:
        raise Refusal(
            f"keys missing: {sorted(missing) or 'none'}, unknown: {sorted(unknown) or 'none'}",
            file=where,
        )


def _bilingual(text: object, where: str) -> dict[str, str]:
    words = _mapping(text, where)
    if set(words) != _LANGUAGES or not all(isinstance(w, str) and w for w in words.values()):
        raise Refusal("a label or definition is not in both languages", file=where)
    return {"en": words["en"], "id": words["id"]}


def _values(table: object, where: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for standard, values in _mapping(table, where).items():
        if standard != "spelling" and standard not in STANDARDS:
            raise Refusal(f"{standard!r} is not a standard that Suar knows", file=where)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise Refusal(f"the values of {standard} are not a list of words", file=where)
        found[standard] = tuple(values)
    return found


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Refusal("a table is expected here", file=where)
    return value


@cache
def _unique(loader: Any) -> Any:
    """Make a loader that refuses a key given twice; YAML would keep the last in silence."""

    class Unique(loader):  # type: ignore[misc]
        pass

    def table(self: Any, node: yaml.MappingNode) -> dict[str, Any]:
        keys: Iterable[str] = [self.construct_object(key) for key, _ in node.value]
        found: dict[str, Any] = {}
        for key, (_, value) in zip(keys, node.value, strict=True):
            if key in found:
                raise Refusal(f"the key {key!r} is given twice", row=node.start_mark.line + 1)
            found[key] = self.construct_object(value, deep=True)
        return found

    Unique.add_constructor("tag:yaml.org,2002:map", table)
    return Unique
