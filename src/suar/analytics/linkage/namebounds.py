"""The most that two names could be worth, without comparing a letter.

Words that are the same or sound the same are seen from their numbers. Of any other two words only
the sets of their letters are compared: words one letter apart differ by two letters at most.
"""

import numpy as np
import numpy.typing as npt

from suar.analytics.linkage.model import WORST_NAME, Model, of_extra, of_words
from suar.analytics.linkage.words import Words

Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
_SAME, _SOUND, _JOINED, _INITIAL, _LETTER, _ALIKE, _NONE = range(7)
#: Worth of names that only the full comparison can judge.
_ANYTHING = 1000.0


class NameCeiling:
    """Bounds the evidence of names of pairs of records."""

    def __init__(self, words: Words) -> None:
        self._words, inside = words, words.inside()
        self._token = np.ascontiguousarray(inside.token.T)
        self._count = (inside.token >= 0).sum(axis=1).astype(np.int8)
        self._letters = np.array([_letters(w) for w in words.words] + [0], dtype=np.uint32)
        self._length = np.minimum(inside.length, 60).astype(np.int8)
        self._sound, self._first = inside.sound, inside.first
        self._joined = np.ascontiguousarray(inside.joined[:, :, 0].T)
        self._splits = (self._joined >= 0).sum(axis=0).astype(np.int8)
        self._bits = inside
        ordered = np.sort(inside.token, axis=1)
        self._twice = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any(axis=1)
        self._blank = not bool(self._count.any())

    def most(self, model: Model, left: Longs, right: Longs, *, extra: bool) -> Singles:
        """Give the most that the names could be worth; 0 where one side has none."""
        worth = np.zeros(len(left), dtype=np.float32)
        if self._blank:
            return worth
        in_left, in_right = self._count[left], self._count[right]
        known = np.flatnonzero((in_left > 0) & (in_right > 0))
        if not known.size:
            return worth
        swap = in_left[known] > in_right[known]
        left, right = left[known], right[known]
        shorter, longer = np.where(swap, right, left), np.where(swap, left, right)
        context = self._words.context(left, right).astype(np.int8)
        words = self._count[shorter] * np.int8(8) + self._count[longer]
        order = np.argsort(words, kind="stable")
        kinds, starts = np.unique(words[order], return_index=True)
        for kind, at in zip(kinds.tolist(), np.split(order, starts[1:]), strict=True):
            few, many = divmod(kind, 8)
            found = self._of(model, shorter[at], longer[at], context[at], (few, many))
            if extra:
                found += self._extra(model, longer[at], shorter[at], many - few)
            worth[known[at]] = np.maximum(found, WORST_NAME)
        return worth

    def _extra(self, model: Model, longer: Longs, shorter: Longs, more: int) -> Singles:
        table = of_extra(model)
        split = (self._splits[longer] > 0) | (self._splits[shorter] > 0)
        worth: Singles = np.where(split, table.max(), table[min(more, 2)]).astype(np.float32)
        return worth

    def _of(
        self, model: Model, a: Longs, b: Longs, context: npt.NDArray[np.int8], size: tuple[int, int]
    ) -> Singles:
        per_class = of_words(model).astype(np.float32)
        others = [self._token[j][b] for j in range(size[1])]
        total = np.zeros(len(a), dtype=np.float32)
        for i in range(size[0]):
            total += self._word(per_class, i, a, context, others)
        total[self._joins(a, b, size)] = _ANYTHING
        return total

    def _joins(self, a: Longs, b: Longs, size: tuple[int, int]) -> Bools:
        """Where two words of one name, written together, may be a word of the other."""
        found = np.zeros(len(a), dtype=bool)
        for split, whole, words in ((a, b, size[1]), (b, a, size[0])):
            splits = self._splits[split]
            for slot in range(int(splits.max(initial=0))):
                at = np.flatnonzero(splits > slot)
                sound = self._joined[slot][split[at]]
                for word in range(words):
                    found[at] |= sound == self._sound[self._token[word][whole[at]]]
        return found

    def _word(
        self,
        per_class: Singles,
        i: int,
        a: Longs,
        context: npt.NDArray[np.int8],
        others: list[Ints],
    ) -> Singles:
        """The most that word ``i`` of the shorter name could bring."""
        word = self._token[i][a]
        sound, letters, length = self._sound[word], self._letters[word], self._length[word]
        same, alike, near = (np.zeros(len(a), dtype=bool) for _ in range(3))
        sounds, initial = np.zeros(len(a), dtype=bool), np.zeros(len(a), dtype=bool)
        for other in others:
            same |= word == other
            sounds |= sound == self._sound[other]
            theirs, their_length = self._letters[other], self._length[other]
            differ = np.bitwise_count(letters ^ theirs)
            near |= (differ <= 2) & (np.abs(length - their_length) <= 1)
            alike |= differ <= np.maximum(4, (length + their_length) // 3 + 1)
            alike |= ((letters & ~theirs) == 0) | ((theirs & ~letters) == 0)
            one = (length == 1) | (their_length == 1)
            initial |= one & (self._first[word] == self._first[other])
        worth = np.full(len(a), per_class[_NONE], dtype=np.float32)
        worth[alike] = np.maximum(per_class[_NONE], per_class[_ALIKE])
        worth[near] = np.maximum(worth[near], per_class[_LETTER])
        at = np.flatnonzero(initial)
        worth[at] = np.maximum(worth[at], per_class[_INITIAL] + self._bits.first_bits[a[at], i])
        at = np.flatnonzero(sounds)
        own = per_class[_SOUND] + self._bits.sound_bits[context[at], a[at], i]
        worth[at] = np.maximum(worth[at], own)
        at = np.flatnonzero(same)
        own = per_class[_SAME] + self._bits.word_bits[context[at], a[at], i]
        # a word that stands in both names is paired with itself, unless it stands twice in one
        worth[at] = np.where(self._twice[a[at]], np.maximum(worth[at], own), own)
        return worth


def _letters(word: str) -> int:
    """The set of a word's letters, one bit each; figures share six."""
    found = 0
    for sign in word:
        at = ord(sign) - ord("a")
        found |= 1 << (at if 0 <= at < 26 else 26 + ord(sign) % 6)
    return found
