"""Whether two files may be one person's, and whether a merging may be made or taken back.

A wrong merge harms somebody, so a machine only ever says "possible", with what speaks for and
against it; a person decides, and can take it back. Taking back goes in the order of making, newest
first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, log2
from typing import Final

from suar.knowledge.rules.decision import YES, Decision

#: What may speak for one person, as its reader meets it. What is compared is never shown here.
REASONS: Final[dict[str, dict[str, str]]] = {
    "said_by_worker": {"en": "a worker says so", "id": "menurut petugas"},
    "same_nik": {"en": "the same NIK", "id": "NIK sama"},
    "near_nik": {"en": "NIK a figure or two off", "id": "NIK berbeda satu atau dua angka"},
    "same_passport": {"en": "the same passport", "id": "paspor sama"},
    "near_passport": {"en": "passport a figure off", "id": "nomor paspor berbeda satu angka"},
    "same_other_id": {"en": "another number is the same", "id": "nomor lain sama"},
    "near_other_id": {
        "en": "another number is a figure off",
        "id": "nomor lain berbeda satu angka",
    },
    "same_phone": {"en": "the same telephone", "id": "nomor telepon sama"},
    "near_phone": {"en": "telephone a figure off", "id": "nomor telepon berbeda satu angka"},
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
    "near_name": {"en": "the names are alike", "id": "nama mirip"},
    "same_father": {"en": "the father’s name agrees", "id": "nama ayah sesuai"},
    "same_birth_date": {"en": "the date of birth is the same", "id": "tanggal lahir sama"},
    "swapped_birth": {
        "en": "day and month of birth are swapped",
        "id": "tanggal dan bulan lahir tertukar",
    },
    "part_birth_date": {
        "en": "the date of birth differs in the day or the month",
        "id": "tanggal lahir berbeda pada hari atau bulan",
    },
    "same_birth_day": {
        "en": "day and month of birth are the same, the year is not",
        "id": "hari dan bulan lahir sama, tahunnya tidak",
    },
    "same_birth_year": {"en": "the year of birth is the same", "id": "tahun lahir sama"},
    "near_birth_year": {
        "en": "the years of birth are one apart",
        "id": "tahun lahir berselisih satu",
    },
    "birth_figure_off": {
        "en": "the date of birth is a figure off",
        "id": "tanggal lahir berbeda satu angka",
    },
    "same_birth_place": {"en": "the place of birth is the same", "id": "tempat lahir sama"},
    "near_birth_place": {"en": "the places of birth are alike", "id": "tempat lahir mirip"},
    "same_address": {"en": "the address at home is the same", "id": "alamat asal sama"},
    "near_address": {"en": "the addresses at home are alike", "id": "alamat asal mirip"},
    "same_home": {"en": "the home province is the same", "id": "provinsi asal sama"},
}
#: What may speak against it.
AGAINST: Final[dict[str, dict[str, str]]] = {
    "other_nik": {
        "en": "two NIK that differ: nobody has two",
        "id": "dua NIK yang berbeda: tidak ada orang yang memiliki dua",
    },
    "other_passport": {
        "en": "the passports differ (they are renewed)",
        "id": "paspor berbeda (paspor diperbarui)",
    },
    "other_other_id": {"en": "another number differs", "id": "nomor lain berbeda"},
    "other_name": {"en": "the names differ", "id": "nama berbeda"},
    "other_father": {"en": "the fathers’ names differ", "id": "nama ayah berbeda"},
    "birth_years_apart": {
        "en": "the years of birth are some years apart",
        "id": "tahun lahir berselisih beberapa tahun",
    },
    "other_birth_date": {"en": "the dates of birth differ", "id": "tanggal lahir berbeda"},
    "other_sex": {"en": "the sex differs", "id": "jenis kelamin berbeda"},
    "other_birth_place": {"en": "the places of birth differ", "id": "tempat lahir berbeda"},
    "other_address": {
        "en": "the addresses at home differ (people move)",
        "id": "alamat asal berbeda (orang berpindah)",
    },
    "other_home": {"en": "the home provinces differ", "id": "provinsi asal berbeda"},
    "other_citizenship": {"en": "the nationalities differ", "id": "kewarganegaraan berbeda"},
}
#: How strongly everything together speaks, as the page says it. Never a percentage: the weights are
#: the linkage's starting ones, and nobody has measured them on this organisation's own files.
STRENGTHS: Final[dict[str, dict[str, str]]] = {
    "strong": {"en": "much speaks for it", "id": "banyak yang mendukung"},
    "some": {"en": "more speaks for it than against", "id": "lebih banyak yang mendukung"},
    "little": {"en": "little speaks for it", "id": "sedikit yang mendukung"},
}
#: A new file repeats one that is there already about so often, before anything is compared.
_REPEATED: Final = 0.1
#: Fewer files than this say nothing of how rare a repeat is.
_FEW: Final = 10
#: From these odds on (bits) a person is asked: about one in twenty. A wrong question costs a
#: minute; a pair that nobody is asked about stays two files.
_ASKED: Final = -4.25
_MUCH: Final = 6.6  # about a hundred to one
#: Numbers that are one person's own: whoever shares one is asked about whatever else differs.
_OWN_NUMBERS: Final = frozenset({"same_nik", "same_passport", "same_other_id"})
#: Evidence weaker than this (bits) is no reason.
_WORTH_SAYING: Final = 0.5


@dataclass(frozen=True)
class Sign:
    """One thing that was compared: its code, and how much it speaks for one person, in bits."""

    code: str
    bits: float


@dataclass(frozen=True)
class Weighed:
    """Everything that speaks for and against: codes, most telling first, and the odds in bits."""

    reasons: tuple[str, ...]
    odds: float


def weigh(signs: Iterable[Sign], *, files: int) -> Weighed:
    """Put signs together with how likely two of so many files are one person's at all.

    Examples
    --------
    >>> weigh([Sign("same_words", 14.0), Sign("other_sex", -5.6)], files=100).reasons
    ('same_words', 'other_sex')
    """
    told = sorted(signs, key=lambda sign: (-abs(sign.bits), sign.code))
    known = [sign.code for sign in told if sign.code in REASONS or sign.code in AGAINST]
    loud = {sign.code for sign in told if abs(sign.bits) >= _WORTH_SAYING}
    before = log2(_REPEATED / max(files, _FEW))
    odds = before + fsum(sign.bits for sign in told)
    return Weighed(tuple(code for code in known if code in loud), odds)


def worth_asking(weighed: Weighed) -> bool:
    """Whether a person should be asked if two files are one person's.

    Examples
    --------
    >>> worth_asking(Weighed(("same_nik", "other_name"), -9.0))  # a number is one person's own
    True
    >>> worth_asking(Weighed((), -4.0))
    True
    >>> worth_asking(Weighed(("part_of_name",), -6.0))
    False
    """
    return bool(_OWN_NUMBERS & set(weighed.reasons)) or weighed.odds >= _ASKED


def strength(odds: float | None) -> str:
    """Give a key of `STRENGTHS`; nothing where nothing was weighed.

    >>> strength(9), strength(1), strength(-3), strength(None)
    ('strong', 'some', 'little', '')
    """
    if odds is None:
        return ""
    if odds >= _MUCH:
        return "strong"
    return "some" if odds >= 0 else "little"


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
        return Decision(False, "Not any more: one of the two was erased.")
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
        return Decision(False, "Not any more: it was taken back.")
    touched = {merging.kept, merging.other}
    for later in all_of_them:
        if (
            not later.undone
            and later.number > merging.number
            and {later.kept, later.other} & touched
        ):
            return Decision(False, "Not yet: undo the later merging of these files first.")
    return YES
