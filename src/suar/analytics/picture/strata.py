"""Strata in words: who the persons are, as the registers' scopes and windows ask it."""

from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from suar.analytics.picture.document import Label
from suar.analytics.picture.hold import IN, OUT, UNKNOWN, Holding, Pattern, Question
from suar.analytics.picture.words import code_label
from suar.analytics.registers.profile import Window
from suar.analytics.registers.scope import Condition, Scope

_ANSWERS = {IN: "in", OUT: "out"}
_NOT_ASKED = "not asked"


def column(question: Question) -> str:
    """Name the question's column in overlaps.csv."""
    return f"stratum_{question.name}"


def in_symbols(question: Question) -> str:
    """Write a question in symbols, for a legend: ``sex=female | minor=true``."""
    asked = question.asked
    if isinstance(asked, Window):
        return f"{asked.start or ''}..{asked.end or ''}"
    return _symbols(asked, sort=False)


def values(holding: Holding, pattern: Sequence[int]) -> list[str]:
    """Give a stratum's values in the columns of overlaps.csv.

    The same English words in every language, in small letters and without commas.
    """
    outside = holding.outside(pattern)
    return [
        _NOT_ASKED
        if outside and isinstance(holding.questions[n].asked, Scope)
        else _value(holding, n, pattern[n])
        for n in holding.told
    ]


def _value(holding: Holding, place: int, answer: int) -> str:
    if answer not in _ANSWERS:
        return "not known"
    said = _said(holding.questions[place], answer, others=holding.others)["en"]
    return said.lower().replace(",", "")


def label(holding: Holding, patterns: Collection[Pattern], *, among: Collection[Pattern]) -> Label:
    """Name a group by the strata that make it, ``abroad: women and minors; at home: everyone``.

    Parameters
    ----------
    patterns
        The group's strata.
    among
        All strata of the picture: a group that has all of them is *everyone*.
    """
    told = [
        n
        for n in holding.told
        if isinstance(holding.questions[n].asked, Scope) or any(p[n] != IN for p in patterns)
    ]

    def short(each: Pattern) -> Pattern:
        return tuple(each[n] for n in told)

    words = {
        language: _grouped(
            holding,
            told,
            {short(each) for each in patterns},
            {short(each) for each in among},
            language,
        )
        for language in ("en", "id")
    }
    return {"en": _capital(words["en"]), "id": _capital(words["id"])}


def _grouped(
    holding: Holding,
    told: Sequence[int],
    mine: Collection[Pattern],
    whole: Collection[Pattern],
    language: str,
) -> str:
    """Say the first question's answers, each with the rest of the answers that go with it."""
    if not told or set(mine) == set(whole):
        return str(_texts()["everyone"][language])
    heading = {a: _heading(holding, told[0], a, language) for a in (IN, OUT, UNKNOWN)}
    if len(told) == 1:
        return ", ".join(said for answer, said in heading.items() if (answer,) in mine)
    everyone = str(_texts()["everyone"][language])
    alike: dict[str, list[str]] = {}
    for answer, said in heading.items():
        rest = {each[1:] for each in mine if each[0] == answer}
        all_of = {each[1:] for each in whole if each[0] == answer}
        if rest:
            full = rest == all_of and len(rest) > 1
            words = everyone if full else _grouped(holding, told[1:], rest, (), language)
            alike.setdefault(words, []).append(said)
    between = ", " if len(mine) == 1 else ": "
    return "; ".join(
        f"{_joined(said, 'or', language)}{between}{rest}" for rest, said in alike.items()
    )


def _heading(holding: Holding, place: int, answer: int, language: str) -> str:
    said = _said(holding.questions[place], answer, others=holding.others)
    return said["id"] if language == "id" else said["en"]


def _said(question: Question, answer: int, *, others: bool) -> Label:
    """Say an answer to a question; ``others`` as in `Holding`."""
    if isinstance(question.asked, Window):
        return _of("window", answer)
    return _scope_said(question.asked, answer, others=others)


def _scope_said(scope: Scope | Condition, answer: int, *, others: bool) -> Label:
    known = _texts().get(_symbols(scope, sort=True))
    if known is not None:
        key = _ANSWERS.get(answer, "unknown")
        said = known.get(f"{key}-others", known[key]) if others else known[key]
        return {"en": said["en"], "id": said["id"]}
    if isinstance(scope, Scope) and len(scope.parts) == 1:
        return _scope_said(scope.parts[0], answer, others=others)
    meets = _meets(scope, others=others)
    if answer == IN:
        return meets
    if answer != OUT:
        return _filled("not-known-whether", what=meets)
    parts = scope.parts if isinstance(scope, Scope) else ()
    if isinstance(scope, Scope) and scope.mode == "any" and len(parts) == 2:
        one, other = (_scope_said(part, IN, others=others) for part in parts)
        return _filled("neither", one=one, other=other)
    return _filled("not", what=meets)


def _meets(scope: Scope | Condition, *, others: bool) -> Label:
    """Say those who meet it: codes in the vocabulary's words, parts put together."""
    if isinstance(scope, Condition):
        parts, sign = [_code(scope.field, code) for code in scope.codes], "or"
    else:
        parts = [_scope_said(part, IN, others=others) for part in scope.parts]
        sign = "or" if scope.mode == "any" else "and"
    whole = parts[0]
    for part in parts[1:]:
        whole = _filled(sign, one=whole, other=part)
    return whole


def _code(field: str, code: str) -> Label:
    if field in ("age", "year"):
        word = {"age": ("age", "umur"), "year": ("year", "tahun")}[field]
        return {"en": f"{word[0]} {code}", "id": f"{word[1]} {code}"}
    return code_label(field, code)


def _of(key: str, answer: int) -> Label:
    said = _texts()[key][_ANSWERS.get(answer, "unknown")]
    return {"en": said["en"], "id": said["id"]}


def _filled(key: str, **words: Label) -> Label:
    text = _texts()[key]
    en = text["en"].format(**{name: said["en"] for name, said in words.items()})
    return {"en": en, "id": text["id"].format(**{name: said["id"] for name, said in words.items()})}


def _joined(words: Sequence[str], sign: str, language: str) -> str:
    """Join as a sentence does: ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return str(_texts()[sign][language]).format(one=", ".join(words[:-1]), other=words[-1])


def _symbols(scope: Scope | Condition, *, sort: bool) -> str:
    if isinstance(scope, Condition):
        return f"{scope.field}={'/'.join(scope.codes)}"
    parts = [
        f"({_symbols(part, sort=sort)})"
        if isinstance(part, Scope) and len(scope.parts) > 1
        else _symbols(part, sort=sort)
        for part in scope.parts
    ]
    joint = " | " if scope.mode == "any" else " & "
    return joint.join(sorted(parts) if sort else parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _texts() -> dict[str, Any]:
    file = resources.files("suar.analytics.picture").joinpath("data/strata.yaml")
    return dict(yaml.safe_load(file.read_text("utf-8")))
