"""What the room's codes are called, in the reader's language."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suar.base.ui.words import language
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.screening import tool
from suar.knowledge.vocab import code_list
from suar.rooms.intake.models import PersonConcerned, Report

Words = str | Promise

ABOUT: Mapping[str, Words] = {
    Report.About.NOT_FREE: _("A person not yet free"),
    Report.About.FREE: _("A person now free"),
    Report.About.GROUP: _("A group"),
    Report.About.OFFER: _("A job offer or a place"),
    Report.About.QUESTION: _("A question"),
}
CHANNELS: Mapping[str, Words] = {
    Report.Channel.WEB: _("Public form"),
    Report.Channel.PHONE: _("Phone call"),
    Report.Channel.MESSAGE: _("Chat, written down"),
    Report.Channel.GATEWAY: _("Messaging gateway"),
    Report.Channel.VISIT: _("At the door"),
    Report.Channel.SHEET: _("Spreadsheet"),
    Report.Channel.ORGANISATION: _("Passed on to us"),
}
#: State of a report: the chip's kind, its word.
STATES: Mapping[str, tuple[str, Words]] = {
    Report.State.RECEIVED: ("going", _("Received")),
    Report.State.TRIAGED: ("going", _("Triaged")),
    Report.State.ACCEPTED: ("done", _("Accepted")),
    Report.State.NOT_INDICATED: ("wait", _("Not indicated")),
    Report.State.PASSED_ON: ("wait", _("Passed on")),
}
PERSON_STATES: Mapping[str, Words] = {
    PersonConcerned.State.FREE: _("Free"),
    PersonConcerned.State.HELD: _("Held"),
    PersonConcerned.State.MISSING: _("Missing"),
    PersonConcerned.State.DECEASED: _("Deceased"),
    PersonConcerned.State.NOT_KNOWN: _("Not known"),
}
RELATIONS: Mapping[str, Words] = {
    "": _("Not asked"),
    "self": _("The person herself or himself"),
    "parent": _("Mother or father"),
    "spouse": _("Wife or husband"),
    "child": _("Daughter or son"),
    "sibling": _("Sister or brother"),
    "relative": _("Another relative"),
    "friend": _("Friend"),
    "colleague": _("Somebody from the same work"),
    "neighbour": _("Neighbour"),
    "helper": _("Somebody of an organisation"),
    "official": _("An official"),
    "other": _("Somebody else"),
}
SEEN_BY: Mapping[str, Words] = {
    "told": _("told"),
    "noticed": _("seen or heard"),
    "other": _("told by another"),
    "document": _("from a paper"),
}
PROOFS: Mapping[str, Words] = {
    "": _("Not asked"),
    "voice": _("Voice, known to the caller"),
    "video": _("Video"),
    "photo": _("Photograph"),
    "message": _("Written message"),
    "none": _("None"),
    "not_known": _("Not known"),
}
REASONS_ASIDE: Mapping[str, Words] = {
    "question_answered": _("A question, and it is answered"),
    "other_matter": _("Another matter: said where help is to be had"),
    "told_already": _("The same was told already, in another report"),
    "taken_back": _("Whoever told it took it back, and nobody is at risk"),
}
ANSWERS: Mapping[str, Words] = {
    "taken_up": _("They took it up"),
    "known_there": _("They knew of it already"),
    "not_theirs": _("It is not theirs"),
    "no_answer": _("No answer yet: ask again"),
}
CONCLUSIONS: Mapping[str, Words] = {
    "indicated": _("There are signs of trafficking in persons"),
    "not_enough_yet": _("Not enough is known yet; help goes on"),
    "other_need": _("Another kind of help fits better; it is offered"),
}
ARRIVALS: Mapping[str, Words] = {
    "air": _("By air"),
    "sea": _("By sea"),
    "land": _("By land"),
}
INTERPRETERS: Mapping[str, Words] = {
    "not_needed": _("Not needed"),
    "present": _("Present"),
    "by_phone": _("By phone"),
    "missing": _("Needed, and not there"),
}
STOPPED: Mapping[str, Words] = {
    "she_asked": _("She or he asked to stop"),
    "tired": _("Tired, or it weighs too much"),
    "not_safe": _("Not safe to talk here"),
    "no_time": _("The time was up"),
}
WHY_OPEN: Mapping[str, Words] = {
    "call_back": _("To call back as agreed"),
    "triage": _("To triage it"),
    "decide": _("To decide on it"),
    "consulate": _("To tell the consulate"),
}
ELEMENTS: Mapping[str, Words] = {
    "act": _("Act"),
    "means": _("Means"),
    "exploitation": _("Exploitation"),
}
ELEMENT_STATES: Mapping[str, tuple[str, Words]] = {
    "shown": ("line", _("Shown by the answers")),
    "open": ("dash", _("Open: more answers could show it")),
    "not_shown": ("wait", _("Not shown so far")),
    "not_needed": ("line", _("Not needed for a child")),
}
ORGANISATIONS: Mapping[str, Words] = {
    "police": _("Police"),
    "mission": _("A mission"),
    "social": _("Social service"),
    "health": _("Health service"),
    "women_child": _("Women and child service"),
    "migrant_agency": _("Migrant-worker agency"),
    "ngo": _("A non-governmental organisation"),
    "other": _("Somebody else"),
}


def choices(table: Mapping[str, Words]) -> list[tuple[str, Words]]:
    """Give a table as the choices of a field."""
    return list(table.items())


def codes(name: str, *, blank: Words | None = None) -> list[tuple[str, Words]]:
    """Give a vocabulary's codes as the choices of a field, in the language in force."""
    first: list[tuple[str, Words]] = [] if blank is None else [("", blank)]
    chosen = language()
    found = [(each.code, each.label[chosen]) for each in code_list(name) if not each.retired]
    return (
        [*first, *sorted(found, key=lambda pair: pair[1])]
        if name == "country"
        else [
            *first,
            *found,
        ]
    )


def in_words(name: str, code: str) -> str:
    """Give a code of a vocabulary in words; nothing for nothing."""
    found = code_list(name).get(code) if code else None
    return found.label[language()] if found else ""


def several_in_words(name: str, found: Iterable[str]) -> str:
    """Give codes in words, with commas."""
    return ", ".join(in_words(name, code) for code in found)


def clock_in_words(code: str) -> str:
    """Give what a clock or a task is for."""
    return CLOCKS[code].label[language()]


def question_in_words(tool_name: str, question: str) -> str:
    """Give a question of a screening tool in words, with the dimension where there are several."""
    asked = tool(tool_name)
    found = asked.get(question)
    return found.label[language()] if found else question
