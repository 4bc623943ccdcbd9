"""Matrix, harmonisation, restitution and duties as text; each line carries its chip and source."""

from collections.abc import Iterator, Mapping
from typing import Any

from suar.knowledge.law.layout import bullet, heading, paragraph
from suar.knowledge.law.model import Standing
from suar.knowledge.law.pages_other import band
from suar.knowledge.law.wording import Wording

Document = Mapping[str, Any]


def _chip(cell: Document, wording: Wording) -> str:
    confirmed = cell.get("confirmed") or {}
    found = Standing(
        cell["confidence"],
        tuple(cell.get("src") or ()),
        None,
        confirmed.get("by"),
        confirmed.get("on"),
    )
    src = f" {', '.join(found.src)}" if found.src else ""
    return f"[{wording.chip(found)}{src}]"


def _head(title: str, document: Document, wording: Wording, width: int) -> Iterator[str]:
    yield from heading(title)
    yield from paragraph(wording.say("not_advice"), width)
    yield wording.say("newest_source", date=document["newest_source"])


def _value(cell: Document, wording: Wording) -> str:
    text = cell["text"] if "text" in cell else band(cell, wording)
    note = f" {cell['note']}" if cell.get("note") else ""
    return f"{text} {_chip(cell, wording)}{note}"


def matrix_text(document: Document, *, width: int) -> str:
    """Write the matrix: a block a state, then treaties and the timeline where asked for."""
    wording = Wording(document["language"])
    lines = [*_head(wording.say("title_matrix"), document, wording, width)]
    for state in document["states"]:
        lines += _state(state, wording, width)
    if "instruments" in document:
        lines += heading(wording.say("treaties"), below="-")
    for treaty in document.get("instruments", ()):
        parties = "; ".join(
            f"{code} {wording.say('party_' + party['status'])}"
            f"{' ' + str(party['date']) if party['date'] else ''} {_chip(party, wording)}"
            for code, party in treaty["parties"].items()
        )
        lines += bullet(f"{treaty['short']}: {parties}", width)
    if "timeline" in document:
        lines += heading(wording.say("timeline"), below="-")
    for mark in document.get("timeline", ()):
        lines += bullet(f"{mark['date']}: {mark['title']} {_chip(mark, wording)}", width)
    for act in document.get("ratifying_acts", ()):
        treaty = act["ratifies"] or "-"
        lines += bullet(f"{act['law']} ({act['date']}): {treaty} {_chip(act, wording)}", width)
    return "\n".join(lines)


def gaps_text(document: Document, *, width: int) -> str:
    """Write what each state's law lacks, the most touched first."""
    wording = Wording(document["language"])
    lines = [*_head(wording.say("gaps"), document, wording, width), ""]
    for gap in document["gaps"]:
        lines += bullet(_gap(gap, wording), width)
    return "\n".join(lines)


def _state(state: Document, wording: Wording, width: int) -> Iterator[str]:
    shown = [*state["cells"].items()]
    if not shown and "laws" not in state and "us_tip_tier" not in state:
        return
    yield from heading(f"{state['name']} ({state['code']})", below="-")
    for law in state.get("laws", ()):
        yield from bullet(f"{law['title']} {_chip(law, wording)}", width)
    for leaf, cell in shown:
        text = f"{wording.label('leaves', leaf)}: {_value(cell, wording)}"
        yield from bullet(text, width, "  ")
    for gap in state.get("data_gaps", ()):
        yield from bullet(f"{wording.say('page_gaps')}: {gap}", width, "  ")


def harmonise_text(document: Document, *, width: int) -> str:
    """Write a comparison of two states."""
    wording = Wording(document["language"])
    first, second = document["states"]
    title = wording.say("title_harmonise", first=first, second=second)
    lines = [*_head(title, document, wording, width), ""]
    lines += paragraph(wording.say(f"dual_{document['dual_criminality'] or 'none'}"), width)
    for code, found in (document["trafficking"] or {}).items():
        chip = _plain_chip(found, wording)
        lines.append(f"- {code}: {wording.say(found['state'])} [{chip}]")
        for element in found.get("elements", ()):
            state = wording.say(element["state"])
            lines.append(f"    {element['label']}: {state} [{_plain_chip(element, wording)}]")
        for offence in found.get("offences", ()):
            lines.append(f"    {offence['id']}: {wording.say('status_' + offence['status'])}")
    lines += heading(wording.say("definitions_part"), below="-")
    for one in document["definitions"]:
        lines += _definition(one, wording, width)
    for key, name in (
        ("bind_both", "binds_both"),
        ("do_not", "does_not_bind"),
        ("not_known", "not_known_whether"),
    ):
        shorts = ", ".join(one["short"] for one in document["instruments"][key])
        lines += ["", *paragraph(f"{wording.say(name)}: {shorts or '-'}", width)]
    agreed = "; ".join(one["name"] for one in document["agreements"])
    lines += ["", *paragraph(f"{wording.say('agreements')}: {agreed or wording.say('gap')}", width)]
    lines += heading(wording.say("what_protects"), below="-")
    for code, cells in document["protection"].items():
        for leaf, cell in cells.items():
            text = f"{code} · {wording.label('leaves', leaf)}: {_value(cell, wording)}"
            lines += bullet(text, width)
    lines += heading(wording.say("gaps"), below="-")
    for gap in document["gaps"]:
        lines += bullet(_gap(gap, wording), width)
    return "\n".join(lines)


def _plain_chip(element: Document, wording: Wording) -> str:
    if element["confidence"] == "confirmed":
        return wording.say("chip_confirmed_short")
    return wording.say(f"chip_{element['confidence']}")


def _definition(one: Document, wording: Wording, width: int) -> Iterator[str]:
    parts = [
        wording.say("only_in", state=code, what=", ".join(words))
        for code, words in one.get("only_in", {}).items()
        if words
    ]
    if one["parts"] is None:
        parts.append(wording.say("gap"))
    if not one["parts"] and not parts:
        parts.append(wording.say("same"))
    yield from bullet(f"{one['label']}: {'; '.join(parts)}", width)
    for code, cell in one["cells"].items():
        yield from paragraph(f"{code}: {_value(cell, wording)}", width, "    ")


def _gap(gap: Document, wording: Wording) -> str:
    touched = ""
    if gap["victims"] is not None:
        touched = f" {wording.say('touched', n=gap['victims'])}."
    answer = wording.say(f"gap_{gap['answer']}")
    return (
        f"{gap['state']} · {gap['label']}: {answer} ({gap['text']}). {_chip(gap, wording)}{touched}"
    )


def restitution_text(document: Document, *, width: int) -> str:
    """Write the restitution tracks, papers, steps and conflicts."""
    wording = Wording(document["language"])
    lines = [*_head(wording.say("title_restitution"), document, wording, width)]
    lines += heading(wording.say("tracks"), below="-")
    words = {"met": "open", "not_met": "closed", "not_known": "not_known"}
    for track in document["tracks"]:
        if track["track"] == "all":
            continue
        state = wording.say(words[track["state"]])
        lines += bullet(f"{track['title']}: {state}: {track['because']}", width)
    lines += heading(wording.say("who_may_claim"), below="-")
    who = document["who_may_claim"]
    text = f"{'; '.join(who['v'])} ({who['law']}) {_chip(who, wording)}"
    lines += paragraph(text, width)
    lines += heading(wording.say("heads"), below="-")
    for head in document["heads"]:
        examples = wording.say("examples", what=", ".join(head["examples"]))
        note = f" {head['note']}" if head["note"] else ""
        text = f"{head['code']}) {head['head']} ({head['law']}) {_chip(head, wording)}"
        lines += bullet(f"{text} {examples}.{note}", width)
    papers = document["papers"]
    lines += heading(wording.say("papers"), below="-")
    for paper in papers["v"]:
        lines += bullet(paper, width)
    lines.append(f"{papers['law']} {_chip(papers, wording)}")
    lines += heading(wording.say("steps"), below="-")
    for step in document["steps"]:
        lines += _step(step, wording, width)
    if document["conflicts"]:
        lines += heading(wording.say("conflicts"), below="-")
    for one in document["conflicts"]:
        text = f"{one['id']}: {one['issue']}. {one['reading']}. {_chip(one, wording)}"
        lines += bullet(text, width)
    return "\n".join(lines)


def _step(step: Document, wording: Wording, width: int) -> Iterator[str]:
    text = f"{step['id']} ({step['stage']}) {step['actor']}: {step['action']}."
    if step["limit_days"] is not None:
        limit = wording.say("limit_line", n=step["limit_days"], what=step["counted_from"])
        text = f"{text} {limit}."
    if step["due"]:
        text = f"{text} {wording.say('due_line', day=step['due'])}."
    unsure = f" ({wording.say('not_known')})" if step["track_state"] == "not_known" else ""
    note = f" {step['note']}" if step["note"] else ""
    yield from bullet(f"{text}{unsure} {step['law']} {_chip(step, wording)}{note}", width)


def duties_text(document: Document, *, width: int) -> str:
    """Write the duties to tell, their limits, and the bodies."""
    wording = Wording(document["language"])
    lines = [*_head(wording.say("title_duties"), document, wording, width), ""]
    for one in document["duties"]:
        line = wording.say("duty_line", who=one["who"], tells=one["tells"], minimum=one["minimum"])
        lines += bullet(f"{one['id']} {line} ({one['by_when']})", width)
        lines += paragraph(wording.say("her_say", what=one["her_say"]), width, "    ")
        lines.append(f"    {one['law']} {_chip(one, wording)}")
    lines += heading(wording.say("limits"), below="-")
    for one in document["limits"]:
        lines += bullet(f"{one['text']} {one['law']} {_chip(one, wording)}", width)
    lines += heading(wording.say("bodies"), below="-")
    for one in document["bodies"]:
        names = ", ".join(
            f"{name['name']} ({name['from'] or '?'} - {name['until'] or '...'})"
            for name in one["names_by_date"]
        )
        lines += bullet(f"{one['name']}: {names}", width)
        lines += paragraph(f"{wording.say('holds_duties')}: {one['duties']['text']}", width, "    ")
    for key, title in (("plans", "plans"), ("agreements", "agreements")):
        lines += heading(wording.say(title), below="-")
        for one in document[key]:
            lines += _plan(one, wording, width)
    if document["agreements_note"]:
        lines += paragraph(document["agreements_note"], width)
    return "\n".join(lines)


def _plan(one: Document, wording: Wording, width: int) -> Iterator[str]:
    yield from bullet(f"{one['name']} {_chip(one, wording)}", width)
    for key in ("terms", "missing_protections"):
        cell = one[key]
        fill = f". {cell['fill_in']}" if cell.get("fill_in") else ""
        yield from paragraph(f"{wording.say(key)}: {cell['text']}{fill}", width, "    ")
