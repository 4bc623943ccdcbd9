"""A code list and its codes, and how a written value finds its code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

#: Standards that a crosswalk may name. `spelling` is not one: other ways to write the same code.
STANDARDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ic_tip": "IC-TIP (IOM and UNODC); kept empty until the official tables are entered",
        "htcds": "HTCDS 2.0 (IOM)",
        "ctdc_kanon": "CTDC Global k-anonymised dataset, 2017-2020",
        "ctdc_2021": "CTDC Global Synthetic Dataset 2021 (names cut to 32 characters)",
        "ctdc_2024": "CTDC Global Synthetic Dataset 2024",
        "ctdc_vp2022": "CTDC Victim-Perpetrator Synthetic Dataset 2022",
        "glotip": "UNODC GLOTIP / SDG 16.2.2",
        "palermo": "Palermo Protocol, article 3",
        "uu21_2007": "Indonesian Act 21/2007, articles 1 and 5",
        "sherloc": "UNODC SHERLOC case-law values",
        "isic_rev4": "ISIC Rev. 4",
        "iso_alpha2": "ISO 3166-1 alpha-2",
        "un_region": "UN region (M49)",
        "un_subregion": "UN subregion (M49)",
        "bps_2018": "BPS codes of 2018 (Statistics Indonesia)",
        "bp2mi": "BP2MI / KP2MI complaint categories",
        "simfoni": "SIMFONI PPA forms of violence",
    }
)

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def fold(value: str) -> str:
    """Fold case, white space and kinds of dash: two spellings of one value become equal.

    Examples
    --------
    >>> fold(" Forced  Labour") == fold("forcedlabour")
    True
    """
    return "".join(value.translate(_DASHES).casefold().split())


@dataclass(frozen=True, slots=True)
class Code:
    """One code. Its labels and definitions are by language, ``en`` and ``id``.

    ``crosswalk`` holds, a standard, the values that mean the same; ``broader`` those that cover
    this code *and others*: good for writing in that standard, never for reading it.
    """

    code: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    source: str
    version: str
    parent: str | None = None
    replaced_by: str | None = None
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def retired(self) -> bool:
        """Kept because old records hold it, no longer given to new ones."""
        return self.replaced_by is not None


@dataclass(frozen=True)
class CodeList:
    """A code list, in the order in which people should read it."""

    name: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    source: str
    version: str
    multi: bool
    codes: tuple[Code, ...]
    #: crosswalk keys whose values `resolve` knows without being told the source
    accepts: tuple[str, ...] = ("spelling",)
    #: values by which a standard says "not known", as CTDC's -99
    blank: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: notice for a list under a licence of its own
    licence: str | None = None

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def get(self, code: str) -> Code | None:
        """Give the code as stored, a retired one too; None where the list has no such code."""
        return self._by_code.get(code)

    def from_standard(self, standard: str, value: str | None) -> str | None:
        """Give the code that means exactly what the standard's value means, or None.

        A coarse value gives a coarse code. Case and white space do not count.
        """
        if value is None or standard not in self._by_standard:
            return None
        return self._current(self._by_standard[standard].get(fold(value)))

    def to_standard(self, standard: str, code: str) -> tuple[str, ...]:
        """Give the standard's values for a code: the same, else broader, else its parent's."""
        seen: Code | None = self._by_code.get(code)
        while seen is not None:
            values = seen.crosswalk.get(standard) or seen.broader.get(standard)
            if values:
                return values
            seen = self._by_code.get(seen.parent) if seen.parent else None
        return ()

    def resolve(self, value: str | None, source: str | None = None) -> str | None:
        """Find the code of a written value; None for blank, unknown or not known.

        Read as the named standard's value first, then as code, label in either language, or known
        spelling. A retired code gives the one that replaced it.
        """
        if value is None or not value.strip() or self.is_blank(value, source):
            return None
        key = fold(value)
        for standard in (source, *self.accepts):
            found = self._by_standard.get(standard or "", {}).get(key)
            if found:
                return self._current(found)
        return self._current(self._by_word.get(key))

    def is_blank(self, value: str | None, source: str | None = None) -> bool:
        """Tell whether a value says nothing: empty, or the standard's own word for *not known*."""
        if value is None or not value.strip():
            return True
        return fold(value) in {fold(word) for word in self.blank.get(source or "", ())}

    def children(self, code: str) -> tuple[str, ...]:
        """Give the finer codes directly below one."""
        return tuple(each.code for each in self.codes if each.parent == code)

    def _current(self, code: str | None) -> str | None:
        found = self._by_code.get(code) if code else None
        return (found.replaced_by or found.code) if found else None

    @cached_property
    def _by_code(self) -> dict[str, Code]:
        return {code.code: code for code in self.codes}

    @cached_property
    def _by_word(self) -> dict[str, str]:
        """Codes by their folded code or label; a label that two codes share finds neither."""
        words: dict[str, set[str]] = {}
        for code in self.codes:
            for text in code.label.values():
                words.setdefault(fold(text), set()).add(code.code)
        found = {word: codes.pop() for word, codes in words.items() if len(codes) == 1}
        return found | {fold(code.code): code.code for code in self.codes}

    @cached_property
    def _by_standard(self) -> dict[str, dict[str, str]]:
        table: dict[str, dict[str, str]] = {}
        for code in self.codes:
            for standard, values in code.crosswalk.items():
                rows = table.setdefault(standard, {})
                rows.update({fold(value): code.code for value in values})
        return table
