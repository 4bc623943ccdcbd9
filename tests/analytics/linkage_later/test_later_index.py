"""New records beside known ones: as a whole run would have it, and every change reversible."""

import datetime
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from linkage_sets import register_of
from suar.analytics.linkage import engine, link
from suar.analytics.linkage.later import Known, keep
from suar.analytics.linkage.later.levels import levels
from suar.analytics.linkage.later.weighing import Scales, candidates
from suar.analytics.linkage.model import Model, weigh
from suar.analytics.linkage.output import Holder
from suar.analytics.linkage.sources import open_source
from suar.analytics.registers import read_all
from suar.analytics.registers.register import Register
from suar.analytics.synthetic.simulate import simulate
from suar.knowledge.refusal import Refusal

HOLDER = Holder("an invented holder", "an invented ground")
NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> list[Register]:
    folder = tmp_path_factory.mktemp("simulated") / "data"
    simulate(folder, scale=0.15, seed=4)
    files = [p for p in sorted(folder.iterdir()) if p.suffix in (".csv", ".tsv", ".xlsx")]
    return read_all([p for p in files if p.stem != "truth"])


def part(registers: Sequence[Register], *, of: int, these: Sequence[int]) -> list[Register]:
    """Rows whose number leaves one of these remainders."""
    return [
        replace(r, frame=r.frame.filter((pl.col("row") % of).is_in(list(these)))) for r in registers
    ]


@pytest.fixture(scope="module")
def base(five: list[Register], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two thirds of all records."""
    folder = tmp_path_factory.mktemp("index") / "base"
    keep(link(part(five, of=3, these=(0, 1))), folder, holder=HOLDER, now=NOW)
    return folder


@pytest.fixture
def index(base: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(base, tmp_path / "index"))


def contents(known: Known) -> list[object]:
    return [known.members().rows(), known.pairs().rows(), known.following, known.persons]


def test_new_records_are_weighed_as_a_whole_run_with_the_same_weights_would(
    five: list[Register], index: Path
) -> None:
    known = Known.open(index)
    change = known.add(part(five, of=3, these=(2,)), now=NOW)
    assert change.records > 100
    source = open_source(five)
    assert source.witness is not None
    assert source.pairs is not None
    number = known.members().with_row_index("number")
    own = source.prepared.table.select("register", "record").join(
        number, on=["register", "record"], how="left", maintain_order="left"
    )["number"].to_numpy().astype(np.int64)  # fmt: skip
    heard = source.witness.hear(source.pairs)
    learned = Model.from_document(known.settings["model"])
    weights = weigh(learned, heard)
    whole = np.sum([weights[f] for f in sorted(weights)], axis=0)
    left, right = own[heard.left], own[heard.right]
    new = np.maximum(left, right) >= known._parts[1].base
    left, right, whole = left[new], right[new], whole[new]
    blocks = list(known._side.blocks(known._parts[1].table))
    alike = known._side.alike(known._parts[1], known._parts)
    found = candidates(known._parts[1], blocks, known._parts, known.settings["limits"], alike)
    later = set(zip(*(side.tolist() for side in found), strict=True))
    asked = set(
        zip(np.minimum(left, right).tolist(), np.maximum(left, right).tolist(), strict=True)
    )
    assert len(asked) > 1000
    assert asked <= later  # no pair is lost
    bits = Scales(known._side, learned, known._parts).bits(left, right)
    np.testing.assert_allclose(bits, whole, atol=1e-9)


def test_persons_are_those_of_a_whole_run(five: list[Register], index: Path) -> None:
    known = Known.open(index)
    known.add(part(five, of=3, these=(2,)), now=NOW)
    whole = link(five).members.select("register", "record", whole="person")
    both = known.members().join(whole, on=["register", "record"])

    def pairs(*columns: str) -> int:
        size = both.group_by(*columns).len()["len"].cast(pl.Int64)
        return int((size * (size - 1) // 2).sum())

    same = 2 * pairs("person", "whole") / (pairs("person") + pairs("whole"))
    assert same >= 0.97  # the weights were learned from two thirds of the records


def test_levels_are_those_of_splink(five: list[Register]) -> None:
    source = open_source(part(five, of=3, these=(0,)))
    assert source.pairs is not None
    assert source.witness is not None
    pairs = source.pairs.head(3000)
    fields = list(source.witness.fields)  # type: ignore[attr-defined]
    told = engine.compare(source.prepared.table, pairs, fields)
    own = levels(source.prepared.table, pairs, fields)
    for field in fields:
        assert (own[field] == told[field].to_numpy()).all(), field


def test_asking_changes_nothing_and_names_the_person(five: list[Register], index: Path) -> None:
    known = Known.open(index)
    before = contents(known)
    again = part(five, of=3, these=(0,))[0]
    row = again.frame.filter(pl.col("name").is_not_null() & pl.col("nik").is_not_null()).head(1)
    found = known.ask(replace(again, frame=row))
    assert found[0].probability > 0.9
    assert (again.name, row["record"][0]) in found[0].records
    text = " ".join(found[0].because)
    assert str(row["name"][0]) not in text
    assert str(row["nik"][0]) not in text
    assert contents(Known.open(index)) == before


def test_asking_takes_fields_and_says_what_is_none(index: Path) -> None:
    known = Known.open(index)
    assert known.ask({"name": "Zzyzx Qwrtp", "birth_date": "1901-02-03"}) == []
    with pytest.raises(Refusal, match="no field"):
        known.ask({"nickname": "x"})
    with pytest.raises(Refusal, match="nothing of who"):
        known.ask({"purpose": [], "names_person": False})


def test_taking_back_restores_exactly(five: list[Register], index: Path) -> None:
    known = Known.open(index)
    first = contents(known)
    known.add(part(five, of=3, these=(2,))[:2], now=NOW, by="one")
    second = contents(known)
    known.add(part(five, of=3, these=(2,))[2:], now=NOW, by="two")
    person, other = known.members()["person"].unique().sort().head(2)
    known.join(person, other, by="three", why="seen together", now=NOW)
    assert contents(known) != second
    known.undo(by="four", now=NOW)
    known.undo(by="four", now=NOW)
    assert contents(Known.open(index)) == second
    known.undo(by="four", now=NOW)
    assert contents(Known.open(index)) == first
    with pytest.raises(Refusal, match="nothing was changed"):
        known.undo(by="four", now=NOW)
    done = [line["what"] for line in known.journal()]
    assert done == ["run", "batch", "batch", "join", "undo", "undo", "undo"]


def test_records_known_before_are_left_alone(five: list[Register], index: Path) -> None:
    known = Known.open(index)
    before = contents(known)
    change = known.add(part(five, of=3, these=(0, 1)), now=NOW, keep=False)
    assert change.records == 0
    assert change.known_before == known.height
    change = known.add(five, now=NOW, keep=False)
    assert change.known_before == known.height
    assert change.records > 0
    assert contents(Known.open(index)) == before


def test_a_changed_record_is_counted_and_a_register_without_numbers_refused(
    five: list[Register], index: Path
) -> None:
    known = Known.open(index)
    old = part(five, of=3, these=(0, 1))
    one = old[0].frame.with_columns(
        phone=pl.when(pl.col("row") == pl.col("row").min())
        .then(pl.lit("+62811999888"))
        .otherwise("phone")
    )
    change = known.add([replace(old[0], frame=one)], now=NOW, keep=False)
    assert (change.records, change.changed) == (0, 1)
    other = old[0].frame.with_columns(name=pl.lit("Somebody Else"))
    with pytest.raises(Refusal, match="most with other content"):
        known.add([replace(old[0], frame=other)], now=NOW)


PEOPLE = [
    {"record": "1", "name": "Rahmawati Sinaga", "nik": "1271014507900001", "sex": "female"},
    {"record": "2", "name": "Rahmawati Sinaga", "nik": "1271014507900001", "phone": "081234567890"},
    {"record": "3", "name": "Yohanes Mau", "passport": "B1234567", "birth_date": "1988-03-09"},
    {"record": "4", "name": "Wayan Sudarma", "passport": "C7654321", "birth_date": "1979-11-02"},
]


@pytest.fixture
def small(tmp_path: Path) -> Known:
    return keep(link([register_of("police", PEOPLE)]), tmp_path / "i", holder=HOLDER, now=NOW)


def persons(known: Known) -> dict[str, int]:
    return dict(known.members().select("record", "person").iter_rows())


def test_what_people_decide_binds_later_divisions(small: Known) -> None:
    one = persons(small)
    assert one["1"] == one["2"] != one["3"] != one["4"]
    small.join(one["3"], one["4"], by="x", why="one man with two passports", now=NOW)
    small.split(one["1"], [("police", "2")], by="x", why="sisters", now=NOW)
    two = persons(small)
    assert two["3"] == two["4"]
    assert two["1"] != two["2"]
    assert one["1"] in (two["1"], two["2"])  # one of the two keeps the number
    more = [{"record": "9", "name": "Rahmawati Sinaga", "nik": "1271014507900001"}]
    small.add([register_of("union", more)], now=NOW)
    three = persons(small)
    assert three["1"] != three["2"]
    assert three["3"] == three["4"] == two["3"]
    with pytest.raises(Refusal, match="no person"):
        small.join(99, 1, by="x", why="", now=NOW)
    with pytest.raises(Refusal, match="not some"):
        small.split(three["3"], [("police", "1")], by="x", why="", now=NOW)


def test_a_whole_run_again_keeps_numbers_and_decisions(small: Known, tmp_path: Path) -> None:
    one = persons(small)
    small.join(one["3"], one["4"], by="x", why="one man", now=NOW)
    joined = persons(small)
    more = [{**PEOPLE[2], "record": "9"}]
    links = link([register_of("police", PEOPLE), register_of("aunion", more)])
    again = keep(links, tmp_path / "again", holder=HOLDER, now=NOW, after=small)
    two = persons(again)
    assert {record: two[record] for record in joined} == joined
    assert two["9"] == two["3"]


def once(register: Register) -> Register:
    """The register, declared to write nobody down twice."""
    return replace(register, profile=replace(register.profile, one_row_a_person=True))


def told(known: Known) -> dict[str, int]:
    named = pl.format("{} {}", "register", "record")
    return dict(known.members().select(named, "person").iter_rows())


def test_a_register_that_writes_nobody_down_twice_does_not_later(tmp_path: Path) -> None:
    police = register_of("police", PEOPLE[1:])
    known = keep(link([once(police)]), tmp_path / "i", holder=HOLDER, now=NOW)
    again = {**PEOPLE[1], "record": "9"}
    known.add([register_of("police", [again]), register_of("union", [again])], now=NOW)
    assert told(known)["police 9"] != told(known)["police 2"]
    assert told(known)["union 9"] in (told(known)["police 2"], told(known)["police 9"])
    # the index remembers it when people's decisions divide anew; those outweigh it
    known.split(told(known)["union 9"], [("union", "9")], by="x", why="no", now=NOW)
    assert told(known)["police 9"] != told(known)["police 2"]
    pair = told(known)["police 2"], told(known)["police 9"]
    known.join(*pair, by="x", why="written down twice after all", now=NOW)
    assert told(known)["police 9"] == told(known)["police 2"]


def test_a_newcomer_declares_it_until_it_is_taken_back(small: Known) -> None:
    later = register_of("union", [{**PEOPLE[2], "record": n} for n in ("7", "8")])
    small.add([once(later)], now=NOW)
    assert persons(small)["7"] != persons(small)["8"]
    more = register_of("union", [{**PEOPLE[2], "record": "9"}])
    assert len(small.ask(replace(more, frame=more.frame.with_columns(record=pl.lit("7"))))) == 1
    small.add([more], now=NOW)
    assert len({persons(small)[n] for n in ("7", "8", "9")}) == 3
    small.undo(by="x", now=NOW)
    small.undo(by="x", now=NOW)
    small.add([later, more], now=NOW)
    assert len({persons(small)[n] for n in ("3", "7", "8", "9")}) == 1


def test_only_its_owner_can_read_an_index(small: Known) -> None:
    folder = small._store.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.rglob("*"):
        if path.name != "lock":
            assert stat.S_IMODE(path.stat().st_mode) in (0o600, 0o700), path.name
    assert small.settings["holder"] == HOLDER.name
    assert small.settings["ground"] == HOLDER.ground
    with pytest.raises(Refusal, match="exists already"):
        keep(link([register_of("police", PEOPLE)]), folder, holder=HOLDER, now=NOW)
    with pytest.raises(Refusal, match="no index"):
        Known.open(folder.parent)
