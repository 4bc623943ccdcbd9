"""How many are not known to any register: the headline or its refusal, and all it rests on."""

from typing import NamedTuple, cast

from markupsafe import Markup

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report import estimate as reading
from suar.analytics.picture.report.estimate import Estimate, Hidden, Stratum
from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.figures.methods import draw_ranges
from suar.analytics.picture.report.figures.svg import parts
from suar.analytics.picture.report.sections import methods
from suar.analytics.picture.report.sections.figures import Table
from suar.analytics.picture.report.sections.groups import name_of as group_name
from suar.analytics.picture.report.sections.groups import said_plainly, with_figure
from suar.analytics.picture.report.sections.methods import Panel
from suar.analytics.picture.report.speech import Speech

STATES = ("passed", "marked", "range", "refused")


class Group(NamedTuple):
    """One stratum's row."""

    name: str
    registers: str
    number: int
    known: str
    hidden: str
    span: str
    bar: Markup | None
    words: str
    refused: list[str]
    codes: list[str]


class Check(NamedTuple):
    code: str
    state: str
    word: str
    text: str


class Unknown(NamedTuple):
    """Everything this part says."""

    kind: str  # point | range | refused | absent
    figure: str
    span: str
    beside: str
    method: str
    gaps: str
    reasons: list[str]
    told: str  # for how many groups there is a figure, where the whole has none
    groups: list[Group]
    cut: bool
    methods: list[Panel]
    methods_title: str
    words: str
    checks: list[Check]
    left: Drawing | None
    left_table: Table | None
    resamples: str
    seed: str
    version: str
    assumed: list[str]


def given(document: PictureDocument) -> Estimate | None:
    """Give the document's estimate, typed as CONTRACTS.md fixes it."""
    return cast("Estimate | None", document.get("estimate"))


def figure(found: Hidden, speech: Speech, *, kind: str) -> str:
    """Say the headline: one figure where one is allowed, else the range."""
    if kind == "point" and found.estimate is not None:
        return speech.rough(found.estimate)
    return speech.rough_span(found.low, found.high)


def held(document: PictureDocument, estimate: Estimate) -> int | None:
    """Give the persons known in the groups that the headline speaks of; all, where it says none."""
    if (observed := estimate.get("observed")) is not None:
        return observed
    persons = document["units"].get("persons")
    return persons["count"] if persons else None


def unknown(document: PictureDocument, speech: Speech) -> Unknown | None:
    """Work this part out, or None where nothing was estimated."""
    estimate = given(document)
    if estimate is None:
        return None
    names = {r["name"]: speech.label(r["label"]) for r in document["registers"]}
    seen = held(document, estimate)
    found = reading.hidden(estimate["headline"], seen)
    kind = estimate["headline"]["kind"] if found else "refused"
    drawn = methods.panels(document, estimate, seen, speech)
    replicates = max((result["replicates"] for result in estimate["results"]), default=0)
    without = "; ".join(f"\u201c{group_name(s, speech)}\u201d" for s in reading.untold(estimate))
    return Unknown(
        kind=kind,
        figure=figure(found, speech, kind=kind) if found else no_figure(estimate, speech),
        span=speech.rough_span(found.low, found.high) if found else "",
        beside=_beside(found, seen, kind, speech) if found else "",
        method=_method(found, kind, speech),
        gaps=speech.say("unknown.no-figure", groups=without) if without and found else "",
        reasons=reasons(document, estimate, speech),
        told="" if found else groups_told(estimate, speech),
        cut=_reach(estimate)[1],
        groups=_groups(document, estimate, names, speech),
        methods=drawn,
        methods_title=methods.heading(drawn, speech),
        words=said_plainly(speech.label(words), document, speech)
        if found and (words := estimate.get("words"))
        else "",
        checks=checks(document, estimate, speech),
        # Without a figure for the whole there is none to compare with.
        left=_left(estimate, names, seen, found, speech) if found else None,
        left_table=_left_table(estimate, names, seen, speech) if found else None,
        resamples=speech.number(replicates) if replicates else "",
        seed=str(estimate["seed"]),
        version=estimate["version"],
        assumed=[speech.label(assumption) for assumption in estimate.get("assumptions", [])],
    )


def no_figure(estimate: Estimate, speech: Speech) -> str:
    """Say that there is none: for the whole, or for the whole and every group."""
    return speech.say("unknown.none.single" if with_figure(estimate) else "unknown.none")


def groups_told(estimate: Estimate, speech: Speech) -> str:
    """Say for how many groups there is a figure, or nothing where for none."""
    number = len(with_figure(estimate))
    if not number:
        return ""
    key = "unknown.none.groups.one" if number == 1 else "unknown.none.groups"
    return speech.say(key, n=speech.word(number))


def _beside(found: Hidden, seen: int | None, kind: str, speech: Speech) -> str:
    if not seen:
        return speech.say("unknown.beside.withheld")
    low, high = found.known_of_100(seen)
    if kind == "point" and found.estimate is not None:
        low = high = round(100 * seen / (seen + found.estimate))
    key = "unknown.beside.same" if low == high else "unknown.beside"
    return speech.say(key, held=speech.number(seen), low=low, high=high)


def _method(found: Hidden | None, kind: str, speech: Speech) -> str:
    if found is None:
        return ""
    if kind == "range":
        return speech.say("unknown.range")
    return speech.say("unknown.point", span=speech.rough_span(found.low, found.high))


def reasons(document: PictureDocument, estimate: Estimate, speech: Speech) -> list[str]:
    """Say why: the text of each check that the headline names, its code where it has no text.

    Why there is none is said by the checks that refuse it; others ask for a range, which it is not.
    """
    texts = {
        check["code"]: said_plainly(speech.label(check["text"]), document, speech)
        for check in _all_checks(estimate)
    }
    codes = list(dict.fromkeys(estimate["headline"]["reasons"]))
    if estimate["headline"]["kind"] == "refused":
        refusing = {c["code"] for c in _all_checks(estimate) if c["state"] == "refused"}
        codes = [code for code in codes if code in refusing] or codes
    return [texts.get(code, code) for code in codes]


def _all_checks(estimate: Estimate) -> list[reading.Check]:
    inside = [check for s in estimate.get("strata", []) for check in s["checks"]]
    return [*inside, *estimate["checks"]]


def checks(document: PictureDocument, estimate: Estimate, speech: Speech) -> list[Check]:
    """Give the checks by what they led to, the gravest first."""
    rows = [
        Check(
            code=check["code"],
            state=check["state"] if check["state"] in STATES else "marked",
            word=speech.say(f"check.{check['state']}")
            if speech.has(f"check.{check['state']}")
            else check["state"],
            text=said_plainly(speech.label(check["text"]), document, speech),
        )
        for check in estimate["checks"]
    ]
    return sorted(rows, key=lambda row: -STATES.index(row.state))


def _groups(
    document: PictureDocument, estimate: Estimate, names: dict[str, str], speech: Speech
) -> list[Group]:
    reach, _ = _reach(estimate)
    return [
        _group(s, group_name(s, speech), names, reach, speech) for s in estimate.get("strata", [])
    ]


def _reach(estimate: Estimate) -> tuple[float, bool]:
    """Give the persons that a bar's whole length stands for, and whether one goes beyond.

    One group without a useful upper limit would leave the others no room.
    """
    found = [
        (limits, s.get("observed") or 0)
        for s in estimate.get("strata", [])
        if (limits := reading.hidden(s["headline"], s["observed"]))
    ]
    most = max((limits.high + seen for limits, seen in found), default=1.0)
    room = 4 * max((limits.low + seen for limits, seen in found), default=1.0)
    return min(most, room), most > room


def _group(
    stratum: Stratum, name: str, names: dict[str, str], reach: float, speech: Speech
) -> Group:
    seen = stratum["observed"]
    found = reading.hidden(stratum["headline"], seen)
    texts = {check["code"]: speech.label(check["text"]) for check in stratum["checks"]}
    codes = list(dict.fromkeys(stratum["headline"]["reasons"]))
    bar, words = None, ""
    if found and seen:
        shapes = [
            (float(seen), "solid"),
            (found.low, "hatch"),
            (max(min(found.high, reach - seen) - found.low, 0.0), "dashed"),
        ]
        bar = Markup(parts(shapes, total=reach))  # noqa: S704 - numbers only
        low, high = found.known_of_100(seen)
        key = "strata.share.same" if low == high else "strata.share"
        words = speech.say(key, low=low, high=high)
    return Group(
        name=name,
        registers=", ".join(names.get(name, name) for name in stratum["lists"]),
        number=len(stratum["lists"]),
        known=speech.count(seen),
        hidden=_group_figure(stratum, found, speech),
        span=_group_span(stratum, found, speech),
        bar=bar,
        words=words,
        refused=[] if found else [texts[code] for code in codes if code in texts],
        codes=codes,
    )


def _group_figure(stratum: Stratum, found: Hidden | None, speech: Speech) -> str:
    kind = stratum["headline"]["kind"]
    if found:
        return figure(found, speech, kind=kind)
    return "" if kind == "refused" else speech.say("withheld")


def _group_span(stratum: Stratum, found: Hidden | None, speech: Speech) -> str:
    """Say a single figure's range; a range carries its own."""
    if found is None or found.estimate is None or stratum["headline"]["kind"] != "point":
        return ""
    return speech.rough_span(found.low, found.high)


def _changes(
    estimate: Estimate, names: dict[str, str], seen: int | None, speech: Speech
) -> list[tuple[str, Hidden | None]]:
    rows = []
    for entry in estimate.get("sensitivity", []):
        if "left_out" in entry:
            name = names.get(entry["left_out"], entry["left_out"])
            said = speech.say("left.without", name=name)
        else:
            merged = entry.get("merged", "").split("+")
            said = speech.say("left.merged", names=speech.listed([names.get(n, n) for n in merged]))
        # Without limits of its own a variant is one figure: a range without width.
        low = entry["estimate"] if entry["low"] is None else entry["low"]
        high = entry["estimate"] if entry["high"] is None else entry["high"]
        found = None
        if seen is not None and low is not None and high is not None:
            found = Hidden(None, max(low - seen, 0.0), max(high - seen, 0.0))
        rows.append((said, found))
    return rows


def _left(
    estimate: Estimate, names: dict[str, str], seen: int | None, found: Hidden | None,
    speech: Speech,
) -> Drawing | None:  # fmt: skip
    changes = _changes(estimate, names, seen, speech)
    ranges = [(said, change.low, change.high) for said, change in changes if change]
    return draw_ranges(ranges, found, speech) if ranges else None


def _left_table(
    estimate: Estimate, names: dict[str, str], seen: int | None, speech: Speech
) -> Table | None:
    rows = [
        [
            said,
            speech.rough_range(change.low, change.high)
            if change
            else speech.say("left.none-figure"),
        ]
        for said, change in _changes(estimate, names, seen, speech)
    ]
    head = [speech.say("left.what"), speech.say("methods.estimate")]
    return Table(speech.say("left.title"), head, rows) if rows else None
