"""What the ground keeps: grants, uploads, tasks."""

from typing import Final

from suar.knowledge.rules.lifecycle.machine import NOTHING, Lifecycle, Move
from suar.knowledge.rules.permissions import Permission

P = Permission

GRANT: Final = Lifecycle(
    "grant",
    (
        Move("give", (NOTHING,), "running", P.MANAGE_GRANTS, "consent or lawful basis"),
        Move("give_by_consent", (NOTHING,), "running", P.TAKE_CONSENT, "her consent"),
        Move("revoke", ("running",), "revoked", P.MANAGE_GRANTS),
        Move("revoke_by_withdrawal", ("running",), "revoked", P.TAKE_CONSENT, "her withdrawal"),
        Move("end", ("running",), "ended"),
    ),
)

UPLOAD: Final = Lifecycle(
    "upload",
    (
        Move("upload", (NOTHING,), "waiting", P.UPLOAD_REGISTERS),
        Move("check", ("waiting",), "checked"),
        Move("refuse", ("waiting",), "unreadable"),
        Move(
            "mend_profile",
            ("waiting", "checked", "unreadable"),
            "waiting",
            P.UPLOAD_REGISTERS,
        ),
        Move(
            "replace",
            ("waiting", "checked", "unreadable"),
            "replaced",
            P.UPLOAD_REGISTERS,
        ),
        Move(
            "delete",
            ("waiting", "checked", "unreadable", "replaced"),
            "deleted",
            P.UPLOAD_REGISTERS,
        ),
    ),
)

TASK: Final = Lifecycle(
    "task",
    (
        Move("set", (NOTHING,), "open", P.WORK_TASKS),
        Move("start_clock", (NOTHING,), "open"),
        Move("hand_over", ("open",), "open", P.WORK_TASKS),
        Move("finish", ("open",), "done", P.WORK_TASKS),
        Move("drop", ("open",), "dropped", P.WORK_TASKS),
    ),
)
