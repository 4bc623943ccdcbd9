"""One person's name in the many ways offices write it: a set of words, a father, a sound key."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from suar.analytics.linkage.namerules import DEFAULT, NameRules, rules_of

_WORD = re.compile(r"[a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")
_APART = re.compile(r"[\s,;()]+")
#: Letters that decomposition leaves alone.
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)
#: Words that the normal form is cut to: no real name is longer, and a cell may hold anything.
_LONGEST = 12


@dataclass(frozen=True)
class Name:
    """A name made comparable.

    ``tokens`` are its words in the order written, without titles and degrees; compare them as a
    set. ``father`` is what follows bin, binti and their like. Single words are ordinary.
    """

    tokens: tuple[str, ...]
    father: tuple[str, ...] = ()

    def __str__(self) -> str:
        own = " ".join(self.tokens)
        return f"{own} bin {' '.join(self.father)}" if self.father else own


@lru_cache(maxsize=65536)
def normalise(text: str, tradition: str = DEFAULT) -> Name:
    """Take off what is not name, spell what is left in one way.

    Normalising twice is normalising once: ``normalise(str(normalise(x))) == normalise(x)``.

    >>> normalise("Hj. Sitti Noerhaliza, S.Pd. binti Moh. Djoko")
    Name(tokens=('siti', 'nurhaliza'), father=('muhammad', 'joko'))
    >>> normalise("M. YUSUF")
    Name(tokens=('m', 'yusuf'), father=())
    """
    rules = rules_of(tradition)
    name = _once(text, rules)
    for _ in range(8):  # a rewritten word may turn out to be a title: once more, until it rests
        again = _once(str(name), rules)
        if again == name:
            break
        name = again
    return name


def _once(text: str, rules: NameRules) -> Name:
    words = _words(text, rules)
    own, father = _split_father(words, rules)
    return Name(_clean(own, rules), _clean(father, rules))


def fold(text: str) -> str:
    """Lower case letters without marks.

    >>> fold("Nguyễn Thị Đào")
    'nguyen thi dao'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _words(text: str, rules: NameRules) -> list[str]:
    folded = fold(text[:400]).replace("'", "").replace("’", "").replace("`", "")
    if "/" in folded and rules.slashed:
        for marker in ("a/l", "a/p", "s/o", "d/o"):
            folded = folded.replace(marker, f" {marker[0]}{marker[2]} ")
    if "." in folded:
        folded = " ".join(_join_degrees(_APART.split(folded), rules))
    return [w for w in _WORD.findall(folded) if not w.isdigit() and w not in rules.alias]


def _join_degrees(chunks: Sequence[str], rules: NameRules) -> list[str]:
    """Make one word of a dotted degree (S.Pd, S. H.); dotted initials (M. R.) stay apart."""
    joined, at = [], 0
    while at < len(chunks):
        for width in (3, 2, 1):
            part = chunks[at : at + width]
            word = "".join(part).replace(".", "")
            if "." in part[0] and word in rules.degrees and len(word) > 1:
                joined.append(word)
                break
        else:
            width = 1
            joined.append(chunks[at])
        at += width
    return joined


def _split_father(words: Sequence[str], rules: NameRules) -> tuple[list[str], list[str]]:
    for at in range(1, len(words) - 1):
        if words[at] not in rules.father_words:
            continue
        for marker in rules.father:
            if tuple(words[at : at + len(marker)]) != marker or at + len(marker) >= len(words):
                continue
            after = words[at + len(marker)]
            if marker[0] in rules.father_short and min(len(words[at - 1]), len(after)) < 3:
                continue
            rest = [w for w in words[at + len(marker) :] if (w,) not in rules.father]
            return list(words[:at]), rest
    return list(words), []


def _clean(words: Sequence[str], rules: NameRules) -> tuple[str, ...]:
    kept = list(words)
    while len(kept) > 1 and kept[0] in rules.titles:
        kept.pop(0)
    while len(kept) > 1 and kept[-1] in rules.degrees:
        kept.pop()
    if kept and kept[0] in rules.leading and len(kept) > 1:
        kept[0] = rules.leading[kept[0]]
    without = [w for w in kept if w not in rules.particles]
    tokens = [_spell(w, rules) for w in (without or kept)]
    return tuple(dict.fromkeys(tokens))[:_LONGEST]


@lru_cache(maxsize=262144)
def _spell_in(word: str, tradition: str) -> str:
    rules = rules_of(tradition)
    if word in rules.canonical:
        return rules.canonical[word]
    if len(word) <= 2:
        return word
    new = word
    for old, modern in rules.old_spelling:
        new = new.replace(old, modern.upper())  # capitals: already modern
    if new != word:
        new = new.replace(*rules.old_bare).lower()
    new = _DOUBLED.sub(r"\1", new)
    return rules.canonical.get(new, new)


def _spell(word: str, rules: NameRules) -> str:
    return _spell_in(word, rules.name)


@lru_cache(maxsize=262144)
def sound_key(token: str, tradition: str = DEFAULT) -> str:
    """How a word sounds, in the few letters on which offices agree.

    >>> sound_key("fatimah"), sound_key("patimah"), sound_key("rachmad") == sound_key("rakhmat")
    ('ptm', 'ptm', True)
    """
    rules = rules_of(tradition)
    word = token
    for pattern, to in rules.sounds:
        word = pattern.sub(to, word)
    word = _DOUBLED.sub(r"\1", word)
    rest = "".join(c for c in word[1:] if c not in rules.silent)
    return word[:1] + rest
