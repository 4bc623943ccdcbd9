"""The registers room's services, killed in the middle."""

from typing import Any

from cast import NOW, Cast
from django.db import connections
from killable import PLENTY, Service, counted, same

from suar.base.access.acting import acting
from suar.base.vault.files import path_of, read_sealed, write_sealed
from suar.base.vault.models import DataKey, SealedFile
from suar.rooms.registers import services as registers
from suar.rooms.registers.models import Upload, Work

ROWS = b"NO,NAMA\n1,Rekaan Satu\n2,Rekaan Dua\n"


def _upload(cast: Cast, replaces: Upload | None = None) -> Upload:
    upload, _ = registers.upload_register(
        parts=iter([ROWS]),
        file_name="a.csv",
        title="Rekaan",
        now=NOW,
        by=cast.analyst,
        replaces=replaces,
    )
    return upload


def _do_upload(cast: Cast, _: Any) -> str:
    with acting(cast.analyst):
        return str(_upload(cast).id)


def _upload_holds(cast: Cast, told: set[str], _: Any) -> None:
    by = cast.analyst
    with acting(by):
        uploads = list(Upload.objects.all())
        for upload in uploads:
            place = registers.place_of(upload)
            assert b"".join(read_sealed(place=place)) == ROWS, "an upload without its whole file"
        works = [work.uploads[0] for work in Work.objects.filter(kind="check")]
        assert set(SealedFile.objects.values_list("record", flat=True)) == {u.id for u in uploads}
    _each_is_queued(cast)
    assert sorted(works) == sorted(str(upload.id) for upload in uploads)
    same(by, "register.upload", {str(upload.id) for upload in uploads}, told)


def _each_is_queued(cast: Cast) -> None:
    with acting(cast.analyst):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT args->>'work' FROM procrastinate_jobs")
            queued = sorted(row[0] for row in cursor.fetchall())
        works = sorted(str(work) for work in Work.objects.values_list("id", flat=True))
    assert queued == works, "a job without its row, or reversed"


def _uploads(cast: Cast, number: int = PLENTY) -> list[Upload]:
    with acting(cast.analyst):
        return [_upload(cast) for _ in range(number)]


def _do_delete(cast: Cast, left: list[Upload]) -> str:
    with acting(cast.analyst):
        return str(registers.delete_upload(upload=left.pop(), now=NOW, by=cast.analyst).id)


def _delete_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.analyst):
        deleted = {str(u.id): u for u in Upload.objects.filter(state=Upload.State.DELETED)}
        for upload in Upload.objects.all():
            key = DataKey.objects.get(subject_id=upload.id)
            assert (key.destroyed_at is not None) == (str(upload.id) in deleted), "half a deletion"
            if str(upload.id) in told:
                assert not path_of(registers.place_of(upload)).exists()
    same(cast.analyst, "register.delete", set(deleted), told)


def _do_mend(cast: Cast, left: list[Upload]) -> str:
    with acting(cast.analyst):
        upload, _ = registers.mend_profile(
            upload=left.pop(),
            profile="register: rekaan\ncolumns: {NAMA: name}\n",
            version=1,
            now=NOW,
            by=cast.analyst,
        )
        return str(upload.id)


def _mend_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.analyst):
        mended = {str(u.id) for u in Upload.objects.filter(version=2)}
        assert {str(u.id) for u in Upload.objects.exclude(profile="")} == mended
        works = Work.objects.count()
        assert works == Upload.objects.count() + len(mended), "a mended profile without its check"
    same(cast.analyst, "register.mend_profile", mended, told)


def _failed_checks(cast: Cast) -> list[Upload]:
    made = _uploads(cast)
    with acting(cast.analyst):
        Work.objects.all().update(state=Work.State.FAILED)
    return made


def _do_check_again(cast: Cast, left: list[Upload]) -> str:
    with acting(cast.analyst):
        upload = left.pop()
        registers.check_again(upload=upload, now=NOW, by=cast.analyst)
        return str(upload.id)


def _check_again_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.analyst):
        works = list(Work.objects.values_list("uploads", flat=True))
        asked = [uploads[0] for uploads in works]
        done = {upload for upload in asked if asked.count(upload) == 2}
        assert len(asked) == Upload.objects.count() + len(done)
    _each_is_queued(cast)
    same(cast.analyst, "register.check_again", done, told)


def _checked(cast: Cast) -> Upload:
    with acting(cast.analyst):
        upload = _upload(cast)
        upload.state = Upload.State.CHECKED
        upload.save(update_fields=["state"])
    return upload


def _do_ask(cast: Cast, upload: Upload) -> str:
    with acting(cast.analyst):
        work = registers.ask_for_picture(uploads=[upload], language="id", now=NOW, by=cast.analyst)
        return str(work.id)


def _ask_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.analyst):
        pictures = Work.objects.filter(kind=Work.Kind.PICTURE)
        done = {str(row) for row in pictures.values_list("id", flat=True)}
    _each_is_queued(cast)
    same(cast.analyst, "register.ask_picture", done, told)


def _works(cast: Cast) -> list[Work]:
    upload = _checked(cast)
    with acting(cast.analyst):
        return [
            registers.ask_for_picture(uploads=[upload], language="id", now=NOW, by=cast.analyst)
            for _ in range(PLENTY)
        ]


def _do_stop(cast: Cast, left: list[Work]) -> str:
    with acting(cast.analyst):
        return str(registers.stop_work(work=left.pop(), now=NOW, by=cast.analyst).id)


def _stop_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.analyst):
        stopped = Work.objects.filter(state=Work.State.STOPPED)
        assert not stopped.filter(ended_at=None).exists(), "half stopped"
        done = {str(row) for row in stopped.values_list("id", flat=True)}
    same(cast.analyst, "work.stop", done, told)


def _ended(cast: Cast) -> list[Work]:
    made = _works(cast)
    with acting(cast.analyst):
        Work.objects.all().update(state=Work.State.DONE, ended_at=NOW)
    return made


def _do_note_read(cast: Cast, left: list[Work]) -> str:
    with acting(cast.analyst):
        work = left.pop()
        registers.note_read(works=[work], now=NOW, by=cast.analyst)
        return str(work.id)


def _note_read_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.analyst):
        read = Work.objects.exclude(read_at=None)
        assert told <= {str(row) for row in read.values_list("id", flat=True)}


def _with_result(cast: Cast) -> Work:
    with acting(cast.analyst):
        work = registers.ask_for_picture(
            uploads=[_checked(cast)], language="id", now=NOW, by=cast.analyst
        )
        write_sealed(iter([b"picture"]), place=registers.place_of_result(work, "picture.xlsx"))
    return work


def _do_take(cast: Cast, work: Work) -> str:
    with acting(cast.analyst):
        taken = registers.take_result(work=work, name="picture.xlsx", by=cast.analyst)
        assert b"".join(taken) == b"picture"
    return str(counted(cast.analyst, "picture.export", set()))


def _take_holds(cast: Cast, told: set[str], _: Any) -> None:
    counted(cast.analyst, "picture.export", told)


SERVICES: tuple[Service, ...] = (
    Service("rooms.registers.services.upload_register", _do_upload, _upload_holds),
    Service("rooms.registers.services.mend_profile", _do_mend, _mend_holds, _uploads),
    Service(
        "rooms.registers.services.check_again", _do_check_again, _check_again_holds, _failed_checks
    ),
    Service("rooms.registers.services.delete_upload", _do_delete, _delete_holds, _uploads),
    Service("rooms.registers.services.ask_for_picture", _do_ask, _ask_holds, _checked),
    Service("rooms.registers.services.stop_work", _do_stop, _stop_holds, _works),
    Service("rooms.registers.services.note_read", _do_note_read, _note_read_holds, _ended),
    Service("rooms.registers.services.take_result", _do_take, _take_holds, _with_result),
)
