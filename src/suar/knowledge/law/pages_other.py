"""Pages of rights, treaties, restitution steps, states, duties and bodies."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from suar.knowledge.law.checks_states import GROUPS
from suar.knowledge.law.duties import duties
from suar.knowledge.law.lawbook import LawBook, standing
from suar.knowledge.law.matrix import leaf_document, state
from suar.knowledge.law.model import CONFIDENCE, Standing
from suar.knowledge.law.pages import Block, trust
from suar.knowledge.law.wording import Wording

Written = tuple[str, list[Block]]


def _cell(book: LawBook, file: str, group: str, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(cell for cell in book.raw(file)[group] if cell["id"] == id_)
    return found


def grounds(book: LawBook, path: str) -> tuple[str, str, Standing]:
    """Find the law, its rule in a line, and the standing of what a right rests on."""
    group, _, key = path.partition("/")
    offences = book.raw("offences_id")
    if group == "procedure":
        rules = offences["procedure_uu_21_2007"]
        rule = next(one for one in rules["rules"] if str(one["art"]) == key)
        return f"UU 21/2007 Art {key}", rule["rule"], standing(rules)
    if group == "step":
        cell = _cell(book, "restitution_id", "steps", key)
        return cell["law"], cell["action"], standing(cell)
    found = next(cell for cell in offences["non_punishment_of_victims"] if cell["law"] == key)
    return found["law"], found["rule"], standing(found)


def right_standing(book: LawBook, cell: Mapping[str, Any]) -> Standing:
    """Give a right the weakest confidence of what it rests on; our own wording is a reading."""
    found = [grounds(book, path)[2] for path in cell["rests_on"]]
    if cell.get("confirmed"):
        return standing(cell)
    worst = max((one.confidence for one in found), key=CONFIDENCE.index)
    if cell.get("ours"):
        worst = max((worst, "derived"), key=CONFIDENCE.index)
    return Standing(worst, tuple(dict.fromkeys(key for one in found for key in one.src)))


def statute(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a statute: since when, its state, and which of its articles Suar examines."""
    found = book.statutes[id_]
    articles = [one for one in book.offences.values() if one.statute == id_]
    blocks: list[Block] = [
        ("p", wording.say("page_in_force", day=found.starts.isoformat())),
        ("p", wording.fact(found.status)),
        *[("li", f"{one.id}: {wording.ours(one.name)}") for one in articles],
        *trust(book, found.standing, f"statutes/{id_}", wording),
    ]
    return wording.law(found.title), blocks


def right(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a right in plain words."""
    cell = _cell(book, "rights", "rights", id_)
    blocks: list[Block] = [("p", wording.ours(cell["text"])), ("h", wording.say("page_rests_on"))]
    for path in cell["rests_on"]:
        law, text, _ = grounds(book, path)
        blocks.append(("li", f"{wording.law(law)}: {wording.fact(text)}"))
    blocks += trust(book, right_standing(book, cell), f"rights/{id_}", wording)
    return wording.ours(cell["title"]), blocks


def treaty(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a treaty with its party dates."""
    cell = _cell(book, "instruments", "instruments", id_)
    names = book.raw("instruments")["states"]
    force = cell["entry_into_force"] or wording.say("gap")
    dates = replace(standing(cell), confidence=cell["dates_confidence"])
    blocks: list[Block] = [
        ("p", wording.say("page_treaty_dates", adopted=cell["adopted"], force=force)),
        ("h", wording.say("page_parties")),
    ]
    for code, party in cell["parties"].items():
        since = f" {party['date']}" if party["date"] else ""
        chip = wording.chip(standing(party))
        note = f" {wording.fact(party['note'])}" if party.get("note") else ""
        status = wording.say(f"party_{party['status']}")
        blocks.append(("li", f"{wording.fact(names[code])}: {status}{since} [{chip}]{note}"))
    acts = book.raw("instruments")["indonesia_ratifying_acts"]
    for act in acts:
        if act["ratifies"] == id_:
            text = wording.say("page_ratified_by", law=act["law"], date=act["date"])
            blocks.append(("p", f"{text} [{wording.chip(standing(act))}]"))
    if cell.get("notes"):
        blocks.append(("h", wording.say("page_notes")))
        blocks += [("li", wording.fact(text)) for text in cell["notes"]]
    blocks += trust(book, dates, f"instruments/{id_}", wording)
    return wording.fact(cell["name"]), blocks


def step(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a step of restitution."""
    cell = _cell(book, "restitution_id", "steps", id_)
    raw = book.raw("restitution_id")
    blocks: list[Block] = [
        ("p", wording.fact(cell["action"])),
        ("li", f"{wording.say('page_who')} {wording.fact(cell['actor'])}"),
        ("li", f"{wording.say('page_stage')} {wording.label('stages', cell['stage'])}"),
        ("li", f"{wording.say('page_track')} {wording.fact(raw['tracks'][cell['track']])}"),
    ]
    if cell["limit_days"] is not None:
        what = wording.fact(cell["counted_from"])
        blocks.append(("li", wording.say("limit_line", n=cell["limit_days"], what=what)))
    elif cell["counted_from"]:
        blocks.append(("li", wording.fact(cell["counted_from"])))
    if cell.get("output"):
        blocks.append(("li", wording.fact(cell["output"])))
    blocks.append(("li", wording.law(cell["law"])))
    blocks += trust(book, standing(cell), f"steps/{id_}", wording)
    return wording.say("page_step_title", id=id_), blocks


def conflict(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a conflict between regimes of restitution."""
    cell = _cell(book, "restitution_id", "conflicts", id_)
    blocks: list[Block] = [
        ("p", wording.fact(cell["issue"])),
        ("p", f"{wording.say('page_reading')} {wording.fact(cell['reading'])}"),
        *trust(book, standing(cell), f"conflicts/{id_}", wording),
    ]
    return wording.say("page_conflict_title", id=id_), blocks


def state_page(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write one state's row of the matrix."""
    cells = state(book, id_)
    blocks: list[Block] = [("h", wording.say("page_laws"))]
    for law in cells["laws"]:
        blocks.append(("li", f"{wording.fact(law['title'])} [{wording.chip(standing(law))}]"))
    for group, leaves in GROUPS.items():
        blocks.append(("h", wording.label("groups", group)))
        for leaf in leaves:
            document = leaf_document(cells[group][leaf], wording)
            text = document["text"] if "text" in document else band(document, wording)
            note = f" {document['note']}" if document.get("note") else ""
            chip = wording.chip(standing(cells[group][leaf]))
            blocks.append(("li", f"{wording.label('leaves', leaf)}: {text} [{chip}]{note}"))
    blocks.append(("h", wording.say("page_gaps")))
    blocks += [("li", wording.fact(gap)) for gap in cells["data_gaps"]]
    for note in cells.get("notes", ()):
        blocks.append(("p", wording.fact(note)))
    src = tuple(dict.fromkeys(key for law in cells["laws"] for key in law["src"]))
    blocks += trust(book, Standing("mixed", src), f"states/{id_}/definition/child_age", wording)
    return wording.fact(cells["name"]), blocks


def band(document: Mapping[str, Any], wording: Wording) -> str:
    """Write a neighbour's range of punishment; its fine is text in its own currency."""
    from suar.knowledge.law.figures import months

    low, high = document.get("prison_min_m"), document.get("prison_max_m")
    parts = []
    if low is not None and high is not None:
        up_to = wording.say("prison_up_to", high=months(high, wording))
        both = wording.say("prison_range", low=months(low, wording), high=months(high, wording))
        parts.append(both if low else up_to)
    elif low:
        parts.append(wording.say("prison_from", low=months(low, wording)))
    parts += [
        wording.say(f"band_{key}") for key in ("life", "death", "caning") if document.get(key)
    ]
    if document.get("fine"):
        parts.append(str(document["fine"]))
    return ", ".join(parts)


def duty(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a duty to tell."""
    found = _one(duties(book, language=wording.language)["duties"], id_)
    cell = _cell(book, "duties", "duties", id_)
    who, tells = wording.ours(cell["who"]), wording.ours(cell["tells"])
    line = wording.say("duty_line", who=who, tells=tells, minimum=wording.ours(cell["minimum"]))
    blocks: list[Block] = [
        ("p", line),
        ("li", str(found["by_when"])),
        ("li", wording.say("her_say", what=wording.ours(cell["her_say"]))),
        ("li", wording.law(str(found["law"]))),
        *trust(
            book,
            standing(found),
            f"duties/{id_}",
            wording,
        ),
    ]
    return wording.say("page_duty_title", id=id_), blocks


def _one(cells: Any, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(cell for cell in cells if cell["id"] == id_)
    return found


def body(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a body as a holder of duties, with its names by date."""
    found = _one(duties(book, language=wording.language)["bodies"], id_)
    blocks: list[Block] = []
    for name in found["names_by_date"]:
        since, until = name["from"] or "?", name["until"] or "..."
        chip = wording.chip(standing(name))
        blocks.append(("li", f"{name['name']}: {since} - {until} [{chip}] {name['note']}".strip()))
    blocks += [("li", role) for role in found.get("roles", ())]
    blocks += _gap(found["duties"], "holds_duties", wording)
    trusted = Standing(found.get("confidence", "unknown"), tuple(found.get("src", ())))
    blocks += trust(book, trusted, f"bodies/{id_}/duties", wording)
    return found["name"], blocks


def plan(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a work plan."""
    return _paper(book, "plans", "plans", id_, wording)


def agreement(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write an agreement."""
    return _paper(book, "agreements", "mous", id_, wording)


def _paper(book: LawBook, key: str, group: str, id_: str, wording: Wording) -> Written:
    found = _one(duties(book, language=wording.language)[key], id_)
    dates = " - ".join(str(found[one]) for one in ("from", "until", "signed") if found.get(one))
    blocks: list[Block] = [("p", dates)]
    blocks += _gap(found["terms"], "terms", wording)
    blocks += _gap(found["missing_protections"], "missing_protections", wording)
    if found["note"]:
        blocks.append(("p", found["note"]))
    blocks += trust(
        book, Standing(found["confidence"], tuple(found["src"])), f"{group}/{id_}", wording
    )
    return found["name"], blocks


def _gap(cell: Mapping[str, Any], label: str, wording: Wording) -> list[Block]:
    blocks: list[Block] = [("p", f"{wording.say(label)}: {cell['text']}")]
    if cell.get("fill_in"):
        blocks.append(("p", str(cell["fill_in"])))
    return blocks
