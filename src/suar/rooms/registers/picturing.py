"""An organisation's own picture: made in memory from sealed uploads, sealed as a result."""

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path

from django.utils import timezone

from suar.analytics.picture.pipeline import Order, make_picture
from suar.analytics.progress import Progress
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.vault.files import in_memory, read_sealed, write_sealed
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.services import place_of, place_of_result

#: What is kept of a picture, by name; the whole map is never made here.
RESULTS = ("picture.html", "picture.json", "picture.xlsx", "nota.docx")


def make_own_picture(*, work: Work, listener: Progress, by: Actor) -> None:
    """Make the picture over the job's uploads and seal its files."""
    with ExitStack() as stack:
        with acting(by):
            uploads = list(
                Upload.objects.filter(id__in=work.uploads, organisation_id=by.organisation)
            )
            paths = [_opened(stack, upload) for upload in uploads]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="suar-")))
        order = Order(
            paths,
            folder / "out",
            profiles=_profiles(stack, uploads),
            language="en" if work.language == "en" else "id",
        )
        outcome = make_picture(order, now=timezone.now(), progress=listener)
        seal_picture(work=work, folder=folder / "out", summary=outcome.summary, by=by)


def seal_picture(*, work: Work, folder: Path, summary: dict[str, object], by: Actor) -> None:
    """Keep a picture's files, sealed, as the results of a job; its page in either language."""
    kept = {key: summary.get(key) for key in ("records", "rejected", "persons")}
    results = {name: (folder / name).read_bytes() for name in RESULTS}
    other, page = _in_the_other_language(results["picture.json"])
    results[f"picture.{other}.html"] = page
    with acting(by):
        for name, content in results.items():
            write_sealed(iter([content]), place=place_of_result(work, name))
        Work.objects.filter(id=work.id).update(summary={**kept, "also_in": other})


def _in_the_other_language(picture: bytes) -> tuple[str, bytes]:
    from suar.analytics.picture.report import render_html  # late: figures are heavy

    document = json.loads(picture)
    other = "id" if document["language"] == "en" else "en"
    asked_anew = {**document, "language": other, "title": ""}  # the question, in its words
    return other, render_html(asked_anew, other).encode()


def _opened(stack: ExitStack, upload: Upload) -> Path:
    name = f"{upload.register or 'register'}-{upload.reference}{upload.suffix}"
    return stack.enter_context(in_memory(read_sealed(place=place_of(upload)), name=name))


def _profiles(stack: ExitStack, uploads: list[Upload]) -> list[str]:
    named = []
    for upload in uploads:
        if upload.profile:
            text = upload.profile.encode()
            path = stack.enter_context(in_memory(iter([text]), name="profile.yaml"))
            named.append(f"{upload.register}-{upload.reference}={path}")
    return named
