"""What the facts entered say, with the few things that one of them says about another.

The implications are data (``added/implications.yaml``), this project's own reading, and are named
wherever they were used. They can only turn *not known* or an unnamed code into more, never a
spoken "no" into a "yes".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from suar.knowledge.law.case_facts import CaseFacts, Codes
from suar.knowledge.law.known import Known, every, known, some
from suar.knowledge.law.lawbook import LawBook

_SINGLE = ("movement", "place")


@dataclass
class Inference:
    """One case's facts, answered with their implications; answers are remembered."""

    facts: CaseFacts
    book: LawBook
    _answers: dict[str, Known] = field(default_factory=dict, repr=False)
    reasons: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.book.raw("implications")
        return data

    @property
    def rules(self) -> Mapping[str, Any]:
        """The implications file."""
        return self._data

    def answer(self, reference: str) -> Known:
        """Answer ``list.code``, implications counted."""
        if reference not in self._answers:
            self._answers[reference] = Known.NOT_KNOWN  # a circle settles nothing
            self._answers[reference] = self._find(reference)
        return self._answers[reference]

    def one_of(self, references: Iterable[str]) -> Known:
        """Tell whether one of several holds."""
        return some([self.answer(reference) for reference in references])

    def _find(self, reference: str) -> Known:
        group, _, code = reference.partition(".")
        if group == "victim":
            return self._victim(code)
        if group in ("result", "attempt"):
            return self.facts.asked(reference)
        if reference == "other.smuggling_only" and self.exploitation_signs() is Known.MET:
            return Known.NOT_MET  # signs of exploitation: it is not smuggling and nothing more
        codes: Codes = getattr(self.facts, group)
        spoken = codes.said.get(code, Known.NOT_KNOWN)
        if spoken is not Known.NOT_KNOWN or (group in _SINGLE and not codes.silent):
            return codes.of(code)
        base = codes.of(code)
        if group == "purposes":
            base = self._purpose(code, base)
        for rule in self.book.implied.get(reference, ()):
            base = self._imply(reference, rule, base)
        return base

    def _purpose(self, code: str, base: Known) -> Known:
        if code == "exploitation":
            words = (*self.book.vocabulary["purposes_open_list"], *self._data["open_list"])
            base = some([base, self.one_of(f"purposes.{word}" for word in words)])
        return base

    def _imply(self, reference: str, rule: Mapping[str, Any], base: Known) -> Known:
        conditions = [self.answer(one) for one in rule.get("all", ())]
        if "any" in rule:
            conditions.append(self.one_of(rule["any"]))
        implied = every(conditions)
        if implied is Known.MET and base is not Known.MET:
            self.reasons[reference] = rule["because"]
        return some([base, implied])

    def pending(self, reference: str) -> list[str]:
        """Give what to ask so that a reference that is not known comes to be known.

        A list that was given whole is not asked again: its implications' open conditions are.
        """
        group, _, code = reference.partition(".")
        codes = getattr(self.facts, group, None)
        if not isinstance(codes, Codes) or not codes.complete:
            return [reference]
        rules = self.book.implied.get(reference, ())
        conditions = [one for rule in rules for one in (*rule.get("all", ()), *rule.get("any", ()))]
        if code == "exploitation":
            conditions += [f"purposes.{word}" for word in self._data["open_list"]]
        unknown = [one for one in conditions if self.answer(one) is Known.NOT_KNOWN]
        return [found for one in unknown for found in self.pending(one)] or [reference]

    def exploitative(self) -> list[str]:
        """Name the purposes entered that are forms of exploitation."""
        words = (*self.book.vocabulary["purposes_open_list"], *self._data["open_list"])
        derived = ("sexual_exploitation", "economic_exploitation", "slavery_like_practice")
        found = [word for word in words if self.answer(f"purposes.{word}") is Known.MET]
        return found or [one for one in derived if self.answer(f"purposes.{one}") is Known.MET]

    def _victim(self, code: str) -> Known:
        if code == "child":
            return self.facts.below(self.book.child_below)
        return self.facts.asked(f"victim.{code}")

    def exploitation_signs(self) -> Known:
        """Tell whether the facts show an exploitative purpose or result."""
        return some([self.answer("purposes.exploitation"), self.facts.result])

    def trafficking_act(self) -> Known:
        """Tell whether one of the acts of trafficking is entered."""
        return self.one_of(f"acts.{act}" for act in self._data["trafficking_acts"])

    def sexual(self) -> Known:
        """Tell whether the exploitation entered is sexual."""
        purposes = [f"purposes.{word}" for word in self._data["sexual_purposes"]]
        return self.one_of([*purposes, *(f"acts.{word}" for word in self._data["sexual_acts"])])

    def old_act(self) -> Known:
        """Tell whether the act lies before the day on which the new regime began."""
        if self.facts.act_date is None:
            return Known.NOT_KNOWN
        after = self.facts.act_date.from_on(self.book.boundary)
        return known({Known.MET: False, Known.NOT_MET: True}.get(after))
