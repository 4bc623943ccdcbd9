"""Words in both languages: our sentences, labels of codes, the facts' English in Indonesian.

The facts files are in English. Their Indonesian stands in ``texts/indonesian/*.yaml`` under the
English sentence itself, so that a sentence that changes loses its old translation at once: it is
then shown in English and marked, and a test names it.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from suar.knowledge.law.lawbook import HOME
from suar.knowledge.law.model import Standing
from suar.knowledge.law.reading import read
from suar.knowledge.refusal import Refusal

LANGUAGES: Final = ("en", "id")


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Our sentences by key."""
    found: dict[str, dict[str, str]] = read(HOME / "texts" / "phrases.yaml", typed=False).data[
        "phrases"
    ]
    return found


@cache
def labels() -> dict[str, Any]:
    """Labels of codes by group."""
    found: dict[str, Any] = read(HOME / "texts" / "codes.yaml", typed=False).data
    return found


@cache
def indonesian() -> dict[str, str]:
    """The facts files' English sentences in Indonesian."""
    out: dict[str, str] = {}
    for path in sorted((HOME / "texts" / "indonesian").glob("*.yaml")):
        out |= read(path, typed=False).data["texts"]
    return out


class Wording:
    """One language."""

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise Refusal(
                "the language is not one of Suar's", remedy="Write --language en or --language id."
            )
        self.language = language

    def say(self, key: str, **parts: object) -> str:
        """Give one of our sentences, filled in."""
        return phrases()[key][self.language].format(**parts)

    def label(self, group: str, code: str) -> str:
        """Give the word for a code; a code without one is shown as it stands."""
        found = labels().get(group, {}).get(code)
        return found[self.language] if found else code.replace("_", " ")

    def listed(self, group: str, codes: Iterable[str]) -> str:
        """Give the words for several codes, with commas."""
        return ", ".join(self.label(group, code) for code in codes)

    def ours(self, words: Mapping[str, str]) -> str:
        """Give a text that stands in both languages."""
        return words[self.language]

    def fact(self, text: str | None) -> str:
        """Give a sentence of the facts files; marked where only its English exists."""
        if not text or self.language == "en":
            return text or ""
        return indonesian().get(text) or f"{text} {self.say('english_text')}"

    def chip(self, standing: Standing) -> str:
        """Say how far a line can be trusted."""
        if standing.confidence == "confirmed":
            return self.say("chip_confirmed", by=standing.confirmed_by, on=standing.confirmed_on)
        return self.say(f"chip_{standing.confidence}")
