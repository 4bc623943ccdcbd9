"""Finding a sealed name or number again: by keyed tokens, inside one organisation only.

Names are normalised as the linkage does it (titles, degrees, old spellings, *binti*), so that
"Hj. Sitti Noerhaliza" finds "Siti Nurhaliza"; a word is kept as it is spelt and as it sounds. The
tokens' key is a data key of the organisation, so that they survive a rotation and say nothing to
another organisation or to whoever holds a dump.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from suar.base.access.reading import asked_once
from suar.base.vault.envelope import Place, derive
from suar.base.vault.keyring import data_key
from suar.base.vault.models import SearchToken

_SIZE: Final = 16  # bytes of a token
_MOST: Final = 50  # answers, and tokens of one question
_NUMBER: Final = re.compile(r"[0-9][0-9A-Za-z .\-/+]{3,}")


@dataclass(frozen=True)
class Found:
    """A subject that shares tokens with what was asked, and how many of each kind."""

    subject: UUID
    words: int = 0
    sounds: int = 0
    numbers: int = 0

    @property
    def weight(self) -> int:
        """Numbers before words before sounds: the order in which people should read them."""
        return 100 * self.numbers + 10 * self.words + self.sounds


def index_subject(
    *,
    organisation: UUID,
    subject: tuple[str, UUID],
    names: Iterable[str],
    numbers: Iterable[str],
) -> int:
    """Write a subject's tokens anew; give how many. Called with the change of what they stand for.

    Parameters
    ----------
    names
        Every name by which she may be asked for: her own, aliases, other spellings.
    numbers
        NIK, passport, telephone and their like, as written.
    """
    kind, subject_id = subject
    key = _key(organisation)
    wanted = {
        *[("word", word) for word in _words(names)],
        *[("sound", sound) for sound in _sounds(names)],
        *[("number", number) for number in _numbers(numbers)],
    }
    SearchToken.objects.filter(
        organisation_id=organisation, subject_kind=kind, subject_id=subject_id
    ).delete()
    rows = [
        SearchToken(
            organisation_id=organisation,
            subject_kind=kind,
            subject_id=subject_id,
            kind=each,
            token=_token(key, each, value),
        )
        for each, value in sorted(wanted)
    ]
    SearchToken.objects.bulk_create(rows)
    return len(rows)


def number_token(*, organisation: UUID, number: str) -> bytes:
    """Give the token of a number in another system, whatever its spaces and capitals."""
    return _token(_key(organisation), "other number", "".join(number.split()).casefold())


def find(*, organisation: UUID, kind: str, text: str) -> list[Found]:
    """Give the organisation's subjects of a kind that answer to a name or a number, best first.

    Every word that is asked must be there, as spelt or as it sounds; a number alone is enough.
    """
    key = _key(organisation)
    numbers = {_token(key, "number", n) for n in _numbers(_NUMBER.findall(text))}
    told = re.sub(r"\S*\d\S*", " ", text)
    words = [_token(key, "word", w) for w in sorted(_words([told]))][:_MOST]
    sounds = [_token(key, "sound", s) for s in sorted(_sounds([told]))][:_MOST]
    rows = _counted(organisation, kind, words=words, sounds=sounds, numbers=sorted(numbers))
    need = len(set(sounds))  # a word that is spelt the same sounds the same: sounds hold both
    found = [each for each in rows if each.numbers or (need and each.sounds >= need)]
    return sorted(found, key=lambda each: (-each.weight, each.subject))[:_MOST]


def alike(*, organisation: UUID, subject: tuple[str, UUID], most: int = 200) -> list[Found]:
    """Give who in the organisation shares tokens with a subject: those who share most, first."""
    kind, subject_id = subject
    mine = SearchToken.objects.filter(
        organisation_id=organisation, subject_kind=kind, subject_id=subject_id
    )
    held: dict[str, list[bytes]] = {"word": [], "sound": [], "number": []}
    for each, token in mine.values_list("kind", "token"):
        held[each].append(bytes(token))
    asked = _asked(words=held["word"], sounds=held["sound"], numbers=held["number"])
    shared = {
        name: Count("token", distinct=True, filter=Q(kind=each))
        for name, each in (("words", "word"), ("sounds", "sound"), ("numbers", "number"))
    }
    rows = (
        SearchToken.objects.filter(asked, organisation_id=organisation, subject_kind=kind)
        .exclude(subject_id=subject_id)
        .values("subject_id")
        .annotate(**shared)
        .order_by("-numbers", "-words", "-sounds", "subject_id")[:most]
    )
    return [Found(r["subject_id"], r["words"], r["sounds"], r["numbers"]) for r in rows]


@dataclass(frozen=True)
class HowCommon:
    """In how many of an organisation's subjects words, sounds and numbers stand, as they read."""

    subjects: int  # with any name
    words: dict[str, int]
    sounds: dict[str, int]
    numbers: dict[str, int]


def how_common(
    *,
    organisation: UUID,
    kind: str,
    words: Iterable[str],
    sounds: Iterable[str],
    numbers: Iterable[str],
) -> HowCommon:
    """Count in how many subjects of a kind each word, sound and number stands.

    Parameters
    ----------
    words, sounds, numbers
        Cleaned, as the linkage cleans them; what was never indexed counts 0.
    """
    key = _key(organisation)
    tokens = {
        (each, _token(key, each, value)): value
        for each, values in (("word", words), ("sound", sounds), ("number", numbers))
        for value in values
    }
    ours = SearchToken.objects.filter(organisation_id=organisation, subject_kind=kind)
    told: dict[str, dict[str, int]] = {"word": {}, "sound": {}, "number": {}}
    by_kind = {
        each: [token for of, token in tokens if of == each] for each in ("word", "sound", "number")
    }
    asked = _asked(words=by_kind["word"], sounds=by_kind["sound"], numbers=by_kind["number"])
    rows = ours.filter(asked).values("kind", "token").annotate(n=Count("subject_id", distinct=True))
    for row in rows:
        value = tokens.get((row["kind"], bytes(row["token"])))
        if value is not None:
            told[row["kind"]][value] = row["n"]
    named = ours.filter(kind="word").aggregate(n=Count("subject_id", distinct=True))["n"]
    return HowCommon(named, told["word"], told["sound"], told["number"])


def _asked(*, words: list[bytes], sounds: list[bytes], numbers: list[bytes]) -> Q:
    asked = Q(pk=None)
    for each, tokens in (("word", words), ("sound", sounds), ("number", numbers)):
        if tokens:
            asked |= Q(kind=each, token__in=tokens)
    return asked


def _counted(
    organisation: UUID,
    kind: str,
    *,
    words: list[bytes],
    sounds: list[bytes],
    numbers: list[bytes],
) -> list[Found]:
    asked = _asked(words=words, sounds=sounds, numbers=numbers)
    rows = (
        SearchToken.objects.filter(asked, organisation_id=organisation, subject_kind=kind)
        .values("subject_id", "kind")
        .annotate(n=Count("token", distinct=True))
    )
    told: dict[UUID, dict[str, int]] = {}
    for row in rows:
        told.setdefault(row["subject_id"], {})[row["kind"]] = row["n"]
    return [
        Found(subject, n.get("word", 0), n.get("sound", 0), n.get("number", 0))
        for subject, n in told.items()
    ]


def _key(organisation: UUID) -> bytes:
    def ask() -> bytes:
        place = Place(organisation, "organisation", organisation, organisation, "search", "tokens")
        _id, key = data_key(place)
        return derive(key, "search tokens")

    return asked_once(("search key", organisation), ask)


def _token(key: bytes, kind: str, value: str) -> bytes:
    return hmac.new(key, f"{kind}:{value}".encode(), sha256).digest()[:_SIZE]


def _words(names: Iterable[str]) -> set[str]:
    from suar.analytics.linkage.names import normalise

    read = [normalise(name) for name in names if name.strip()]
    return {word for name in read for word in (*name.tokens, *name.father) if len(word) > 1}


def _sounds(names: Iterable[str]) -> set[str]:
    from suar.analytics.linkage.names import sound_key

    return {sound_key(word) for word in _words(names)}


def _numbers(numbers: Iterable[str]) -> set[str]:
    from suar.analytics.linkage.columns import clean_nik, clean_number, clean_passport, clean_phone

    cleaned: set[str] = set()
    for number in numbers:
        for clean in (clean_nik, clean_passport, clean_number, clean_phone):
            value = clean(number)
            if value and len(value) >= 5:
                cleaned.add(value)
    return cleaned
