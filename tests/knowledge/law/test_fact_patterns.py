"""Fact patterns worked out by hand: which offences, which range, which warnings."""

from pathlib import Path

import pytest

from suar.knowledge.law.charging import charge
from suar.knowledge.law.entering import from_mapping
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.law.reading import read

_FILE = read(Path(__file__).parent / "patterns.yaml", typed=True)
PATTERNS = _FILE.data["patterns"]


def examined(pattern):
    facts = dict(pattern["facts"])
    if "charged" in pattern:
        facts["charged"] = pattern["charged"]
    return charge(from_mapping(facts, shipped()), shipped())


def _by_id(document):
    return {offence["id"]: offence for offence in document["offences"]}


def _with(document, status):
    return [one["id"] for one in document["offences"] if one["status"] == status]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern["name"])
def test_the_pattern_gives_what_was_worked_out_by_hand(pattern):
    document = examined(pattern)
    assert sorted(_with(document, "fits")) == sorted(pattern["fits"])
    assert set(pattern.get("possible", ())) <= set(_with(document, "possible"))
    assert set(pattern.get("no", ())) <= set(_with(document, "no"))
    assert [one["id"] for one in document["warnings"]] == pattern["warnings"]
    assert [one["id"] for one in document["checks"]] == pattern.get("checks", [])
    if "regime" in pattern:
        assert document["regime"] == pattern["regime"]


@pytest.mark.parametrize(
    "pattern",
    [one for one in PATTERNS if {"penalty", "uplifted", "aggravations", "favour"} & set(one)],
    ids=lambda pattern: pattern["name"],
)
def test_the_pattern_gives_the_range_of_the_facts_files(pattern):
    offences = _by_id(examined(pattern))
    for offence, (least, most, fine, mode) in pattern.get("penalty", {}).items():
        found = offences[offence]["penalty"]
        assert (
            found["min_months"],
            found["max_months"],
            found["fine_max_idr"],
            found["mode"],
        ) == (least, most, fine, mode), offence
    for offence, ids in pattern.get("aggravations", {}).items():
        assert offences[offence]["penalty"]["aggravations"] == ids, offence
    for offence, (least, most) in pattern.get("uplifted", {}).items():
        found = offences[offence]["with_uplifts"]
        assert (found["min_months"], found["max_months"]) == (least, most), offence
    for offence, life in pattern.get("life", {}).items():
        assert offences[offence]["with_uplifts"]["life"] is life
    for offence, favour in pattern.get("favour", {}).items():
        assert offences[offence]["more_favourable"] == favour, offence


def test_there_are_at_least_sixty_patterns_with_names_of_their_own():
    names = [pattern["name"] for pattern in PATTERNS]
    assert len(set(names)) == len(names) >= 60


def test_every_offence_and_every_warning_is_reached_by_some_pattern():
    fits, fired = set(), set()
    for pattern in PATTERNS:
        document = examined(pattern)
        fits |= set(_with(document, "fits"))
        fired |= {one["id"] for one in document["warnings"]}
    assert fired == set(shipped().warnings)
    assert len(fits) > 40
