"""Words in both languages: our sentences, labels of codes, the facts' English in Indonesian.

The facts files are in English. Their Indonesian stands in ``texts/indonesian/*.yaml`` under the
English sentence itself, so that a sentence that changes loses its old translation at once: it is
then shown in English and marked, and a test names it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from suar.knowledge.law.lawbook import HOME
from suar.knowledge.law.model import Standing
from suar.knowledge.law.reading import read
from suar.knowledge.refusal import Refusal

LANGUAGES: Final = ("en", "id")

#: A word of a citation: a law's short name, an article, a number, a month.
_CITED_WORD: Final = re.compile(
    r"UU|PP|KUHP|KUHAP|Perma|Perpres|Arts?|jo|and|to|or|ss?|[IVX]+"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\S*\d\S*"
)
_CITED: Final = tuple(
    (re.compile(english), own)
    for english, own in (
        (r"\bArts?\.?(?= )", "Pasal"),
        (r" and ", " dan "),
        (r" to ", " sampai "),
        (r" or ", " atau "),
        (r"\bas amended by\b", "sebagaimana diubah dengan"),
        (r"\bamended by\b", "diubah dengan"),
        (r"\blast amended\b", "terakhir diubah"),
        (r"\bas amended\b", "sebagaimana diubah"),
        (r"\belucidation of\b", "penjelasan"),
        (r"\belucidation\b", "penjelasan"),
        (r"\balso\b", "juga"),
        (r"\bfor the TPKS track\b", "untuk jalur TPKS"),
        (r"\bon personal data\b", "tentang data pribadi"),
        (r"\bff\b", "dan seterusnya"),
        (r"\barticle not read\b", "pasal belum dibaca"),
        (r"\bASEAN Guideline on the Non-Punishment Principle\b", "Pedoman ASEAN Nonpemidanaan"),
        (r"\bas warning W06 reads it\b", "menurut peringatan W06"),
    )
)


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
        return indonesian().get(text) or self._untranslated(text)

    def _untranslated(self, text: str) -> str:
        if all(_CITED_WORD.fullmatch(word.strip(",;()")) for word in text.split()):
            return self.law(text)
        return f"{text} {self.say('english_text')}"

    def law(self, citation: str) -> str:
        """Give a citation in the language's way: *Arts 48 and 49* is *Pasal 48 dan 49*."""
        if self.language == "en":
            return citation
        for english, own in _CITED:
            citation = english.sub(own, citation)
        return citation

    def trust(self, standing: Standing) -> dict[str, object]:
        """Give confidence, sources, note and confirmation as they stand in JSON."""
        document = standing.document()
        if standing.note:
            document["note"] = self.fact(standing.note)
        return document

    def chip(self, standing: Standing) -> str:
        """Say how far a line can be trusted."""
        if standing.confidence == "confirmed":
            return self.say("chip_confirmed", by=standing.confirmed_by, on=standing.confirmed_on)
        return self.say(f"chip_{standing.confidence}")
