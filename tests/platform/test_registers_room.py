"""The registers room: sealed in, checked, pictured, deleted; nobody else knows it exists."""

from pathlib import Path

import pytest
from cast import NOW, Cast, make_cast
from django.http import Http404

from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.base.vault.files import path_of, read_sealed
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Denied
from suar.rooms.registers import jobs, services
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.selectors import get_upload_for, uploads_visible_to


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def police(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented")
    simulate(folder / "registers", scale=0.1, seed=5)
    return folder / "registers" / "police.csv"


def _upload(cast: Cast, file: Path) -> tuple[Upload, Work]:
    with acting(cast.analyst):
        return services.upload_register(
            parts=iter([file.read_bytes()]),
            file_name=file.name,
            title="Police, 2020 to 2023",
            now=NOW,
            by=cast.analyst,
        )


def _run(cast: Cast, work: Work) -> Work:
    by = cast.analyst
    jobs.run_work(
        work=str(work.id), organisation=str(by.organisation), person=str(by.person), role=by.role
    )
    with acting(by):
        return Work.objects.get(id=work.id)


def test_an_upload_lies_sealed_and_its_check_tells_counts_only(cast: Cast, police: Path) -> None:
    upload, work = _upload(cast, police)
    with acting(cast.analyst):
        place = services.place_of(upload)
        assert b"".join(read_sealed(place=place)) == police.read_bytes()
        names = police.read_text(encoding="utf-8").splitlines()[1].split(",")
        assert names[1].encode() not in path_of(place).read_bytes()
    done = _run(cast, work)
    assert done.state == Work.State.DONE, done.problem
    with acting(cast.analyst):
        upload = Upload.objects.get(id=upload.id)
    assert upload.state == Upload.State.CHECKED
    assert upload.register == "police"
    assert upload.checked["rows"] == upload.checked["accepted"] + upload.checked["rejected"] == 135
    assert upload.quality["filled"]["name"] > 0.9


def test_a_picture_of_ones_own(cast: Cast, police: Path) -> None:
    upload, work = _upload(cast, police)
    _run(cast, work)
    with acting(cast.analyst):
        upload = Upload.objects.get(id=upload.id)
        asked = services.ask_for_picture(uploads=[upload], language="id", now=NOW, by=cast.analyst)
    done = _run(cast, asked)
    assert done.state == Work.State.DONE, done.problem
    assert done.summary["records"] <= 135
    with acting(cast.analyst):
        pages = {
            spoken: b"".join(read_sealed(place=services.place_of_result(done, name)))
            for name, spoken in (services.page_for(done, each) for each in ("id", "en"))
        }
    assert b'<html lang="id"' in pages["id"]
    assert b'<html lang="en"' in pages["en"]
    assert b"How many persons" in pages["en"]


def test_a_job_done_once_is_not_done_again(cast: Cast, police: Path) -> None:
    _, work = _upload(cast, police)
    first = _run(cast, work)
    assert _run(cast, work).ended_at == first.ended_at


def test_nobody_else_knows_that_it_exists(cast: Cast, police: Path) -> None:
    upload, _ = _upload(cast, police)
    for other in (cast.partner, cast.case_worker, cast.investigator, cast.administrator):
        with acting(other):
            assert list(uploads_visible_to(other)) == []
            assert Upload.objects.count() == 0
            with pytest.raises(Http404):
                get_upload_for(other, upload.id)


def test_deleting_destroys_the_key_and_the_file(cast: Cast, police: Path) -> None:
    upload, _ = _upload(cast, police)
    with acting(cast.analyst):
        services.delete_upload(upload=upload, now=NOW, by=cast.analyst)
    assert not path_of(services.place_of(upload)).exists()
    with acting(cast.analyst), pytest.raises(Denied):
        services.delete_upload(upload=upload, now=NOW, by=cast.analyst)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("register.exe", b"MZ", "cannot be read as a register"),
        ("register.csv", b"", "empty"),
    ],
)
def test_what_is_no_register_is_refused(cast: Cast, name: str, content: bytes, says: str) -> None:
    with acting(cast.analyst), pytest.raises(Refusal, match=says):
        services.upload_register(
            parts=iter([content]), file_name=name, title="x", now=NOW, by=cast.analyst
        )


def test_a_post_without_the_permission_is_denied(cast: Cast, police: Path) -> None:
    with acting(cast.case_worker), pytest.raises(Denied, match="Case worker may not upload"):
        services.upload_register(
            parts=iter([b"a"]), file_name="a.csv", title="x", now=NOW, by=cast.case_worker
        )


def test_a_stale_profile_is_not_overwritten(cast: Cast, police: Path) -> None:
    upload, _ = _upload(cast, police)
    profile = "register: police\ncolumns: {NAMA: name}\n"
    with acting(cast.analyst):
        services.mend_profile(upload=upload, profile=profile, version=1, now=NOW, by=cast.analyst)
        with pytest.raises(Denied, match="while you were writing"):
            services.mend_profile(
                upload=upload, profile=profile, version=1, now=NOW, by=cast.analyst
            )
