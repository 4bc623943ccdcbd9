"""Reading a profile from YAML: every scalar a string, typed here, so `no` and `01` survive."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from suar.analytics.registers.dates import known_format
from suar.analytics.registers.profile import (
    FIELDS,
    MANY_SOURCES,
    Closure,
    ColumnRule,
    Counts,
    PracticeChange,
    Profile,
    Published,
    StatusRule,
    Window,
)
from suar.analytics.registers.schema import CODES, DATES, MULTI_CODES
from suar.analytics.registers.scope import parse_scope
from suar.knowledge.refusal import Refusal
from suar.knowledge.vocab import STANDARDS

_LONGEST = 1_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_DAY = re.compile(r"(1[5-9]|2[01])\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_STATUSES = ("presumed", "identified", "handled")
_REMEDY = "See docs/reference/profile.md, or let `suar register check FILE` propose a profile."


_BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the fast one where it is built


class _Strings(_BASE):  # type: ignore[misc]
    """YAML without guessing, which refuses a key that is written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if not isinstance(key, str) or keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, "a key twice", node.start_mark)
        made: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return made


def load_profile(path: Path) -> Profile:
    """Read a profile from a YAML file.

    Raises
    ------
    Refusal
        If it is absent, is not YAML, lacks `register` or `columns`, or says what no profile says.
    """
    file = str(path)
    try:
        text = path.read_bytes()[: _LONGEST + 1].decode("utf-8-sig")
    except OSError as error:
        raise Refusal("cannot be read", file=file, remedy="Name a profile that exists.") from error
    except UnicodeDecodeError as error:
        raise Refusal("is not UTF-8 text", file=file, remedy=_REMEDY) from error
    if len(text) > _LONGEST:
        raise Refusal("is too long for a profile", file=file, remedy=_REMEDY)
    return parse_profile(text, origin=file)


def parse_profile(text: str, *, origin: str = "") -> Profile:
    """Read a profile from YAML text; ``origin`` is named when it is refused.

    >>> parse_profile("{register: police, columns: {NAMA: name}}").columns[0].field
    'name'
    """
    try:
        # a BaseLoader makes strings, lists and dicts only
        raw = yaml.load(text, Loader=_Strings)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise Refusal(f"is not a YAML profile{where}", file=origin, remedy=_REMEDY) from error
    return _Typing(origin).profile(raw)


class _Typing:
    """Turns strings into the profile's types and names the key that is wrong."""

    def __init__(self, origin: str) -> None:
        self.origin = origin

    def refuse(self, key: str, problem: str) -> Refusal:
        return Refusal(problem, file=self.origin or None, column=key, remedy=_REMEDY)

    def profile(self, raw: object) -> Profile:
        if not isinstance(raw, dict):
            raise self.refuse("register", "is missing: a profile is a mapping of keys")
        given = {key: value for key, value in raw.items() if value not in ("", "null", "~")}
        for key in ("register", "columns"):
            if key not in given:
                raise self.refuse(key, "is missing")
        kinds: dict[str, Callable[[str, Any], object]] = {
            "register": self.name,
            "label": self.both_languages,
            "counts": self.counts,
            "id": self.text,
            "case_id": self.text,
            "persons_in_row": self.text,
            "status": self.status,
            "scope": lambda _, value: parse_scope(value, file=self.origin or None),
            "window": self.window,
            "published": self.published,
            "practice_changes": self.changes,
            "kind": self.kind,
            "closures": self.closed,
            "dates": self.formats,
            "blank": lambda key, value: ("", *self.stripped(key, value)),
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.text,
            "skip": self.number,
            "constants": self.constants,
            "columns": self.columns,
            "required": self.texts,
            "standard": self.standard,
            "one_row_a_person": self.yes,
            "invented": self.yes,
        }
        unknown = [key for key in given if key not in kinds]
        if unknown:
            raise self.refuse(str(unknown[0]), "is no key of a profile")
        typed = {key: kinds[key](key, value) for key, value in given.items()}
        profile = Profile(**cast("dict[str, Any]", typed), origin=self.origin)
        self.cross_check(profile)
        return profile

    def cross_check(self, profile: Profile) -> None:
        seen: set[str] = set(profile.constants)
        if profile.status:
            seen.add("status")
        for rule in profile.columns:
            flags = bool(rule.when) and rule.field in CODES
            if rule.field in seen and rule.field not in MANY_SOURCES and not flags:
                raise self.refuse(f"columns.{rule.column}", f"feeds {rule.field} a second time")
            if not flags:
                seen.add(rule.field)

    def text(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.refuse(key, "must be one text")
        return value

    def yes(self, key: str, value: object) -> bool:
        return self.text(key, value).strip().lower() in ("true", "yes", "ya")

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else [value]
        return tuple(self.text(key, one) for one in listed)

    def stripped(self, key: str, value: object) -> tuple[str, ...]:
        return tuple(text.strip() for text in self.texts(key, value) if text.strip())

    def formats(self, key: str, value: object) -> tuple[str, ...]:
        styles = self.texts(key, value)
        for style in styles:
            if not known_format(style):
                raise self.refuse(key, f"{style} is no date format with a year, as %d/%m/%Y is")
        return styles

    def mapping(self, key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.refuse(key, "must be a mapping (key: value)")
        return value

    def codes(self, key: str, value: object) -> dict[str, str]:
        return {k: self.text(f"{key}.{k}", v) for k, v in self.mapping(key, value).items()}

    def number(self, key: str, value: object) -> int:
        text = self.text(key, value).strip().replace("_", "")
        if not re.fullmatch(r"\d{1,9}", text):
            raise self.refuse(key, "must be a whole number")
        return int(text)

    def day(self, key: str, value: object) -> str:
        text = self.text(key, value).strip()
        if not _DAY.fullmatch(text):
            raise self.refuse(key, "must be a date written YYYY-MM-DD")
        return text

    def name(self, key: str, value: object) -> str:
        text = self.text(key, value).strip()
        if not _NAME.fullmatch(text):
            raise self.refuse(key, "must be a short name of letters, digits, _ and -")
        return text

    def both_languages(self, key: str, value: object) -> Mapping[str, str]:
        if isinstance(value, str):
            return {"en": value, "id": value}
        return self.codes(key, value)

    def counts(self, key: str, value: object) -> Counts:
        text = self.text(key, value).strip()
        text = "person" if text == "victim" else text
        if text not in get_args(Counts):
            raise self.refuse(key, f"must be one of {', '.join(get_args(Counts))}")
        return cast("Counts", text)

    def status(self, key: str, value: object) -> StatusRule:
        if isinstance(value, str):
            if value not in _STATUSES:
                raise self.refuse(key, f"must be one of {', '.join(_STATUSES)}, or a column")
            return StatusRule(word=value)
        parts = self.only(key, self.mapping(key, value), ("column", "values"))
        if "column" not in parts:
            raise self.refuse(key, "must name its column")
        return StatusRule(
            column=self.text(f"{key}.column", parts["column"]),
            values=self.codes(f"{key}.values", parts.get("values", {})),
        )

    def only(self, key: str, parts: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
        for part in parts:
            if part not in allowed:
                raise self.refuse(f"{key}.{part}", f"is unknown; {key} takes {', '.join(allowed)}")
        return parts

    def window(self, key: str, value: object) -> Window:
        parts = self.only(key, self.mapping(key, value), ("on", "from", "to"))
        given = {part: text for part, text in parts.items() if text != ""}
        if "on" in given and given["on"] not in (*DATES, "year"):
            raise self.refuse(f"{key}.on", f"must be one of {', '.join((*DATES, 'year'))}")
        start, end = (
            self.day(f"{key}.{edge}", given[edge]) if edge in given else None
            for edge in ("from", "to")
        )
        if start and end and start > end:
            raise self.refuse(key, "ends before it begins")
        return Window(on=given.get("on"), start=start, end=end)

    def published(self, key: str, value: object) -> Published:
        parts = self.only(key, self.mapping(key, value), ("count", "unit", "as_of", "source"))
        if "count" not in parts:
            raise self.refuse(f"{key}.count", "is missing")
        texts = {part: self.text(f"{key}.{part}", parts[part]) for part in parts if part != "count"}
        return Published(count=self.number(f"{key}.count", parts["count"]), **texts)

    def changes(self, key: str, value: object) -> tuple[PracticeChange, ...]:
        listed = value if isinstance(value, list) else [value]
        made = []
        for one in listed:
            parts = self.only(key, self.mapping(key, one), ("date", "note"))
            date = self.day(f"{key}.date", parts.get("date", ""))
            made.append(PracticeChange(date, self.both_languages(key, parts.get("note", ""))))
        return tuple(sorted(made, key=lambda change: change.date))

    def kind(self, key: str, value: object) -> str:
        text = self.text(key, value).strip()
        if text not in ("authority", "service"):
            raise self.refuse(key, "must be authority or service")
        return text

    def closed(self, key: str, value: object) -> tuple[Closure, ...]:
        made = []
        for one in value if isinstance(value, list) else [value]:
            parts = self.only(key, self.mapping(key, one), ("from", "to", "note"))
            start, end = (self.day(f"{key}.{edge}", parts.get(edge, "")) for edge in ("from", "to"))
            if start > end:
                raise self.refuse(key, "ends before it begins")
            made.append(Closure(start, end, self.both_languages(key, parts.get("note", ""))))
        return tuple(made)

    def encoding(self, key: str, value: object) -> str:
        text = self.text(key, value).strip()
        try:
            "é".encode(text, "ignore")
        except (LookupError, UnicodeError) as error:
            raise self.refuse(key, "is no known encoding (try utf-8, cp1252, utf-16)") from error
        return text

    def standard(self, key: str, value: object) -> str:
        text = self.text(key, value).strip()
        if text not in STANDARDS:
            raise self.refuse(key, f"must be one of {', '.join(STANDARDS)}")
        return text

    def delimiter(self, key: str, value: object) -> str:
        text = self.text(key, value).replace("\\t", "\t")
        if len(text) != 1 or ord(text) > 127 or text in '"\r\n':
            raise self.refuse(key, "must be one character")
        return text

    def constants(self, key: str, value: object) -> dict[str, str]:
        codes = self.codes(key, value)
        for name in codes:
            self.field(f"{key}.{name}", name)
        return codes

    def field(self, key: str, value: object) -> str:
        text = self.text(key, value).strip()
        if text not in FIELDS:
            raise self.refuse(key, "must name one of the standard fields")
        return text

    def columns(self, key: str, value: object) -> tuple[ColumnRule, ...]:
        rules = []
        for column, told in self.mapping(key, value).items():
            for one in told if isinstance(told, list) else [told]:
                rules.append(self.rule(f"{key}.{column}", column, one))
        return tuple(rules)

    def rule(self, key: str, column: str, told: object) -> ColumnRule:
        if isinstance(told, str):
            return ColumnRule(column, self.field(key, told))
        parts = self.only(
            key, self.mapping(key, told), ("field", "values", "when", "split", "system")
        )
        if "values" in parts and "when" in parts:
            raise self.refuse(key, "has both values and when; choose one")
        rule = ColumnRule(
            column,
            self.field(f"{key}.field", parts.get("field", "")),
            values=self.codes(f"{key}.values", parts.get("values", {})),
            when=self.codes(f"{key}.when", parts.get("when", {})),
            split=self.text(f"{key}.split", parts["split"]) if parts.get("split") else None,
            system=self.text(f"{key}.system", parts["system"]) if parts.get("system") else None,
        )
        if rule.split and rule.field not in MANY_SOURCES:
            raise self.refuse(key, f"{rule.field} takes one code, so no split")
        if rule.when and rule.field not in (*MULTI_CODES, *CODES):
            raise self.refuse(key, f"{rule.field} is no field of codes, so no when")
        if rule.system not in (None, "kemendagri", "bps_2018") or (
            rule.system and rule.field != "district"
        ):
            raise self.refuse(f"{key}.system", "is kemendagri or bps_2018, for a district")
        return rule
