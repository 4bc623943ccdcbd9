"""A lawyer's confirmations: by name and date, outside the facts files; nothing else confirms."""

import pytest

from suar.knowledge.law.confirmations import confirmed_book
from suar.knowledge.law.harmonise import harmonise
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.refusal import Refusal

HEAD = "schema: suar.law.confirmations/1\nconfirmed:\n"
LESS = "    set: {prison_max_m: 96}\n"
PARTY = "    set: {status: party, date: '2026-02-01'}\n"
WHO = "    by: B. Pengacara (invented)\n    on: 2026-03-01\n"


def book(tmp_path, entries, head=HEAD):
    path = tmp_path / "confirmed.yaml"
    path.write_text(head + entries, encoding="utf-8")
    return confirmed_book(path)


def test_a_confirmed_cell_says_by_whom_and_when_and_keeps_its_value(tmp_path):
    found = book(tmp_path, f"  - cell: offences/ID-U21-4/penalty/from_2026_01_02\n{WHO}")
    penalty = found.offences["ID-U21-4"].penalties["from_2026_01_02"]
    assert penalty.standing.confidence == "confirmed"
    assert penalty.standing.confirmed_by == "B. Pengacara (invented)"
    assert penalty.max_months == 180
    before = found.offences["ID-U21-4"].penalties["before_2026_01_02"]
    assert before.standing.confidence == "seen"


def test_the_shipped_facts_stay_as_they_are(tmp_path):
    book(
        tmp_path,
        f"  - cell: offences/ID-U21-3/penalty/from_2026_01_02\n{WHO}{LESS}",
    )
    penalty = shipped().offences["ID-U21-3"].penalties["from_2026_01_02"]
    assert (penalty.max_months, penalty.standing.confidence) == (180, "derived")


def test_a_corrected_figure_is_used(tmp_path):
    found = book(
        tmp_path,
        f"  - cell: offences/ID-U21-3/penalty/from_2026_01_02\n{WHO}{LESS}",
    )
    assert found.offences["ID-U21-3"].penalties["from_2026_01_02"].max_months == 96


def test_elements_states_treaties_steps_and_gaps_can_be_confirmed(tmp_path):
    found = book(
        tmp_path,
        f"  - cell: offences/ID-U21-2-1/elements\n{WHO}"
        f"  - cell: states/TL/definition/child_age\n{WHO}    set: {{v: 18}}\n"
        f"  - cell: instruments/actip/parties/TL\n{WHO}{PARTY}"
        f"  - cell: steps/R18\n{WHO}"
        f"  - cell: bodies/somtc/duties\n{WHO}    set: {{v: invented for a test}}\n",
    )
    assert found.offences["ID-U21-2-1"].elements_confidence == "confirmed"
    assert found.raw("bodies")["bodies"][1]["duties"]["v"] == "invented for a test"


def test_an_agreement_that_the_facts_do_not_hold_can_be_added(tmp_path):
    agreement = (
        "mous:\n  - id: xx\n    name: {en: Invented, id: Rekaan}\n    between: [ID, KH]\n"
        "    states: [ID, KH]\n    signed: '2026-02-02'\n    terms: invented\n"
        f"    missing_protections: invented\n{WHO}"
    )
    found = book(tmp_path, agreement, head="schema: suar.law.confirmations/1\n")
    assert found.raw("bodies")["mous"][-1]["confidence"] == "confirmed"
    both = harmonise(found, "ID", "KH")["agreements"]
    assert [one["id"] for one in both] == ["xx"]
    assert harmonise(found, "ID", "TH")["agreements"] == []
    assert harmonise(shipped(), "ID", "KH")["agreements"] == []


@pytest.mark.parametrize(
    ("entry", "line", "says"),
    [
        (f"  - cell: offences/ID-U21-99\n{WHO}", 3, "not in the facts files"),
        ("  - cell: offences/ID-U21-4\n    on: 2026-03-01\n", 3, "by and on"),
        ("  - cell: offences/ID-U21-4\n    by: X\n    on: soon\n", 5, "2026-03-01"),
        (f"  - cell: steps/R18\n{WHO}    set: {{limit: 9}}\n", 6, "does not have"),
        (f"  - cell: steps/R18\n{WHO}    set: {{limit_days: -2}}\n", 2, "schema"),
        (f"  - cell: schema\n{WHO}", 3, "not in the facts files"),
        (f"  - cell: steps/R18\n{WHO}    approved: yes\n", 3, "no meaning"),
    ],
)
def test_what_names_no_cell_no_person_or_no_day_is_refused_with_its_line(
    tmp_path, entry, line, says
):
    with pytest.raises(Refusal) as refused:
        book(tmp_path, entry)
    assert f"confirmed.yaml, line {line}" in str(refused.value)
    assert says in str(refused.value)


def test_another_file_is_refused(tmp_path):
    with pytest.raises(Refusal, match="schema"):
        book(tmp_path, "", head="acts: [recruit]\n")
    with pytest.raises(Refusal, match="is not there"):
        confirmed_book(tmp_path / "nowhere.yaml")


def test_the_cell_that_each_page_names_can_be_confirmed(tmp_path):
    from suar.knowledge.law.pages import index, page

    flat = [one for ids in index(shipped()).values() for one in ids]
    cells = []
    for id_ in flat:
        blocks = [text for _, text in page(shipped(), id_).blocks]
        cells.append(next(text for text in blocks if text.startswith("Cell to")).split(": ")[1])
    entries = "".join(f"  - cell: {cell}\n{WHO}" for cell in cells)
    found = book(tmp_path, entries)
    for id_ in ("ID-U21-4", "RIGHT-01", "D01", "R18", "W07"):
        assert ("p", "confirmed by B. Pengacara (invented), 2026-03-01") in page(found, id_).blocks


def test_the_state_of_the_facts_has_a_name_that_a_confirmation_changes(tmp_path):
    found = book(tmp_path, f"  - cell: steps/R18\n{WHO}")
    assert len(shipped().version) == len(found.version)
    assert shipped().version != found.version
    assert book(tmp_path, f"  - cell: steps/R18\n{WHO}").version == found.version
