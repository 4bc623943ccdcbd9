"""Attacks on key files by a linking party that has no secret: what each recovers is printed.

The attacker knows the whole scheme and has the *same invented population in clear* where that helps
him, which is more than any attacker should have. Run with ``-s`` to read the figures; the limits
below are what was measured, rounded up, so that a change which gives more away fails.
"""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from suar.analytics.linkage.keys import cells, features, make_keys, write_keys
from suar.analytics.linkage.keys.bloom import Bloom, from_text, shared
from suar.analytics.linkage.keys.schema import FILTERS, FilterForm
from suar.analytics.linkage.keys.secret import ring
from suar.analytics.linkage.prepare import prepare
from suar.analytics.registers import read
from suar.analytics.synthetic.simulate import simulate

SECRET = "the secret of an invented project, for attacks"
#: What a linking party may try: it never has the secret, but knows how people choose them.
GUESSES = ("", "rahasia", "password", "suar", "12345678", "indonesia", "tppo2024", "admin")


@dataclass(frozen=True)
class Field:
    """What lies before the attacker (frame, names) and what he wants (clear, row by row)."""

    frame: pl.DataFrame
    clear: pl.DataFrame
    names: np.ndarray  # filters
    other: pl.DataFrame  # the same population's other records, in clear: the attacker's


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    folder = tmp_path_factory.mktemp("attacked")
    simulate(folder / "data", scale=1.0, seed=11)
    victim = read(folder / "data" / "foreign_ministry.tsv")
    other = read(folder / "data" / "women_child.csv")
    write_keys(make_keys(victim, SECRET), folder / "a.keys")
    frame = read(folder / "a.keys").frame.filter(pl.col("f_name").is_not_null())
    clear = prepare([victim]).table
    joined = frame.select("record").join(clear, on="record", how="left", maintain_order="left")
    names = from_text(frame["f_name"].to_list(), FILTERS["name"].bits // 128)
    return Field(frame, joined, names, prepare([other]).table)


def report(text: str) -> None:
    sys.stdout.write(f"\n  {text}")


def aligned(seen: list[object], known: list[object]) -> dict[object, object]:
    """Say that the n-th most frequent token is the n-th most frequent value."""
    order = [[v for v, _ in Counter(x).most_common()] for x in (seen, known)]
    return dict(zip(order[0], order[1], strict=False))


def frequency(tokens: pl.Series, truth: pl.Series, known: pl.Series) -> float:
    """Share of records whose value a frequency alignment guesses right."""
    table = pl.DataFrame({"token": tokens, "truth": truth}).drop_nulls()
    guess = aligned(table["token"].to_list(), known.drop_nulls().to_list())
    hits = [guess.get(t) == v for t, v in table.iter_rows()]
    return sum(hits) / max(1, len(hits))


def date_of(table: pl.DataFrame) -> pl.Series:
    return table.select(pl.format("{}-{}", "birth_m", "birth_d")).to_series()


def test_frequency_alignment(field: Field) -> None:
    frame, clear, other = field.frame, field.clear, field.other
    found = {
        "name (whole)": frequency(frame["f_name"], clear["name"], other["name"]),
        "day and month of birth": frequency(frame["f_birth_day"], date_of(clear), date_of(other)),
        "year of birth": frequency(frame["k_year"], clear["birth_y"], other["birth_y"]),
        "NIK": frequency(frame["k_nik"], clear["nik"], other["nik"]),
        "telephone": frequency(frame["k_phone"], clear["phone"], other["phone"]),
        "district beside year": frequency(
            frame["k_place_year"],
            clear.select(pl.format("{} {}", "district", "birth_y")).to_series(),
            other.select(pl.format("{} {}", "district", "birth_y")).to_series(),
        ),
    }
    report("frequency alignment, share of records guessed right:")
    for what, share in found.items():
        report(f"  {what:<24}{share:7.2%}")
    assert found.pop("year of birth") <= 0.35
    assert max(found.values()) <= 0.02


def chained(frame: pl.DataFrame, columns: list[str]) -> pl.Series:
    """Put records into groups that tokens of these columns hold together, one after another."""
    rows = frame.with_row_index("at")
    told = [rows.select("at", token=pl.col(c).str.split(" ")) for c in columns]
    long = pl.concat(told).explode("token").drop_nulls("token")
    at, tokens = long["at"].to_numpy(), long["token"].rank("dense").cast(pl.Int64).to_numpy()
    size = frame.height + int(tokens.max()) + 1
    ties = coo_array((np.ones(len(at)), (at, frame.height + tokens)), shape=(size, size))
    _, group = connected_components(ties, directed=False)
    known = set(at.tolist())
    return pl.Series([g if n in known else None for n, g in enumerate(group[: frame.height])])


def test_districts_held_together_by_one_token_after_another(field: Field) -> None:
    """A token is of a district and something else; a record has several, and so they chain."""
    groups = chained(field.frame, ["k_place_year", "k_place_day", "k_place_words"])
    share = frequency(groups, field.clear["district"], field.other["district"])
    report(f"districts chained, the n-th largest the n-th commonest: {share:7.2%}")
    assert share <= 0.12


def test_no_token_singles_anybody_out_by_being_common(field: Field) -> None:
    """The commonest compound covers few records, and none is more than its cap in a register."""
    tokens = Counter(t for cell in field.frame["k_tokens"].drop_nulls() for t in cell.split(" "))
    most = tokens.most_common(1)[0][1]
    report(f"commonest compound token: {most} of {field.frame.height} records")
    assert most <= 60


def mined(bits: np.ndarray, rows: list[set[str]], common: list[str]) -> tuple[int, int]:
    """Pattern mining: for each common bigram, the bits set whenever it may be, by frequency.

    Takes the group of bits that are nearly always set together in as many records as the bigram
    has; right when having all of them tells the bigram with a phi of 0.8 or more.
    """
    together = (bits.T.astype(np.float32) @ bits.astype(np.float32)) / len(bits)
    alone = bits.mean(axis=0)
    right, claimed = 0, 0
    for gram in common:
        has = np.array([gram in r for r in rows])
        wanted = has.mean()
        seeds = np.argsort(np.abs(alone - wanted))[:12]
        best: list[int] = []
        for seed in seeds:
            group = np.flatnonzero(together[seed] >= 0.93 * alone[seed])
            if len(group) > len(best) and alone[seed] < 0.9:
                best = group.tolist()
        if len(best) < 3:
            continue
        claimed += 1
        says = bits[:, best].all(axis=1)
        phi = np.corrcoef(says, has)[0, 1] if says.std() and has.std() else 0.0
        right += phi >= 0.8
    return right, claimed


def test_pattern_mining(field: Field) -> None:
    rows = [set(features.bigrams(words)) for words in field.clear["tokens"].to_list()]
    known = Counter(g for words in field.other["tokens"].to_list() for g in features.bigrams(words))
    common = [g for g, _ in known.most_common(25)]
    hardened = np.unpackbits(field.names.view(np.uint8), axis=1).astype(bool)
    plain = Plain(ring(SECRET)).encode([sorted(r) for r in rows])
    bare = np.unpackbits(plain.view(np.uint8), axis=1).astype(bool)
    found, without = mined(hardened, rows, common), mined(bare, rows, common)
    report(
        f"pattern mining, {len(common)} commonest bigrams: {found[0]} right of {found[1]} claimed"
    )
    report(f"  the same without hardening (a control): {without[0]} right of {without[1]} claimed")
    assert found[0] <= 1
    assert without[0] > found[0]


class Plain(Bloom):
    """The same filter as textbooks have it: no folding, no permutation, no Rule 90."""

    def __init__(self, keys: object) -> None:
        super().__init__(keys, "control", FilterForm(2048, {"g": 10}))  # type: ignore[arg-type]

    def _harden(self, bits: np.ndarray) -> np.ndarray:
        return bits


def guessed(field: Field, guesses: tuple[str, ...]) -> int:
    """Try a dictionary of all names of the population under guessed secrets: names hit."""
    words = zip(field.clear["tokens"].to_list(), field.clear["keys"].to_list(), strict=True)
    names = [features.name(*own) for own in words]
    hits = 0
    for guess in guesses:
        tried = Bloom(ring(guess), "name").encode(names)
        seen = {row.tobytes() for row in field.names}
        hits += sum(row.tobytes() in seen for row in tried)
    return hits


def test_a_dictionary_without_the_secret(field: Field) -> None:
    found, control = guessed(field, GUESSES), guessed(field, (SECRET,))
    report(f"dictionary of every true name, {len(GUESSES)} guessed secrets: {found} names hit")
    report(f"  with the secret itself (a control): {control} of {field.frame.height}")
    assert found == 0
    assert control == field.frame.height


def neighbourhood(alike: np.ndarray) -> np.ndarray:
    """Describe each record by how alike it is to all others: all that a graph attack needs."""
    ordered = -np.sort(-alike, axis=1)[:, 1:41]
    steps = [(alike >= cut).mean(axis=1) for cut in np.quantile(alike, [0.9, 0.99, 0.999])]
    described = np.column_stack([ordered, *steps])
    return (described - described.mean(axis=0)) / (described.std(axis=0) + 1e-9)


def dice_of(filters: np.ndarray) -> np.ndarray:
    size = np.bitwise_count(filters).sum(axis=1)
    both = np.stack([shared(row[None], filters) for row in filters])
    return 2 * both / np.maximum(size[:, None] + size, 1)


def read_back(filters: np.ndarray) -> np.ndarray:
    """Give Dice's coefficient of what filters held before hardening, as linking reads it."""
    size = np.bitwise_count(filters).sum(axis=1, dtype=np.int32)
    both = np.stack([shared(row[None], filters) for row in filters]).astype(np.int32)
    held, one, two = cells.read(FILTERS["name"], both, size[:, None], size)
    return 2 * held / np.maximum(one + two, 1)


def graph(
    field: Field,
    overlap: float,
    rows: int = 1200,
    alike: Callable[[np.ndarray], np.ndarray] = dice_of,
) -> float:
    """Match records by their place in the graph of likenesses: share named right.

    ``overlap``: share of the attacker's list in clear who are in the key file; ``alike``: how he
    reads likeness from key filters.
    """
    rng = np.random.default_rng(5)
    own = rng.choice(field.frame.height, rows, replace=False)
    rest = np.setdiff1d(np.arange(field.frame.height), own)
    kept = int(rows * overlap)
    listed = np.concatenate([own[:kept], rng.choice(rest, rows - kept, replace=False)])
    words = field.clear["tokens"].to_list()
    textbook = Plain(ring("the attacker's own")).encode(
        [features.bigrams(words[i]) for i in listed]
    )
    keys, plain = neighbourhood(alike(field.names[own])), neighbourhood(dice_of(textbook))
    apart = ((keys[:, None, :8] - plain[None, :, :8]) ** 2).sum(axis=2)
    apart = apart + ((keys[:, None, 8:] - plain[None, :, 8:]) ** 2).sum(axis=2)
    guess = listed[apart.argmin(axis=1)]
    names = field.clear["name"].to_list()
    return float(np.mean([names[a] == names[b] for a, b in zip(own, guess, strict=True)]))


def test_graph_of_likenesses(field: Field) -> None:
    """Works on any scheme that tells likeness; a floor, for published attacks are stronger."""
    found = {overlap: graph(field, overlap) for overlap in (1.0, 0.5, 0.25)}
    names = field.clear["name"].to_list()
    chance = sum(n**2 for n in Counter(names).values()) / len(names) ** 2
    report("graph of likenesses, share of records named right:")
    for overlap, share in found.items():
        report(f"  attacker's list holds {overlap:4.0%} of them: {share:7.2%}")
    report(f"  by guessing: {chance:7.2%}")
    assert found[1.0] <= 0.30
    assert found[0.25] <= 0.05


def test_graph_of_likenesses_read_back(field: Field) -> None:
    """Linking reads back what filters held before hardening; so may an attacker."""
    report("graph of likenesses that are read back, share of records named right:")
    found = {overlap: graph(field, overlap, alike=read_back) for overlap in (1.0, 0.5, 0.25)}
    for overlap, share in found.items():
        report(f"  attacker's list holds {overlap:4.0%} of them: {share:7.2%}")
    assert found[1.0] <= 0.30
    assert found[0.25] <= 0.05


def test_years_of_birth_cannot_be_put_in_order(field: Field) -> None:
    """Years are told equal or not: nothing in the file says which of two others is nearer.

    The attacker walks from each year to the one most alike, by the token itself and by the tokens
    that records of the two years share beside it.
    """
    own = field.frame.select("k_year", "k_tokens", "k_near_words", year=field.clear["birth_y"])
    own = own.filter(pl.col("k_year").is_not_null(), pl.col("year").is_not_null())
    years = own.group_by("k_year").agg(pl.col("year").mode().first()).sort("year")
    tokens = years["k_year"].to_list()
    text = np.array([np.frombuffer(t.encode().ljust(12), dtype=np.uint8) for t in tokens])
    by_text = (text[:, None] == text[None]).sum(axis=2).astype(float)
    found = {"token": by_text}
    for column in ("k_tokens", "k_near_words"):
        sets = [
            {t for cell in own.filter(k_year=token)[column].drop_nulls() for t in cell.split(" ")}
            for token in tokens
        ]
        found[column] = np.array(
            [[len(a & b) / max(1, min(len(a), len(b))) for b in sets] for a in sets]
        )
    year = years["year"].to_numpy()
    chance = 2 / (len(year) - 1)
    report(f"year of birth, nearest is the year beside (by guessing: {chance:.0%}):")
    for what, alike in found.items():
        np.fill_diagonal(alike, -1)
        beside = float((np.abs(year[alike.argmax(axis=1)] - year) <= 1).mean())
        report(f"  by {what:<16}{beside:7.0%}")
        assert beside <= 0.25, what
    assert not any("year" in column for column in field.frame.columns if column.startswith("f_"))
