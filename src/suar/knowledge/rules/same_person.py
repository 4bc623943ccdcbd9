"""Whether two files may be one person's, and whether a merging may be made or taken back.

A wrong merge harms somebody, so a machine only ever says "possible", with its reasons; a person
decides, and can take it back. Taking back goes in the order of making, newest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from suar.knowledge.rules.decision import YES, Decision

#: Every reason, as its reader meets it.
REASONS: Final[dict[str, dict[str, str]]] = {
    "same_number": {
        "en": "a number is the same (identity card, passport or telephone)",
        "id": "ada nomor yang sama (KTP, paspor, atau telepon)",
    },
    "same_words": {"en": "every word of the name is the same", "id": "semua kata nama sama"},
    "same_sound": {
        "en": "every word of the name sounds the same",
        "id": "semua kata nama berbunyi sama",
    },
    "part_of_name": {"en": "part of the name is the same", "id": "sebagian nama sama"},
    "same_birth_year": {"en": "the year of birth is the same", "id": "tahun lahir sama"},
    "near_birth_year": {
        "en": "the years of birth are one apart",
        "id": "tahun lahir berselisih satu",
    },
    "same_home": {"en": "the home province is the same", "id": "provinsi asal sama"},
    "said_by_worker": {"en": "a worker says so", "id": "menurut petugas"},
}


@dataclass(frozen=True)
class Likeness:
    """What two files share. Counts are of keyed tokens; a fact that either lacks is None.

    Attributes
    ----------
    shared_words, shared_sounds, shared_numbers
        Tokens that stand in both.
    least_words, least_sounds
        Tokens of the name in the file that has fewer.
    """

    shared_words: int = 0
    shared_sounds: int = 0
    shared_numbers: int = 0
    least_words: int = 0
    least_sounds: int = 0
    years_apart: int | None = None
    same_sex: bool | None = None
    same_home: bool | None = None


def reasons_for(likeness: Likeness) -> tuple[str, ...]:
    """Give why two files may be one person's, or nothing where they rather are not.

    Examples
    --------
    >>> reasons_for(Likeness(shared_words=2, shared_sounds=2, least_words=2, least_sounds=2))
    ('same_words',)
    >>> reasons_for(Likeness(shared_words=2, least_words=2, years_apart=9))
    ()
    >>> reasons_for(Likeness(shared_numbers=1, years_apart=9))
    ('same_number',)
    """
    name = _name(likeness)
    facts = _facts(likeness)
    if likeness.shared_numbers:
        return ("same_number", *name, *facts)
    against = likeness.same_sex is False or (likeness.years_apart or 0) > 2
    if not name or against:
        return ()
    one_word = likeness.least_sounds < 2
    if name == ("same_words",) and not one_word:
        return (*name, *facts)
    # a name of one word, a name that only sounds alike, part of a name: facts have to agree too
    return (*name, *facts) if {"same_birth_year"} & set(facts) or len(facts) > 1 else ()


def _name(likeness: Likeness) -> tuple[str, ...]:
    if likeness.least_words and likeness.shared_words >= likeness.least_words:
        return ("same_words",)
    if likeness.least_sounds and likeness.shared_sounds >= likeness.least_sounds:
        return ("same_sound",)
    return ("part_of_name",) if likeness.shared_sounds > 1 else ()


def _facts(likeness: Likeness) -> tuple[str, ...]:
    found = []
    if likeness.years_apart == 0:
        found.append("same_birth_year")
    if likeness.years_apart == 1:
        found.append("near_birth_year")
    if likeness.same_home:
        found.append("same_home")
    return tuple(found)


@dataclass(frozen=True)
class FileFacts:
    """What a merging asks of a file."""

    key: str
    merged: bool = False
    erased: bool = False
    deceased: bool = False


def may_merge(kept: FileFacts, other: FileFacts) -> Decision:
    """Whether two files may be read as one person's.

    >>> may_merge(FileFacts("a"), FileFacts("a")).reason
    'Not yet: choose two different files.'
    """
    if kept.key == other.key:
        return Decision(False, "Not yet: choose two different files.")
    if kept.merged or other.merged:
        return Decision(False, "Not yet: one of the two is merged already. Undo that first.")
    if kept.erased or other.erased:
        return Decision(False, "Not in this state: one of the two was erased.")
    return YES


@dataclass(frozen=True)
class MergingFacts:
    """A merging in the order in which they were made."""

    number: int
    kept: str
    other: str
    undone: bool = False


def may_unmerge(merging: MergingFacts, all_of_them: Iterable[MergingFacts]) -> Decision:
    """Whether a merging may be taken back: not before a later one that stands on it.

    >>> first, later = MergingFacts(1, "a", "b"), MergingFacts(2, "c", "a")
    >>> may_unmerge(first, [first, later]).allowed, may_unmerge(later, [first, later]).allowed
    (False, True)
    """
    if merging.undone:
        return Decision(False, "Not in this state: it was taken back already.")
    touched = {merging.kept, merging.other}
    for later in all_of_them:
        if (
            not later.undone
            and later.number > merging.number
            and {later.kept, later.other} & touched
        ):
            return Decision(False, "Not yet: undo the later merging of these files first.")
    return YES
