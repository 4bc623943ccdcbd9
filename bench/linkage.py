"""Suar's linking beside its peers on sets with known truth: quality, time, memory.

Every tool chooses its own threshold. Each run is a process of its own, so that memory is its own.
`--rows 1000000` adds invented registers of that size: the whole of `suar link`, from reading files
to writing what it found, beside plain Splink with narrow rules. "kept" is the share of true pairs
that blocking brings up; "thought" is what Suar, without the truth, believed of it. Beside the
time by the clock stands that of the processors, which other work on the machine lengthens less.
Peers that are not installed are named and left out.
"""

import argparse
import gzip
import importlib.util
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty

import polars as pl

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "linkage_benchmarks"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench" / "peers")]

from linkage_peers import (  # noqa: E402 found only now
    PEERS,
    LeftOut,
    by_anonlink,
    by_dedupe,
    by_number,
    by_recordlinkage,
    by_splink,
)

STREET = ("street_number", "address_1", "address_2")


def indonesian(_: str):
    from suar.analytics.registers import read_all

    folder = SHARED / "indonesian_registers"
    files = sorted(p for p in folder.glob("*.csv") if p.stem != "truth")
    return read_all(files), pl.read_csv(folder / "truth.csv", infer_schema=False)


def simulated(folder: str):
    from suar.analytics.registers import read_all

    out = Path(folder)
    return read_all(files_of(out)), pl.read_csv(out / "truth.csv", infer_schema=False)


def files_of(folder: Path) -> list[Path]:
    found = [p for p in sorted(folder.iterdir()) if p.suffix in (".csv", ".tsv", ".xlsx")]
    return [p for p in found if p.stem != "truth"]


def febrl(numbers: str):
    from linkage_sets import register_of

    registers, truth = [], []
    for part in ("a", "b"):
        path = SHARED / f"febrl_dataset4{part}.csv.gz"
        table = pl.read_csv(gzip.decompress(path.read_bytes()), infer_schema=False)
        table = table.rename({c: c.strip() for c in table.columns})
        table = table.with_columns(pl.all().str.strip_chars().replace("", None))
        rows = [
            {
                "record": r["rec_id"],
                "name": " ".join(filter(None, (r["given_name"], r["surname"]))) or None,
                "birth_date": iso(r["date_of_birth"]),
                "address": " ".join(filter(None, (r[c] for c in STREET))) or None,
                "district": r["suburb"],
                "postcode": r["postcode"],
                "other_id": r["soc_sec_id"] if numbers == "with" else None,
            }
            for r in table.iter_rows(named=True)
        ]  # fmt: skip
        registers.append(register_of(part, rows))
        truth += [(part, r["record"], r["record"].split("-")[1]) for r in rows]
    return registers, pl.DataFrame(truth, schema=["register", "record", "person"], orient="row")


def iso(text: str | None) -> str | None:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text and len(text) == 8 else None


def fake(_: str):
    from linkage_sets import register_of

    table = pl.read_csv(SHARED / "fake_1000.csv", infer_schema=False)
    rows = [
        {
            "record": r["unique_id"],
            "name": " ".join(filter(None, (r["first_name"], r["surname"]))) or None,
            "birth_date": r["dob"],
            "district": r["city"],
            "other_id": r["email"],
        }
        for r in table.iter_rows(named=True)
    ]
    truth = table.select(register=pl.lit("fake"), record="unique_id", person="cluster")
    return [register_of("fake", rows)], truth


def invented(told: str):
    """Registers of an invented country that nothing was tuned on: rows and seed."""
    from suar.analytics.synthetic import simulate

    rows, seed = map(int, told.split())
    with tempfile.TemporaryDirectory() as folder:
        simulate(Path(folder) / "sim", scale=rows / 7437, seed=seed)
        return simulated(f"{folder}/sim")


SETS: dict[str, tuple[Callable, str]] = {
    "indonesian_registers": (indonesian, ""),
    "invented, 5,000 rows": (invented, "5000 11"),
    "invented, 20,000 rows": (invented, "20000 13"),
    "invented, 40,000 rows": (invented, "40000 14"),
    "febrl4": (febrl, "with"),
    "febrl4 without number": (febrl, "without"),
    "fake_1000": (fake, ""),
}


def by_suar(registers, truth):
    from suar.analytics.linkage import evaluate, link

    links = link(registers)
    quality = evaluate(links, truth)
    found = {**quality, "count": links.count.count, "pairs": links.candidates}
    if "blocking" in links.diagnostics:
        found["thought"] = links.diagnostics["blocking"]["estimated_recall"]
    return found


def by_command(folder: str):
    """`suar link` as a person runs it: reads the files, links, writes, compares with the truth."""
    told, started = Path(folder), time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        asked = [*files_of(told), "--out", f"{out}/links", "--truth", told / "truth.csv", "--json"]
        run = subprocess.run(
            [sys.executable, "-m", "suar", "link", *map(str, asked)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if run.returncode:
            return {"failed": run.stderr.strip().splitlines()[-1][:80]}
        seconds = time.perf_counter() - started
        document = json.loads(run.stdout)
        report = json.loads(Path(f"{out}/links/quality.json").read_text())
    persons = pl.read_csv(told / "truth.csv", infer_schema=False)["person"].n_unique()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        **document["quality"], "count": document["persons"]["count"], "persons": persons,
        "thought": report["blocking"]["estimated_recall"], "pairs": document["pairs"]["candidates"],
        "seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "gib": used.ru_maxrss / 2**20,
    }  # fmt: skip


#: What a run on a million rows may need before it is stopped.
PATIENCE = 600
TOOLS = {
    "suar": by_suar,
    "exact numbers": by_number,
    "splink as it comes": by_splink,
    "recordlinkage ECM": by_recordlinkage,
    "anonlink CLK": by_anonlink,
    "dedupe, taught": by_dedupe,
}


def alone(queue, load, told, tool) -> None:
    registers, truth = load(told)
    started = time.perf_counter()
    try:
        found = TOOLS[tool](registers, truth)
    except LeftOut as reason:
        queue.put({"failed": str(reason)})
        return
    except Exception as error:  # noqa: BLE001 - a peer that fails is a row of the table
        queue.put({"failed": f"{type(error).__name__}: {str(error)[:60]}"})
        return
    seconds = time.perf_counter() - started
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(each) for each in who]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    peak = max(each.ru_maxrss for each in used) / 2**20
    queue.put({**found, "seconds": seconds, "cpu": cpu, "gib": peak})


def run(load, told, tool, patience: float | None = None):
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=alone, args=(queue, load, told, tool))
    process.start()
    try:
        found = queue.get(timeout=patience)
    except Empty:
        process.kill()
        found = {"failed": f"did not end in {patience} s"}
    process.join()
    return found


def show(tool: str, found) -> None:
    if "failed" in found:
        print(f"  {tool:22s} {found['failed']}")
        return
    error = found["count"] / found["persons"] - 1
    blocked, thought = (
        f"{found[name]:.3f}" if name in found else "    -"
        for name in ("blocking_recall", "thought")
    )
    print(
        f"  {tool:22s} P {found['precision']:.3f}  R {found['recall']:.3f}  F1 {found['f1']:.4f}  "
        f"kept {blocked}  thought {thought}  persons {error:+.1%}  "
        f"{found['seconds']:6.1f} s  (processors {found['cpu']:6.1f} s)  {found['gib']:.2f} GiB",
        flush=True,
    )
    if "pairs" in found:
        print(f"  {'':22s} {found['pairs']:,} pairs compared", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0, help="invented registers of so many rows")
    parser.add_argument("--only", default="", help="sets whose name holds this")
    asked = parser.parse_args()
    if not PEERS.exists():
        print("left out: anonlink and dedupe; `make peers` installs them")
        del TOOLS["anonlink CLK"], TOOLS["dedupe, taught"]
    if not importlib.util.find_spec("recordlinkage"):
        print("left out: recordlinkage, which is not installed")
        del TOOLS["recordlinkage ECM"]
    for name, (load, told) in SETS.items():
        if asked.only not in name:
            continue
        if load is not invented and not SHARED.exists():
            print(f"{name}: shared data is not beside this checkout")
            continue
        print(name)
        for tool in TOOLS:
            show(tool, run(load, told, tool))
    if asked.rows:
        million(asked.rows)


def million(rows: int) -> None:
    """Link invented registers of so many rows; other work on the machine is told beside it."""
    from suar.analytics.synthetic import simulate

    with tempfile.TemporaryDirectory() as folder:
        simulate(Path(folder) / "sim", scale=rows / 7437, seed=7)
        told = f"{folder}/sim"
        print(f"invented registers, {rows:,} rows; load {os.getloadavg()[0]:.1f}", flush=True)
        show("suar link, whole", by_command(told))
        for tool in ("exact numbers", "splink as it comes"):
            show(tool, run(simulated, told, tool, PATIENCE))
        print(f"  load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
