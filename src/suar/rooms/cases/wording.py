"""States and codes in the reader's words, and the chip that each is drawn with."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from suar.base.ui.parts import Step
from suar.base.ui.words import language
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list

#: state: (chip, words). The order is the story's.
CASE: Final = {
    "opened": ("line", gettext_noop("Opened")),
    "assessed": ("line", gettext_noop("Assessed")),
    "planned": ("line", gettext_noop("Planned")),
    "in service": ("going", gettext_noop("In service")),
    "stabilised": ("going", gettext_noop("Stabilised")),
    "returning": ("going", gettext_noop("Returning")),
    "reintegrating": ("going", gettext_noop("Reintegrating")),
    "follow-up": ("going", gettext_noop("Follow-up")),
    "closed": ("wait", gettext_noop("Closed")),
    "reopened": ("line", gettext_noop("Reopened")),
}
SERVICE: Final = {
    "offered": ("line", gettext_noop("Offered")),
    "accepted": ("going", gettext_noop("Accepted")),
    "declined": ("no", gettext_noop("Declined")),
    "scheduled": ("going", gettext_noop("Scheduled")),
    "delivered": ("done", gettext_noop("Delivered")),
    "partly": ("going", gettext_noop("Partly")),
    "unavailable": ("wait", gettext_noop("Unavailable")),
    "stopped": ("wait", gettext_noop("Stopped")),
}
MOVES: Final = {
    "accept": gettext_noop("She says yes"),
    "decline": gettext_noop("She says no"),
    "schedule": gettext_noop("Agree on a day"),
    "deliver": gettext_noop("Given"),
    "deliver_partly": gettext_noop("Given in part"),
    "find_none": gettext_noop("Not to be had"),
    "stop": gettext_noop("Stop it"),
}
CASE_MOVES: Final = {
    "stabilise": gettext_noop("She is stabilised"),
    "begin_return": gettext_noop("The return begins"),
    "reintegrate": gettext_noop("Reintegration begins"),
    "follow_up": gettext_noop("Only follow-up is left"),
}
APPROVAL: Final = {
    "asked": ("soon", gettext_noop("Waits for a supervisor")),
    "approved": ("done", gettext_noop("Agreed")),
    "sent back": ("wait", gettext_noop("Sent back")),
    "withdrawn": ("wait", gettext_noop("Taken back")),
}
ASKED: Final = {
    "plan": gettext_noop("Plan"),
    "return": gettext_noop("Return"),
    "closure": gettext_noop("Closure"),
}
PLAN: Final = {
    "draft": ("line", gettext_noop("Draft")),
    "asked": ("soon", gettext_noop("Waits for a supervisor")),
    "agreed": ("done", gettext_noop("Agreed")),
    "sent back": ("wait", gettext_noop("Sent back")),
}
GOAL: Final = {
    "open": ("line", gettext_noop("Not reached yet")),
    "reached": ("done", gettext_noop("Reached")),
    "given up": ("no", gettext_noop("Given up, her choice")),
}
ENTITLEMENT: Final = {
    "not_asked": ("wait", gettext_noop("Not asked")),
    "has": ("done", gettext_noop("Has it")),
    "missing": ("line", gettext_noop("Not there yet")),
    "applied": ("going", gettext_noop("Applied for")),
    "refused": ("wait", gettext_noop("Refused by the office")),
    "not_wanted": ("no", gettext_noop("She does not want it")),
    "not_entitled": ("wait", gettext_noop("Not entitled")),
}
LIVELIHOOD: Final = {
    "planned": ("line", gettext_noop("Planned")),
    "going": ("going", gettext_noop("Under way")),
    "done": ("done", gettext_noop("Done")),
    "stopped": ("wait", gettext_noop("Stopped")),
    "declined": ("no", gettext_noop("Declined")),
}
FOLLOW_UP: Final = {
    "due": ("line", gettext_noop("To come")),
    "met": ("done", gettext_noop("Met")),
    "not reached": ("wait", gettext_noop("Not reached")),
    "declined": ("no", gettext_noop("She wants none")),
}
JOURNEY: Final = {
    "prepared": ("line", gettext_noop("In preparation")),
    "agreed": ("done", gettext_noop("Agreed")),
    "travelling": ("going", gettext_noop("On her way")),
    "arrived": ("done", gettext_noop("Arrived")),
    "called off": ("wait", gettext_noop("Called off")),
}
STATUS: Final = {
    "signal": ("line", gettext_noop("Signal")),
    "presumed": ("going", gettext_noop("Presumed")),
    "identified": ("done", gettext_noop("Identified")),
    "not established": ("wait", gettext_noop("Not established")),
}
SENSE: Final = {
    "risk": ("soon", gettext_noop("Risk")),
    "protective": ("done", gettext_noop("Protection")),
    "not_known": ("wait", gettext_noop("Not known")),
}
URGENCY: Final = {
    "now": gettext_noop("now"),
    "week": gettext_noop("this week"),
    "later": gettext_noop("later"),
}
SCORE: Final = {
    1: gettext_noop("1 in crisis"),
    2: gettext_noop("2 vulnerable"),
    3: gettext_noop("3 stable"),
    4: gettext_noop("4 well"),
}
KEPT_FOR: Final = {
    "anyone": gettext_noop("Anyone"),
    "women": gettext_noop("Women"),
    "men": gettext_noop("Men"),
    "children": gettext_noop("Children"),
    "family": gettext_noop("A family"),
}
GROUPS: Final = {
    FieldGroup.IDENTITY: gettext_noop("Identity"),
    FieldGroup.CONTACT: gettext_noop("Contact"),
    FieldGroup.SAFETY: gettext_noop("Safety"),
    FieldGroup.STORY: gettext_noop("Story"),
    FieldGroup.HEALTH: gettext_noop("Health"),
    FieldGroup.SERVICES: gettext_noop("Services"),
    FieldGroup.LEGAL: gettext_noop("Legal"),
    FieldGroup.FACTS: gettext_noop("Facts"),
}
ANSWERS: Final = {
    "yes": gettext_noop("Yes"),
    "no": gettext_noop("No"),
    "not_known": gettext_noop("Not known"),
    "not_asked": gettext_noop("Not asked"),
    "has": gettext_noop("There"),
    "missing": gettext_noop("Not there yet"),
    "not_needed": gettext_noop("Not needed"),
}


def chip_of(table: dict[str, tuple[str, str]], state: str) -> tuple[str, str]:
    """Give a state's chip and words."""
    kind, words = table[state]
    return kind, _(words)


def label(name: str, code: str) -> str:
    """Give what a code is called, in the language in force; a code that is gone gives itself."""
    found = code_list(name).get(code)
    return found.label[language()] if found else code


def choices(name: str, *, blank: str = "") -> list[tuple[str, str]]:
    """Give a list's codes to choose from, without those that are retired."""
    offered = [(c.code, c.label[language()]) for c in code_list(name) if not c.retired]
    return [("", blank), *offered] if blank else offered


def children(name: str, parent: str) -> list[tuple[str, str]]:
    """Give the finer codes below one."""
    return [(code, label(name, code)) for code in code_list(name).children(parent)]


def task_in_words(what: str) -> str:
    """Give what there is to do."""
    return CLOCKS[what].label[language()] if what in CLOCKS else what


def say(words: str) -> str:
    """Give words of a table of this page in the language in force."""
    return _(words)


def in_table(table: dict[str, str], *, blank: str = "") -> list[tuple[str, str]]:
    """Give a table of words to choose from."""
    offered = [(key, _(words)) for key, words in table.items()]
    return [("", blank), *offered] if blank else offered


def states(table: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the states of a table to choose from."""
    return [(key, _(words)) for key, (_kind, words) in table.items()]


def steps_of(state: str) -> list[Step]:
    """Give the case's story with the present step lit."""
    story = [name for name in CASE if name != "reopened"]
    at = story.index("opened" if state == "reopened" else state)
    return [
        Step(
            _(CASE["reopened" if name == "opened" and state == "reopened" else name][1]),
            "past" if number < at else "here" if number == at else "",
        )
        for number, name in enumerate(story)
    ]


def and_so_on(words: Iterable[str]) -> str:
    """Give words in a row."""
    return ", ".join(words)


def rupiah(amount: int | None) -> str:
    """Write whole rupiah as each language does."""
    if amount is None:
        return ""
    written = f"{amount:,}"
    return "Rp" + (written.replace(",", ".") if language() == "id" else written)


def unknown_name() -> str:
    """Give what stands where she chose no alias."""
    return pgettext("person", "No alias")
