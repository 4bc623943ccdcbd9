"""Linking keys is nearly as good as linking names, on invented registers with known truth."""

import sys
from pathlib import Path

import pytest

from linkage_sets import indonesian
from shared import shared
from suar.analytics.linkage import evaluate, link
from suar.analytics.linkage.keys import make_keys, write_keys
from suar.analytics.registers import read_all


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keyed")
    registers, _ = indonesian(shared("data/linkage_benchmarks/indonesian_registers"))
    for register in registers:
        keys = make_keys(register, "an invented project's own secret, 1")
        write_keys(keys, folder / f"{register.name}.keys")
    return folder


def test_keys_of_the_indonesian_registers_link_within_a_point_of_names(keyed: Path) -> None:
    registers, truth = indonesian(shared("data/linkage_benchmarks/indonesian_registers"))
    private = link(read_all(sorted(keyed.glob("*.keys"))))
    quality, clear = evaluate(private, truth), evaluate(link(registers), truth)
    sys.stdout.write(f"\n  keys {quality}\n  clear {clear}")
    assert private.private
    assert quality["f1"] >= max(0.97, clear["f1"] - 0.01)
    assert quality["precision"] >= 0.97
    assert quality["blocking_recall"] >= 0.95
    assert private.count is not None
    assert abs(private.count.count / quality["persons"] - 1) <= 0.02
