"""The services that are killed in the middle. A later room joins by adding rows to `SERVICES`.

A row has a name, ``prepare`` (run before, outside the killed process; gives what ``deed`` needs),
``deed`` (one call of the service, done over and over by the process that gets killed; what it
returns was acknowledged), and ``holds`` (looks at the database afterwards: what was acknowledged
is there, and nothing is half).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cast import NOW, Cast
from django.db import connections

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.access.services import Reach, Terms, give_grant, revoke_grant
from suar.base.accounts import organisations
from suar.base.accounts import services as accounts
from suar.base.accounts.models import Invitation, OrganisationName, Person, Post, Team
from suar.base.audit.models import Event
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import NotOpened, Place
from suar.base.vault.files import path_of, read_sealed
from suar.base.vault.models import Certificate, DataKey, OrganisationKey
from suar.base.vault.services import (
    erase,
    open_text,
    rotate_organisation_key,
    seal_text,
)
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.registers import services as registers
from suar.rooms.registers.models import Upload, Work

ROWS = b"NO,NAMA\n1,Rekaan Satu\n2,Rekaan Dua\n"


@dataclass(frozen=True)
class Service:
    name: str
    deed: Callable[[Cast, Any], str]
    holds: Callable[[Cast, set[str], Any], None]
    prepare: Callable[[Cast], Any] = lambda _: None


def audited(actor: Actor, action: str) -> list[str]:
    """Give the ids of the records that the audit speaks of, one for each event."""
    with acting(actor):
        rows = Event.objects.filter(organisation_id=actor.organisation, action=action)
        return [str(row) for row in rows.values_list("subject_id", flat=True)]


def _same(actor: Actor, action: str, done: set[str], told: set[str]) -> None:
    """Every acknowledged deed is there, and each deed has exactly its one event."""
    events = audited(actor, action)
    assert told <= done, f"{action}: an acknowledged write is lost"
    assert sorted(events) == sorted(done), f"{action}: a change without its event, or reversed"


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
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT args->>'work' FROM procrastinate_jobs")
            queued = {row[0] for row in cursor.fetchall()}
        assert queued == {str(work.id) for work in Work.objects.all()}, "a job without its row"
    assert sorted(works) == sorted(str(upload.id) for upload in uploads)
    _same(by, "register.upload", {str(upload.id) for upload in uploads}, told)


def _uploads(cast: Cast, number: int = 60) -> list[Upload]:
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
    _same(cast.analyst, "register.delete", set(deleted), told)


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
    _same(cast.analyst, "register.mend_profile", mended, told)


def _do_invite(cast: Cast, _: Any) -> str:
    with acting(cast.administrator):
        invitation, _secret = accounts.invite(
            email=f"{uuid7().hex}@example.org",
            name="Baru",
            role="case_worker",
            now=NOW,
            by=cast.administrator,
        )
        return str(invitation.id)


def _invite_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        done = {str(row) for row in Invitation.objects.values_list("id", flat=True)}
    _same(cast.administrator, "person.invite", done, told)


def _secrets(cast: Cast) -> list[str]:
    with acting(cast.administrator):
        return [
            accounts.invite(
                email=f"{uuid7().hex}@example.org",
                name="Baru",
                role="case_worker",
                now=NOW,
                by=cast.administrator,
            )[1]
            for _ in range(60)
        ]


def _do_accept(cast: Cast, left: list[str]) -> str:
    person = accounts.accept_invitation(
        organisation=cast.administrator.organisation,
        secret=left.pop(),
        password="hujan-di-bulan-juni",
        language="id",
        now=NOW,
    )
    return str(person.id)


def _accept_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        accepted = Invitation.objects.exclude(accepted_at=None)
        people = Person.objects.filter(email__in=accepted.values("email"))
        posts = Post.objects.filter(person__in=people)
        done = {str(row) for row in people.values_list("id", flat=True)}
        assert len(done) == accepted.count() == posts.count(), "half an acceptance"
        assert Person.objects.filter(name="Baru").count() == len(done)
        held = {str(row) for row in posts.values_list("id", flat=True)}
    assert told <= done
    assert set(audited(cast.administrator, "person.accept")) == held


def _do_team(cast: Cast, _: Any) -> str:
    with acting(cast.administrator):
        return str(organisations.make_team(name=uuid7().hex, by=cast.administrator).id)


def _team_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        done = {str(row) for row in Team.objects.values_list("id", flat=True)}
    _same(cast.administrator, "team.make", done, told)


def _do_rename(cast: Cast, _: Any) -> str:
    with acting(cast.administrator):
        own = OrganisationName.objects.filter(organisation_id=cast.administrator.organisation)
        name = organisations.rename_organisation(
            name_en="New",
            name_id="Baru",
            short="B",
            on=date(2000, 1, 1) + timedelta(days=own.count()),
            today=date(2026, 3, 1),
            by=cast.administrator,
        )
        return str(name.id)


def _rename_holds(cast: Cast, told: set[str], _: Any) -> None:
    by = cast.administrator
    with acting(by):
        names = OrganisationName.objects.filter(organisation_id=by.organisation)
        assert names.filter(until_on=None).count() == 1, "two names at once, or none"
        done = {str(row) for row in names.values_list("id", flat=True)}
    assert told <= done
    assert len(audited(by, "organisation.rename")) == len(done) - 1


def _colleagues(cast: Cast) -> list[Post]:
    made = []
    with acting(cast.administrator):
        for _ in range(60):
            person = Person(email=f"{uuid7().hex}@example.org", name="x", created_at=NOW)
            person.save(force_insert=True)
            made.append(
                Post.objects.create(
                    person=person,
                    organisation_id=cast.administrator.organisation,
                    role="case_worker",
                    title="temporary",
                    from_on=date(2026, 1, 1),
                )
            )
    return made


def _do_end_post(cast: Cast, left: list[Post]) -> str:
    with acting(cast.administrator):
        post = left.pop()
        on = date(2026, 2, 1)
        accounts.end_post(post=post, on=on, version=post.version, now=NOW, by=cast.administrator)
        return str(post.id)


def _end_post_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        ended = Post.objects.filter(title="temporary").exclude(until_on=None)
        done = {str(row) for row in ended.values_list("id", flat=True)}
    _same(cast.administrator, "post.end", done, told)


def _do_deactivate(cast: Cast, left: list[Post]) -> str:
    with acting(cast.administrator):
        person = Person.objects.get(pk=left.pop().person_id)
        return str(accounts.deactivate(person=person, now=NOW, by=cast.administrator).id)


def _deactivate_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        ended = Post.objects.filter(title="temporary").exclude(until_on=None)
        done = {str(row) for row in ended.values_list("person_id", flat=True)}
        closed = Person.objects.filter(is_active=False).values_list("id", flat=True)
        assert {str(row) for row in closed} == done, "a closed sign-in with a running post"
    _same(cast.administrator, "person.deactivate", done, told)


TERMS = Terms((FieldGroup.FACTS,), "referral", "consent")


def _do_give(cast: Cast, _: Any) -> str:
    with acting(cast.supervisor):
        grant = give_grant(
            subject=("victim", uuid7()),
            to=Reach(cast.nurse.organisation),
            terms=TERMS,
            now=NOW,
            by=cast.supervisor,
        )
        return str(grant.subject_id)


def _give_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.supervisor):
        done = {str(row) for row in Grant.objects.values_list("subject_id", flat=True)}
    _same(cast.supervisor, "grant.give", done, told)


def _grants(cast: Cast) -> list[Grant]:
    with acting(cast.supervisor):
        return [
            give_grant(
                subject=("victim", uuid7()),
                to=Reach(cast.nurse.organisation),
                terms=TERMS,
                now=NOW,
                by=cast.supervisor,
            )
            for _ in range(60)
        ]


def _do_revoke(cast: Cast, left: list[Grant]) -> str:
    with acting(cast.supervisor):
        return str(revoke_grant(grant=left.pop(), now=NOW, by=cast.supervisor).subject_id)


def _revoke_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.supervisor):
        revoked = Grant.objects.exclude(revoked_at=None)
        done = {str(row) for row in revoked.values_list("subject_id", flat=True)}
    _same(cast.supervisor, "grant.revoke", done, told)


def _sealed(cast: Cast) -> list[tuple[Place, bytes]]:
    organisation = cast.data_officer.organisation
    made = []
    with acting(cast.data_officer):
        for _ in range(60):
            place = Place(organisation, "victim", uuid7(), uuid7(), "identity", "name")
            made.append((place, seal_text("Rekaan", place=place)))
    return made


def _do_erase(cast: Cast, left: list[tuple[Place, bytes]]) -> str:
    place, _ = left.pop()
    with acting(cast.data_officer):
        erase(
            subject_kind="victim",
            subject=place.subject,
            reason="asked",
            now=NOW,
            by=cast.data_officer,
        )
    return str(place.subject)


def _erase_holds(cast: Cast, told: set[str], sealed: list[tuple[Place, bytes]]) -> None:
    with acting(cast.data_officer):
        done = {str(row) for row in Certificate.objects.values_list("subject_id", flat=True)}
        for place, value in sealed:
            assert _opens(value, place) == (str(place.subject) not in done), "half an erasure"
    _same(cast.data_officer, "vault.erase", done, told)


def _opens(value: bytes, place: Place) -> bool:
    try:
        return open_text(value, place=place) == "Rekaan"
    except NotOpened:
        return False


def _do_rotate(cast: Cast, _: Any) -> str:
    with acting(cast.data_officer):
        return str(rotate_organisation_key(now=NOW, by=cast.data_officer).number)


def _rotate_holds(cast: Cast, told: set[str], sealed: list[tuple[Place, bytes]]) -> None:
    with acting(cast.data_officer):
        keys = OrganisationKey.objects.filter(organisation_id=cast.data_officer.organisation)
        in_use = keys.get(retired_at=None)
        assert all(_opens(value, place) for place, value in sealed), "a value no longer opens"
        assert set(DataKey.objects.values_list("under", flat=True)) == {in_use.id}
        numbers = {str(number) for number in keys.values_list("number", flat=True)}
    assert told <= numbers
    assert len(audited(cast.data_officer, "vault.rotate")) == len(numbers) - 1


def _do_seal(cast: Cast, _: Any) -> str:
    place = Place(cast.data_officer.organisation, "victim", uuid7(), uuid7(), "story", "text")
    with acting(cast.data_officer):
        seal_text("Rekaan", place=place)
    return str(place.subject)


def _seal_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.data_officer):
        done = {str(row) for row in DataKey.objects.values_list("subject_id", flat=True)}
    assert told <= done


SERVICES: tuple[Service, ...] = (
    Service("registers.upload_register", _do_upload, _upload_holds),
    Service("registers.mend_profile", _do_mend, _mend_holds, _uploads),
    Service("registers.delete_upload", _do_delete, _delete_holds, _uploads),
    Service("accounts.invite", _do_invite, _invite_holds),
    Service("accounts.accept_invitation", _do_accept, _accept_holds, _secrets),
    Service("accounts.make_team", _do_team, _team_holds),
    Service("accounts.rename_organisation", _do_rename, _rename_holds),
    Service("accounts.end_post", _do_end_post, _end_post_holds, _colleagues),
    Service("accounts.deactivate", _do_deactivate, _deactivate_holds, _colleagues),
    Service("access.give_grant", _do_give, _give_holds),
    Service("access.revoke_grant", _do_revoke, _revoke_holds, _grants),
    Service("vault.seal_value", _do_seal, _seal_holds),
    Service("vault.erase", _do_erase, _erase_holds, _sealed),
    Service("vault.rotate_organisation_key", _do_rotate, _rotate_holds, _sealed),
)
