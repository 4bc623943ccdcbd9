"""After a journey with seeded names and numbers: nothing of them lies anywhere in clear.

Dumped and searched: the whole database (queue, sessions, audit and vault included), PostgreSQL's
log and its files, the uploads, temporary files, our own log, and what pages for faults say.
"""

import io
import logging
import re
import subprocess
import tempfile
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import NOW, PASSWORD, Cast, make_cast
from django.db import DatabaseError, connections, transaction
from django.test import Client
from seeded_rooms import Seeds, tell_all_rooms

from suar.analytics.registers import check_document
from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.base.access.logs import JsonFormatter
from suar.base.cluster import Server
from suar.base.cluster.server import SUPERUSER, binaries
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import Place
from suar.base.vault.services import open_text, seal_text
from suar.knowledge.refusal import Refusal
from suar.rooms.registers import jobs, services
from suar.rooms.registers.models import Upload

GROUPS = {
    "identity": "Siti Nurhaliza Rekaan binti Contoh",
    "contact": "+62812 0000 7391",
    "safety": "Jalan Rekaan Melati 17, Kota Contoh",
    "story": "Ia bercerita tentang kapal rekaan bernama Lautan Contoh",
    "health": "Catatan kesehatan rekaan nomor tujuh",
}


def _seeds(file: Path) -> set[bytes]:
    """Give every name and number of an invented register that is long enough to be its own."""
    frame = check_document(file).register.frame
    columns = ("name", "other_names", "nik", "passport", "phone", "address")
    told: set[str] = set(GROUPS.values())
    for column in columns:
        if column in frame.columns:
            for value in frame[column].cast(str).to_list():
                text = re.sub(r"[\[\]']", "", value or "")
                if len(text) >= 10:
                    told.add(text)
    return {text.encode() for text in told}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def _journey(cast: Cast, file: Path) -> list[bytes]:
    """Upload, check, picture, seal, open, search, err; give what the pages answered to faults."""
    by, answers = cast.analyst, []
    with acting(by):
        upload, work = services.upload_register(
            parts=iter([file.read_bytes()]), file_name=file.name, title="x", now=NOW, by=by
        )
    _run(cast, work)
    with acting(by):
        upload = Upload.objects.get(id=upload.id)
        picture = services.ask_for_picture(uploads=[upload], language="id", now=NOW, by=by)
    _run(cast, picture)
    organisation = cast.case_worker.organisation
    with acting(cast.case_worker):
        for group, text in GROUPS.items():
            place = Place(organisation, "victim", uuid7(), uuid7(), group, "text")
            assert open_text(seal_text(text, place=place), place=place) == text
    client = Client(HTTP_HOST="localhost")
    client.raise_request_exception = False
    wrong = {"login": f"{GROUPS['contact']}@example.org", "password": GROUPS["story"]}
    client.post("/account/login/", wrong)
    client.post("/account/login/", {"login": "analyst@example.org", "password": PASSWORD})
    client.get("/reports/", {"name": GROUPS["identity"]})
    answers.append(client.get("/nothing/", {"q": GROUPS["identity"]}).content)
    answers.append(client.post("/language/", {"next": GROUPS["safety"]}).content)
    for statement in ("SELECT %s::int", "SELECT * FROM no_such_table WHERE name = %s"):
        with pytest.raises(DatabaseError), acting(by), transaction.atomic():
            connections["default"].cursor().execute(statement, [GROUPS["identity"]])
    with acting(by), pytest.raises(Refusal) as refused:
        services.upload_register(
            parts=iter([GROUPS["story"].encode()]), file_name="a.exe", title="x", now=NOW, by=by
        )
    answers.append(str(refused.value).encode())
    logging.getLogger("suar.test").info("a line of ours")
    logging.getLogger("other").warning("a value: %s", GROUPS["identity"])
    return answers


def _run(cast: Cast, work: object) -> None:
    by = cast.analyst
    jobs.run_work(
        work=str(work.id), organisation=str(by.organisation), person=str(by.person), role=by.role
    )


def _sessions(dump: bytes) -> Iterator[bytes]:
    """Give what Django's sessions hold, unpacked: they are compressed, not encrypted."""
    for packed in re.findall(rb"\.(eJ[\w-]+):", dump):
        yield zlib.decompress(urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which temporary files lie during the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _places(server: Server, database: str, log: io.StringIO) -> dict[str, bytes]:
    """Give everything that was written anywhere: what a thief of the disk would find."""
    connections.close_all()
    url = server.url(SUPERUSER).rsplit("/", 1)[0] + f"/{database}"
    command = [str(binaries() / "pg_dump"), "--inserts", url]
    dump = subprocess.run(command, capture_output=True, check=True).stdout
    assert b"vault_datakey" in dump
    places = {
        "database": dump,
        "database's log": server.instance.log.read_bytes(),
        "our log": log.getvalue().encode(),
        "sessions": b"\n".join(_sessions(dump)),
    }
    for path in server.instance.files.rglob("*"):
        if path.is_file():
            places[f"files/{path.name}"] = path.read_bytes()
    return places


def test_nothing_seeded_lies_in_clear(
    server: Server, database: str, tmp_path: Path, temporary: Path, log: io.StringIO
) -> None:
    simulate(tmp_path / "registers", scale=0.1, seed=5)
    file = tmp_path / "registers" / "police.csv"
    seeds = _seeds(file)
    assert len(seeds) > 150, "the register holds names and numbers to look for"
    answers = _journey(make_cast(), file)
    places = _places(server, database, log) | {"answers": b"\n".join(answers)}
    assert list(temporary.iterdir()) == [], "a temporary file is left"
    assert places["our log"].count(b"\n") >= 2
    found = {
        f"{place}: seed {number}"
        for place, content in places.items()
        for number, seed in enumerate(sorted(seeds))
        if seed in content
    }
    assert found == set()


def test_nothing_told_in_any_room_lies_in_clear(
    server: Server, database: str, temporary: Path, log: io.StringIO
) -> None:
    """One person from a report to a closure, every sealed field of every room filled."""
    seeds = Seeds()
    tell_all_rooms(make_cast(), seeds)
    assert len(seeds.given) > 140
    places = _places(server, database, log)
    assert list(temporary.iterdir()) == [], "a temporary file is left"
    assert any(place.startswith("files/") for place in places), "a document was added"
    told = {place: _where(seeds, content) for place, content in places.items()}
    assert {place: lines for place, lines in told.items() if lines} == {}


def _where(seeds: Seeds, content: bytes) -> list[str]:
    """Give the lines that hold a seed, for whoever has to mend it: cut short."""
    if not seeds.found_in(content):
        return []
    return [str(line[:300]) for line in content.split(b"\n") if seeds.found_in(line)]
