"""Reading the tools' YAML as strings; a file that points nowhere or says too little is refused."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.screening.model import Dimension, Indicator, Tool, Weight

_TOOLS: Final = Path(__file__).parent / "tools"
_KEYS: Final = {"tool", "label", "version", "source", "rule", "note", "dimensions"}
_INDICATOR: Final = {
    "label",
    "adult",
    "child",
    "carries",
    "implied_by",
    "need",
    "flag",
    "recheck",
}
_RULES: Final = ("needs", "signs", "operational")
_FLAGS: Final = ("", "non_punishment")


@cache
def tools() -> Mapping[str, Tool]:
    """Give every tool by its name.

    Raises
    ------
    Refusal
        Where a file is unlike a tool, or a question points to one that does not exist.
    """
    found = {path.stem: read_tool(path) for path in sorted(_TOOLS.glob("*.yaml"))}
    for each in found.values():
        for indicator in each:
            for question in (*indicator.carries, *indicator.implied_by):
                if not list(questions(found, question)):
                    raise Refusal(f"{indicator.code} points to {question}", file=each.name)
    return found


def tool(name: str) -> Tool:
    """Give one tool.

    Raises
    ------
    Refusal
        Where there is none of that name.
    """
    if name not in tools():
        raise Refusal(f"no screening tool is called {name!r}", remedy=", ".join(tools()))
    return tools()[name]


def questions(among: Mapping[str, Tool], pattern: str) -> list[tuple[str, str]]:
    """Give the (tool, question) pairs that a pattern names; ``tool.dimension.*`` names many."""
    name, _dot, code = pattern.partition(".")
    if name not in among:
        return []
    if code.endswith(".*"):
        return [(name, each.code) for each in among[name] if each.code.startswith(code[:-1])]
    return [(name, code)] if among[name].get(code) else []


def read_tool(path: Path) -> Tool:
    """Read one tool from its file."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    if not isinstance(table, dict) or set(table) != _KEYS or table["tool"] != path.stem:
        raise Refusal("the file is unlike a screening tool", file=path.name)
    if table["rule"] not in _RULES:
        raise Refusal(f"the rule is none of {', '.join(_RULES)}", file=path.name)
    several = len(table["dimensions"]) > 1
    return Tool(
        name=path.stem,
        label=_both(table["label"], path.name),
        version=table["version"],
        source=table["source"],
        rule=table["rule"],
        note=_both(table["note"], path.name),
        dimensions=tuple(
            Dimension(
                code,
                _both(body["label"], path.name),
                tuple(
                    _indicator(f"{code}.{name}" if several else name, code, row, path.name)
                    for name, row in body["indicators"].items()
                ),
            )
            for code, body in table["dimensions"].items()
        ),
    )


def _indicator(code: str, dimension: str, row: Mapping[str, Any], file: str) -> Indicator:
    unknown = set(row) - _INDICATOR
    need, flag = row.get("need", ""), row.get("flag", "")
    if unknown or (need and need not in CLOCKS) or flag not in _FLAGS:
        raise Refusal(f"{code} says something unknown", file=file)
    return Indicator(
        code=code,
        dimension=dimension,
        label=_both(row["label"], file),
        adult=Weight(row.get("adult", "")),
        child=Weight(row.get("child", "")),
        carries=tuple(row.get("carries", ())),
        implied_by=tuple(row.get("implied_by", ())),
        need=need,
        flag=flag,
        recheck=row.get("recheck", "") == "yes",
    )


def _both(words: Any, file: str) -> Mapping[str, str]:
    if not isinstance(words, dict) or set(words) != {"en", "id"} or not all(words.values()):
        raise Refusal("a label or note is not in both languages", file=file)
    return words
