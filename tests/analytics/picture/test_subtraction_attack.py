"""An attacker with every file of a release, and the sums that its own words state.

The attack is written from the published document alone: it knows nothing of the ledger. It solves
the sums exactly (rational elimination) and then narrows what is left by what cannot be negative.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import pytest

from suar.analytics.disclosure.audit import Reader
from suar.analytics.picture import build as building
from suar.analytics.picture.build import Settings, build
from suar.analytics.picture.document import PictureDocument
from suar.knowledge.rules.disclosure import POLICIES, Audience

Name = tuple[Any, ...]
Equation = dict[Name, int]
_TOLD = (
    "records", "duplicates", "persons", "shared", "could_not_hold", "cannot_tell", "missed",
    "cases_only",
)  # fmt: skip


class Attack:
    """Numbers by name (None: withheld) and equations between them."""

    def __init__(self, document: PictureDocument) -> None:
        self.numbers: dict[Name, int | None] = {}
        self.equations: list[Equation] = []
        self._persons(document)
        self._tables(document)

    def _say(self, name: Name, value: int | None) -> Name:
        self.numbers.setdefault(name, value)
        if value is not None:
            self.numbers[name] = value
        return name

    def _sum(self, whole: Name, parts: Iterable[Name]) -> None:
        terms: Equation = {whole: 1}
        for part in parts:
            terms[part] = terms.get(part, 0) - 1
        self.equations.append({name: weight for name, weight in terms.items() if weight})

    def _persons(self, document: PictureDocument) -> None:
        whole = self._say(("persons",), document["units"]["persons"]["count"])
        names = document["overlaps"]["registers"]
        rows = document["overlaps"]["rows"]
        cells = [self._say(("cell", n), row["count"]) for n, row in enumerate(rows)]
        self._sum(whole, cells)
        drawn = {tuple(s["registers"]): s["count"] for s in document["sets"]}
        of_set: dict[tuple[str, ...], list[Name]] = {}
        for row, cell in zip(rows, cells, strict=True):
            held = tuple(n for n, h in zip(names, row["held"], strict=True) if h == 1)
            of_set.setdefault(held, []).append(cell)
        sets = {held: self._say(("set", held), drawn.get(held)) for held in of_set}
        for held, parts in of_set.items():
            self._sum(sets[held], parts)
        rest = self._say(("rest",), document["sets_rest"]["persons"])
        self._sum(rest, [name for held, name in sets.items() if held not in drawn])
        for row in document["registers"]:
            self._register(row, whole, names, rows, cells, sets)
        if "desks" in document:
            desks = document["desks"]
            for what, a, s in (("authority_only", 1, 0), ("both", 1, 1), ("service_only", 0, 1)):
                inside = [
                    name for held, name in sets.items()
                    if bool(set(held) & set(desks["authorities"])) == bool(a)
                    and bool(set(held) & set(desks["services"])) == bool(s)
                ]  # fmt: skip
                self._sum(self._say(("desks", what), desks[what]), inside)  # type: ignore[literal-required]

    def _register(
        self, row: Any, whole: Name, names: list[str], rows: Any, cells: list[Name], sets: Any
    ) -> None:
        me = row["name"]
        say = {key: self._say((key, me), row[key]) for key in _TOLD}
        only = sets.get((me,), self._say(("only", me), row["only_here"]))
        self._say(only, row["only_here"])
        self._sum(say["records"], [say["duplicates"], say["persons"]])
        self._sum(say["persons"], [only, say["shared"]])
        self._sum(whole, [say["persons"], say["could_not_hold"], say["cannot_tell"], say["missed"]])
        accepted = self._say(("accepted", me), row["rows"] - row["rejected"])
        self._sum(accepted, [say["records"], say["cases_only"]])
        self._sum(say["persons"], [name for held, name in sets.items() if me in held])
        for other, count in row["also"].items():
            pair = self._say(("also", *sorted((me, other))), count)
            self._sum(pair, [name for held, name in sets.items() if {me, other} <= set(held)])
        place = names.index(me)
        out = [cell for r, cell in zip(rows, cells, strict=True) if r["held"][place] is None]
        self._sum(say["could_not_hold"], out)

    def _tables(self, document: PictureDocument) -> None:
        whole: Name = ("persons",)
        self._sum(
            whole, [self._say(("status", s["status"]), s["count"]) for s in document["status"]]
        )
        timeline = document["timeline"]
        years = [self._say(("year", p["period"]), p["count"]) for p in timeline["years"]]
        self._sum(whole, [*years, self._say(("undated",), timeline["undated"])])
        for point in timeline["years"]:
            inside = [m for m in timeline["months"] if m["period"][:4] == point["period"]]
            months = [self._say(("month", m["period"]), m["count"]) for m in inside]
            self._sum(
                ("year", point["period"]), [*months, self._say(("alone", point["period"]), None)]
            )
        for name, points in timeline["by_register"].items():
            parts = [self._say(("of", name, p["period"]), p["count"]) for p in points]
            self._sum(("persons", name), [*parts, self._say(("undated of", name), None)])
        for table in document["breakdowns"]:
            known = self._say(("known", table["field"]), table["known"])
            blank = self._say(("blank", table["field"]), None)
            self._sum(whole, [known, blank])
            codes = [self._say((table["field"], s["code"]), s["count"]) for s in table["shares"]]
            if table["multi"]:
                for code in codes:
                    self._sum(known, [code, self._say(("not", code), None)])
            else:
                self._sum(known, codes)

    def solved(self) -> dict[Name, int]:
        """Every number that is not published and that the sums determine exactly."""
        unknown = [name for name, value in self.numbers.items() if value is None]
        index = {name: n for n, name in enumerate(unknown)}
        matrix: list[list[Fraction]] = []
        for terms in self.equations:
            row = [Fraction(0)] * (len(unknown) + 1)
            for name, weight in terms.items():
                value = self.numbers[name]
                if value is None:
                    row[index[name]] += weight
                else:
                    row[-1] -= weight * value
            if any(row):
                matrix.append(row)
        pivots = _eliminate(matrix, len(unknown))
        found = {}
        for row, column in pivots:
            if sum(1 for x in matrix[row][:-1] if x) == 1:
                found[unknown[column]] = int(matrix[row][-1])
        return found


def _eliminate(matrix: list[list[Fraction]], width: int) -> list[tuple[int, int]]:
    pivots: list[tuple[int, int]] = []
    row = 0
    for column in range(width):
        found = next((r for r in range(row, len(matrix)) if matrix[r][column]), None)
        if found is None:
            continue
        matrix[row], matrix[found] = matrix[found], matrix[row]
        head = matrix[row][column]
        matrix[row] = [x / head for x in matrix[row]]
        for other in range(len(matrix)):
            if other != row and (factor := matrix[other][column]):
                matrix[other] = [
                    x - factor * y if y else x
                    for x, y in zip(matrix[other], matrix[row], strict=True)
                ]
        pivots.append((row, column))
        row += 1
    return pivots


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_subtraction_finds_no_small_count(country: Callable[..., Any], seed: int) -> None:
    registers, links = country(seed)
    document = build(registers, links, settings=Settings(audience=Audience.TASKFORCE))
    attack = Attack(document)
    assert sum(1 for value in attack.numbers.values() if value is None) > 5
    small = {name: value for name, value in attack.solved().items() if 0 < value < 5}
    assert small == {}


def test_an_unsafe_release_is_broken(
    country: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Withhold the small cells and nothing else: the same attack must find some of them."""

    def primary(ledger: Any, policy: Any) -> dict[Any, int | None]:
        small = Reader(ledger, policy).small
        return {k: None if k in small else c.value for k, c in ledger.cells.items() if c.shown}

    registers, links = country(1)
    truth = build(registers, links, settings=Settings(audience=Audience.HOLDER))
    monkeypatch.setattr(building, "release", primary)
    document = build(registers, links, settings=Settings(audience=Audience.TASKFORCE))
    found = {name: value for name, value in Attack(document).solved().items() if 0 < value < 5}
    assert found
    real = Attack(truth).numbers
    assert all(real[name] == value for name, value in found.items() if real.get(name) is not None)


def test_the_release_is_the_same_twice(country: Callable[..., Any]) -> None:
    registers, links = country(4, 150)
    asked = Settings(audience=Audience.TASKFORCE)
    assert build(registers, links, settings=asked) == build(registers, links, settings=asked)


def test_policies_are_those_of_the_rule() -> None:
    told = {a: (p.smallest_cell, p.rounding, p.delay_months) for a, p in POLICIES.items()}
    assert told == {
        Audience.PUBLIC: (11, 10, 6),
        Audience.TASKFORCE: (5, 1, 0),
        Audience.HOLDER: (1, 1, 0),
    }
