"""Notes, documents and threats of a case: their services, killed in the middle."""

from typing import Any

from cast import Cast
from killable import Service, call, called
from killable_cases import PNG
from ready_cases import DAY, SUPERVISOR, WORKER, opened_case, when

from suar.base.access.actor import Actor
from suar.rooms.cases.models import Case
from suar.rooms.cases.services import notes


def _document(cast: Cast, by: Actor) -> Any:
    sheet = notes.Sheet("photo", "services", "Rekaan")
    return notes.add_document(case=opened_case(cast), parts=iter([PNG]), sheet=sheet, **when(by))


def _threat(_none: Any, by: Actor) -> Any:
    return notes.report_threat(kind="call", on=DAY, words="Rekaan", **when(by))


SERVICES: tuple[Service, ...] = (
    called(
        "rooms.cases.services.notes.write_note",
        WORKER,
        call(notes.write_note, "case", words="Rekaan", on=DAY),
        opened_case,
    ),
    called(
        "rooms.cases.services.notes.write_health",
        WORKER,
        call(notes.write_health, "case", topic="body", words="Rekaan", on=DAY),
        opened_case,
    ),
    called(
        "rooms.cases.services.notes.write_legal",
        WORKER,
        call(notes.write_legal, "case", state="complaint", words="Rekaan", on=DAY),
        opened_case,
    ),
    called(
        "rooms.cases.services.notes.note_supervision",
        SUPERVISOR,
        lambda case, by: notes.note_supervision(
            case=case, worker=by.person, words="Rekaan", days=(DAY, None), **when(by)
        ),
        opened_case,
    ),
    called(
        "rooms.cases.services.notes.read_document",
        WORKER,
        lambda document, by: b"".join(
            notes.read_document(
                document=document, case=Case.objects.get(id=document.case_id), **when(by)
            )
        ),
        _document,
    ),
    called(
        "rooms.cases.services.notes.remove_document",
        WORKER,
        call(notes.remove_document, "document"),
        _document,
    ),
    called("rooms.cases.services.notes.report_threat", WORKER, _threat),
    called(
        "rooms.cases.services.notes.settle_threat",
        SUPERVISOR,
        call(notes.settle_threat, "threat", told_police="no", version=1),
        lambda _cast, by: _threat(None, by),
    ),
)
