"""Told once: what was answered under one tool counts under the others, and says from where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from suar.knowledge.screening.model import Indicator, Said, Tool
from suar.knowledge.screening.reading import questions, tools

#: (tool, question) -> answer, as told.
Answers = Mapping[tuple[str, str], Said]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for one question, and from where: its own answer, or another tool's question."""

    said: Said
    source: tuple[str, str] | None = None

    @property
    def carried(self) -> bool:
        """Whether it was answered elsewhere and need not be asked again."""
        return self.source is not None


_NOTHING: Final = Standing(Said.NOT_ASKED)


def standing(tool: Tool, answers: Answers) -> dict[str, Standing]:
    """Give what stands for every question of a tool.

    Its own answer comes first, unless it is *not asked*. Then the same question elsewhere, with
    whatever answer; then a *yes* elsewhere that implies one here. A no elsewhere to a wider or a
    narrower question says nothing here. One step only: nothing is concluded from a conclusion.

    Examples
    --------
    >>> from suar.knowledge.screening.reading import tool
    >>> told = {("online_fraud", "documents"): Said.YES}
    >>> standing(tool("ilo_ec_labour"), told)["cd.documents"].said
    <Said.YES: 'yes'>
    """
    return {each.code: _of(tool.name, each, answers) for each in tool}


def _of(name: str, indicator: Indicator, answers: Answers) -> Standing:
    own = answers.get((name, indicator.code), Said.NOT_ASKED)
    if own is not Said.NOT_ASKED:
        return Standing(own)
    for place in _places(indicator.carries):
        said = answers.get(place, Said.NOT_ASKED)
        if said is not Said.NOT_ASKED:
            return Standing(said, place)
    for place in _places(indicator.implied_by):
        if answers.get(place) is Said.YES:
            return Standing(Said.YES, place)
    return _NOTHING


def _places(patterns: Iterable[str]) -> list[tuple[str, str]]:
    return [place for pattern in patterns for place in questions(tools(), pattern)]
