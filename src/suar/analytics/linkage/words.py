"""Names weighed word by word: which words two names share, how surely, how rare they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.names import sound_key

#: How a word of the shorter name is found in the longer one, surest first.
CLASSES = ("same", "sound", "joined", "initial", "figure", "alike", "none")
_SAME, _SOUND, _JOINED, _INITIAL, _LETTER, _ALIKE, _NONE = range(len(CLASSES))
#: Classes from the first on whose chance is the rarity of the word itself.
RARE = 4
#: Words of a name that are compared; and joined spellings that are tried.
_MOST, _MOST_JOINED = 6, 12
_CHUNK = 200_000
#: Records of all that a group's frequencies lean on; records that one person's name may fill.
_LENT, _OWN_RECORDS = 50, 3
_OWN = 1.0

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating[Any]]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """What two names share, one row a pair.

    ``counts`` (pairs, classes): words of the shorter name by class. ``bits``: how rare the shared
    words are together, minus log2 of their frequencies. ``extra``: words more in the longer name,
    0, 1 or 2 (two or more). ``known``: both sides have a name. ``rare``: of how many classes, from
    the first on, the chance is in ``bits``.
    """

    counts: npt.NDArray[np.int8]
    bits: Floats
    extra: npt.NDArray[np.int8]
    known: Bools
    rare: int = RARE


class Inside(NamedTuple):
    """What `Words` holds: by record and place, by word, or by context, record and place."""

    token: Ints
    sound: Ints
    first: Ints
    length: Ints
    joined: Ints
    word_bits: Floats
    sound_bits: Floats
    first_bits: Floats


class Words:
    """The words of all names, by number, ready to compare any pairs of records."""

    def __init__(
        self,
        lists: Sequence[Sequence[str] | None],
        keys: Sequence[Sequence[str] | None],
        *,
        sex: Ints | None = None,
        province: Ints | None = None,
    ) -> None:
        unknown = np.full(len(lists), -1, dtype=np.int32)
        self._sex = unknown if sex is None else sex
        self._province = unknown if province is None else province
        vocabulary: dict[str, int] = {}
        sounds: dict[str, int] = {}
        self._token = np.full((len(lists), _MOST), -1, dtype=np.int32)
        self._sound_of: list[int] = []
        for row, (tokens, own) in enumerate(zip(lists, keys, strict=True)):
            for at, (token, key) in enumerate(zip((tokens or ())[:_MOST], own or (), strict=False)):
                number = vocabulary.setdefault(token, len(vocabulary))
                if number == len(self._sound_of):
                    self._sound_of.append(sounds.setdefault(key, len(sounds)))
                self._token[row, at] = number
        self.words = np.array(list(vocabulary), dtype=object)
        self._text = np.array(list(vocabulary) or [""], dtype="U24")
        self._sound = np.append(np.array(self._sound_of, dtype=np.int32), -1)
        self._length: Ints = np.append(np.array([len(w) for w in vocabulary], dtype=np.int32), 0)
        self._first = np.append(np.array([ord(w[0]) for w in vocabulary], dtype=np.int32), -1)
        self._bits()
        self._join(lists, sounds)
        self._alike: dict[int, int] = {}

    def _bits(self) -> None:
        """How rare each word and sound is: among all, one sex, one province, and both.

        Two women of one province share a name of women of that province sooner than others do.
        """
        named = max(1, int((self._token[:, 0] >= 0).sum()))
        sound = self._sound[self._token]
        both = np.where(
            (self._sex >= 0) & (self._province >= 0), self._sex * 100_000 + self._province, -1
        )
        groups = (self._sex, self._province, both)
        self._word_bits = np.stack([_bits(self._token), *(_bits(self._token, g) for g in groups)])
        self._sound_bits = np.stack([_bits(sound), *(_bits(sound, g) for g in groups)])
        first = self._first[self._token]
        self._first_bits = _bits(first)
        self._pair_keys, self._pair_bits = _pair_bits(self._token, len(self.words), named)

    def inside(self) -> Inside:
        """Give the words as numbers, for those who only bound what names are worth."""
        return Inside(
            self._token, self._sound, self._first, self._length, self._joined,
            self._word_bits, self._sound_bits, self._first_bits,
        )  # fmt: skip

    def context(self, left: Longs, right: Longs) -> Longs:
        """0: nothing in common; 1: the sex; 2: the province; 3: both."""
        same_sex = (self._sex[left] == self._sex[right]) & (self._sex[left] >= 0)
        province = self._province
        same_province = (province[left] == province[right]) & (province[left] >= 0)
        context: Longs = same_sex * 1 + same_province * 2
        return context

    def _join(self, lists: Sequence[Sequence[str] | None], sounds: dict[str, int]) -> None:
        """Two words of a name written as one, where such a word occurs in any name."""
        self._joined = np.full((len(lists), _MOST_JOINED, 3), -1, dtype=np.int32)
        seen: dict[tuple[str, ...], list[tuple[int, int, int]]] = {}
        for row, tokens in enumerate(lists):
            if not tokens or len(tokens) < 2:
                continue
            own = tuple(tokens[:4])
            if own not in seen:
                seen[own] = _joined_of(own, sounds)
            for at, found in enumerate(seen[own][:_MOST_JOINED]):
                self._joined[row, at] = found

    def compare(self, left: Longs, right: Longs) -> Evidence:
        """Weigh the names of records ``left`` against those of ``right``, pair by pair."""
        known = (self._token[left, 0] >= 0) & (self._token[right, 0] >= 0)
        at = np.flatnonzero(known)
        whole = Evidence(
            np.zeros((len(left), len(CLASSES)), dtype=np.int8),
            np.zeros(len(left)),
            np.zeros(len(left), dtype=np.int8),
            known,
        )
        for start in range(0, len(at), _CHUNK):
            rows = at[start : start + _CHUNK]
            part = self._compare(left[rows], right[rows])
            whole.counts[rows], whole.bits[rows] = part.counts, part.bits
            whole.extra[rows] = part.extra
        return whole

    def _compare(self, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> Evidence:
        a, b = self._token[left], self._token[right]
        in_a, in_b = (a >= 0).sum(1), (b >= 0).sum(1)
        swap = in_a > in_b  # a is the shorter name
        a, b = np.where(swap[:, None], b, a), np.where(swap[:, None], a, b)
        shorter, longer = np.where(swap, right, left), np.where(swap, left, right)
        context = self.context(left, right)
        word_bits, sound_bits = (
            self._word_bits[context, shorter],
            self._sound_bits[context, shorter],
        )
        state = _State(a, b)
        same = (a[:, :, None] == b[:, None, :]) & (a >= 0)[:, :, None]
        state.take(same, _SAME, word_bits)
        state.less(self._together(a, same.any(axis=2), word_bits))
        sound = self._sound[a][:, :, None] == self._sound[b][:, None, :]
        state.take(sound & self._long(a)[:, :, None], _SOUND, sound_bits)
        self._take_joined(state, shorter, longer)
        first = self._first[a][:, :, None] == self._first[b][:, None, :]
        initial = (self._length[a] == 1)[:, :, None] | (self._length[b] == 1)[:, None, :]
        state.take(first & initial, _INITIAL, self._first_bits[shorter])
        closeness = self._closeness(state)
        state.take(closeness == 2, _LETTER, np.zeros(a.shape))
        state.take(closeness == 1, _ALIKE, np.zeros(a.shape))
        return state.evidence(in_a, in_b)

    def _together(self, a: Ints, shared: Bools, bits: Floats) -> Floats:
        """By how much shared words are less rare together than each alone (Ni Kadek, Siti Nur)."""
        excess = np.zeros(len(a))
        rows = np.flatnonzero(shared.sum(axis=1) > 1)
        if not rows.size or not len(self._pair_keys):
            return excess
        for i, j in combinations(range(a.shape[1]), 2):
            at = rows[shared[rows, i] & shared[rows, j]]
            one, two = a[at, i].astype(np.int64), a[at, j].astype(np.int64)
            key = np.minimum(one, two) * len(self.words) + np.maximum(one, two)
            place = np.minimum(np.searchsorted(self._pair_keys, key), len(self._pair_keys) - 1)
            known = self._pair_keys[place] == key
            more = bits[at, i] + bits[at, j] - self._pair_bits[place]
            excess[at] = np.maximum(excess[at], np.where(known, more, 0.0))
        return excess

    def _long(self, tokens: Ints) -> Bools:
        long: Bools = self._length[tokens] > 2
        return long

    def _take_joined(
        self, state: "_State", shorter: npt.NDArray[np.int64], longer: npt.NDArray[np.int64]
    ) -> None:
        """One word of either name against two words of the other written together."""
        for split, whole in ((longer, "a"), (shorter, "b")):
            rows = np.flatnonzero(self._joined[split, 0, 0] >= 0)
            bits = self._sound_bits[0, shorter if whole == "a" else longer]
            if not rows.size:
                continue
            for at in range(_MOST_JOINED):
                sound, i, j = self._joined[split[rows], at].T
                state.take_joined(rows, self._sound, bits, sound, i, j, whole)

    def _closeness(self, state: "_State") -> npt.NDArray[np.int8]:
        """2: a letter off; 1: alike; 0: neither. Only for words still free on both sides."""
        free = state.free() & self._long(state.a)[:, :, None] & self._long(state.b)[:, None, :]
        row, i, j = np.nonzero(free)
        close = np.zeros(free.shape, dtype=np.int8)
        if row.size:
            one, two = state.a[row, i].astype(np.int64), state.b[row, j].astype(np.int64)
            packed, inverse = np.unique(one * len(self.words) + two, return_inverse=True)
            close[row, i, j] = self._close_words(packed)[inverse]
        return close

    def _close_words(self, packed: npt.NDArray[np.int64]) -> npt.NDArray[np.int8]:
        from rapidfuzz.distance import OSA, JaroWinkler
        from rapidfuzz.process import cpdist

        one, two = self.words[packed // len(self.words)], self.words[packed % len(self.words)]
        similar = cpdist(one, two, scorer=JaroWinkler.similarity, workers=2, score_cutoff=0.75)
        near = np.flatnonzero(similar >= 0.75)
        off = np.full(len(packed), 99)
        off[near] = cpdist(one[near], two[near], scorer=OSA.distance, workers=2, score_cutoff=3)
        longest = np.maximum(
            self._length[packed // len(self.words)], self._length[packed % len(self.words)]
        )
        close = np.zeros(len(packed), dtype=np.int8)
        close[(off <= 2) & (longest >= 6) | (similar >= 0.9) | self._part(packed)] = 1
        close[(off <= 1) & (longest >= 3)] = 2
        return close

    def _part(self, packed: Longs) -> Bools:
        """One word begins or ends the other: short names (Lina of Herlina) and cut ones."""
        one, two = packed // len(self.words), packed % len(self.words)
        swap = self._length[one] > self._length[two]
        short, long = self._text[np.where(swap, two, one)], self._text[np.where(swap, one, two)]
        found: Bools = np.strings.startswith(long, short) | np.strings.endswith(long, short)
        return found & (np.minimum(self._length[one], self._length[two]) > 2)


class _State:
    """Which words of a chunk of pairs are spoken for, and what they are worth."""

    def __init__(self, a: Ints, b: Ints) -> None:
        self.a, self.b = a, b
        self._free_a, self._free_b = a >= 0, b >= 0
        self._counts = np.zeros((len(a), len(CLASSES)), dtype=np.int8)
        self._worth = np.zeros(len(a))

    def free(self) -> Bools:
        free: Bools = self._free_a[:, :, None] & self._free_b[:, None, :]
        return free

    def take(self, found: Bools, kind: int, bits: Floats) -> None:
        """Pair free words where ``found`` (pairs, words of a, words of b), each word once."""
        possible = np.flatnonzero((found & self.free()).any(axis=(1, 2)))
        if not possible.size:
            return
        found, bits = found[possible], bits[possible]
        for at in range(found.shape[1]):
            hits = found[:, at, :] & self._free_a[possible, at][:, None] & self._free_b[possible]
            has = hits.any(axis=1)
            if has.any():
                rows = possible[has]
                self._free_a[rows, at] = False
                self._free_b[rows, hits[has].argmax(axis=1)] = False
                self._counts[rows, kind] += 1
                self._worth[rows] += bits[has, at]

    def less(self, bits: Floats) -> None:
        """Take back what was counted twice."""
        self._worth -= bits

    def take_joined(
        self,
        rows: npt.NDArray[np.int64],
        sound_of: Ints,
        bits: Floats,
        sound: Ints,
        i: Ints,
        j: Ints,
        whole: str,
    ) -> None:
        words, free_whole, free_split = (
            (self.a, self._free_a, self._free_b)
            if whole == "a"
            else (self.b, self._free_b, self._free_a)
        )
        free = free_split[rows, i] & free_split[rows, j] & (sound >= 0)
        hits = (sound_of[words[rows]] == sound[:, None]) & free_whole[rows] & free[:, None]
        has = hits.any(axis=1)
        if not has.any():
            return
        chosen, at = rows[has], hits[has].argmax(axis=1)
        free_whole[chosen, at] = False
        free_split[chosen, i[has]] = False
        free_split[chosen, j[has]] = False
        self._counts[chosen, _JOINED] += 1
        self._worth[chosen] += bits[chosen, at]

    def evidence(self, in_a: npt.NDArray[np.int64], in_b: npt.NDArray[np.int64]) -> Evidence:
        left_a, left_b = self._free_a.sum(axis=1), self._free_b.sum(axis=1)
        self._counts[:, _NONE] = np.minimum(left_a, left_b)
        return Evidence(
            self._counts,
            self._worth,
            np.clip(np.abs(left_a - left_b), 0, 2).astype(np.int8),
            (in_a > 0) & (in_b > 0),
        )


def _bits(ids: Ints, groups: Ints | None = None) -> Floats:
    """Minus log2 of how frequent each record's words are among its group's records.

    A group lends from all records what it has not seen itself: as much as `_LENT` records say.
    """
    named = max(1, int((ids[:, 0] >= 0).sum()))
    kinds = int(ids.max(initial=0)) + 1
    # The pair at hand is left out of what others do; one record stands for those not seen.
    everywhere = np.maximum(np.bincount(ids[ids >= 0], minlength=kinds) - _OWN, 0.5) / named
    share = np.where(ids >= 0, everywhere[ids], 1.0)
    if groups is not None:
        row = np.flatnonzero((groups >= 0) & (ids[:, 0] >= 0))
        _, number, size = np.unique(groups[row], return_inverse=True, return_counts=True)
        key = np.where(ids[row] >= 0, number[:, None] * kinds + ids[row], -1)
        _, at, count = np.unique(key, return_inverse=True, return_counts=True)
        here = count[at.reshape(key.shape)]
        inside = np.maximum(here - _OWN, 0.0) + _LENT * share[row]
        inside = inside / (size[number][:, None] + _LENT)
        share[row] = np.where(ids[row] >= 0, inside, 1.0)
    # Single precision: four of these for each word of each name stay in memory.
    bits: Floats = -np.log2(np.clip(share, 0.5 / named, 1.0)).astype(np.float32)
    return bits


def _pair_bits(tokens: Ints, words: int, named: int) -> tuple[Longs, Floats]:
    """How rare two words are in one name, where more records hold both than one person's would."""
    keys = []
    for i, j in combinations(range(tokens.shape[1]), 2):
        one, two = tokens[:, i].astype(np.int64), tokens[:, j].astype(np.int64)
        known = (one >= 0) & (two >= 0)
        keys.append((np.minimum(one, two) * words + np.maximum(one, two))[known])
    pairs, count = np.unique(np.concatenate(keys), return_counts=True)
    often = count > _OWN_RECORDS
    return pairs[often], -np.log2((count[often] - _OWN_RECORDS) / named)


def _joined_of(tokens: tuple[str, ...], sounds: dict[str, int]) -> list[tuple[int, int, int]]:
    found = []
    for i, one in enumerate(tokens):
        for j, two in enumerate(tokens):
            number = sounds.get(sound_key(one + two)) if i != j and len(one + two) > 5 else None
            if number is not None:
                found.append((number, i, j))
    return found


def words_of(table: pl.DataFrame) -> Words:
    """Take the names of a prepared table."""
    province = table["district"].str.slice(0, 2)
    return Words(
        table["tokens"].to_list(),
        table["keys"].to_list(),
        sex=_numbered(table["sex"]),
        province=_numbered(province),
    )


def fathers_of(table: pl.DataFrame) -> Words:
    """Take the fathers' names of a prepared table."""
    lists = [text.split() if text else None for text in table["father"].to_list()]
    return Words(lists, [[sound_key(t) for t in ts] if ts else None for ts in lists])


def _numbered(values: pl.Series) -> Ints:
    """Number distinct values from 0 in their own order; -1 where null."""
    number: Ints = (values.rank("dense").cast(pl.Int32) - 1).fill_null(-1).to_numpy()
    return number
