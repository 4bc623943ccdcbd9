"""An estimate as a page of text: the figure, the methods as bars, the checks, what it rests on."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

_BAR = 44
_W: Final[dict[str, dict[str, str]]] = {
    "title": {
        "en": "How many are known to no register",
        "id": "Berapa yang belum tercatat di register mana pun",
    },
    "lists": {"en": "lists", "id": "daftar"},
    "window": {"en": "Window", "id": "Rentang waktu"},
    "unstated": {"en": "not stated", "id": "tidak dinyatakan"},
    "total": {"en": "In all", "id": "Seluruhnya"},
    "hidden": {"en": "Known to no register", "id": "Belum tercatat"},
    "seen": {"en": "Seen", "id": "Tercatat"},
    "several": {"en": "on several lists", "id": "pada beberapa daftar"},
    "ratio": {"en": "In all / seen", "id": "Seluruhnya / tercatat"},
    "rate": {"en": "Detection rate", "id": "Tingkat pencatatan"},
    "per": {"en": "Per 100,000 residents", "id": "Per 100.000 penduduk"},
    "to": {"en": "to", "id": "hingga"},
    "none": {"en": "no figure", "id": "tidak ada angka"},
    "refused": {
        "en": "Withheld. What speaks against a figure stands under Checks.",
        "id": "Tidak diberikan. Alasannya ada di bagian Pemeriksaan.",
    },
    "range": {
        "en": "range of the methods that stand (80 % limits)",
        "id": "rentang metode yang bertahan (batas 80 %)",
    },
    "point": {"en": "95 % interval", "id": "selang 95 %"},
    "methods": {"en": "Methods", "id": "Metode"},
    "legend": {
        "en": "bar: ━ 80 %, ─ 95 %, ● estimate, │ seen",
        "id": "garis: ━ 80 %, ─ 95 %, ● perkiraan, │ tercatat",
    },
    "log": {"en": "logarithmic", "id": "logaritmik"},
    "model": {"en": "Model", "id": "Model"},
    "checks": {"en": "Checks", "id": "Pemeriksaan"},
    "passed": {"en": "Passed", "id": "Lolos"},
    "truth": {
        "en": "Each list hidden and estimated from the others",
        "id": "Setiap daftar disembunyikan dan diperkirakan dari yang lain",
    },
    "known": {"en": "known", "id": "diketahui"},
    "estimated": {"en": "estimated", "id": "diperkirakan"},
    "uncheckable": {"en": "cannot be checked", "id": "tidak dapat diuji"},
    "sensitivity": {
        "en": "One list left out, or two merged",
        "id": "Satu daftar dihilangkan, atau dua digabung",
    },
    "left_out": {"en": "without", "id": "tanpa"},
    "merged": {"en": "merged", "id": "gabungan"},
    "strata": {"en": "By stratum", "id": "Menurut strata"},
    "covariates": {
        "en": "By covariate (80 % limits)",
        "id": "Menurut kovariat (batas 80 %)",
    },
    "assumes": {"en": "Taken for granted", "id": "Diandaikan"},
    "resamples": {"en": "resamples", "id": "sampel ulang"},
    "seed": {"en": "seed", "id": "benih"},
}
_MARKS: Final = " ▁▂▃▄▅▆▇█"
_SIGNS = {"refused": "✗", "range": "↔", "marked": "!"}


def page(document: Mapping[str, Any], name: str, language: str = "en") -> str:
    """Write an estimate's document (`Estimate.document`) as a page for a terminal."""
    text = _Page(document, language)
    parts = [
        text.head(name),
        text.figure(),
        text.methods(),
        text.model(),
        text.strata(),
        text.checks(),
        text.truth(),
        text.sensitivity(),
        text.foot(),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


class _Page:
    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self.d, self.language = document, language

    def say(self, key: str) -> str:
        return _W[key][self.language]

    def number(self, value: float | None) -> str:
        if value is None:
            return self.say("none")
        told = f"{round(value):,}"
        return told.replace(",", ".") if self.language == "id" else told

    def share(self, value: float, digits: int = 1) -> str:
        told = f"{value:.{digits}f}"
        return told.replace(".", ",") if self.language == "id" else told

    def span(self, low: float | None, high: float | None) -> str:
        return f"{self.number(low)} {self.say('to')} {self.number(high)}"

    def head(self, name: str) -> list[str]:
        lists = self.d["lists"]
        window = self.d["window"] or self.say("unstated")
        return [
            self.say("title"),
            f"{name} · {len(lists)} {self.say('lists')}: {', '.join(lists)} · "
            f"{self.say('window')}: {window}",
        ]

    def figure(self) -> list[str]:
        head, seen = self.d["headline"], self.d["observed"]
        rows: list[tuple[str, str]] = []
        if head["kind"] == "refused":
            rows.append((self.say("total"), self.say("refused")))
        else:
            rows += self._figures(head, seen)
        several = f"({self.number(self.d['shared'])} {self.say('several')})"
        rows.append((self.say("seen"), f"{self.number(seen)} {several}"))
        return _columns(rows)

    def _figures(self, head: Mapping[str, Any], seen: int) -> list[tuple[str, str]]:
        low, high = head["low"], head["high"]
        below = max(low - seen, 0)
        if head["kind"] == "point":
            middle = head["estimate"]
            told = f"{self.number(middle)}   {self.say('point')} {self.span(low, high)}"
            hidden = f"{self.number(middle - seen)}   {self.span(below, high - seen)}"
        else:
            told = f"{self.span(low, high)}   {self.say('range')}"
            hidden = self.span(below, high - seen)
        ratio = f"{self.share(low / seen)} {self.say('to')} {self.share(high / seen)}"
        rate = f"{self.share(100 * seen / high)} {self.say('to')} {self.share(100 * seen / low)} %"
        rows = [
            (self.say("total"), told),
            (self.say("hidden"), hidden),
            (self.say("ratio"), ratio),
            (self.say("rate"), rate),
        ]
        per = head.get("per_100000")
        if per:
            both = f"{self.share(per['low'], 2)} {self.say('to')} {self.share(per['high'], 2)}"
            rows.append((self.say("per"), both))
        return rows

    def methods(self) -> list[str]:
        results = self.d["results"]
        if not results:
            return []
        scale = _Scale([*self._limits(), self.d["observed"]])
        title = f"{self.say('methods')} ({self.say('legend')})"
        lines = [title]
        for result in results:
            bar = scale.bar(result, self.d["observed"])
            lines.append(f"  {result['method']:<9} {self.number(result['estimate']):>11}  {bar}")
            for level in (0.8, 0.95):
                told = [
                    f"{i['kind']} {self.span(i['low'], i['high'])}"
                    for i in result["intervals"]
                    if i["level"] == level
                ]
                if told:
                    lines.append(f"  {'':<9} {level:>11.0%}  {', '.join(told)}")
            lines += self._resamples(result)
        kind = f" ({self.say('log')})" if scale.log else ""
        ends = f"{self.number(scale.low)}{' ' * (_BAR - 12)}{self.number(scale.high)}{kind}"
        lines.append(f"  {'':<9} {'':>11}  {ends}")
        return lines

    def _resamples(self, result: Mapping[str, Any]) -> list[str]:
        """Draw the resamples where an interval alone would hide something."""
        drawn = result.get("histogram")
        if not drawn or not {"two-modes", "bca-unstable"} & set(result["warnings"]):
            return []
        top = max(drawn["counts"])
        marks = "".join(_MARKS[math.ceil(n / top * (len(_MARKS) - 1))] for n in drawn["counts"])
        ends = f"{self.number(drawn['from'])} {marks} {self.number(drawn['to'])}"
        return [f"  {'':<9} {self.say('resamples'):>11}  {ends}"]

    def _limits(self) -> list[float]:
        found = [r["estimate"] for r in self.d["results"] if r["estimate"] is not None]
        for result in self.d["results"]:
            found += [v for i in result["intervals"] for v in (i["low"], i["high"])]
        return found

    def model(self) -> list[str]:
        words = self.d["words"].get(self.language)
        return [f"{self.say('model')} ({self.d['leading']}): {words}"] if words else []

    def strata(self) -> list[str]:
        if not self.d["strata"]:
            return []
        lines = [self.say("strata")]
        for part in self.d["strata"]:
            head = part["headline"]
            told = ", ".join(head["reasons"])
            if head["kind"] != "refused":
                told = self.span(head["low"], head["high"])
            seen = f"{self.say('seen').lower()} {self.number(part['observed'])}"
            lines.append(f"  {part['label'][self.language]} ({seen}): {told}")
        return lines + self._covariates()

    def _covariates(self) -> list[str]:
        """Totals by one covariate, with the 80 % limits of the leading method."""
        lines = []
        for group in self.d["covariates"]:
            limits = [i for i in (group["result"] or {}).get("intervals", []) if i["level"] == 0.8]
            told = self.say("none")
            if limits:
                told = self.span(limits[0]["low"], limits[0]["high"])
            seen = f"{self.say('seen').lower()} {self.number(group['observed'])}"
            lines.append(f"  {group['covariate']} = {group['value']} ({seen}): {told}")
        return [self.say("covariates"), *lines] if lines else []

    def checks(self) -> list[str]:
        lines = [self.say("checks")]
        for state in _SIGNS:
            for check in self.d["checks"]:
                if check["state"] == state:
                    told = check["text"][self.language]
                    lines.append(f"  {_SIGNS[state]} {told} [{check['code']}]")
        passed = [c["code"] for c in self.d["checks"] if c["state"] == "passed"]
        if passed:
            lines.append(f"  ✓ {self.say('passed')}: {', '.join(passed)}")
        return lines

    def truth(self) -> list[str]:
        found = self.d["known_truth"]
        if not found:
            return []
        lines = [self.say("truth")]
        for item in found:
            known = f"{self.say('known')} {self.number(item['known'])}"
            if item["holds"] is None:
                lines.append(f"  ? {item['list']}: {known}, {self.say('uncheckable')}")
                continue
            told = f"{self.number(item['estimate'])}, {self.span(item['low'], item['high'])}"
            sign = "✓" if item["holds"] else "✗"
            lines.append(f"  {sign} {item['list']}: {known}, {self.say('estimated')} {told}")
        return lines

    def sensitivity(self) -> list[str]:
        found = [v for v in self.d["sensitivity"] if v["estimate"] is not None]
        if not found:
            return []
        lines = [self.say("sensitivity")]
        for kind in ("left_out", "merged"):
            mine = [v for v in found if kind in v]
            if mine:
                low = min(mine, key=lambda v: v["estimate"])
                high = max(mine, key=lambda v: v["estimate"])
                told = " … ".join(f"{v[kind]} {self.number(v['estimate'])}" for v in (low, high))
                lines.append(f"  {self.say(kind)}: {told}")
        return lines

    def foot(self) -> list[str]:
        lines = [self.say("assumes")]
        lines += [f"  {a[self.language]}" for a in self.d["assumptions"]]
        told = f"{self.number(self.d['boot'])} {self.say('resamples')}"
        lines.append(f"{told} · {self.say('seed')} {self.d['seed']} · suar {self.d['version']}")
        return lines


class _Scale:
    """A line from the smallest to the largest number, logarithmic where they are far apart."""

    def __init__(self, values: Sequence[float]) -> None:
        top, bottom = max(values), max(min(values), 1.0)
        self.log = top > 20 * bottom
        self.low, self.high = (bottom if self.log else 0.0), max(top, bottom + 1)

    def place(self, value: float) -> int:
        low, high, at = self.low, self.high, value
        if self.log:
            low, high, at = math.log(low), math.log(high), math.log(max(value, 1.0))
        return min(max(round((at - low) / (high - low) * (_BAR - 1)), 0), _BAR - 1)

    def bar(self, result: Mapping[str, Any], seen: float) -> str:
        line = [" "] * _BAR
        line[self.place(seen)] = "│"
        for level, sign in ((0.95, "─"), (0.8, "━")):
            limits = [i for i in result["intervals"] if i["level"] == level]
            if limits:
                first = self.place(min(i["low"] for i in limits))
                last = self.place(max(i["high"] for i in limits))
                line[first : last + 1] = sign * (last + 1 - first)
        if result["estimate"] is not None:
            line[self.place(result["estimate"])] = "●"
        return "".join(line).rstrip()


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return [f"  {name:<{width}}  {told}" for name, told in rows]
