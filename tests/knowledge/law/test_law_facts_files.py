"""The facts files keep their schema, agree with each other, and name file and line if not."""

import shutil
from pathlib import Path

import pytest

from shared import shared
from suar.knowledge.law import lawbook
from suar.knowledge.law.checks import check_folder, problems
from suar.knowledge.law.lawbook import FACTS, shipped
from suar.knowledge.law.reading import read

HOME = Path(lawbook.__file__).parent / "facts"


def test_the_shipped_files_have_no_problem():
    assert problems(shipped()) == []


@pytest.mark.parametrize("name", FACTS)
def test_the_shipped_copy_is_the_facts_files_as_they_were_written(name):
    assert (HOME / f"{name}.yaml").read_bytes() == shared(f"law/{name}.yaml").read_bytes()


BREAKS = [
    (
        "offences_id",
        "statute: uu_21_2007\n    article: '3'",
        "statute: uu_99\n    article: '3'",
        "statute",
    ),
    (
        "offences_id",
        "prison_max_m: 180, life: false, fine_min_idr: 120000000",
        "prison_max_m: 18, life: false, fine_min_idr: 120000000",
        "least is more",
    ),
    ("offences_id", "fine_cat: VII", "fine_cat: VI", "category"),
    (
        "offences_id",
        "confidence: derived, src: [S_UU1_26], basis: [UU1/2026 Art I(1), UU1/2026 Art II(5)]",
        "confidence: derived, src: [S_UU1_26]",
        "derived",
    ),
    ("offences_id", "movement: into_indonesia", "movement: into_space", "word"),
    ("offences_id", "replaced_by: ID-KUHP-457", "replaced_by: ID-KUHP-999", "replaces"),
    ("offences_id", "until: '2026-01-01'", "until: '2026-13-01'", "days in order"),
    ("offences_id", "src: [S_PERATURAN]", "src: [S_NOBODY]", "sources.yaml"),
    ("offences_id", "confidence: seen", "confidence: sure", "README"),
    ("offences_id", "  - id: ID-U21-4\n", "  - id: ID-U21-3\n", "twice"),
    ("offences_id", "add_fraction: 1/3}", "add_fraction: a third}", "fraction"),
    ("offences_id", "never above 20.", "never above twenty.", "never above"),
    ("instruments", "date: '2008-03-25'", "date: '1998-03-25'", "earlier than the treaty"),
    (
        "instruments",
        "BN: {status: party, date: '2008-03-25'",
        "BN: {status: unknown, date: '2008-03-25'",
        "unknown",
    ),
    ("instruments", "ratifies: untoc", "ratifies: nothing", "ratifies"),
    (
        "states",
        "child_age: {v: 18, confidence: memory}",
        "child_age: {v: null, confidence: memory}",
        "no value",
    ),
    ("states", "acts: {v: [recruit,", "acts: {v: [beam up,", "concordance"),
    ("restitution_id", "track: kuhap", "track: nowhere", "track"),
    ("restitution_id", "limit_days: 14", "limit_days: soon", "number of days"),
    ("agencies_id", "to: polri", "to: nobody", "agencies"),
]


@pytest.mark.parametrize(("name", "was", "now", "says"), BREAKS, ids=lambda value: str(value)[:28])
def test_a_broken_fact_is_named_with_file_and_line(tmp_path, name, was, now, says):
    shutil.copytree(HOME, tmp_path / "facts")
    path = tmp_path / "facts" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    found = check_folder(tmp_path / "facts")
    assert any(says in problem for problem in found), found
    line = text[: text.index(was)].count("\n") + 1
    named = [p for p in found if p.startswith(f"{name}.yaml")]
    assert named
    if "line" in named[0]:
        lines = [int(p.split("line ")[1].split(":")[0]) for p in named if "line " in p]
        assert min(abs(found_line - line) for found_line in lines) <= 12, (line, found)


def test_yaml_that_cannot_be_read_is_refused_with_its_line(tmp_path):
    shutil.copytree(HOME, tmp_path / "facts")
    path = tmp_path / "facts" / "states.yaml"
    path.write_text("schema: suar.law.states/1\nstates: [a, b\nmore: {", encoding="utf-8")
    (problem,) = check_folder(tmp_path / "facts")
    assert problem.startswith("states.yaml, line ")


def test_nothing_changes_its_meaning_on_reading(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("a: no\nb: 12:30\nc: 01\nd: 2026-01-02\ne: true\nf: 7\ng: null\nh: '7'\n")
    wanted = {"a": "no", "b": "12:30", "c": "01", "d": "2026-01-02", "e": True, "f": 7, "g": None}
    assert read(path, typed=True).data == wanted | {"h": "7"}
    assert read(path, typed=False).data["f"] == "7"
    assert read(path, typed=False).lines[("d",)] == 4


def test_every_offence_of_a_derived_penalty_keeps_it_apart_from_what_was_read():
    for offence in shipped().offences.values():
        for penalty in offence.penalties.values():
            if penalty.standing.confidence == "seen":
                assert not penalty.basis, offence.id
