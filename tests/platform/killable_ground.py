"""Grants, the vault, tasks and the audit's own: their services, killed in the middle."""

from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service, audited, counted, same

from suar.base.access.acting import acting
from suar.base.access.models import Grant
from suar.base.access.services import Reach, Terms, give_grant, revoke_grant
from suar.base.audit.services import record_refusal
from suar.base.identifiers import uuid7
from suar.base.tasks import services as tasks
from suar.base.tasks.models import Task
from suar.base.vault.envelope import NotOpened, Place
from suar.base.vault.models import Certificate, DataKey, OrganisationKey
from suar.base.vault.rotating import rotate_organisation
from suar.base.vault.services import (
    erase,
    open_text,
    rotate_organisation_key,
    seal_text,
    seal_value,
)
from suar.knowledge.rules.visibility import FieldGroup

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
    same(cast.supervisor, "grant.give", done, told)


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
            for _ in range(PLENTY)
        ]


def _do_revoke(cast: Cast, left: list[Grant]) -> str:
    with acting(cast.supervisor):
        return str(revoke_grant(grant=left.pop(), now=NOW, by=cast.supervisor).subject_id)


def _revoke_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.supervisor):
        revoked = Grant.objects.exclude(revoked_at=None)
        done = {str(row) for row in revoked.values_list("subject_id", flat=True)}
    same(cast.supervisor, "grant.revoke", done, told)


def _sealed(cast: Cast) -> list[tuple[Place, bytes]]:
    organisation = cast.data_officer.organisation
    made = []
    with acting(cast.data_officer):
        for _ in range(PLENTY):
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
    same(cast.data_officer, "vault.erase", done, told)


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


def _do_rotate_in_steps(cast: Cast, _: Any) -> str:
    organisation = cast.data_officer.organisation
    assert organisation
    rotate_organisation(organisation=organisation, now=NOW)
    with acting(cast.data_officer):
        keys = OrganisationKey.objects.filter(organisation_id=organisation)
        return str(keys.get(retired_at=None).number)


def _in_steps_holds(cast: Cast, told: set[str], sealed: list[tuple[Place, bytes]]) -> None:
    by = cast.data_officer
    with acting(by):
        keys = OrganisationKey.objects.filter(organisation_id=by.organisation)
        assert all(_opens(value, place) for place, value in sealed), "a value no longer opens"
        in_use = keys.get(retired_at=None)  # always one, however far the steps had come
        assert max(map(int, told), default=1) <= in_use.number
    assert len(audited(by, "vault.rotate")) == in_use.number - 1
    _do_rotate_in_steps(cast, None)  # goes on where it was cut off, to its end
    with acting(by):
        assert all(_opens(value, place) for place, value in sealed)
        assert DataKey.objects.values("under").distinct().count() == 1
        assert not keys.exclude(retired_at=None).exclude(wrapped=b"").exists()


def _do_seal(cast: Cast, _: Any) -> str:
    place = Place(cast.data_officer.organisation, "victim", uuid7(), uuid7(), "story", "text")
    with acting(cast.data_officer):
        seal_value(b"Rekaan", place=place)
    return str(place.subject)


def _seal_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.data_officer):
        done = {str(row) for row in DataKey.objects.values_list("subject_id", flat=True)}
    assert told <= done


def _do_set(cast: Cast, _: Any) -> str:
    subject = ("case", uuid7())
    with acting(cast.case_worker):
        tasks.set_task(subject=subject, what="other", now=NOW, note="Rekaan", by=cast.case_worker)
    return str(subject[1])


def _set_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.case_worker):
        found = list(Task.objects.all())
        assert {tasks.note_of(task) for task in found} <= {"Rekaan"}, "a note that does not open"
    same(cast.case_worker, "task.set", {str(task.subject_id) for task in found}, told)


def _tasks(cast: Cast) -> list[Task]:
    by = cast.case_worker
    with acting(by):
        return [
            tasks.set_task(subject=("case", uuid7()), what="other", now=NOW, by=by)
            for _ in range(PLENTY)
        ]


def _do_hand_over(cast: Cast, left: list[Task]) -> str:
    with acting(cast.case_worker):
        whose = tasks.Whose(person=cast.supervisor.person)
        task = tasks.hand_over_task(task=left.pop(), whose=whose, now=NOW, by=cast.case_worker)
        return str(task.subject_id)


def _do_finish(cast: Cast, left: list[Task]) -> str:
    with acting(cast.case_worker):
        task = tasks.finish_task(task=left.pop(), now=NOW, by=cast.case_worker)
        return str(task.subject_id)


def _do_drop(cast: Cast, left: list[Task]) -> str:
    with acting(cast.case_worker):
        return str(tasks.drop_task(task=left.pop(), now=NOW, by=cast.case_worker).subject_id)


def _changed(move: str) -> Any:
    def holds(cast: Cast, told: set[str], _: Any) -> None:
        with acting(cast.case_worker):
            changed = Task.objects.filter(version=2)
            done = {str(row) for row in changed.values_list("subject_id", flat=True)}
        same(cast.case_worker, f"task.{move}", done, told)

    return holds


def _do_refuse(cast: Cast, _: Any) -> str:
    record_refusal(action="GET nowhere", reason="Not for this post.", by=cast.partner)
    return str(len(audited(cast.partner, "GET nowhere")))


def _refuse_holds(cast: Cast, told: set[str], _: Any) -> None:
    counted(cast.partner, "GET nowhere", told)


SERVICES: tuple[Service, ...] = (
    Service("base.access.services.give_grant", _do_give, _give_holds),
    Service("base.access.services.revoke_grant", _do_revoke, _revoke_holds, _grants),
    Service("base.audit.services.record_refusal", _do_refuse, _refuse_holds),
    Service("base.tasks.services.set_task", _do_set, _set_holds),
    Service("base.tasks.services.hand_over_task", _do_hand_over, _changed("hand_over"), _tasks),
    Service("base.tasks.services.finish_task", _do_finish, _changed("finish"), _tasks),
    Service("base.tasks.services.drop_task", _do_drop, _changed("drop"), _tasks),
    Service("base.vault.services.seal_value", _do_seal, _seal_holds),
    Service("base.vault.services.erase", _do_erase, _erase_holds, _sealed),
    Service(
        "base.vault.rotating.rotate_organisation",
        _do_rotate_in_steps,
        _in_steps_holds,
        _sealed,
        uses_up=False,
        alike=False,  # a transaction a step
    ),
    Service(
        "base.vault.services.rotate_organisation_key",
        _do_rotate,
        _rotate_holds,
        _sealed,
        uses_up=False,
    ),
)
