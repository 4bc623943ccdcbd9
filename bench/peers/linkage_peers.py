"""Suar's peers in linking records, each as it comes, and the score of what it links."""

import logging
import random
import subprocess
import tempfile
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parents[2]
FIELDS = (
    "name",
    "birth_date",
    "sex",
    "nik",
    "passport",
    "other_id",
    "phone",
    "district",
    "address",
    "postcode",
)


def frame_of(registers) -> pl.DataFrame:
    """Fields as they come, for peers that know nothing of our names."""
    frames = [r.frame.select("record", *FIELDS, register=pl.lit(r.name)) for r in registers]
    return pl.concat(frames).with_row_index("unique_id")


def by_number(registers, truth):
    table = frame_of(registers)
    pairs = [
        table.filter(pl.col(c).is_not_null()).select("unique_id", c)
        for c in ("nik", "passport", "other_id")
    ]
    joined = [
        p.join(p, on=p.columns[1], suffix="_r").select("unique_id", "unique_id_r") for p in pairs
    ]
    return score(table, truth, pl.concat(joined))


#: More rows than this are for narrow rules: by a name or a birth date alone they make billions.
WIDE = 100_000


def rules_for(table: pl.DataFrame, known) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Splink's blocking rules, and those it is trained on."""
    if table.height > WIDE:
        numbers = [(c,) for c in ("nik", "passport", "other_id", "phone") if c in known]
        narrow = [("name", "birth_date"), ("name", "district"), ("birth_date", "sex", "district")]
        return numbers + narrow, [("nik",), ("name", "birth_date")]
    rules = [(c,) for c in known if c not in ("sex", "district", "postcode", "birth_date")]
    rules += [("birth_date", c) for c in ("sex", "district", "postcode") if c in known]
    return rules, [("name",), ("birth_date",)]


def by_splink(registers, truth):
    """Splink's own comparisons and its usual .95, names as they come."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)  # it warns of every level that it could not train
    table = frame_of(registers)
    known = [c for c in FIELDS if table[c].n_unique() > 2]
    rules, trained = rules_for(table, known)
    near = {"name": cl.JaroWinklerAtThresholds, "address": cl.JaroWinklerAtThresholds}
    made = [
        near.get(c, cl.ExactMatch if c == "sex" else cl.DamerauLevenshteinAtThresholds)(c)
        for c in known
    ]
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=made,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(api.register(table.to_arrow()), settings, log_level=None)
    if table.height > WIDE:  # its prior of 1 in 10,000 makes one person of a large country
        sure = [block_on(*r) for r in (("nik",), ("passport",), ("name", "birth_date"))]
        linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    most = 1e7 if table.height > WIDE else 2e6
    linker.training.estimate_u_using_random_sampling(max_pairs=most, seed=1)
    for rule in trained:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=0.95)
    pairs = pl.from_arrow(found.as_pyarrow_table()).select("unique_id_l", "unique_id_r")
    return {**score(table, truth, pairs), "blocking_recall": kept(table, truth, rules)}


def kept(table: pl.DataFrame, truth: pl.DataFrame, rules) -> float:
    """The share of true pairs that agree on all columns of some rule."""
    told = truth.select(pl.col("register", "record", "person").cast(pl.String))
    known = table.join(told, on=["register", "record"])
    both = known.join(known, on="person").filter(pl.col("unique_id") < pl.col("unique_id_right"))
    agree = [pl.all_horizontal(pl.col(c) == pl.col(f"{c}_right") for c in rule) for rule in rules]
    size = truth.group_by("person").len()["len"].cast(pl.Int64)
    return both.filter(pl.any_horizontal(agree)).height / int((size * (size - 1) // 2).sum())


def by_recordlinkage(registers, truth):
    """recordlinkage's ECM classifier, deciding at .5."""
    import recordlinkage

    table = frame_of(registers)
    plain = table.to_pandas().set_index("unique_id")
    known = [c for c in FIELDS if table[c].n_unique() > 2]
    index = recordlinkage.Index()
    for column in known:
        if column not in ("sex", "district", "postcode"):
            index.block(column)
    compare = recordlinkage.Compare()
    for column in known:
        if column in ("name", "address"):
            compare.string(column, column, method="jarowinkler", threshold=0.85)
        else:
            compare.exact(column, column)
    features = compare.compute(index.index(plain), plain)
    matches = recordlinkage.ECMClassifier().fit_predict(features)
    pairs = pl.DataFrame(list(matches), schema=["a", "b"], orient="row")
    return score(table, truth, pairs)


PEERS = ROOT / ".venv-peers" / "bin" / "python"  # made by `make peers`
SMALL = 2_000
LABELS = 500


class LeftOut(Exception):
    """A set is not for this peer."""


def by_anonlink(registers, truth):
    """Whole-record Bloom filters and Dice at .7, everybody with everybody; between registers."""
    table = frame_of(registers)
    if table["register"].n_unique() < 2:
        raise LeftOut("links between registers only")
    return score(table, truth, outside("anonlink", table.select("register", *_known(table))))


def by_dedupe(registers, truth):
    """dedupe, taught with 500 pairs of the truth and 500 that are none: more than a clerk does."""
    table = frame_of(registers)
    if table.height > SMALL:
        raise LeftOut(f"is tried on sets up to {SMALL:,} rows")
    told = truth.select(pl.col("register", "record", "person").cast(pl.String))
    real = table.join(told, on=["register", "record"], how="left").select("unique_id", "person")
    person = dict(real.iter_rows())
    same = real.join(real, on="person", suffix="_r").filter(
        pl.col("unique_id") < pl.col("unique_id_r")
    )
    chosen = same.sample(min(LABELS, same.height), seed=1, shuffle=True)
    labels = [(left, right, 1) for left, _, right in chosen.iter_rows()]
    chance = random.Random(1)
    while len(labels) < 2 * chosen.height:
        left, right = chance.sample(list(person), 2)
        if person[left] != person[right]:
            labels.append((left, right, 0))
    told_pairs = pl.DataFrame(labels, schema=["left", "right", "same"], orient="row")
    return score(table, truth, outside("dedupe", table.select(_known(table)), told_pairs))


def _known(table: pl.DataFrame) -> list[str]:
    return ["unique_id", *(c for c in FIELDS if table[c].n_unique() > 2)]


def outside(tool: str, *tables: pl.DataFrame) -> pl.DataFrame:
    """Run a peer in its own environment; give the pairs that it links."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{n}.csv" for n in range(len(tables) + 1)]
        for table, path in zip(tables, paths, strict=False):
            table.write_csv(path)
        script = ROOT / "bench" / "peers" / f"by_{tool}.py"
        done = subprocess.run([PEERS, script, *paths], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
        return pl.read_csv(paths[-1], schema={"left": pl.UInt32, "right": pl.UInt32})


def score(table: pl.DataFrame, truth: pl.DataFrame, pairs: pl.DataFrame):
    """Pairs, closed into groups, against the truth."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    left, right = (pairs.to_series(i).to_numpy() for i in (0, 1))
    graph = coo_array((np.ones(len(left)), (left, right)), shape=(table.height, table.height))
    count, group = connected_components(graph, directed=False)
    told = truth.select(pl.col("register", "record", "person").cast(pl.String))
    real = table.join(told, on=["register", "record"], how="left")["person"].to_list()
    both = pl.DataFrame({"group": group, "real": real})

    def inside(*columns: str) -> int:
        size = both.group_by(*columns).len()["len"].cast(pl.Int64)
        return int((size * (size - 1) // 2).sum())

    hit, made, true = inside("group", "real"), inside("group"), inside("real")
    return {
        "precision": hit / max(made, 1), "recall": hit / true, "f1": 2 * hit / (made + true),
        "count": count, "persons": both["real"].n_unique(),
    }  # fmt: skip
