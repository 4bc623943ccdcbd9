"""What each state's law lacks against ACTIP and the non-punishment guideline of 2025.

A value that nobody found is the gap *not known*; it is never read as a "no". With a joint picture,
gaps are ordered by how many of its victims were taken to or from the state; a count that the
picture withholds stays withheld.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from suar.knowledge.law.lawbook import LawBook, standing
from suar.knowledge.law.matrix import alpha_3, state, state_codes, value_text
from suar.knowledge.law.wording import Wording

#: How a value answers a requirement; what is worst comes first.
ANSWERS: Final = ("missing", "not_known", "partly", "met")


def answer(value: Any, readings: Mapping[str, str], child_below: int) -> str:
    """Read one value: ``met``, ``partly``, ``missing`` or ``not_known``."""
    if value is None:
        return "not_known"
    if value is True or value == child_below:
        return "met"
    if value is False:
        return "missing"
    text = str(value)
    if text in readings:
        return readings[text]
    for start, found in (("yes", "met"), ("partly", "partly"), ("narrow", "partly")):
        if text.startswith(start):
            return found
    return "missing" if text.startswith("none") else "unread"


def gaps(
    book: LawBook,
    *,
    states: Iterable[str] = (),
    picture: Mapping[str, Any] | None = None,
    language: str = "en",
) -> list[dict[str, object]]:
    """Give every requirement that a state's law does not plainly meet, the most touched first."""
    wording, rules = Wording(language), book.raw("requirements")
    touched = victims_by_state(book, picture) if picture is not None else {}
    out: list[dict[str, Any]] = []
    for code in state_codes(book, states):
        for rule in rules["requirements"]:
            cell = leaf(state(book, code), rule["leaf"])
            found = answer(cell["v"], rules["readings"], book.child_below)
            if found == "met":
                continue
            out.append(
                {
                    "state": code,
                    "requirement": rule["id"],
                    "label": wording.ours(rule["label"]),
                    "answer": found,
                    "text": value_text(cell["v"], wording),
                    "asked_by": {**rule["asked_by"], "law": wording.law(rule["asked_by"]["law"])},
                    "victims": touched.get(code) if picture is not None else None,
                    **wording.trust(standing(cell)),
                }
            )
    return sorted(out, key=lambda gap: (-(gap["victims"] or 0), ANSWERS.index(gap["answer"])))


def leaf(cells: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Give the cell at ``group/leaf``."""
    found: Any = cells
    for part in path.split("/"):
        found = found[part]
    cell: Mapping[str, Any] = found
    return cell


def victims_by_state(book: LawBook, picture: Mapping[str, Any]) -> dict[str, int]:
    """Count the picture's victims whose corridor touches a state, at either end.

    Only corridors that the picture shows are counted, so a count is a lower bound; a corridor
    inside one state is counted once. Persons of one corridor are not told apart by need: the
    count says how many a gap could touch, not how many it did.
    """
    codes = {three: two for two, three in alpha_3(book).items()}
    out: dict[str, int] = {}
    corridors = picture.get("corridors") or {}
    for corridor in corridors.get("shown") or ():
        for three in {corridor["origin"], corridor["destination"]}:
            if three in codes:
                out[codes[three]] = out.get(codes[three], 0) + int(corridor["count"])
    return out
