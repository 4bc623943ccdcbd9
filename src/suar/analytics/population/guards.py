"""Guard-rails: each condition a function that says passed or not, by a stable code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from suar.analytics.population.result import MethodResult
from suar.analytics.population.sentences import SENTENCES, Consequence
from suar.analytics.population.table import Table

State = Literal["passed", "marked", "range", "refused"]
_STATES: dict[Consequence, State] = {"mark": "marked", "range": "range", "refuse": "refused"}

#: Warnings of a result that take away its vote in the headline.
NO_VOTE = frozenset({"no-estimate", "no-upper-limit", "not-converged", "grid-edge", "lower-bound"})
AGREE, FAR, FEW_SHARED, WIDE = 1.5, 20.0, 20, 5.0
_LISTS_MATTER = 2.0
_SMALL = 5


@dataclass(frozen=True)
class Check:
    """One guard's finding."""

    code: str
    state: State
    en: str
    id: str

    @classmethod
    def of(cls, code: str, raised: bool, **words: object) -> "Check":
        """Make a check; its consequence is the code's."""
        sentence = SENTENCES[code]
        state = _STATES[sentence.consequence] if raised else "passed"
        filled = {name: str(value) for name, value in words.items()}
        if raised:
            return cls(code, state, sentence.en.format(**filled), sentence.id.format(**filled))
        return cls(code, state, *_FINE[code])

    def document(self) -> dict[str, object]:
        """Give the check as JSON."""
        return {"code": self.code, "state": self.state, "text": {"en": self.en, "id": self.id}}


def few_lists(table: Table) -> Check:
    """Refuse with fewer than three lists that have anyone on them."""
    return Check.of("few-lists", int((table.held() > 0).sum()) < 3)


def empty_list(table: Table) -> Check:
    """Name the lists with nobody on them."""
    empty = [n for n, held in zip(table.lists, table.held(), strict=True) if not held]
    return Check.of("empty-list", bool(empty), lists=", ".join(empty))


def components(table: Table) -> list[list[str]]:
    """Group the lists that share persons, directly or by way of others; largest first."""
    joint = table.overlaps() > 0
    reach = joint | np.eye(table.size, dtype=bool)
    for _ in range(table.size):
        reach = reach @ reach
    groups = {tuple(np.flatnonzero(row)) for row in reach}
    named = [[table.lists[i] for i in group] for group in groups]
    return sorted(named, key=lambda g: (-len(g), table.lists.index(g[0])))


def unconnected_list(table: Table) -> Check:
    """Refuse lists that fall into groups which share nobody; a single list is such a group."""
    groups = components(table)
    told = "; ".join(", ".join(group) for group in groups)
    return Check.of("unconnected-list", len(groups) > 1, lists=told)


def not_identifiable(table: Table) -> Check:
    """Mark tables in which no three lists overlap pairwise."""
    joint = (table.overlaps() > 0).astype(int)
    np.fill_diagonal(joint, 0)
    return Check.of("not-identifiable", int(np.trace(joint @ joint @ joint)) == 0)


def few_overlaps(shared: int) -> Check:
    """Refuse where fewer than 20 persons are on more than one list."""
    return Check.of("few-overlaps", shared < FEW_SHARED, n=shared)


def small_cells(table: Table) -> Check:
    """Mark tables that would show few persons."""
    return Check.of("small-cells", bool((table.counts < _SMALL).any()))


def withheld_cells(table: Table) -> Check:
    """Refuse a table with counts left empty: overlaps are what is withheld first."""
    return Check.of("withheld-cells", table.withheld > 0, n=table.withheld)


def standing(results: Iterable[MethodResult]) -> list[MethodResult]:
    """Methods that have an estimate with an 80 % interval and no fault that costs their vote."""
    return [
        r
        for r in results
        if r.estimate is not None and r.interval(0.8) and not NO_VOTE & set(r.warnings)
    ]


def no_estimate(results: Sequence[MethodResult]) -> Check:
    """Refuse where no method has an estimate."""
    return Check.of("no-estimate", all(r.estimate is None for r in results))


def no_interval(results: Sequence[MethodResult], boot: int) -> Check:
    """Refuse where nothing was resampled."""
    return Check.of("no-interval", not boot and any(r.estimate is not None for r in results))


def no_upper_limit(results: Sequence[MethodResult]) -> Check:
    """Refuse where every method that has an estimate lacks an upper limit."""
    having = [r for r in results if r.estimate is not None and "lower-bound" not in r.warnings]
    raised = bool(having) and all("no-upper-limit" in r.warnings for r in having)
    return Check.of("no-upper-limit", raised)


def far_beyond_seen(results: Sequence[MethodResult]) -> Check:
    """Refuse where every standing estimate is over 20 times the persons seen."""
    found = [r.estimate / r.observed for r in standing(results) if r.estimate and r.observed]
    return Check.of("far-beyond-seen", bool(found) and min(found) > FAR)


def methods_disagree(results: Sequence[MethodResult]) -> Check:
    """Make the headline a range where standing methods differ by more than 1.5 times."""
    found = [r.estimate for r in standing(results) if r.estimate]
    ratio = max(found) / min(found) if found else 1.0
    return Check.of("methods-disagree", ratio > AGREE, ratio=f"{ratio:.1f}")


def one_method(results: Sequence[MethodResult]) -> Check:
    """Make the headline a range where nothing checks the one method that stands."""
    return Check.of("one-method", len(standing(results)) == 1)


def assumes_independence(results: Sequence[MethodResult]) -> Check:
    """Refuse a headline that rests on two lists being independent."""
    return _by_method("assumes-independence", results)


def bca_unstable(results: Sequence[MethodResult]) -> Check:
    """Mark corrected intervals that stand on few resamples."""
    return _by_method("bca-unstable", results)


def two_modes(results: Sequence[MethodResult]) -> Check:
    """Mark methods whose resamples gather around two numbers."""
    return _by_method("two-modes", results)


def not_converged(results: Sequence[MethodResult]) -> Check:
    """Mark chains that do not agree."""
    return _by_method("not-converged", results)


def grid_edge(results: Sequence[MethodResult]) -> Check:
    """Mark posteriors that press against the end of their grid."""
    return _by_method("grid-edge", results)


def few_effective_draws(results: Sequence[MethodResult]) -> Check:
    """Mark chains with few independent draws."""
    return _by_method("few-effective-draws", results)


def heavy_tail(results: Sequence[MethodResult]) -> Check:
    """Mark posteriors that reach far beyond the seen."""
    return _by_method("heavy-tail", results)


def wide_interval(results: Sequence[MethodResult]) -> Check:
    """Make the headline a range where every standing method's 95 % limits are far apart."""
    ratios = [i.high / i.low for r in standing(results) if (i := r.interval(0.95)) and i.low > 0]
    ratio = min(ratios, default=1.0)
    return Check.of("wide-interval", ratio > WIDE, ratio=f"{ratio:.1f}")


def lower_bound(results: Sequence[MethodResult]) -> Check:
    """Mark methods that only bound the number from below."""
    return _by_method("lower-bound", results)


def known_truth_fails(failed: int, checked: int, lists: int) -> list[Check]:
    """Refuse where half or more of the lists, hidden, are not found again from the others."""
    return [
        Check.of("known-truth-unknown", checked == 0),
        Check.of("known-truth-fails", checked > 0 and 2 * failed >= lists, failed=failed, n=lists),
    ]


def linkage_unmeasured(measured: bool) -> Check:
    """Mark figures that do not carry the doubt of the linking."""
    return Check.of("linkage-unmeasured", not measured)


def open_window(window: str | None) -> Check:
    """Mark figures without a stated window of time."""
    return Check.of("open-window", not window)


def scope_leaks(leaks: Mapping[str, int]) -> Check:
    """Name the registers that hold persons outside their declared scope."""
    told = ", ".join(f"{name} ({n})" for name, n in leaks.items() if n)
    return Check.of("scope-leaks", bool(told), leaks=told)


def status_mixed(mixed: bool) -> Check:
    """Mark figures over persons of different status."""
    return Check.of("status-mixed", mixed)


def thin_strata(pooled: Sequence[str]) -> Check:
    """Name the strata that were estimated together."""
    return Check.of("thin-strata", bool(pooled), strata="; ".join(pooled))


def strata_left_out(missing: Sequence[str]) -> Check:
    """Refuse a total where a stratum has no estimate."""
    return Check.of("strata-left-out", bool(missing), strata="; ".join(missing))


def weak_strata(weak: Sequence[str]) -> Check:
    """Make the headline a range where a part of the total was itself refused."""
    return Check.of("weak-strata", bool(weak), strata="; ".join(weak))


def strata_matter(by_strata: float | None, pooled: float | None) -> Check:
    """Mark where strata and the whole say different things."""
    ratio = pooled / by_strata if by_strata and pooled else 1.0
    return Check.of("strata-matter", not 1 / 1.25 < ratio < 1.25, ratio=f"{ratio:.2f}")


def lists_matter(estimate: float | None, others: Iterable[float]) -> Check:
    """Mark where one list more or less, or two merged, moves the estimate twofold."""
    found = [max(o / estimate, estimate / o) for o in others if o > 0] if estimate else []
    ratio = max(found, default=1.0)
    return Check.of("lists-matter", ratio > _LISTS_MATTER, ratio=f"{ratio:.1f}")


def _by_method(code: str, results: Sequence[MethodResult]) -> Check:
    named = [r.method for r in results if code in r.warnings]
    return Check.of(code, bool(named), methods=", ".join(named))


#: What is said where a guard has nothing to object.
_FINE: dict[str, tuple[str, str]] = {
    "few-lists": ("Three lists or more.", "Tiga daftar atau lebih."),
    "empty-list": ("Every list has someone on it.", "Setiap daftar memuat orang."),
    "unconnected-list": ("All lists hang together.", "Semua daftar saling terhubung."),
    "no-estimate": ("An estimate exists.", "Perkiraan ada."),
    "not-identifiable": ("Three lists overlap pairwise.", "Tiga daftar saling tumpang tindih."),
    "few-overlaps": (
        "20 persons or more are on several lists.",
        "20 orang atau lebih tercatat pada beberapa daftar.",
    ),
    "far-beyond-seen": (
        "The estimate is within 20 times those seen.",
        "Perkiraan tidak lebih dari 20 kali yang tercatat.",
    ),
    "no-upper-limit": ("The number has an upper limit.", "Jumlahnya memiliki batas atas."),
    "no-interval": ("The doubt was measured.", "Ketidakpastian diukur."),
    "bca-unstable": ("The corrected intervals are stable.", "Selang terkoreksi stabil."),
    "two-modes": ("The resamples agree on one number.", "Sampel ulang sepakat pada satu angka."),
    "methods-disagree": ("Sound methods agree.", "Metode yang sahih sepakat."),
    "one-method": ("Several methods were compared.", "Beberapa metode dibandingkan."),
    "known-truth-fails": (
        "Most lists, hidden, are found again from the others.",
        "Sebagian besar daftar, bila disembunyikan, ditemukan kembali dari yang lain.",
    ),
    "known-truth-unknown": ("Lists could be checked.", "Daftar dapat diuji."),
    "linkage-unmeasured": (
        "The doubt of the linking is carried into the interval.",
        "Ketidakpastian penautan sudah termasuk dalam selang.",
    ),
    "open-window": ("A common window of time is stated.", "Rentang waktu bersama dinyatakan."),
    "scope-leaks": ("No register leaks.", "Tidak ada register yang bocor."),
    "status-mixed": ("Status is not mixed.", "Status tidak dicampur."),
    "thin-strata": ("Every stratum stands alone.", "Setiap strata berdiri sendiri."),
    "strata-left-out": ("Every stratum has an estimate.", "Setiap strata memiliki perkiraan."),
    "weak-strata": (
        "Every stratum carries its figure.",
        "Setiap strata menopang angkanya.",
    ),
    "strata-matter": (
        "Strata and whole say much the same.",
        "Strata dan keseluruhan memberi hasil serupa.",
    ),
    "lists-matter": (
        "No single list or merger decides the estimate.",
        "Tidak ada satu daftar atau penggabungan yang menentukan perkiraan.",
    ),
    "withheld-cells": ("No count was withheld.", "Tidak ada jumlah yang ditahan."),
    "small-cells": ("No history holds under five.", "Tidak ada riwayat di bawah lima orang."),
    "not-converged": ("All chains agree.", "Semua rantai sepakat."),
    "grid-edge": ("The grid was long enough.", "Rentang penelusuran cukup panjang."),
    "few-effective-draws": ("Draws enough.", "Tarikan cukup."),
    "heavy-tail": ("No weight far beyond the seen.", "Tidak ada bobot jauh di luar yang tercatat."),
    "wide-interval": ("The limits are not far apart.", "Batas-batasnya tidak berjauhan."),
    "lower-bound": ("No lower bound stands in.", "Tidak ada batas bawah sebagai pengganti."),
    "assumes-independence": (
        "No method takes independence for granted.",
        "Tidak ada metode yang mengandaikan kebebasan antardaftar.",
    ),
}
