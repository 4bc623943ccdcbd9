"""The registers room over HTTP: upload, check, profile, compare, picture, delete; nobody else's."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cast import NOW, Cast, make_cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from signing import client_of, key_in, visitor

from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.rooms.registers import jobs, services
from suar.rooms.registers.models import Upload, Work


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented") / "registers"
    simulate(folder, scale=0.05, seed=5)
    return folder


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pictures without their minutes of estimating; the room's own test makes a real one."""
    from suar.base.vault.files import write_sealed
    from suar.rooms.registers import picturing

    def made(*, work: Work, listener: Any, by: Any) -> None:
        listener("Reading police.csv")
        with acting(by):
            for name in picturing.RESULTS:
                write_sealed(
                    iter([b"<html>picture</html>"]), place=services.place_of_result(work, name)
                )
            Work.objects.filter(id=work.id).update(summary={"records": 135})

    monkeypatch.setattr(picturing, "make_own_picture", made)


def at(name: str, *args: Any) -> str:
    return reverse(f"registers:{name}", args=args)


def _send(
    client: Client,
    content: bytes,
    *,
    name: str = "police.csv",
    url: str = "/registers/new/",
    **more: Any,
) -> Any:
    once = more.pop("once", "") or key_in(client.get(url).content.decode())
    file = SimpleUploadedFile(name, content)
    return client.post(url, {"once": once, "title": "Police, invented", "file": file, **more})


def _do_all(cast: Cast) -> None:
    by = cast.analyst
    with acting(by):
        waiting = [
            str(pk) for pk in Work.objects.filter(state="waiting").values_list("id", flat=True)
        ]
    for work in waiting:
        jobs.run_work(
            work=work, organisation=str(by.organisation), person=str(by.person), role=by.role
        )


def _newest(cast: Cast, model: Any = Upload) -> Any:
    with acting(cast.analyst):
        return model.objects.order_by("-id").first()


def test_from_upload_to_picture(cast: Cast, registers: Path, quickly: None) -> None:
    client = client_of(cast.analyst)
    assert "No register here yet." in client.get("/registers/").content.decode()
    answer = _send(client, (registers / "police.csv").read_bytes())
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.headers["Location"]).content.decode()
    assert "It is being checked." in page
    _do_all(cast)
    upload = _newest(cast)
    page = client.get(at("upload", upload.id)).content.decode()
    rows = upload.checked["rows"]
    assert (
        f"<strong>{rows} rows</strong> = {upload.checked['accepted']} accepted + 0 rejected" in page
    )
    assert "How full each field is" in page
    assert "analyst@example.org" not in page
    listed = client.get("/registers/").content.decode()
    assert "Checked" in listed
    assert "Analyst" in listed

    asked = client.get("/registers/picture/")
    key = key_in(asked.content.decode())
    answer = client.post("/registers/picture/", {"once": key, "uploads": [str(upload.id)]})
    address = answer.headers["Location"]
    page = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert '<meta http-equiv="refresh"' in page
    _do_all(cast)
    assert "It is ready." in client.get("/day/").content.decode()
    page = client.get(address).content.decode()
    assert "every 2s" not in page
    assert "Nothing waits for you." in client.get("/day/").content.decode()
    framed = client.get(f"{address}picture/").content.decode()
    assert f'<iframe class="picture-frame" src="{address}picture/document/" sandbox' in framed
    document = client.get(f"{address}picture/document/")
    assert document.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src")
    assert "sandbox" in document.headers["Content-Security-Policy"]
    assert document.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert b"<html" in document.content


def _uploaded(cast: Cast, client: Client, content: bytes, **more: Any) -> Any:
    answer = _send(client, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    _do_all(cast)
    return _newest(cast)


def test_a_form_that_is_sent_twice_uploads_once(cast: Cast, registers: Path) -> None:
    client, content = client_of(cast.analyst), (registers / "police.csv").read_bytes()
    key = key_in(client.get("/registers/new/").content.decode())
    first = _send(client, content, once=key)
    second = _send(client, content, once=key)
    assert first.headers["Location"] == second.headers["Location"]
    with acting(cast.analyst):
        assert Upload.objects.count() == 1
        assert Work.objects.count() == 1


def test_a_refused_form_gives_its_key_back(cast: Cast, registers: Path) -> None:
    client = client_of(cast.analyst)
    key = key_in(client.get("/registers/new/").content.decode())
    wrong = _send(client, b"MZ", name="register.exe", once=key)
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "cannot be read as a register" in page
    assert "data-errors" in page
    assert "empty" in _send(client, b"", once=key).content.decode()
    assert _send(client, (registers / "police.csv").read_bytes(), once=key).status_code == 302


def test_a_newer_file_replaces_and_is_compared(cast: Cast, registers: Path) -> None:
    client, content = client_of(cast.analyst), (registers / "police.csv").read_bytes()
    old = _uploaded(cast, client, content)
    shorter = b"".join(content.splitlines(keepends=True)[:20])
    new = _uploaded(cast, client, shorter, url=at("replace", old.id))
    assert new.replaces_id == old.id
    page = client.get(at("upload", new.id)).content.decode()
    address = at("compare", new.id, old.id)
    assert address in page
    compared = client.get(address).content.decode()
    assert f'<td class="num">{old.checked["rows"]}</td>' in compared
    assert '<td class="num"><strong>19</strong></td>' in compared
    assert "Date of birth" in compared
    greyed = client.get(at("upload", old.id)).content.decode()
    assert "this upload was deleted or replaced" in greyed
    again = client.get(at("replace", old.id))
    assert again.status_code == 403


def test_a_file_that_no_profile_fits_is_mended_in_the_browser(cast: Cast) -> None:
    client = client_of(cast.analyst)
    content = b"Nama Lengkap,Tgl Lahir,JK\nSiti Rekaan,01/02/1999,P\nBudi Rekaan,03/04/1998,L\n"
    upload = _uploaded(cast, client, content, name="desa.csv")
    page = client.get(at("upload", upload.id)).content.decode()
    assert "No profile fits this file yet." in page
    assert "Rekaan" not in page
    address = at("profile", upload.id)
    editor = client.get(address).content.decode()
    assert "Nama Lengkap: name" in editor
    key = key_in(editor)
    wrong = "register: desa\ncolumns:\n  Nama Lengkap: nama\n"
    answer = client.post(address, {"once": key, "version": 1, "profile": wrong})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Line 3, columns.Nama Lengkap: must name one of the standard fields." in said
    assert "suar register check" not in said
    unclosed = client.post(address, {"once": key, "version": 1, "profile": "register: ["})
    assert "is not a YAML profile (line " in unclosed.content.decode()
    right = "register: desa\ncolumns:\n  Nama Lengkap: name\n  Tgl Lahir: birth_date\n"
    answer = client.post(address, {"once": key, "version": 1, "profile": right})
    assert answer.headers["Location"] == at("upload", upload.id)
    _do_all(cast)
    assert _newest(cast).state == "checked"


def test_a_stale_profile_shows_both_texts_and_each_may_stay(cast: Cast, registers: Path) -> None:
    client = client_of(cast.analyst)
    upload = _uploaded(cast, client, (registers / "police.csv").read_bytes())
    address = at("profile", upload.id)
    mine = "register: mine\ncolumns: {NAMA: name}\n"
    key = key_in(client.get(address).content.decode())
    with acting(cast.analyst):
        theirs = "register: theirs\ncolumns: {NAMA: name}\n"
        services.mend_profile(upload=upload, profile=theirs, version=1, now=NOW, by=cast.analyst)
    answer = client.post(address, {"once": key, "version": 1, "profile": mine})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "register: theirs" in page
    assert "register: mine" in page
    assert 'name="version" value="2"' in page
    sent = {"once": key, "version": 2, "profile": mine}
    assert client.post(address, {**sent, "choose_profile": "theirs"}).status_code == 302
    assert _newest(cast).profile == theirs
    assert client.post(address, {**sent, "choose_profile": "mine"}).status_code == 302
    assert _newest(cast).profile == mine


def test_deleting_asks_first_and_destroys(cast: Cast, registers: Path) -> None:
    client = client_of(cast.analyst)
    upload = _uploaded(cast, client, (registers / "police.csv").read_bytes())
    address = at("delete", upload.id)
    assert "it cannot be undone" in client.get(address).content.decode()
    assert _newest(cast).state == "checked"
    client.post(address)
    gone = _newest(cast)
    assert gone.state == "deleted"
    assert gone.checked is None
    assert "Its key was destroyed" in client.get(at("upload", upload.id)).content.decode()


def test_a_check_that_ends_after_the_deletion_keeps_nothing(cast: Cast, registers: Path) -> None:
    from suar.rooms.registers import checking

    client = client_of(cast.analyst)
    _send(client, (registers / "police.csv").read_bytes())
    upload, work = _newest(cast), _newest(cast, Work)

    def listener(step: str, done: int = 0, total: int = 0) -> None:
        if step.startswith("Looking"):
            with acting(cast.analyst):
                services.delete_upload(upload=upload, now=NOW, by=cast.analyst)

    checking.check_upload(work=work, listener=listener, by=cast.analyst)
    assert _newest(cast).state == "deleted"
    assert _newest(cast).checked is None


def test_a_job_stops_and_may_be_asked_for_again(cast: Cast, registers: Path) -> None:
    client = client_of(cast.analyst)
    _send(client, (registers / "police.csv").read_bytes())
    upload, work = _newest(cast), _newest(cast, Work)
    early = client.post(at("check_again", upload.id))
    assert early.status_code == 403
    client.post(at("stop", work.id))
    page = client.get(at("work", work.id)).content.decode()
    assert "It was stopped. Nothing was kept of it." in page
    _do_all(cast)
    assert _newest(cast).state == "waiting"
    assert "Check again" in client.get(at("upload", upload.id)).content.decode()
    client.post(at("check_again", upload.id))
    _do_all(cast)
    assert _newest(cast).state == "checked"


@pytest.fixture
def pictured(cast: Cast, registers: Path, quickly: None) -> Work:
    """Give the analyst a picture."""
    with acting(cast.analyst):
        services.upload_register(
            parts=iter([(registers / "police.csv").read_bytes()]),
            file_name="police.csv",
            title="Police",
            now=NOW,
            by=cast.analyst,
        )
    _do_all(cast)
    with acting(cast.analyst):
        uploads = list(Upload.objects.all())
        services.ask_for_picture(uploads=uploads, language="en", now=NOW, by=cast.analyst)
    _do_all(cast)
    made: Work = _newest(cast, Work)
    return made


def test_what_is_taken_away_is_in_the_audit(cast: Cast, pictured: Work) -> None:
    client = client_of(cast.analyst)
    address = at("take", pictured.id, "picture.xlsx")
    assert client.get(address).status_code == 405
    answer = client.post(address)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    assert client.post(at("take", pictured.id, "picture.json")).status_code == 404
    with acting(cast.analyst):
        kept = Event.objects.filter(kind=Event.Kind.EXPORT)
        assert [(e.action, e.detail) for e in kept] == [
            ("picture.export", {"file": "picture.xlsx"})
        ]


def test_the_task_force_reads_its_newest_picture(cast: Cast, pictured: Work) -> None:
    client = client_of(cast.analyst)
    page = client.get("/picture/").content.decode()
    assert 'src="/picture/document/"' in page
    assert client.get("/picture/document/").content == b"<html>picture</html>"
    partner = client_of(cast.partner)
    assert "No joint picture here yet." in partner.get("/picture/").content.decode()
    assert partner.get("/picture/document/").status_code == 404


def _addresses(upload: Upload, work: Work) -> list[tuple[str, str]]:
    one, job = at("upload", upload.id), at("work", work.id)
    ways = ("", "profile/", "replace/", "delete/", f"compare/{upload.id}/")
    return [
        *(("get", one + way) for way in ways),
        *(("post", one + way) for way in ("profile/", "replace/", "delete/", "check/")),
        *(("get", job + way) for way in ("", "picture/", "picture/document/")),
        *(("post", job + way) for way in ("stop/", "take/picture.xlsx/")),
    ]


def test_a_partner_meets_404_at_every_address(cast: Cast, pictured: Work) -> None:
    with acting(cast.analyst):
        upload = Upload.objects.get()
    partner, stranger = client_of(cast.partner), visitor()
    nobody = Upload(id=uuid4()), Work(id=uuid4())
    for (method, address), (_same, lost) in zip(
        _addresses(upload, pictured), _addresses(*nobody), strict=True
    ):
        answer = getattr(partner, method)(address)
        assert answer.status_code == 404, (method, address)
        nothing = getattr(partner, method)(lost)
        assert nothing.status_code == 404
        assert getattr(stranger, method)(address).headers["Location"].startswith("/account/login/")
    assert "Police" not in partner.get("/registers/").content.decode()
    with acting(cast.analyst):
        assert Upload.objects.get().state == "checked"


def test_another_role_of_the_own_house_is_refused_with_the_rule(cast: Cast) -> None:
    client = client_of(cast.data_officer)
    assert client.get("/registers/").status_code == 200
    refused = client.get("/registers/new/")
    assert refused.status_code == 403
    assert "may not upload, replace and delete" in refused.content.decode()
    listed = client.get("/registers/").content.decode()
    assert 'aria-disabled="true"' in listed
    assert client_of(cast.case_worker).get("/registers/").status_code == 403


def test_the_pages_speak_indonesian(cast: Cast, pictured: Work) -> None:
    client = client_of(cast.analyst, language="id")
    with acting(cast.analyst):
        upload = Upload.objects.get()
    page = client.get(at("upload", upload.id)).content.decode()
    assert "Seberapa lengkap setiap isian" in page
    assert "Tanggal lahir" in page
