"""An invented country on the platform: its cast, its registers, and what the rooms add to it.

`suar demo` loads it at every start, so everything here is done once and then found.
"""

import json
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from suar.analytics.progress import Progress, silent
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.knowledge.refusal import Refusal
from suar.rooms.registers import jobs, services
from suar.rooms.registers.demo_cast import COUNTRY, TASK_FORCE, Cast, Place, gather_cast, sign_ins
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.picturing import seal_picture

#: Beside the picture's folder, once it is made: version, summary, what is really so, observed.
MADE: Final = "country.json"
_CHUNK: Final = 1 << 20


def load_demo(
    registers: Path,
    *,
    language: str = "en",
    scale: float = 1.0,
    picture: Path | None = None,
    progress: Progress = silent,
) -> list[dict[str, str]]:
    """Load the invented country and give its sample sign-ins; what is there already is kept.

    Every room of `DEMO_LOADERS` adds its part, in that order.

    Parameters
    ----------
    registers
        The folder that `suar.analytics.synthetic.simulate` wrote.
    language
        Of the people's pages and of the joint picture: ``en`` or ``id``.
    scale
        Of the country: under 1, rooms take fewer persons in.
    picture
        The folder in which somebody makes the joint picture meanwhile (`MADE` says it is done):
        then it is waited for and taken in, not made a second time.

    Raises
    ------
    Refusal
        In production, or if a register is missing.
    """
    if settings.PRODUCTION:
        raise Refusal(
            "sample sign-ins are never loaded in production",
            remedy="Run suar demo, or set SUAR_MODE=demo for a folder of its own.",
        )
    for place in COUNTRY:
        if place.register and not (registers / place.register).is_file():
            raise Refusal("is not there", file=place.register, remedy="Run suar simulate first.")
    with at_the_door():
        progress("Inviting the cast")
        cast = gather_cast(registers, language=language, scale=scale)
        for loader in settings.DEMO_LOADERS:
            import_string(loader)(cast, progress)
        progress("Taking in the joint picture" if picture else "Making the joint picture")
        _picture(cast, picture)
    return sign_ins(language)


def load(cast: Cast, progress: Progress) -> None:
    """Upload every agency's register, and all five at the task force."""
    kept = [place for place in COUNTRY if place.register]
    analyst = cast.actor(TASK_FORCE.prefix, "analyst")
    for place in kept:
        progress(f"Uploading {place.register}")
        own = _uploaded(place, cast.registers, cast.actor(place.prefix, "analyst"))
        _uploaded(place, cast.registers, analyst, before=own)


def _uploaded(kept: Place, registers: Path, by: Actor, *, before: Upload | None = None) -> Upload:
    title = f"{kept.short}, {kept.title}"
    with acting(by):
        upload = Upload.objects.filter(organisation_id=by.organisation, title=title).first()
        if upload is None:
            upload, _check = services.upload_register(
                parts=_parts(registers / kept.register),
                file_name=kept.register,
                title=title,
                now=timezone.now(),
                by=by,
            )
    _do_what_waits(Work.Kind.CHECK, by, verb=_checked_before(upload, before))
    with acting(by):
        return Upload.objects.get(id=upload.id, organisation_id=by.organisation)


def _checked_before(upload: Upload, before: Upload | None) -> jobs.Verb | None:
    """Give the check that says what it said of the same file, where that was checked just now."""
    if before is None or before.sha256 != upload.sha256:
        return None

    def check(*, work: Work, listener: Progress, by: Actor) -> None:
        told = ("checked", "quality", "problem", "register", "state")
        with acting(by):
            rows = Upload.objects.filter(id__in=work.uploads, organisation_id=by.organisation)
            rows.update(**{name: getattr(before, name) for name in told})

    return check


def _picture(cast: Cast, folder: Path | None) -> None:
    by = cast.actor(TASK_FORCE.prefix, "analyst")
    with acting(by):
        uploads = list(Upload.objects.filter(organisation_id=by.organisation))
        asked = Work.objects.filter(organisation_id=by.organisation, kind=Work.Kind.PICTURE)
        if not asked.exists() and services.may_ask_for_picture(uploads, by).allowed:
            services.ask_for_picture(
                uploads=uploads, language=cast.language, now=timezone.now(), by=by
            )
    _do_what_waits(Work.Kind.PICTURE, by, verb=partial(_take_in, folder) if folder else None)


def _take_in(folder: Path, *, work: Work, listener: Progress, by: Actor) -> None:
    """Wait until the picture lies there whole, and keep it as this job's results."""
    listener("Reading the registers")
    made = folder.parent / MADE
    while not made.exists():  # whoever makes it ends us if it fails
        time.sleep(0.2)
    summary = json.loads(made.read_text(encoding="utf-8"))[1]
    seal_picture(work=work, folder=folder, summary=summary, by=by)


def _do_what_waits(kind: str, by: Actor, *, verb: jobs.Verb | None = None) -> None:
    """Do her jobs here and now, also of a loading cut off; the worker finds them done.

    Raises
    ------
    Refusal
        If one could not be done: a demonstration never lacks a part in silence.
    """
    with acting(by):
        waiting = list(
            Work.objects.filter(
                organisation_id=by.organisation,
                kind=kind,
                asked_by=by.person,
                state__in=(Work.State.WAITING, Work.State.RUNNING),
            )
        )
    for work in waiting:
        jobs.do_work(work.id, by, verb=verb)
        with acting(by):
            done = Work.objects.get(id=work.id, organisation_id=by.organisation)
            services.note_read(works=[done], now=timezone.now(), by=by)
        if done.state != Work.State.DONE:
            raise Refusal(f"{work.kind} {work.reference} was not done", remedy=done.problem)


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            yield part
