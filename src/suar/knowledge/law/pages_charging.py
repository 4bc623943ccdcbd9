"""Pages of offences, aggravations, warnings and general rules."""

import re
from collections.abc import Iterator

from suar.knowledge.law import figures
from suar.knowledge.law.charging import warning_text
from suar.knowledge.law.lawbook import LawBook, standing
from suar.knowledge.law.model import REGIMES, Offence
from suar.knowledge.law.pages import Block, trust
from suar.knowledge.law.wording import Wording

Written = tuple[str, list[Block]]


def cited(book: LawBook, statute: str, article: str, wording: Wording) -> str:
    """Name an article of a statute."""
    title = wording.law(book.statutes[statute].title)
    return f"{title}, {wording.say('article')} {article}"


def offence(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write an offence: what has to be shown, what it carries in both regimes, what else."""
    found = book.offences[id_]
    blocks: list[Block] = [
        ("p", cited(book, found.statute, found.article, wording)),
        ("p", _in_force(found, wording)),
        ("h", wording.say("page_elements")),
        *[("li", text) for text in _elements(book, found, wording)],
        ("p", f"[{_elements_chip(found, wording)}]"),
    ]
    particulars = book.raw("implications")["particulars"].get(id_)
    if particulars:
        blocks.append(("p", wording.say("also_holds", text=wording.ours(particulars))))
    blocks.append(("h", wording.say("penalty_two")))
    for regime in REGIMES:
        penalty = found.penalties.get(regime)
        text = figures.words(penalty, wording) if penalty else wording.say("no_penalty")
        chip = f" [{wording.chip(penalty.standing)}]" if penalty else ""
        blocks.append(("li", f"{wording.say(f'regime_{regime}')}: {text}{chip}"))
        if penalty and penalty.standing.note:
            blocks.append(("li", wording.fact(penalty.standing.note)))
    reaching = [one for one in book.aggravations.values() if one.id in found.aggravations]
    if reaching:
        blocks.append(("h", wording.say("page_uplifts")))
        blocks += [("li", f"{one.id}: {wording.fact(one.when)}") for one in reaching]
    if found.ask:
        blocks.append(("h", wording.say("ask")))
        blocks += [("li", wording.fact(text)) for text in found.ask]
    if found.notes:
        blocks.append(("h", wording.say("page_notes")))
        blocks += [("li", wording.fact(text)) for text in found.notes]
    blocks += trust(book, found.standing, f"offences/{id_}", wording)
    return wording.ours(found.name), blocks


def _elements_chip(found: Offence, wording: Wording) -> str:
    short = found.elements_confidence == "confirmed"
    return wording.say("chip_confirmed_short" if short else f"chip_{found.elements_confidence}")


def _in_force(found: Offence, wording: Wording) -> str:
    text = wording.say("page_in_force", day=found.starts.isoformat())
    if found.ends:
        text = f"{text} {wording.say('page_until', day=found.ends.isoformat())}"
    if found.replaced_by:
        text = f"{text} {wording.say('replaced_by', id=found.replaced_by)}"
    return text


def _elements(book: LawBook, found: Offence, wording: Wording) -> Iterator[str]:
    rules = book.raw("implications")
    for key, group, name in (
        ("acts_any", "acts", "acts"),
        ("means_any", "means", "means"),
        ("purpose_any", "purposes", "purpose"),
    ):
        if key in found.elements:
            codes = wording.listed(group, found.elements[key])
            label = wording.label("elements", name)
            yield f"{label}: {wording.say('page_one_of', codes=codes)}"
    for key in ("victim", "offender", "exploitation_place"):
        if key in found.elements:
            yield _single(book, key, str(found.elements[key]), wording)
    if "movement" in found.elements:
        codes = wording.listed("movement", rules["movements"][found.elements["movement"]])
        label = wording.label("elements", "movement")
        yield f"{label}: {wording.say('page_one_of', codes=codes)}"
    if "result_required" in found.elements:
        yield wording.label("elements", "result")
    for sentence in found.elements.get("other", ()):
        rule = rules["other_elements"][sentence]
        yield wording.label("elements", rule["name"]) if rule else wording.fact(sentence)


def _single(book: LawBook, key: str, value: str, wording: Wording) -> str:
    label = wording.label("elements", key)
    below = re.search(r"\d+", value)
    if value == "child" or below:
        age = below[0] if below else str(book.child_below)
        return f"{label}: {wording.say('page_child', age=age)}"
    return f"{label}: {wording.say(f'page_{value}')}"


def aggravation(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write an aggravation."""
    found = book.aggravations[id_]
    title = cited(book, found.statute, found.article, wording)
    blocks: list[Block] = [("p", f"{wording.say('page_when')} {wording.fact(found.when)}")]
    if found.fraction is not None:
        key = "fine" if found.fine_only else "at_most" if found.at_most else "adds"
        blocks.append(("p", wording.say(f"uplift_{key}", fraction=found.fraction)))
    for regime, penalty in found.replaces.items():
        text = figures.words(penalty, wording)
        blocks.append(("li", f"{wording.say(f'regime_{regime}')}: {text}"))
    if found.added_penalty:
        blocks.append(("p", wording.say("added_penalty", what=wording.fact(found.added_penalty))))
    blocks.append(("h", wording.say("page_reaches")))
    everything = "*" in found.applies_to
    reached = wording.say("page_every_offence") if everything else ", ".join(found.applies_to)
    blocks.append(("p", reached))
    blocks += trust(book, found.standing, f"aggravations/{id_}", wording)
    return title, blocks


def warning(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a charging warning."""
    found = book.warnings[id_]
    blocks: list[Block] = [
        ("p", f"{wording.say('page_when')} {wording.fact(found.when)}"),
        ("p", warning_text(found, wording)),
        ("p", f"{wording.say('page_why')} {wording.fact(found.why)}"),
        ("p", wording.label("severity", found.severity)),
        *trust(book, found.standing, f"charging_warnings/{id_}", wording),
    ]
    return wording.label("warnings", id_), blocks


def rule(book: LawBook, id_: str, wording: Wording) -> Written:
    """Write a general rule."""
    cell = book.rules[id_]
    blocks: list[Block] = [
        ("p", wording.fact(cell["rule"])),
        *trust(book, standing(cell), f"general_rules/{id_}", wording),
    ]
    return wording.law(cell["law"]), blocks
