"""Checking an upload: what `register check` says, how full it is, whom it holds twice."""

from pathlib import Path
from typing import Any

from suar.analytics.linkage import link
from suar.analytics.progress import Progress
from suar.analytics.registers import check_document, parse_profile
from suar.analytics.registers.check import Checked
from suar.analytics.registers.profile import Profile
from suar.analytics.registers.register import Register
from suar.analytics.registers.schema import STANDARD
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.vault.files import in_memory, read_sealed
from suar.knowledge.refusal import Refusal
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.services import place_of

#: Columns of a standard frame that are worked out, not told.
_DERIVED = {"row", "record", "event_date", "in_window", "in_scope", "names_person"}


def check_upload(*, work: Work, listener: Progress, by: Actor) -> None:
    """Read an upload with its profile and keep what the check says: counts and codes, no cell."""
    with acting(by):
        upload = Upload.objects.get(id=work.uploads[0], organisation_id=by.organisation)
        with in_memory(
            read_sealed(place=place_of(upload)), name=f"register{upload.suffix}"
        ) as path:
            profile = parse_profile(upload.profile) if upload.profile else None
            listener("Reading the file")
            found = _checked(path, profile)
    quality = None
    if found.register is not None:
        listener("Looking for the same person twice")
        quality = _quality(found.register)
    with acting(by):
        upload = Upload.objects.select_for_update().get(id=upload.id)
        if upload.state in (Upload.State.DELETED, Upload.State.REPLACED):
            return  # while this ran: nothing of the file is kept
        upload.checked = {**found.document, "profile": ""} if found.document else None
        upload.problem = _problem(found.refusal) if found.refusal else ""
        upload.quality = quality
        upload.register = found.register.name if found.register else ""
        upload.state = Upload.State.CHECKED if found.register else Upload.State.UNREADABLE
        upload.save(update_fields=["checked", "problem", "quality", "register", "state"])


def _checked(path: Path, profile: Profile | None) -> Checked:
    """Check, or say in the same shape that the file cannot be read at all."""
    try:
        return check_document(path, profile=profile)
    except Refusal as refusal:
        return Checked({}, None, refusal)


def _problem(refusal: Refusal) -> str:
    """Say what is wrong without the file's name, which is of the moment and says nothing."""
    bare = Refusal(refusal.problem, row=refusal.row, column=refusal.column, remedy=refusal.remedy)
    return str(bare)[:500]


def _quality(register: Register) -> dict[str, Any]:
    frame = register.frame
    filled = {
        column: round(1 - frame[column].null_count() / max(1, frame.height), 4)
        for column in STANDARD
        if column in frame.columns and column not in _DERIVED
    }
    told: dict[str, Any] = {"filled": {k: v for k, v in filled.items() if v}, "repeats": None}
    if register.kind == "records" and register.linkable and frame.height > 1:
        links = link([register])
        told["repeats"] = links.members.height - links.clusters
        told["unsure"] = getattr(links, "unsure", 0)
    return told
