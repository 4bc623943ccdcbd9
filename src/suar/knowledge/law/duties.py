"""Duties to tell and their limits; bodies, plans and agreements as far as the facts hold them."""

from collections.abc import Mapping
from typing import Any

from suar.knowledge.law.lawbook import LawBook, standing
from suar.knowledge.law.wording import Wording


def duties(book: LawBook, *, language: str = "en") -> dict[str, Any]:
    """Give who must tell whom, the least, by when, her say; then the bodies that hold duties."""
    wording, bodies = Wording(language), book.raw("bodies")
    agreements = [_plan(book, "mous", cell, wording) for cell in bodies["mous"]]
    return {
        "notice": wording.say("not_advice"),
        "newest_source": book.newest_source,
        "language": language,
        "duties": [_duty(book, cell, wording) for cell in book.raw("duties")["duties"]],
        "limits": [_limit(book, cell, wording) for cell in book.raw("duties")["limits"]],
        "bodies": [_body(book, cell, wording) for cell in bodies["bodies"]],
        "plans": [_plan(book, "plans", cell, wording) for cell in bodies["plans"]],
        "agreements": agreements,
        "agreements_note": wording.ours(bodies["no_state_mous"])
        if not any(cell.get("states") for cell in bodies["mous"])
        else None,
    }


def _flow(book: LawBook, flow: Mapping[str, str]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(
        cell
        for cell in book.raw("agencies_id")["data_flows"]
        if (cell["frm"], cell["to"]) == (flow["frm"], flow["to"])
    )
    return found


def _duty(book: LawBook, cell: Mapping[str, Any], wording: Wording) -> dict[str, object]:
    basis: Mapping[str, Any] = _flow(book, cell["flow"]) if "flow" in cell else cell
    limit = cell.get("limit") or {}
    return {
        "id": cell["id"],
        "who": wording.ours(cell["who"]),
        "tells": wording.ours(cell["tells"]),
        "minimum": wording.ours(cell["minimum"]),
        "her_say": wording.ours(cell["her_say"]),
        "limit_hours": basis.get("limit_hours", limit.get("hours")),
        "limit_days": basis.get("limit_days"),
        "by_when": _by_when(basis, limit, wording),
        "law": wording.law(basis["law"]),
        **wording.trust(standing(cell if cell.get("confirmed") else basis)),
    }


def _by_when(basis: Mapping[str, Any], limit: Mapping[str, Any], wording: Wording) -> str:
    if basis.get("limit_hours") is not None:
        return wording.say("within_hours", n=basis["limit_hours"])
    if basis.get("limit_days") is not None:
        return wording.say("within_days", n=basis["limit_days"])
    if limit.get("hours") is not None:
        return wording.say("within_hours", n=limit["hours"])
    return wording.say("no_limit_known")


def _limit(book: LawBook, cell: Mapping[str, Any], wording: Wording) -> dict[str, object]:
    out: dict[str, object] = {"id": cell["id"], "text": wording.ours(cell["text"])}
    if "offence" in cell:
        offence = book.offences[cell["offence"]]
        title = wording.law(book.statutes[offence.statute].title)
        law = f"{title}, {wording.say('article')} {offence.article}"
        return {**out, "law": law, "offence": offence.id, **wording.trust(offence.standing)}
    procedure = book.raw("offences_id")["procedure_uu_21_2007"]
    return {
        **out,
        "law": wording.law(f"UU 21/2007 Art {cell['art']}"),
        **wording.trust(standing(procedure)),
    }


def fill_in(book: LawBook, cell: str, wording: Wording) -> str:
    """Say where a gap can be filled in."""
    return wording.ours(book.raw("bodies")["fill_in"]).format(cell=cell)


def _gap(book: LawBook, path: str, cell: Mapping[str, Any], wording: Wording) -> dict[str, object]:
    out: dict[str, object] = {"v": cell["v"], **wording.trust(standing(cell))}
    if cell["v"] is None:
        out |= {"text": wording.say("gap"), "fill_in": fill_in(book, path, wording)}
    else:
        out["text"] = str(cell["v"])
    return out


def _body(book: LawBook, cell: Mapping[str, Any], wording: Wording) -> dict[str, object]:
    agency = next(
        (one for one in book.raw("agencies_id")["agencies"] if one["id"] == cell.get("agency")),
        None,
    )
    out: dict[str, object] = {
        "id": cell["id"],
        "name": wording.ours(cell["name"]),
        "short": cell["short"],
        "names_by_date": [
            {**name, "note": wording.fact(name.get("note"))} for name in cell["names_by_date"]
        ],
        "duties": _gap(book, f"bodies/{cell['id']}/duties", cell["duties"], wording),
    }
    if agency:
        out["roles"] = [wording.fact(role) for role in agency["role"]]
        out["legal_basis"] = [wording.law(law) for law in agency["legal_basis"]]
        out |= standing(agency).document()
        out["note"] = wording.fact(agency.get("note"))
    return out


def _plan(
    book: LawBook, group: str, cell: Mapping[str, Any], wording: Wording
) -> dict[str, object]:
    path = f"{group}/{cell['id']}"
    return {
        "id": cell["id"],
        "name": wording.ours(cell["name"]),
        **{
            key: cell[key]
            for key in ("from", "until", "signed", "between", "states")
            if key in cell
        },
        "terms": _gap(book, f"{path}/terms", cell["terms"], wording),
        "missing_protections": _gap(
            book, f"{path}/missing_protections", cell["missing_protections"], wording
        ),
        **wording.trust(standing(cell)),
        "note": wording.fact(cell.get("note")),
    }
