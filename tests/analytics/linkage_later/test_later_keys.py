"""An index of keys: new key files find their persons as in a whole run, and no name is in it."""

import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from suar.analytics.linkage import link
from suar.analytics.linkage.keys import make_keys, write_keys
from suar.analytics.linkage.keys.likeness import Cuts
from suar.analytics.linkage.keys.witness import KeyWitness
from suar.analytics.linkage.later import Known, keep
from suar.analytics.linkage.later.weighing import Scales
from suar.analytics.linkage.model import Model, weigh
from suar.analytics.linkage.output import Holder
from suar.analytics.linkage.sources import open_source
from suar.analytics.registers import read_all
from suar.analytics.registers.register import Register
from suar.analytics.synthetic.simulate import simulate
from suar.knowledge.refusal import Refusal

HOLDER = Holder("an invented holder", "an invented ground")
NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
SECRET = "the secret of an invented project, for later"


@pytest.fixture(scope="module")
def clear(tmp_path_factory: pytest.TempPathFactory) -> list[Register]:
    folder = tmp_path_factory.mktemp("simulated") / "data"
    simulate(folder, scale=0.1, seed=4)
    files = [p for p in sorted(folder.iterdir()) if p.suffix in (".csv", ".tsv", ".xlsx")]
    return read_all([p for p in files if p.stem != "truth"])


@pytest.fixture(scope="module")
def keyed(clear: list[Register], tmp_path_factory: pytest.TempPathFactory) -> list[Register]:
    folder = tmp_path_factory.mktemp("keyed")
    for register in clear:
        write_keys(make_keys(register, SECRET), folder / f"{register.name}.keys")
    return read_all(sorted(folder.glob("*.keys")))


def later(register: Register, *, new: bool) -> Register:
    third = pl.col("record").hash(1) % 3 == 0
    return replace(register, frame=register.frame.filter(third if new else ~third))


@pytest.fixture
def index(keyed: list[Register], tmp_path: Path) -> Path:
    keep(link([later(r, new=False) for r in keyed]), tmp_path / "i", holder=HOLDER, now=NOW)
    return tmp_path / "i"


def test_new_keys_are_weighed_as_a_whole_run_with_the_same_weights_would(
    keyed: list[Register], index: Path
) -> None:
    known = Known.open(index)
    change = known.add([later(r, new=True) for r in keyed], now=NOW)
    assert change.records > 100
    assert change.events["known"] > 30
    source = open_source(keyed)
    witness = source.witness
    assert isinstance(witness, KeyWitness)
    assert source.pairs is not None
    for field in ("name", "father"):  # the run's cuts of likeness belong to its weights
        likeness, told = getattr(witness, f"{field}s"), known.settings["likeness"]
        likeness._cuts, likeness.even = Cuts(np.array(told[field])), np.array(told[f"{field} even"])
    heard = witness.hear(source.pairs)
    learned = Model.from_document(known.settings["model"])
    weights = weigh(
        learned, replace(heard, levels={f: heard.levels[f] for f in known._side._fields})
    )
    whole = np.sum([weights[f] for f in sorted(weights)], axis=0)
    number = known.members().with_row_index("number")
    own = source.prepared.table.select("register", "record").join(
        number, on=["register", "record"], how="left", maintain_order="left"
    )["number"].to_numpy().astype(np.int64)  # fmt: skip
    left, right = own[heard.left], own[heard.right]
    new = np.maximum(left, right) >= known._parts[1].base
    assert new.sum() > 300
    bits = Scales(known._side, learned, known._parts).bits(left[new], right[new])
    np.testing.assert_allclose(bits, whole[new], atol=1e-6)


def test_persons_are_those_of_a_whole_run(keyed: list[Register], index: Path) -> None:
    known = Known.open(index)
    known.add([later(r, new=True) for r in keyed][:2], now=NOW)
    known.add([later(r, new=True) for r in keyed][2:], now=NOW)
    whole = link(keyed).members.select("register", "record", whole="person")
    both = known.members().join(whole, on=["register", "record"])
    assert both.height == whole.height

    def pairs(*columns: str) -> int:
        size = both.group_by(*columns).len()["len"].cast(pl.Int64)
        return int((size * (size - 1) // 2).sum())

    assert 2 * pairs("person", "whole") / (pairs("person") + pairs("whole")) >= 0.95
    before = known.height
    known.undo(by="x", now=NOW)
    assert known.height < before


def test_one_key_is_asked_for_and_the_answer_names_nobody(
    keyed: list[Register], clear: list[Register], index: Path
) -> None:
    known = Known.open(index)
    old = later(keyed[0], new=False)
    row = old.frame.filter(pl.col("k_nik").is_not_null() & pl.col("f_name").is_not_null()).head(1)
    found = known.ask(replace(old, frame=row))
    assert (old.name, row["record"][0]) in found[0].records
    assert any("names" in sentence for sentence in found[0].because)
    names = {n for r in clear for n in r.frame["name"].drop_nulls().to_list() if len(n) > 5}
    for path in index.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(name.encode() in data for name in sorted(names)[:200]), path.name


def test_keys_of_others_and_names_are_refused(
    keyed: list[Register], clear: list[Register], index: Path, tmp_path: Path
) -> None:
    known = Known.open(index)
    with pytest.raises(Refusal, match="holds names"):
        known.add([clear[0]], now=NOW)
    for number, made in enumerate(
        (make_keys(clear[0], "another invented project's secret"),
         make_keys(clear[0], SECRET, kind="person_named"))
    ):  # fmt: skip
        write_keys(made, tmp_path / f"{number}.keys")
        with pytest.raises(Refusal, match="another project, or of another kind"):
            known.add(read_all([tmp_path / f"{number}.keys"]), now=NOW)
    plain = keep(link([clear[0]]), tmp_path / "plain", holder=HOLDER, now=NOW)
    with pytest.raises(Refusal, match="is a key file"):
        plain.add([keyed[0]], now=NOW)
