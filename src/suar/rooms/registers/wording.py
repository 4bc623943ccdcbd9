"""What the room says: states, fields, warnings and steps, in words of the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suar.base.ui.parts import Job, Step
from suar.base.ui.words import language, number
from suar.base.vault.keyring import is_closed
from suar.rooms.registers.models import Upload, Work

#: State of an upload: the chip's kind, its word.
STATES = {
    Upload.State.WAITING: ("going", gettext_lazy("Being checked")),
    Upload.State.CHECKED: ("done", gettext_lazy("Checked")),
    Upload.State.UNREADABLE: ("late", gettext_lazy("Needs a profile")),
    Upload.State.REPLACED: ("wait", gettext_lazy("Replaced")),
    Upload.State.DELETED: ("wait", gettext_lazy("Deleted")),
}
JOB_STATES = {
    Work.State.WAITING: "running",
    Work.State.RUNNING: "running",
    Work.State.DONE: "finished",
    Work.State.FAILED: "failed",
    Work.State.STOPPED: "stopped",
}
FIELDS = {
    "case_id": gettext_lazy("Number of the case"),
    "persons_in_row": gettext_lazy("Persons in one row"),
    "name": gettext_lazy("Name"),
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "other_names": gettext_lazy("Other names"),
    "nik": gettext_lazy("NIK"),
    "passport": gettext_lazy("Passport"),
    "other_id": gettext_lazy("Another number"),
    "phone": gettext_lazy("Phone"),
    "birth_place": gettext_lazy("Place of birth"),
    "address": gettext_lazy("Address"),
    "postcode": gettext_lazy("Postcode"),
    "occupation": gettext_lazy("Occupation"),
    "birth_date": gettext_lazy("Date of birth"),
    "birth_year": gettext_lazy("Year of birth"),
    "date": gettext_lazy("Date"),
    "reported": gettext_lazy("Date of the report"),
    "registered": gettext_lazy("Date of registration"),
    "recruited": gettext_lazy("Date of recruitment"),
    "exploited": gettext_lazy("Start of the exploitation"),
    "exited": gettext_lazy("End of the exploitation"),
    "identified": gettext_lazy("Date of identification"),
    "year": gettext_lazy("Year"),
    "age": gettext_lazy("Age"),
    "minor": gettext_lazy("Under 18"),
    "abroad": gettext_lazy("At home or abroad"),
    "sex": gettext_lazy("Sex"),
    "gender": gettext_lazy("Gender"),
    "age_band": gettext_lazy("Age band"),
    "citizenship": gettext_lazy("Citizenship"),
    "origin": gettext_lazy("Origin"),
    "destination": gettext_lazy("Destination"),
    "exploitation_country": gettext_lazy("Country of exploitation"),
    "district": gettext_lazy("Regency or city"),
    "recruiter_relation": gettext_lazy("Who recruited"),
    "recruitment_channel": gettext_lazy("Way of recruitment"),
    "migration_status": gettext_lazy("Migration status"),
    "status": gettext_lazy("Status of the person"),
    "act": gettext_lazy("Act"),
    "means": gettext_lazy("Means"),
    "control": gettext_lazy("Means of control"),
    "purpose": gettext_lazy("Purpose"),
    "sector": gettext_lazy("Sector"),
}
#: How a job goes on: each stage with the beginnings of what its steps are called.
_CHECK = (
    (gettext_lazy("Read the file"), ("Reading",)),
    (gettext_lazy("Look for the same person twice"), ("Looking",)),
)
_PICTURE = (
    (gettext_lazy("Read the registers"), ("Reading", "Coding", "Opening")),
    (gettext_lazy("Compare records"), ("Making", "Choosing", "Learning", "Weighing", "Dividing")),
    (gettext_lazy("Count persons"), ("counting", "Counting", "withholding", "Comparing")),
    (
        gettext_lazy("Estimate those not known to any register"),
        (
            *("Estimating", "Resampling", "Averaging", "Settling", "Drawing latent"),
            *("Checking", "Measuring"),
        ),
    ),
    (gettext_lazy("Write and draw the picture"), ("Writing", "Drawing the")),
)
_BRING_IN = (
    (gettext_lazy("Read the file"), ("Reading",)),
    (gettext_lazy("Open files and cases, a row at a time"), ("Bringing",)),
)
_STAGES: dict[str, Any] = {
    Work.Kind.CHECK: _CHECK,
    Work.Kind.PICTURE: _PICTURE,
    Work.Kind.BRING_IN: _BRING_IN,
}


def state_of(upload: Upload) -> dict[str, Any]:
    """Give an upload's chip."""
    kind, label = STATES[Upload.State(upload.state)]
    return {"kind": kind, "label": label}


def field_in_words(field: str) -> str:
    """Give a standard field's name."""
    return str(FIELDS.get(field, field))


def warning_in_words(code: str) -> str:
    """Give what a warning's code says."""
    from suar.analytics.registers.notes import MEANINGS  # late: frames are heavy

    return MEANINGS[code][language()] if code in MEANINGS else code


def kind_in_words(kind: str) -> str:
    """Give what a job does."""
    return {
        Work.Kind.CHECK: _("The check of a register"),
        Work.Kind.PICTURE: _("The making of a picture"),
        Work.Kind.BRING_IN: _("Bringing a register in as files and cases"),
    }[Work.Kind(kind)]


def job_of(work: Work, *, stop_url: str, result_url: str) -> Job:
    """Give a long job as its page shows it."""
    stages = _STAGES[Work.Kind(work.kind)]
    at = _stage(work, stages)
    ended = work.state == Work.State.DONE
    steps = [
        Step(str(label), "past" if ended or place < at else "here" if place == at else "")
        for place, (label, _beginnings) in enumerate(stages)
    ]
    return Job(
        title=kind_in_words(work.kind),
        steps=steps,
        words=_words(work, at, stages),
        state=JOB_STATES[Work.State(work.state)],
        share=_share(work),
        stop_url=stop_url,
        result_url=result_url,
        result_label=_("Open it"),
    )


def _stage(work: Work, stages: Any) -> int:
    """Give the stage a job is in; -1 before its first step."""
    for place, (_label, beginnings) in enumerate(stages):
        if work.step.startswith(beginnings):
            return place
    return -1


def _share(work: Work) -> int | None:
    if work.state != Work.State.RUNNING or not work.total:
        return None
    return min(100, 100 * work.done // work.total)


def _words(work: Work, at: int, stages: Any) -> str:
    if work.state == Work.State.DONE:
        return _("It is ready.")
    if work.state == Work.State.STOPPED:
        if work.kind == Work.Kind.BRING_IN:
            return _("It was stopped. Rows brought in so far stay; asked again, it goes on.")
        return _("It was stopped. Nothing was kept of it.")
    if work.state == Work.State.FAILED:
        return _("It could not be finished; nothing half was kept.")
    if work.state == Work.State.WAITING and is_closed(work.organisation_id):
        return _("It waits for the key of your organisation, and begins when it is brought.")
    if at < 0:
        return _("It waits for its turn; one job of your organisation runs at a time.")
    return _("%(at)s of %(all)s: %(step)s") % {
        "at": number(at + 1),
        "all": number(len(stages)),
        "step": stages[at][0],
    }
