"""Three shapes of the same lines: our own list, HTCDS 2.0, and as SIMFONI counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suar.base.exporting.sheet import Cell, Sheet
from suar.knowledge.vocab import CodeList, code_list
from suar.rooms.cases.exports.lines import Line


@dataclass(frozen=True)
class Shape:
    """A way to write lines. ``leaves_out`` says which lines have no place in it."""

    name: str
    headers: Callable[[], Sequence[str]]
    row: Callable[[Line], Sequence[Cell]]
    keeps: Callable[[Line], bool] = lambda line: True  # noqa: E731, RUF100


def sheet_of(shape: Shape, lines: Iterable[Line], *, title: str, mark: str) -> tuple[Sheet, int]:
    """Give the table, and how many lines have no place in that shape."""
    all_lines = list(lines)
    kept = [line for line in all_lines if shape.keeps(line)]
    rows = [tuple(shape.row(line)) for line in kept]
    return Sheet(title, shape.headers(), rows, mark), len(all_lines) - len(kept)


# --- our own list -------------------------------------------------------------------------------


def _own_headers() -> Sequence[str]:
    return (
        _("Case"),
        _("Person"),
        _("State"),
        _("Opened"),
        _("Closed"),
        _("Reason of closure"),
        _("Outcome"),
        _("Age"),
        _("Sex"),
        _("Nationality"),
        _("Home province"),
        _("Purpose"),
        _("Country of exploitation"),
        _("Services delivered"),
        _("Services declined"),
        _("Cost in rupiah"),
    )


def _own_row(line: Line) -> Sequence[Cell]:
    states = [state for _heading, _code, state in line.services]
    return (
        line.reference,
        line.person,
        line.state,
        line.opened_on,
        line.closed_on,
        _in_words("closure_reason", [line.closure]),
        _in_words("closure_outcome", [line.outcome]),
        _in_words("age_band", [line.age_band]),
        _in_words("sex", [line.sex]),
        _in_words("country", line.nationalities),
        _in_words("province", [line.province]),
        _in_words("purpose", _codes(line, "purposes")),
        _in_words("country", [episode.country for episode in line.episodes]),
        states.count("delivered") + states.count("partly"),
        states.count("declined"),
        line.cost,
    )


# --- HTCDS 2.0 (IOM, CC BY 4.0): the coded fields; names and places are left empty on purpose ----

_HTCDS: Final = (
    "prs_Gender",
    "prs_Deceased",
    "prs_MaritalStatus",
    "prs_PrimaryLanguage",
    "prs_HighestLevelOfEducation",
    "prs_Citizenship",
    "vic_TraffickingStatus",
    "vic_RelationshipToTrafficker",
    "vic_RecruitmentWebsitesAndApps",
    "vic_MethodOfRecruitment",
    "vic_MethodsOfControl",
    "vic_TypeOfExploitation",
    "vic_ForcedLabourIndustry",
    "cas_Status",
    "cas_ReasonForCaseClosure",
    "hte_Country",
    "hte_Date",
    "hte_Type",
    "spl_Type",
    "suar_Case",
    "suar_Person",
    "suar_ForcedCriminality",
)
_CASE_STATUS: Final = {"closed": "Closed", "follow-up": "FollowUp"}
#: *Not established* is nobody's else to know: HTCDS's "not a victim" is never written.
_STATUS: Final = {
    "signal": "PossibleVictimOfTrafficking",
    "presumed": "PossibleVictimOfTrafficking",
    "identified": "ActualVictimOfTrafficking",
}
_SUPPORT: Final = {
    "health": "Health",
    "legal": "Legal",
    "social": "SocialCare",
    "reintegration": "Livelihood",
}


def _htcds_row(line: Line) -> Sequence[Cell]:
    language = line.languages[0] if line.languages else ""
    headings = {heading.split("_")[0] for heading, _code, _state in line.services}
    return (
        _standard("gender", [line.gender]) or _standard("gender", [line.sex]),
        "true" if line.deceased else "false",
        _standard("marital_status", [line.marital_status]),
        language,
        _standard("education", [line.education]),
        ";".join(line.nationalities),
        _STATUS.get(line.status, ""),
        _standard("recruiter_relation", _each(line, "recruiter_relation")),
        _standard("platform", _each(line, "platform")),
        _standard("recruitment_channel", _each(line, "recruitment_channel")),
        _standard("control", _codes(line, "control")),
        _standard("purpose", _codes(line, "purposes")),
        _standard("sector", _each(line, "sector")),
        _CASE_STATUS.get(line.state, "Active"),
        _label("closure_reason", line.closure, "en"),
        ";".join(leg.country for leg in line.legs if leg.country),
        ";".join(leg.from_on for leg in line.legs if leg.from_on),
        _standard("event_stage", [leg.stage for leg in line.legs]),
        ";".join(sorted({_SUPPORT[heading] for heading in headings if heading in _SUPPORT})),
        line.reference,
        line.person,
        "true" if "online_scam" in _codes(line, "purposes") else "",
    )


# --- as SIMFONI counts: one line a woman or a child, by form of violence -------------------------


def _simfoni_headers() -> Sequence[str]:
    # the register's own words, in its own language
    return (
        "Nomor",
        "Tanggal",
        "Provinsi",
        "Jenis kelamin",
        "Kelompok umur",
        "Anak",
        "Bentuk kekerasan",
        "Status kasus",
        *(f"Layanan {at}" for at in range(1, 7)),
    )


def _simfoni_row(line: Line) -> Sequence[Cell]:
    forms = ["Trafficking"]
    if "sexual" in _codes(line, "purposes"):
        forms.append("Seksual")
    headings = list(dict.fromkeys(h for h, _code, s in line.services if s in _GIVEN))[:6]
    services = [_label("standard_service", heading, "id") or heading for heading in headings]
    return (
        line.reference,
        line.opened_on,
        _label("province", line.province, "id"),
        _label("sex", line.sex, "id"),
        _label("age_band", line.age_band, "id"),
        {"yes": "Ya", "no": "Tidak"}.get(line.child, ""),
        "; ".join(forms),
        "Selesai" if line.state == "closed" else "Proses",
        *services,
        *([""] * (6 - len(services))),
    )


_GIVEN: Final = ("delivered", "partly")


def _woman_or_child(line: Line) -> bool:
    """Whether that register may hold her: it holds women and children; who is not asked, may be."""
    return line.sex in ("female", "") or line.child in ("yes", "doubt")


SHAPES: Final[dict[str, Shape]] = {
    shape.name: shape
    for shape in (
        Shape("cases", _own_headers, _own_row),
        Shape("htcds", lambda: _HTCDS, _htcds_row),
        Shape("simfoni", _simfoni_headers, _simfoni_row, _woman_or_child),
    )
}


def _codes(line: Line, name: str) -> list[str]:
    """Give the codes of all her episodes, each once, in their order."""
    found = (code for episode in line.episodes for code in getattr(episode, name))
    return list(dict.fromkeys(found))


def _each(line: Line, name: str) -> list[str]:
    return list(dict.fromkeys(code for e in line.episodes if (code := getattr(e, name))))


def _standard(name: str, codes: Iterable[str]) -> str:
    """Give HTCDS's values, joined as its multiselect fields are; a code without one is left out."""
    values = (value for code in codes if code for value in _list(name).to_standard("htcds", code))
    return ";".join(dict.fromkeys(values))


def _in_words(name: str, codes: Iterable[str]) -> str:
    language = "id" if get_language() == "id" else "en"
    return "; ".join(dict.fromkeys(_label(name, code, language) for code in codes if code))


def _label(name: str, code: str, language: str) -> str:
    found: Any = _list(name).get(code) if code else None
    return str(found.label[language]) if found else code


@cache
def _list(name: str) -> CodeList:
    return code_list(name)
