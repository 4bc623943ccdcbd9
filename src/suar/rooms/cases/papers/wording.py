"""What papers, their reasons and their matters are called, in the language in force."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from suar.knowledge.rules.papers import Goes, PaperKind

TITLES: Final = {
    PaperKind.CONSENT: gettext_noop("Consent"),
    PaperKind.REPORT: gettext_noop("Report received"),
    PaperKind.SOCIAL_REPORT: gettext_noop("Social report"),
    PaperKind.REFERRAL: gettext_noop("Referral letter"),
    PaperKind.HANDOVER: gettext_noop("Minutes of a handover"),
    PaperKind.CONFERENCE: gettext_noop("Minutes of a case conference"),
}
#: What each is for, beside its button.
LEADS: Final = {
    PaperKind.CONSENT: gettext_noop("What she was told and agreed to, one recipient at a time."),
    PaperKind.REPORT: gettext_noop("The coded facts, triage, and what was done. Nobody is named."),
    PaperKind.SOCIAL_REPORT: gettext_noop(
        "Needs over time, plan and services, your opinion and recommendation."
    ),
    PaperKind.REFERRAL: gettext_noop(
        "To one recipient, with what she agreed to show there, and a slip to send back."
    ),
    PaperKind.HANDOVER: gettext_noop(
        "Into or out of a shelter, goods, papers given back, a case to another office."
    ),
    PaperKind.CONFERENCE: gettext_noop("Who met about the case, what was agreed, by when."),
}
GOES: Final = {
    Goes.FILE: gettext_noop("It stays with us"),
    Goes.OFFICE: gettext_noop("It goes to another office"),
    Goes.HERSELF: gettext_noop("She takes it with her"),
}
REASONS: Final = {
    "her_wish": gettext_noop("She asked for it"),
    "service": gettext_noop("For a service that she wants"),
    "office_asks": gettext_noop("Another office needs it to help her"),
    "handover": gettext_noop("For a handover"),
    "own_file": gettext_noop("For our own paper file"),
    "other": gettext_noop("Another reason, in words"),
}
#: What is handed over: to choose from, and as the minutes' title names it.
MATTERS: Final = {
    "shelter_in": gettext_noop("A person comes into a shelter"),
    "shelter_out": gettext_noop("A person leaves a shelter"),
    "goods": gettext_noop("Goods are handed over"),
    "documents": gettext_noop("Papers are given back"),
    "case": gettext_noop("A case goes to another office"),
}
MINUTES_OF: Final = {
    "shelter_in": gettext_noop("Minutes: a person received"),
    "shelter_out": gettext_noop("Minutes: end of a stay"),
    "goods": gettext_noop("Minutes: goods handed over"),
    "documents": gettext_noop("Minutes: papers given back"),
    "case": gettext_noop("Minutes: a case handed over"),
}
#: What the first party does, as a sentence of the minutes.
HANDED: Final = {
    "shelter_in": gettext_noop(
        "The FIRST PARTY brings the person to the SECOND PARTY, who receives her or him, with:"
    ),
    "shelter_out": gettext_noop(
        "The stay ends today. The FIRST PARTY hands over to the SECOND PARTY:"
    ),
    "goods": gettext_noop(
        "The FIRST PARTY hands over to the SECOND PARTY, and the SECOND PARTY receives:"
    ),
    "documents": gettext_noop(
        "The FIRST PARTY gives back to the SECOND PARTY, whose own they are:"
    ),
    "case": gettext_noop(
        "The FIRST PARTY hands the work on this case over to the SECOND PARTY, with:"
    ),
}
#: What a letter asks for, by the purpose that she agreed to.
LETTER_FOR: Final = {
    "care": gettext_noop("care and help"),
    "legal_help": gettext_noop("legal help and restitution"),
    "report_crime": gettext_noop("a report to the police, as she wishes"),
    "return": gettext_noop("papers and the way home"),
    "home_state": gettext_noop("a notice to the state she comes from"),
}
LANGUAGES: Final = (("id", "Bahasa Indonesia"), ("en", "English"))


def title(kind: str) -> str:
    """Give what a paper is called."""
    return _(TITLES[PaperKind(kind)])


def reason(code: str) -> str:
    """Give a reason in words; nothing for none."""
    return _(REASONS[code]) if code in REASONS else ""
