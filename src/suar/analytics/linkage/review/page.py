"""How good a run was, as one page that fetches nothing: weights, pairs explained, calibration.

No name, number, record or place is on it: a pair is *a record of one register and one of another*.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import numpy as np
import polars as pl

from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.links import Links
from suar.analytics.linkage.model import Model, weigh
from suar.analytics.linkage.quality import Figure, Quality, Step
from suar.analytics.linkage.review import drawing
from suar.analytics.linkage.review.wording import IN_INDONESIAN, shared

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
body{color:#1c2733}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{padding:.2rem .5rem;text-align:left;border-bottom:1px solid #dde3e8;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}
small,em,td i{color:#51606e}
small,td i{display:block;font-style:normal;font-size:.9em}h2 small{font-weight:400}
td.drawn{width:38%;vertical-align:middle}svg{display:block;width:100%;height:.9rem}
svg line{stroke:#51606e}svg text{font-size:11px;fill:#51606e}
.for{fill:#1f6f8b}.against{fill:#b4532a}
figure{margin:1rem 0;max-width:22rem}svg.square{height:auto}figcaption{color:#51606e}
@media (max-width:40rem){body{margin:1rem auto}td,th{padding:.2rem .25rem}td{overflow-wrap:anywhere}
table{font-size:.9em}}
"""
_SHOWN = 6
_FIGURES: Final[Mapping[Figure, str]] = {
    "precision": "Precision / Presisi",
    "recall": "Recall / Daya temu",
    "f1": "F1",
    "blocking_recall": "True pairs that were compared / Pasangan benar yang sempat dibandingkan",
    "calibration_error": "Calibration error / Galat kalibrasi",
}
_DRAWN = (
    "<p>Beside the truth each figure has its 95 % interval: persons are drawn again, by chance, and"
    " the links stay as they are. <em>Tiap angka disertai selang 95 %: orang-orang dalam kebenaran"
    " diambil ulang secara acak, sedangkan tautannya tetap.</em></p>"
)


def quality_page(links: Links, quality: Quality | None = None, steps: Sequence[Step] = ()) -> str:
    """Give the page; ``steps`` say how often what was said is so, where the truth is known."""
    parts = [
        _head(links, quality),
        _weights(links),
        _explained(links),
        _blocking(links),
        _calibration(links, steps),
        _worst(links),
    ]
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'><title>Quality of linking</title>"
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _head(links: Links, quality: Quality | None) -> str:
    rows: list[tuple[str, object]] = [
        ("Records that name a person / Catatan yang menyebut orang", f"{links.members.height:,}"),
        ("Groups / Kelompok", f"{links.clusters:,}"),
        ("Pairs compared / Pasangan dibandingkan", f"{links.candidates:,}"),
        ("Pairs linked / Pasangan ditautkan", f"{links.linked:,}"),
        ("Pairs people should look at / Pasangan yang perlu dilihat orang", f"{links.unsure:,}"),
        ("Without names / Tanpa nama", "yes / ya" if links.private else "no / tidak"),
    ]
    if links.count:
        count = links.count
        said = f"{count.count:,} ({count.low:,} - {count.high:,})"
        rows.insert(1, ("Persons, 95 % / Orang, 95 %", said))
    if quality:
        for name, words in _FIGURES.items():
            ends = quality["intervals"][name]
            said = f"{quality[name]:.4f} ({ends['low']:.4f} - {ends['high']:.4f})"
            rows.append((f"{words}, 95 %", said))
    else:
        rows.append(("Truth / Kebenaran", "not given / tidak diberikan"))
    return (
        "<h1>Quality of linking<br><small>Mutu penautan</small></h1>"
        "<p>No name, number, record or place is on this page. <em>Halaman ini tidak memuat"
        f" nama, nomor, catatan, atau tempat.</em></p>{drawing.table(rows)}"
        f"{_DRAWN if quality else ''}"
    )


def _both(english: str, indonesian: str) -> str:
    """Write words in both languages, one below the other."""
    return f"{escape(english)}<i lang=id>{escape(indonesian)}</i>"


def _level(words: str) -> str:
    return _both(words, IN_INDONESIAN[words])


def _weights(links: Links) -> str:
    """Match weights: log2 of how much commoner a level is among one person's records."""
    if "model" not in links.diagnostics:
        return ""
    model = _model(links)
    lines = []
    for field in model.m:
        for level in range(len(model.m[field]) - 1, -1, -1):
            bits = float(np.log2(model.m[field][level] / model.u[field][level]))
            words = COMPARISONS[field].words(level, by_keys=links.private)
            lines.append(
                f"<tr><td>{_level(words)}</td><td class=drawn>{drawing.bar(bits)}</td>"
                f"<td class=n>{bits:+.1f}</td></tr>"
            )
    return (
        "<h2>What agreement weighs <small>Bobot tiap kecocokan</small></h2>"
        "<p>In bits: each bit doubles the odds. Names are weighed by how rare they are. <em>Dalam"
        " bit: tiap bit menggandakan peluang. Nama ditimbang menurut kelangkaannya.</em></p>"
        f"<table>{''.join(lines)}</table>"
    )


def _model(links: Links) -> Model:
    document: Any = links.diagnostics["model"]
    return Model.from_document(document)


def _explained(links: Links) -> str:
    """Waterfalls of some pairs, from sure to open, as levels without values."""
    if links.witness is None or links.posterior is None or not links.pairs.height:
        return ""
    chosen = _chosen(links)
    uid = dict(
        zip(
            links.members.select("register", "row").iter_rows(),
            links.posterior.rows.tolist(),
            strict=True,
        )
    )
    ends = [
        (uid[r["left_register"], r["left_row"]], uid[r["right_register"], r["right_row"]])
        for r in chosen
    ]
    asked = pl.DataFrame(
        [(min(e), max(e)) for e in ends],
        schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32}, orient="row",
    )  # fmt: skip
    heard = links.witness.hear(asked)
    model = _model(links)
    weights = weigh(model, heard)
    place = {
        p: i for i, p in enumerate(zip(heard.left.tolist(), heard.right.tolist(), strict=True))
    }
    prior = float(np.log2(model.prior / (1 - model.prior)))
    drawn = [
        _waterfall(row, place[min(e), max(e)], heard.levels, weights, prior, links.private)
        for row, e in zip(chosen, ends, strict=True)
    ]
    return (
        "<h2>Some pairs, field by field <small>Beberapa pasangan, kolom demi kolom</small></h2>"
        "<p>Each step moves the odds from where the step above left them; right of the line the two"
        " are likelier one person than two. <em>Tiap langkah menggeser peluang dari tempat langkah"
        " di atasnya; di kanan garis keduanya lebih mungkin satu orang.</em></p>" + "".join(drawn)
    )


def _chosen(links: Links) -> list[dict[str, Any]]:
    pairs = links.pairs.filter(pl.col("weight").is_not_null()).sort(
        "probability", "weight", "left_register", "left_row", "right_register", "right_row"
    )
    at = sorted({round(q * (pairs.height - 1)) for q in np.linspace(0.0, 1.0, _SHOWN)})
    return [pairs.row(i, named=True) for i in at] if pairs.height else []


def _waterfall(
    row: dict[str, Any], i: int, levels: dict[str, Any], weights: Any, prior: float, by_keys: bool
) -> str:
    steps = [("before any evidence", prior)]
    steps += [
        (COMPARISONS[f].words(int(level[i]), by_keys=by_keys), float(weights[f][i]))
        for f, level in levels.items()
        if level[i] >= 0
    ]
    steps.append(("name", float(weights["name"][i])))
    if float(weights["father"][i]):
        steps.append(("father's name", float(weights["father"][i])))
    after = np.cumsum([bits for _, bits in steps])
    before = np.r_[0.0, after[:-1]]
    low, high = min(0.0, float(after.min())), max(0.0, float(after.max()))
    lines = [
        f"<tr><td>{_level(words)}</td>"
        f"<td class=drawn>{drawing.step(float(a), float(b), low, high)}</td>"
        f"<td class=n>{bits:+.1f}</td><td class=n>{b:+.1f}</td></tr>"
        for (words, bits), a, b in zip(steps, before, after, strict=True)
    ]
    which = f"{row['left_register']} - {row['right_register']}"
    linked = "not linked / tidak ditautkan"
    if row["linked"]:
        alone = row["probability"] >= 0.5  # weaker ones are held together by other records
        linked = "linked / ditautkan" if alone else "linked by others / ditautkan lewat yang lain"
    head = f"{escape(which)}: p = {row['probability']:.3f}, {linked}"
    top = (
        "<tr><th></th><th></th><th class=n>bits<small>bit</small></th>"
        "<th class=n>together<small>jumlah</small></th></tr>"
    )
    return f"<h3>{head}</h3><table>{top}{''.join(lines)}</table>"


def _blocking(links: Links) -> str:
    """Which pairs were compared at all, and what share of one person's pairs that is thought to be.

    Few records are compared by every rule: nothing was chosen, and nothing is said.
    """
    told: Any = links.diagnostics.get("blocking")
    if not told:
        return ""
    lines = "".join(
        f"<tr><td>{_both(*shared(r['rule']))}</td><td class=n>{r['largest_block']:,}</td></tr>"
        for r in told["rules"]
    )
    asked, thought = f"{told['asked_recall']:.1%}", f"{told['estimated_recall']:.1%}"
    return (
        "<h2>Which pairs were compared <small>Pasangan mana yang dibandingkan</small></h2>"
        f"<p>Of one person's pairs about {thought} are thought to be among them (asked: {asked})."
        " The estimate needs no truth and is on the high side. <em>Dari pasangan milik satu orang,"
        f" sekitar {thought} diperkirakan ada di antaranya (diminta: {asked}). Perkiraan ini tidak"
        " memerlukan kebenaran dan cenderung terlalu tinggi.</em></p>"
        "<table><tr><th>records share<small>catatan sama dalam</small></th>"
        f"<th class=n>largest group<small>kelompok terbesar</small></th></tr>{lines}</table>"
    )


def _calibration(links: Links, steps: Sequence[Step]) -> str:
    step = (pl.col("probability") * 10).floor().clip(0, 9) / 10
    said = links.pairs.group_by(step.alias("from")).agg(
        pairs=pl.len(), expected=pl.col("probability").sum(), linked=pl.col("linked").sum()
    )
    lines = "".join(
        f"<tr><td>{r['from']:.1f} - {r['from'] + 0.1:.1f}</td><td class=n>{r['pairs']:,}</td>"
        f"<td class=n>{r['expected']:,.0f}</td><td class=n>{r['linked']:,}</td></tr>"
        for r in said.sort("from").to_dicts()
    )
    drawn = ""
    if steps:
        points = [(s["said"], s["right"], s["pairs"]) for s in steps]
        drawn = drawing.beside(
            points, "probability said / peluang yang disebut", "share right / bagian yang benar"
        )
    return (
        "<h2>How sure <small>Seberapa yakin</small></h2>"
        f"{drawn}<table><tr><th>probability<small>peluang</small></th>"
        "<th class=n>pairs<small>pasangan</small></th>"
        "<th class=n>expected right<small>diharapkan benar</small></th>"
        "<th class=n>linked<small>ditautkan</small></th>"
        f"</tr>{lines}</table>"
    )


def _worst(links: Links) -> str:
    """The groups to look at first: the largest, and those held by the weakest link."""
    sized = links.members.group_by("person").agg(
        records=pl.len(),
        registers=pl.col("register").value_counts(),
        least=pl.col("probability").min(),
    )
    some = sized.filter(pl.col("records") > 1)
    worst = pl.concat(
        [
            some.sort("records", "person", descending=[True, False]).head(5),
            some.sort("least", "person").head(5),
        ]
    ).unique("person", maintain_order=True)
    lines = "".join(
        f"<tr><td class=n>{r['records']}</td><td>{_held_by(r['registers'])}</td>"
        f"<td class=n>{r['least']:.2f}</td></tr>"
        for r in worst.to_dicts()
    )
    return (
        "<h2>Groups to look at first <small>Kelompok yang perlu dilihat lebih dulu</small></h2>"
        "<p>The five largest, then the five held together least. <em>Lima yang terbesar, lalu lima"
        " yang ikatannya paling lemah.</em></p>"
        "<table><tr><th class=n>records<small>catatan</small></th>"
        "<th>of registers<small>dari register</small></th><th class=n>least sure record"
        f"<small>catatan yang paling tidak yakin</small></th></tr>{lines}</table>"
    )


def _held_by(counted: Sequence[Mapping[str, Any]]) -> str:
    ordered = sorted((str(c["register"]), int(c["count"])) for c in counted)
    return escape(", ".join(name if n == 1 else f"{name} ({n})" for name, n in ordered))
