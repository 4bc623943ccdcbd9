"""Eleven states and sixteen treaties: gaps stay gaps, definitions are compared."""

import pytest

from suar.knowledge.law.entering import from_mapping
from suar.knowledge.law.gaps import gaps, victims_by_state
from suar.knowledge.law.harmonise import harmonise
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.law.matrix import matrix
from suar.knowledge.refusal import Refusal

BOOK = shipped()
SCAM = {
    "acts": ["recruit", "take_out_of_indonesia"],
    "means": ["fraud"],
    "purposes": ["forced_labour_or_services"],
    "act_date": "2025-11-14",
    "victim": {"age": 24, "citizenship": "ID"},
    "movement": "out_of_indonesia",
    "exploitation_place": "abroad",
}


def test_eleven_states_and_sixteen_treaties():
    document = matrix(BOOK)
    assert len(document["states"]) == 11
    assert len(document["instruments"]) == 16
    assert all(len(treaty["parties"]) == 11 for treaty in document["instruments"])


def test_a_state_by_two_letters_or_three_and_a_topic_cut_the_matrix():
    document = matrix(BOOK, states=["KHM", "tl"], topic="non_punishment")
    assert [one["code"] for one in document["states"]] == ["KH", "TL"]
    assert all(set(one["cells"]) == {"non_punishment"} for one in document["states"])
    assert "instruments" not in document
    one = matrix(BOOK, states=["ID"], topic="actip")
    assert [treaty["id"] for treaty in one["instruments"]] == ["actip"]


def test_what_nobody_found_is_a_gap_and_never_a_no():
    document = matrix(BOOK, states=["BN"])
    cell = document["states"][0]["cells"]["non_punishment"]
    assert cell["v"] is None
    assert cell["confidence"] == "unknown"
    assert cell["text"] == "not known: a gap, not a no"
    found = [one for one in gaps(BOOK, states=["BN"]) if one["confidence"] == "unknown"]
    assert {one["answer"] for one in found} == {"not_known"}
    assert len(found) == 4


def test_an_unknown_state_or_topic_is_refused_with_the_nearest():
    with pytest.raises(Refusal, match="eleven"):
        matrix(BOOK, states=["FR"])
    with pytest.raises(Refusal, match="Did you mean non_punishment"):
        matrix(BOOK, topic="nonpunishment")


def test_the_gaps_checked_by_hand():
    found = {(one["state"], one["requirement"]): one["answer"] for one in gaps(BOOK)}
    assert found[("KH", "non_punishment")] == "missing"
    assert found[("ID", "non_punishment")] == "partly"
    assert found[("ID", "child_without_means")] == "partly"
    assert found[("VN", "corporate")] == "missing"
    assert found[("BN", "non_punishment")] == "not_known"
    assert ("PH", "non_punishment") not in found
    assert "unread" not in set(found.values())


def test_with_a_picture_gaps_are_ordered_by_how_many_victims_they_could_touch():
    picture = {
        "registers": [],
        "corridors": {
            "shown": [
                {"origin": "IDN", "destination": "KHM", "count": 70},
                {"origin": "IDN", "destination": "MMR", "count": 30},
                {"origin": "IDN", "destination": "ARE", "count": 500},
                {"origin": "IDN", "destination": "IDN", "count": 5},
            ]
        },
    }
    assert victims_by_state(BOOK, picture) == {"ID": 605, "KH": 70, "MM": 30}
    order = [one["state"] for one in gaps(BOOK, picture=picture)]
    assert order.index("ID") < order.index("KH") < order.index("MM") < order.index("SG")
    assert gaps(BOOK)[0]["victims"] is None


def test_trafficking_in_both_with_the_confidence_of_the_weaker_list():
    found = harmonise(BOOK, "ID", "KH", facts=from_mapping(SCAM, BOOK))
    assert found["dual_criminality"] == "met"
    assert found["trafficking"]["KH"]["confidence"] == "mixed"
    bound = {one["id"] for one in found["instruments"]["bind_both"]}
    assert {"actip", "tip_protocol", "untoc"} <= bound
    assert "asean_extradition" in {one["id"] for one in found["instruments"]["do_not"]}


def test_a_child_without_means_is_trafficking_there_and_not_under_the_new_code_here():
    child = {
        "acts": ["recruit", "harbour"],
        "means": [],
        "purposes": ["prostitution"],
        "result": "no",
        "act_date": "2026-03-01",
        "victim": {"age": 15, "citizenship": "ID"},
        "movement": "within",
        "exploitation_place": "indonesia",
        "offender": {"corporation": "no"},
        "attempt": "no",
    }
    found = harmonise(BOOK, "ID", "PH", facts=from_mapping(child, BOOK))
    assert found["trafficking"]["ID"]["state"] == "not_met"
    assert found["trafficking"]["PH"]["state"] == "met"
    assert found["dual_criminality"] == "not_met"


def test_sixteen_is_not_surely_a_child_everywhere():
    facts = {**SCAM, "means": [], "victim": {"age": 16, "citizenship": "ID"}}
    found = harmonise(BOOK, "ID", "VN", facts=from_mapping(facts, BOOK))
    assert found["trafficking"]["VN"]["state"] == "not_known"


def test_a_word_missing_in_a_list_that_nobody_read_whole_is_not_known():
    facts = {**SCAM, "acts": ["harbour"]}
    found = harmonise(BOOK, "SG", "KH", facts=from_mapping(facts, BOOK))
    acts = {one["name"]: one["state"] for one in found["trafficking"]["KH"]["elements"]}
    assert acts["acts"] == "not_known"


def test_without_facts_only_the_definitions_are_compared():
    found = harmonise(BOOK, "ID", "VN")
    assert found["dual_criminality"] is None
    parts = {one["name"]: one["parts"] for one in found["definitions"]}
    assert parts["means"] is True
    with pytest.raises(Refusal, match="twice"):
        harmonise(BOOK, "ID", "IDN")


def test_a_treaty_joined_after_the_act_did_not_bind_then():
    facts = from_mapping({**SCAM, "act_date": "2012-01-01"}, BOOK)
    found = harmonise(BOOK, "ID", "TH", facts=facts)
    assert "tip_protocol" in {one["id"] for one in found["instruments"]["do_not"]}
