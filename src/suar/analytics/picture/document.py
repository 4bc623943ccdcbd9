"""The picture as one document: what counting gives, and what every page and note is drawn from.

It is JSON (`picture.json`) and already disclosure-controlled: a count that is null is *withheld*,
and a key that is absent was *not known*. Nothing of identity, no record number, no clock is in it.
"""

from typing import NotRequired, TypedDict

#: A count, or null where it is withheld.
Count = int | None


class Label(TypedDict):
    """Words in both languages."""

    en: str
    id: str


class Interval(TypedDict):
    """A number with its doubt; all null where withheld."""

    count: Count
    low: Count
    high: Count


class StatusPart(TypedDict):
    """Persons by the furthest status any register gives them."""

    status: str  # identified | presumed | handled | not_stated
    label: Label
    count: Count
    low: Count
    high: Count


class Units(TypedDict):
    """Three numbers that are never added; an absent one is not known."""

    incidents: NotRequired[Interval]
    cases: NotRequired[Interval]
    persons: NotRequired[Interval]


class Published(TypedDict):
    """What the agency itself published."""

    count: int
    unit: str
    as_of: str
    source: str


class RegisterRow(TypedDict):
    """One register's way from its published number to its part of the joint number.

    Where `linkable` is false, null means *not known* in every person column, not *withheld*.

    records - duplicates = persons = only_here + shared, and
    persons + could_not_hold + cannot_tell + missed = all persons of the picture.
    """

    name: str
    label: Label
    colour: int  # 1 to 5, the same all through a release
    kind: str  # records | totals | keys
    counts: str  # person | case | report | incident
    linkable: bool
    published: NotRequired[Published]
    rows: int
    rejected: int
    records: Count  # accepted rows that name a person and stand in the picture
    cases_only: Count  # accepted rows that name no person: counted as cases, never as persons
    outside_window: Count
    outside_scope: Count  # leaks: rows that the declared scope does not cover
    duplicates: Count
    persons: Count
    only_here: Count
    shared: Count
    also: dict[str, Count]
    could_not_hold: Count
    cannot_tell: Count
    missed: Count
    totals: NotRequired[list["TotalsPoint"]]  # for kind totals


class Change(TypedDict):
    """Against the last picture."""

    new: Count
    relinked: Count
    corrected: Count
    since: str


class Desks(TypedDict):
    """Who is known to police or mission, to a service, to both."""

    authority_only: Count
    both: Count
    service_only: Count
    authorities: list[str]
    services: list[str]
    change: NotRequired[Change]


class SetCount(TypedDict):
    """Persons held by exactly these registers."""

    registers: list[str]
    count: Count


class Rest(TypedDict):
    """Sets that are not drawn."""

    sets: int
    persons: Count


class Point(TypedDict):
    """Persons first recorded in a month (``YYYY-MM``) or a year."""

    period: str
    count: Count


class Mark(TypedDict):
    """A change of practice or a closure, drawn into the timeline."""

    date: str
    to: NotRequired[str]
    kind: str  # practice | closure
    register: NotRequired[str]
    note: Label


class Timeline(TypedDict):
    """Persons by month and year of first record; rows by register beside them."""

    months: list[Point]
    years: list[Point]
    by_register: dict[str, list[Point]]  # years
    undated: Count
    marks: list[Mark]


class Share(TypedDict):
    """Persons with a code; a person may have several of a multi-valued list."""

    code: str
    label: Label
    count: Count


class Breakdown(TypedDict):
    """One list of codes. ``known`` is the denominator: persons with any answer."""

    field: str
    label: Label
    known: Count
    multi: bool
    shares: list[Share]
    withheld: int  # codes whose count is withheld


class Corridor(TypedDict):
    """Persons taken from one country to another (ISO alpha-3)."""

    origin: str
    destination: str
    label: Label
    count: int


class Corridors(TypedDict):
    """Only those that may be shown; the others in words."""

    shown: list[Corridor]
    inside: Count  # persons exploited in the country of origin
    withheld: int  # corridors not drawn
    known: Count  # persons whose destination is known


class News(TypedDict):
    """A code or corridor whose share rose most, earlier half of the window against the later."""

    field: str
    code: str
    label: Label
    share_before: float
    share_after: float
    count_after: Count


class Quality(TypedDict):
    """How well linking did where the truth is known."""

    precision: float
    recall: float
    f1: float
    blocking_recall: float
    calibration_error: float


class Input(TypedDict):
    """A file that went in."""

    name: str
    sha256: str
    rows: int


class Linking(TypedDict):
    """How the linking was done."""

    threshold: float
    candidates: int
    linked: int
    engine: str
    private: bool
    unsure: int


class TotalsPoint(TypedDict):
    """A total that an agency gives for a year, in its own unit."""

    unit: str
    period: str
    count: Count


class Totals(TypedDict):
    """A register that is a table of totals: beside the persons, never added to them."""

    register: str
    points: list[TotalsPoint]


class Stratum(TypedDict):
    """A question that strata answer: a scope or a window that some registers declare."""

    name: str  # the column of overlaps.csv, `stratum_...`
    means: str  # in symbols: sex=female | minor=true
    registers: list[str]


class OverlapRow(TypedDict):
    """Persons with one capture history in one stratum."""

    stratum: list[str]  # English words, in the order of `strata`: abroad, at home, not known
    held: list[int | None]  # 1 held, 0 could and did not, null could not hold
    count: Count


class Overlaps(TypedDict):
    """Capture histories by stratum (overlaps.csv)."""

    strata: list[Stratum]
    registers: list[str]
    rows: list[OverlapRow]


class Alone(TypedDict):
    """A register that cannot be linked, counted by itself: its rows, not persons."""

    register: str
    records: Count
    status: list[StatusPart]
    timeline: Timeline
    breakdowns: list[Breakdown]
    corridors: NotRequired[Corridors]
    news: list[News]
    window: NotRequired[dict[str, str]]


class PictureDocument(TypedDict):
    """The whole picture."""

    suar: str  # version
    title: str
    language: str  # en | id
    audience: str  # public | taskforce | holder
    smallest_cell: int
    rounding: int  # shown counts are multiples of this
    #: what status, timeline, breakdowns, corridors and news count: persons, or the rows of the one
    #: register when none can be linked
    basis: str  # persons | records
    invented: bool
    seed: int
    window: NotRequired[dict[str, str]]  # from, to
    units: Units
    status: list[StatusPart]
    registers: list[RegisterRow]
    desks: NotRequired[Desks]
    change: NotRequired[Change]  # where there are no desks to put it beside
    sets: list[SetCount]
    sets_rest: Rest
    overlaps: Overlaps
    timeline: Timeline
    breakdowns: list[Breakdown]
    corridors: NotRequired[Corridors]
    news: list[News]
    news_window: NotRequired[dict[str, str]]  # from, middle, to: the halves that news compares
    alone: NotRequired[list[Alone]]
    totals: NotRequired[list[Totals]]
    estimate: NotRequired[dict[str, object]]  # population.Estimate.document()
    linking: NotRequired[Linking]
    quality: NotRequired[Quality]
    doubts: list[Label]
    inputs: list[Input]
