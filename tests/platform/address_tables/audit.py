"""The audit: its list names no record; a reason typed in words names its event."""

from addresses import Made, Row, Want

from suar.base.audit.services import record


def _event(want: Want) -> Made:
    event = record(
        action="case.export", kind="export", reason="another", words=want.mark(), by=want.owner
    )
    return Made({"event_id": event.id})


ROWS = {"audit:index": Row(), "audit:words": Row(_event)}
