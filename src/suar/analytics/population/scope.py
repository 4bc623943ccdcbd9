"""Whom a list may hold at all, told for a table: any or all of conditions on its strata."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from suar.knowledge.refusal import Refusal

_WORDS = {"yes": "true", "ya": "true", "1": "true", "no": "false", "tidak": "false", "0": "false"}


@dataclass(frozen=True)
class Condition:
    """An attribute must have one of these codes; a blank one settles nothing."""

    attribute: str
    codes: tuple[str, ...]

    @property
    def attributes(self) -> frozenset[str]:
        """The attribute."""
        return frozenset({self.attribute})

    def holds(self, values: Mapping[str, str]) -> bool | None:
        """Say whether a stratum fulfils it; None where the attribute is blank."""
        value = values.get(self.attribute, "")
        if not value:
            return None
        plain = value.strip().lower()
        return _WORDS.get(plain, plain) in {_WORDS.get(c, c) for c in self.codes}


@dataclass(frozen=True)
class ListScope:
    """``any`` or ``all`` of conditions, which may be scopes themselves (Kleene's logic)."""

    mode: str
    parts: "tuple[Condition | ListScope, ...]"

    @property
    def attributes(self) -> frozenset[str]:
        """Attributes that the scope speaks of."""
        return frozenset().union(*(part.attributes for part in self.parts))

    def holds(self, values: Mapping[str, str]) -> bool | None:
        """Say whether the list could hold a person of a stratum; None: cannot tell."""
        told = [part.holds(values) for part in self.parts]
        settles = self.mode == "any"
        if settles in told:
            return settles
        return None if None in told else not settles


def read_scopes(path: str | Path) -> dict[str, ListScope]:
    """Read ``{LIST: {any: [...]}}`` from a YAML file.

    Raises
    ------
    Refusal
        If it is not YAML of that form.
    """
    import yaml

    name = Path(path).name
    try:
        text = Path(path).read_text(encoding="utf-8")
        # BaseLoader only makes strings, so that `no` and `01` stay what they are.
        raw = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refusal("is not YAML", name) from error
    except OSError as error:
        raise Refusal("cannot be read", file=name, remedy="Give the path of a file.") from error
    if not isinstance(raw, dict) or not raw:
        raise _refusal("names no list", name)
    return {str(key): parse(value, file=name) for key, value in raw.items()}


def parse(raw: object, *, file: str = "the scope") -> ListScope:
    """Make a scope of nested mappings and lists.

    >>> scope = parse({"any": [{"sex": ["female"]}, {"minor": ["true"]}]})
    >>> scope.holds({"sex": "male", "minor": "yes"}), scope.holds({"sex": "male", "minor": ""})
    (True, None)
    """
    if isinstance(raw, dict) and len(raw) == 1:
        mode, parts = next(iter(raw.items()))
        if mode in ("any", "all") and isinstance(parts, list) and parts:
            return ListScope(mode, tuple(_part(part, file) for part in parts))
    raise _refusal("holds a scope that is not {any: [...]} or {all: [...]}", file)


def _part(raw: object, file: str) -> "Condition | ListScope":
    if not isinstance(raw, dict) or not raw:
        raise _refusal("holds a condition that is not {attribute: [codes]}", file)
    if set(raw) & {"any", "all"}:
        return parse(raw, file=file)
    found = tuple(_condition(str(name), codes, file) for name, codes in raw.items())
    return found[0] if len(found) == 1 else ListScope("all", found)


def _condition(name: str, codes: object, file: str) -> Condition:
    listed = codes if isinstance(codes, list) else [codes]
    if not listed or not all(isinstance(code, str | bool | int) for code in listed):
        raise _refusal(f"needs a list of codes for {name}", file)
    return Condition(name, tuple(str(code).strip().lower() for code in listed))


def _refusal(problem: str, file: str) -> Refusal:
    remedy = "Write for example POLICE: {any: [{sex: [female]}, {minor: [true]}]}."
    return Refusal(problem, file=file, remedy=remedy)
