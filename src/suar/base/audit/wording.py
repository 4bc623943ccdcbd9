"""What an event says in words: its kind, its deed, what it concerns, why."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suar.base.ui.reasons import in_words

Words = Mapping[str, str | Promise]

#: Kind of event: the chip's kind, its word.
KINDS: Mapping[str, tuple[str, str | Promise]] = {
    "opening": ("seal", _("Opened")),
    "search": ("line", _("Searched")),
    "export": ("soon", _("Taken out")),
    "change": ("done", _("Changed")),
    "refusal": ("no", _("Refused")),
    "sign_in": ("going", _("Sign-in")),
}

#: A deed by how its code begins; the longest beginning counts.
DEEDS: Words = {
    "audit": _("Searched the audit"),
    "audit.open_words": _("Read a reason typed in words"),
    "breach": _("A breach of data"),
    "case": _("Work in a case"),
    "case.bring_in": _("Old spreadsheets brought in"),
    "case.document_open": _("Opened a document"),
    "case.export": _("Exported persons and cases"),
    "case.search": _("Searched cases"),
    "consent": _("A person’s consent"),
    "gateway": _("A messaging gateway"),
    "grant.give": _("Gave a grant"),
    "grant.revoke": _("Revoked a grant"),
    "incident": _("An incident"),
    "organisation": _("The organisation’s own page"),
    "paper": _("Printed a paper"),
    "person": _("People and posts"),
    "person_concerned": _("A screened person"),
    "person_named": _("A person named in a report"),
    "picture.export": _("Took out a picture"),
    "post": _("People and posts"),
    "project": _("The organisation’s own page"),
    "register": _("Work on a register"),
    "report": _("Work on a report"),
    "report.open": _("Opened a part of a report"),
    "rights": _("A request about data"),
    "screening": _("A screening"),
    "shelter": _("Work in a shelter"),
    "sign_in": _("Signed in"),
    "sign_in.change": _("Changed the own proofs of sign-in"),
    "sign_in.failed": _("Was not let in"),
    "sign_out": _("Signed out"),
    "task": _("A task"),
    "team": _("People and posts"),
    "threat": _("A threat against staff"),
    "vault": _("The organisation’s key"),
    "vault.erase": _("Erased for good"),
    "victim": _("Work in a person’s file"),
    "victim.open": _("Opened a sealed part of a person’s file"),
    "victim.same": _("Two files, perhaps one person"),
    "victim.search": _("Searched persons"),
    "victim.show_held": _("Showed a person what is held about her"),
    "victim.status": _("A person’s status"),
    "work": _("A job on registers"),
}

#: What an event concerns.
SUBJECTS: Words = {
    "bed": _("Bed"),
    "breach": _("Breach of data"),
    "case": _("Case"),
    "event": _("Event of the audit"),
    "gateway": _("Messaging gateway"),
    "incident": _("Incident"),
    "invitation": _("Invitation"),
    "organisation": _("Organisation"),
    "person": _("Staff member"),
    "person_concerned": _("Screened person"),
    "person_named": _("Person named"),
    "post": _("Post"),
    "report": _("Report"),
    "shelter": _("Shelter"),
    "team": _("Team"),
    "threat": _("Threat"),
    "upload": _("Register"),
    "victim": _("Person in care"),
    "work": _("Job"),
}

#: Coded reasons of openings, printings and exports; every other reason is a rule's sentence.
REASONS: Words = {
    "another": _("Another reason, in words"),
    "other": _("Another reason, in words"),
    "call_back": _("To call back as agreed"),
    "triage": _("To triage it"),
    "decide": _("To decide on it"),
    "consulate": _("To tell the consulate"),
    "own_call": _("Her own call, just taken"),
    "her_wish": _("She asked for it"),
    "service": _("For a service that she wants"),
    "office_asks": _("Another office needs it to help her"),
    "handover": _("For a handover"),
    "own_file": _("For our own paper file"),
    "own_register": _("the organisation's own register"),
    "contact": _("To contact her as she asked"),
    "letter": _("To fill in a letter or form"),
    "same_person": _("To see if two files are one person"),
    "write": _("To write down what she told"),
    "care": _("For her care today"),
    "rights": _("She asked what is held about her"),
    "statistics": _("statistics"),
    "audit": _("an audit"),
}


def deed_in_words(action: str) -> str:
    """Give a deed in words, or nothing where its code is all there is (a refused page)."""
    parts = action.split(".")
    for length in range(len(parts), 0, -1):
        found = DEEDS.get(".".join(parts[:length]))
        if found:
            return str(found)
    return _asked_for(action)


def reason_in_words(reason: str) -> str:
    """Give a reason in the language in force."""
    return str(REASONS[reason]) if reason in REASONS else in_words(reason)


def _asked_for(action: str) -> str:
    method = action.partition(" ")[0]
    if method in ("GET", "HEAD"):
        return str(_("Asked for a page"))
    return str(_("Tried to send something")) if method == "POST" else ""
