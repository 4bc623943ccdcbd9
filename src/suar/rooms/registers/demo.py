"""An invented country on the platform: its cast, its registers, and what the rooms add to it.

`suar demo` loads it at every start, so everything here is done once and then found.
"""

from collections.abc import Iterator
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

_CHUNK: Final = 1 << 20


def load_demo(
    registers: Path, *, language: str = "en", progress: Progress = silent
) -> list[dict[str, str]]:
    """Load the invented country and give its sample sign-ins; what is there already is kept.

    Every room of `DEMO_LOADERS` adds its part, in that order.

    Parameters
    ----------
    registers
        The folder that `suar.analytics.synthetic.simulate` wrote.
    language
        Of the people's pages and of the joint picture: ``en`` or ``id``.

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
        cast = gather_cast(registers, language=language)
        for loader in settings.DEMO_LOADERS:
            import_string(loader)(cast, progress)
    return sign_ins(language)


def load(cast: Cast, progress: Progress) -> None:
    """Upload every agency's register, all five at the task force, and make the joint picture."""
    kept = [place for place in COUNTRY if place.register]
    for place in kept:
        progress(f"Uploading {place.register}")
        _uploaded(place, cast.registers, cast.actor(place.prefix, "analyst"))
    analyst = cast.actor(TASK_FORCE.prefix, "analyst")
    uploads = [_uploaded(place, cast.registers, analyst) for place in kept]
    progress("Making the joint picture")
    _picture(uploads, cast.language, analyst)


def _uploaded(kept: Place, registers: Path, by: Actor) -> Upload:
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
    _do_what_waits(Work.Kind.CHECK, by)
    with acting(by):
        return Upload.objects.get(id=upload.id, organisation_id=by.organisation)


def _picture(uploads: list[Upload], language: str, by: Actor) -> None:
    with acting(by):
        asked = Work.objects.filter(organisation_id=by.organisation, kind=Work.Kind.PICTURE)
        if not asked.exists() and services.may_ask_for_picture(uploads, by).allowed:
            services.ask_for_picture(uploads=uploads, language=language, now=timezone.now(), by=by)
    _do_what_waits(Work.Kind.PICTURE, by)


def _do_what_waits(kind: str, by: Actor) -> None:
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
        jobs.run_work(
            work=str(work.id),
            organisation=str(by.organisation),
            person=str(by.person),
            role=by.role,
        )
        with acting(by):
            done = Work.objects.get(id=work.id, organisation_id=by.organisation)
            services.note_read(works=[done], now=timezone.now(), by=by)
        if done.state != Work.State.DONE:
            raise Refusal(f"{work.kind} {work.reference} was not done", remedy=done.problem)


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            yield part
