"""What comes while an organisation's own key is away: taken, kept waiting, opened with the key."""

from dataclasses import replace
from pathlib import Path

import pytest
from cast import NOW, Cast
from django.db import connections
from own_key.in_hand import KEY, SECRET, place_of, take
from signing import key_in, visitor

from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.vault import own
from suar.base.vault.envelope import NotOpened, inbox_of, unwrap_any, wrap_into
from suar.base.vault.keyring import VaultClosed
from suar.base.vault.keytext import new_key
from suar.base.vault.models import DataKey
from suar.base.vault.services import open_text, rotate_organisation_key, seal_text
from suar.rooms.intake.models import Report
from suar.rooms.registers import jobs, services
from suar.rooms.registers.models import Work
from suar.rooms.registers.wording import job_of


def test_what_comes_while_closed_opens_only_with_the_key(cast: Cast) -> None:
    by = cast.data_officer
    take(by)
    place = place_of(by)
    with acting(by):
        own.lock(by=by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
        second = seal_text("lagi", place=replace(place, field="alias"))  # the same data key
    with acting(by):
        for value in (sealed, second):
            with pytest.raises(VaultClosed):
                open_text(value, place=place)
        with pytest.raises(VaultClosed):
            seal_text("later", place=place)
    with acting(by):
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    with acting(by):
        assert open_text(sealed, place=place) == SECRET
        rotate_organisation_key(now=NOW, phrase=new_key(), by=by)
        assert DataKey.objects.get(subject_id=place.subject).wrapped[:2] == b"W1"


def test_the_inbox_opens_for_its_key_and_at_its_place_alone() -> None:
    key, other, made = b"k" * 32, b"o" * 32, b"d" * 32
    put = wrap_into(made, inbox=inbox_of(key), bound_to=b"row")
    assert made not in put
    assert unwrap_any(put, under=key, bound_to=b"row") == made
    for under, bound in ((other, b"row"), (key, b"another")):
        with pytest.raises(NotOpened):
            unwrap_any(put, under=under, bound_to=bound)


def test_a_public_report_is_taken_while_the_hotline_is_closed(cast: Cast) -> None:
    officer = replace(cast.hotline_supervisor, role="data_protection_officer")
    take(officer)
    with acting(officer):
        own.lock(by=officer)
    client = visitor()
    page = client.get("/report/").content.decode()
    words = "Paspor teman saya ditahan majikan rekaan"
    answer = client.post(
        "/report/",
        {
            "once": key_in(page),
            "whom": "self",
            "told": words,
            "contact": "yes",
            "number": "0812 0000 1111",
        },
    )
    assert answer.status_code == 200, answer.content.decode()
    with acting(officer):
        assert Report.objects.filter(organisation_id=officer.organisation).count() == 1
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM intake_told t")
        assert words not in str(cursor.fetchone())


def test_jobs_wait_for_the_key_and_begin_when_it_comes(cast: Cast, tmp_path: Path) -> None:
    by = cast.analyst
    officer = replace(by, role="data_protection_officer")
    simulate(tmp_path / "registers", scale=0.05, seed=5)
    with acting(by):
        _upload, work = services.upload_register(
            parts=iter([(tmp_path / "registers" / "police.csv").read_bytes()]),
            file_name="police.csv",
            title="Rekaan",
            now=NOW,
            by=by,
        )
    take(officer)
    with acting(officer):
        own.lock(by=officer)
    _queue(work, by, clear=True)
    _do(work, by)
    with acting(by):
        work.refresh_from_db()
        assert work.state == Work.State.WAITING
        assert "kunci lembaga" in job_of(work, stop_url="", result_url="").words
    assert not _queue(work, by)
    with acting(by):
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    assert _queue(work, by) == 1
    _do(work, by)
    with acting(by):
        work.refresh_from_db()
    assert work.state == Work.State.DONE


def _do(work: Work, by: Actor) -> None:
    jobs.run_work(
        work=str(work.id), organisation=str(by.organisation), person=str(by.person), role=by.role
    )


def _queue(work: Work, by: Actor, *, clear: bool = False) -> int:
    with connections["owner"].cursor() as cursor:
        if clear:
            cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args->>'work' = %s", [str(work.id)]
        )
        return int(cursor.fetchone()[0])
