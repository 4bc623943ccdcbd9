"""The verbs of the room, one file a kind of deed. Five beats each."""

from suar.rooms.intake.services.deciding import (
    mark_accepted,
    not_indicate_report,
    note_answer,
    open_incident,
    pass_on_report,
    take_back_report,
)
from suar.rooms.intake.services.opening import (
    close_report,
    keep_open,
    open_report,
    opened_until,
    openings_asked,
    talks,
)
from suar.rooms.intake.services.taking import (
    add_person,
    add_told,
    name_person,
    receive_public_report,
    take_over,
    take_report,
)
from suar.rooms.intake.services.triaging import answer_questions, triage_report

__all__ = [
    "add_person",
    "add_told",
    "answer_questions",
    "close_report",
    "keep_open",
    "mark_accepted",
    "name_person",
    "not_indicate_report",
    "note_answer",
    "open_incident",
    "open_report",
    "opened_until",
    "openings_asked",
    "pass_on_report",
    "receive_public_report",
    "take_back_report",
    "take_over",
    "take_report",
    "talks",
    "triage_report",
]
