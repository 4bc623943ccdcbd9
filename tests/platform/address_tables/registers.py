"""Registers: an organisation's own, read by roles, never assigned or granted."""

from addresses import Made, Row, Want
from cast import NOW

from suar.base.identifiers import uuid7
from suar.base.vault.files import write_sealed
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.picturing import RESULTS
from suar.rooms.registers.services import place_of_result


def _new_upload(want: Want) -> Upload:
    row = Upload(
        organisation_id=want.owner.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        title=want.mark(),
        register=want.mark().lower(),
        suffix=".csv",
        size=10,
        sha256="0" * 64,
        state="checked",
        checked={
            "register": want.mark(),
            "rows": 1,
            "accepted": 1,
            "rejected": 0,
            "warnings": [],
        },
        uploaded_at=NOW,
        uploaded_by=want.owner.person,
    )
    row.save(force_insert=True)
    return row


def _upload(want: Want) -> Made:
    return Made({"upload_id": _new_upload(want).id})


def _two(want: Want) -> Made:
    return Made({"upload_id": _new_upload(want).id, "other_id": _new_upload(want).id})


def _new_work(want: Want) -> Work:
    row = Work(
        organisation_id=want.owner.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        kind="picture",
        uploads=[],
        state="done",
        step=want.mark(),
        problem=want.mark(),
        asked_at=NOW,
        asked_by=want.owner.person,
    )
    row.save(force_insert=True)
    for name in RESULTS:
        write_sealed(iter([want.mark().encode()]), place=place_of_result(row, name))
    return row


def _work(want: Want) -> Made:
    return Made({"work_id": _new_work(want).id})


def _result(want: Want) -> Made:
    return Made({"work_id": _new_work(want).id, "name": "nota.docx"})


ROWS = {
    "registers:index": Row(),
    "registers:new": Row(),
    "registers:ask": Row(),
    "registers:work": Row(_work),
    "registers:stop": Row(_work),
    "registers:picture": Row(_work),
    "registers:document": Row(_work),
    "registers:take": Row(_result),
    "registers:upload": Row(_upload),
    "registers:profile": Row(_upload),
    "registers:replace": Row(_upload),
    "registers:check_again": Row(_upload),
    "registers:delete": Row(_upload),
    "registers:compare": Row(_two),
    "picture": Row(there=False),
    "picture_document": Row(there=False),
}
