"""A FACTS file into facts entered: typed by schema, refused with file, line and remedy."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from suar.knowledge.law.case_facts import (
    FLAGS,
    HARMS,
    MOVEMENTS,
    OFFENDER,
    PLACES,
    ROLES,
    CaseFacts,
    Codes,
)
from suar.knowledge.law.dates import Span, span
from suar.knowledge.law.known import Known
from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.reading import Document, Place, read
from suar.knowledge.refusal import Refusal

_YES = {"yes", "true", "y", "ya"}
_NO = {"no", "false", "n", "tidak"}
_UNKNOWN = {
    *("", "?", "not_known", "not known", "unknown", "not asked", "not_asked", "not yet"),
    *("tidak diketahui", "belum diketahui", "belum ditanyakan", "belum"),
}
_EXPLOITED = {"exploited", "exploitation", "person exploited", "child exploited"}
_KEYS = (
    *("acts", "means", "purposes", "result", "act_date", "act_until", "judged_on", "victim"),
    *(
        "movement",
        "exploitation_place",
        "offender",
        "attempt",
        "harm",
        "other",
        "charged",
        "events",
    ),
)


def read_facts(path: Path, book: LawBook) -> CaseFacts:
    """Read a FACTS file."""
    return entered(read(path, typed=False), book)


def entered(document: Document, book: LawBook) -> CaseFacts:
    """Type a FACTS document by its schema."""
    return _Entry(document, book).facts()


def from_mapping(facts: Mapping[str, Any], book: LawBook, *, name: str = "facts") -> CaseFacts:
    """Take facts that are already a mapping (a form, a test); values may be typed."""
    return entered(Document(name, _texts(facts), {}), book)


def charged_ids(words: Iterable[str], book: LawBook) -> tuple[str, ...]:
    """Check the charges given on the command line."""
    found = tuple(words)
    for word in found:
        if word not in book.offences:
            near = difflib.get_close_matches(word, book.offences, n=1)
            remedy = f"Did you mean {near[0]}?" if near else "`suar law show` lists the ids."
            raise Refusal("names a charge that is not there", file="--charged", remedy=remedy)
    return found


def with_charged(facts: CaseFacts, charged: tuple[str, ...]) -> CaseFacts:
    """Give the same facts with these charges."""
    return replace(facts, charged=charged, charged_entered=True)


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _texts(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_texts(inner) for inner in value]
    if value is None or isinstance(value, bool):
        return {None: None, True: "yes", False: "no"}[value]
    return str(value)


def _plain(word: str) -> str:
    return word.replace("_", " ").strip().casefold()


class _Entry:
    """One reading of one document."""

    def __init__(self, document: Document, book: LawBook) -> None:
        self.document, self.book = document, book
        data = document.data if document.data is not None else {}
        if not isinstance(data, dict):
            raise self._refuse("does not start with keys such as `acts:`", ())
        self._only(data, _KEYS, ())
        self.data: dict[str, Any] = data

    def facts(self) -> CaseFacts:
        """Put the facts together."""
        codes, offender = self.book.codes, self._mapping("offender", (*OFFENDER, "role"))
        victim = self._mapping("victim", ("age", "citizenship"))
        ages = self._ages(victim)
        citizens, indonesian = self._citizenship(victim)
        return CaseFacts(
            acts=self._codes(("acts",), codes["acts"]),
            means=self._codes(("means",), codes["means"]),
            purposes=self._codes(("purposes",), codes["purposes"]),
            movement=self._codes(("movement",), MOVEMENTS),
            place=self._codes(("exploitation_place",), PLACES),
            harm=self._codes(("harm",), HARMS),
            role=self._codes(("offender", "role"), ROLES),
            offender=self._flags("offender", OFFENDER, offender),
            other=self._flags("other", FLAGS, self._mapping("other", FLAGS)),
            result=self._result(),
            attempt=self._yes_no(self.data.get("attempt"), ("attempt",)),
            age_from=ages[0],
            age_to=ages[1],
            indonesian=indonesian,
            citizenships=citizens,
            act_date=self._date("act_date"),
            act_until=self._date("act_until"),
            judged_on=self._date("judged_on"),
            charged=self._charged(),
            charged_entered=self.data.get("charged") is not None,
            events=self._events(),
        )

    def _refuse(self, problem: str, place: Place, remedy: str = "") -> Refusal:
        return self.document.refusal(problem, place, remedy=remedy)

    def _only(self, data: Mapping[str, Any], allowed: Iterable[str], place: Place) -> None:
        words = tuple(allowed)
        for key in data:
            if key not in words:
                raise self._refuse(
                    "holds a key that is not one of these facts",
                    (*place, key),
                    self._near(key, words),
                )

    @staticmethod
    def _near(word: str, allowed: Iterable[str]) -> str:
        words = tuple(allowed)
        near = difflib.get_close_matches(word, words, n=1)
        if near:
            return f"Did you mean `{near[0]}`?"
        return (
            f"Use one of: {', '.join(words)}."
            if len(words) <= len(FLAGS)
            else ("`suar law facts --words` lists the words that can be used.")
        )

    def _mapping(self, key: str, allowed: Iterable[str]) -> dict[str, Any]:
        data = self.data.get(key)
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise self._refuse(
                f"`{key}` is not a mapping", (key,), f"Write `{key}:` and its keys below, indented."
            )
        self._only(data, allowed, (key,))
        return data

    def _yes_no(self, value: Any, place: Place) -> Known:
        if value is None:
            return Known.NOT_KNOWN
        word = value.strip().casefold() if isinstance(value, str) else None
        if word in _YES:
            return Known.MET
        if word in _NO:
            return Known.NOT_MET
        if word in _UNKNOWN:
            return Known.NOT_KNOWN
        raise self._refuse(
            "holds an answer that is not yes, no or not_known", place, "Write yes, no or not_known."
        )

    def _flags(self, key: str, names: Iterable[str], data: Mapping[str, Any]) -> Codes:
        return Codes({name: self._yes_no(data.get(name), (key, name)) for name in names})

    def _codes(self, place: Place, allowed: Iterable[str]) -> Codes:
        data: Any = self.data
        for key in place:
            data = data.get(str(key)) if isinstance(data, dict) else None
        if data is None:
            return Codes()
        if isinstance(data, str):
            return self._one(data, place, tuple(allowed))
        if isinstance(data, dict):
            for word in data:
                self._allowed(word, (*place, word), tuple(allowed))
            return Codes(
                {word: self._yes_no(value, (*place, word)) for word, value in data.items()}
            )
        said = {}
        for index, word in enumerate(data):
            self._allowed(word, (*place, index), tuple(allowed))
            said[word] = Known.MET
        return Codes(said, complete=True)

    def _one(self, data: str, place: Place, allowed: tuple[str, ...]) -> Codes:
        word = data.strip()
        if word.casefold() in _UNKNOWN:
            return Codes()
        if word.casefold() in ("none", "no", "tidak ada"):
            return Codes(complete=True)
        self._allowed(word, place, allowed)
        return Codes({word: Known.MET}, complete=True)

    def _allowed(self, word: Any, place: Place, allowed: tuple[str, ...]) -> None:
        if not isinstance(word, str) or word not in allowed:
            raise self._refuse(
                "holds a word that is not in the vocabulary of the facts files",
                place,
                self._near(str(word), allowed),
            )

    def _result(self) -> Known:
        place, data = ("result",), self.data.get("result")
        if isinstance(data, dict) and len(data) == 1:
            word, answer = next(iter(data.items()))
            if _plain(word) in _EXPLOITED:
                return self._yes_no(answer, place)
        if isinstance(data, list) and not data:
            return Known.NOT_MET
        if isinstance(data, list) and len(data) == 1:
            data = data[0]
        if data is None or isinstance(data, str):
            word = _plain(data or "")
            if word in _EXPLOITED:
                return Known.MET
            if word in ("none", "not exploited"):
                return Known.NOT_MET
            return self._yes_no(data, place)
        raise self._refuse(
            "holds a result that cannot be read", place, "Write yes, no or not_known."
        )

    def _ages(self, victim: Mapping[str, Any]) -> tuple[int | None, int | None]:
        place, below = ("victim", "age"), self.book.child_below
        text = victim.get("age")
        if text is None or (isinstance(text, str) and text.strip().casefold() in _UNKNOWN):
            return None, None
        words = {"child": (0, below - 1), "adult": (below, None), "unborn": (-1, -1)}
        word = text.strip().casefold() if isinstance(text, str) else ""
        if word in words:
            return words[word]
        low, dash, high = word.partition("-")
        parts = [part.strip() for part in ((low, high) if dash else (low, low))]
        if not all(part.isascii() and part.isdigit() and len(part) <= len("100") for part in parts):
            raise self._refuse(
                "holds an age that cannot be read",
                place,
                "Write whole years (16), a range (15-17), child, adult, unborn or not_known.",
            )
        ages = sorted(int(part) for part in parts)
        return ages[0], ages[1]

    def _citizenship(self, victim: Mapping[str, Any]) -> tuple[tuple[str, ...], Known]:
        place, data = ("victim", "citizenship"), victim.get("citizenship")
        values = data if isinstance(data, list) else [data]
        if (
            data is None
            or data == []
            or (isinstance(data, str) and data.strip().casefold() in _UNKNOWN)
        ):
            return (), Known.NOT_KNOWN
        found = tuple(self._country(value, place) for value in values)
        return found, Known.MET if "IDN" in found else Known.NOT_MET

    def _country(self, value: Any, place: Place) -> str:
        code = value.strip().upper() if isinstance(value, str) else ""
        if code == "STATELESS":
            return "stateless"
        alpha_3 = countries().get(code)
        if alpha_3 is None:
            raise self._refuse(
                "holds a citizenship that is no ISO 3166 code",
                place,
                "Write two letters (ID), three (IDN), or stateless.",
            )
        return alpha_3

    def _date(self, key: str) -> Span | None:
        return self._span(self.data.get(key), (key,))

    def _span(self, text: Any, place: Place) -> Span | None:
        if text is None or (isinstance(text, str) and text.strip().casefold() in _UNKNOWN):
            return None
        found = span(text) if isinstance(text, str) else None
        if found is None:
            raise self._refuse(
                "holds a date that cannot be read",
                place,
                "Write it as 2025-11-14, 2025-11 or 2025.",
            )
        return found

    def _charged(self) -> tuple[str, ...]:
        data = self.data.get("charged")
        values = data if isinstance(data, list) else [] if data is None else [data]
        for index, value in enumerate(values):
            if value not in self.book.offences:
                near = difflib.get_close_matches(str(value), self.book.offences, n=1)
                remedy = f"Did you mean {near[0]}?" if near else "`suar law show` lists the ids."
                raise self._refuse(
                    "names a charge that is not in the facts files", ("charged", index), remedy
                )
        return tuple(values)

    def _events(self) -> dict[str, Span]:
        steps = tuple(step["id"] for step in self.book.raw("restitution_id")["steps"])
        found = {
            step: self._span(text, ("events", step))
            for step, text in self._mapping("events", steps).items()
        }
        return {step: day for step, day in found.items() if day is not None}


_COUNTRIES: dict[str, str] = {}


def countries() -> dict[str, str]:
    """Give ISO 3166 codes of two and three letters, each with its code of three."""
    if not _COUNTRIES:
        import pycountry

        for country in pycountry.countries:
            _COUNTRIES[country.alpha_2] = _COUNTRIES[country.alpha_3] = country.alpha_3
    return _COUNTRIES
