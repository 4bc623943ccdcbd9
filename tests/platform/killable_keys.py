"""A key of the organisation's own: its services, killed in the middle."""

from typing import Any

from cast import NOW, Cast
from killable import Service, audited, counted
from killable_ground import _opens, _sealed

from suar.base.access.acting import acting
from suar.base.vault import brought, own
from suar.base.vault.keytext import new_key
from suar.base.vault.models import DataKey, OrganisationKey

KEY = new_key()


def _open(cast: Cast) -> None:
    """Bring the key, where another process had taken it into use before it was killed."""
    by = cast.data_officer
    with acting(by):
        assert not own.how_held(by).closed or own.bring(key=KEY, hours=1, now=NOW, by=by)


def _do_take(cast: Cast, _: Any) -> str:
    by = cast.data_officer
    _open(cast)
    with acting(by):
        return str(own.take_into_use(key=KEY, hours=1, now=NOW, by=by).number)


def _do_give_back(cast: Cast, _: Any) -> str:
    by = cast.data_officer
    _open(cast)
    with acting(by):
        if own.how_held(by).own:
            return str(own.give_back(now=NOW, by=by).number)
    return _do_take(cast, None)


def _change_holds(cast: Cast, told: set[str], sealed: Any) -> None:
    """One key is in use, wraps every data key, and opens as it says: by the paper or the host."""
    by = cast.data_officer
    with acting(by):
        keys = OrganisationKey.objects.filter(organisation_id=by.organisation)
        in_use = keys.get(retired_at=None)
        assert max(map(int, told), default=1) <= in_use.number, "an acknowledged key is lost"
        assert set(DataKey.objects.values_list("under", flat=True)) == {in_use.id}
        assert not keys.exclude(retired_at=None).exclude(wrapped=b"").exists()
        if in_use.wrapping == OrganisationKey.Wrapping.OWN:
            assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    with acting(by):
        assert all(_opens(value, place) for place, value in sealed), "a value no longer opens"
    assert by.organisation
    brought.forget(by.organisation)
    assert len(audited(by, "vault.rotate")) == in_use.number - 1


def _taken(cast: Cast) -> None:
    _sealed(cast)
    _do_take(cast, None)


def _do_bring(cast: Cast, _: Any) -> str:
    by = cast.data_officer
    with acting(by):
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    return str(len(audited(by, "vault.bring")))


def _do_lock(cast: Cast, _: Any) -> str:
    by = cast.data_officer
    with acting(by):
        own.lock(by=by)
    return str(len(audited(by, "vault.lock")))


def _counted(action: str) -> Any:
    def holds(cast: Cast, told: set[str], _: Any) -> None:
        counted(cast.data_officer, action, told)

    return holds


SERVICES: tuple[Service, ...] = (
    # not alike: a key that another process took into use has to be brought first, which is kept too
    Service(
        "base.vault.own.take_into_use",
        _do_take,
        _change_holds,
        _sealed,
        uses_up=False,
        alike=False,
    ),
    Service(
        "base.vault.own.give_back",
        _do_give_back,
        _change_holds,
        _sealed,
        uses_up=False,
        alike=False,
    ),
    Service("base.vault.own.bring", _do_bring, _counted("vault.bring"), _taken),
    Service("base.vault.own.lock", _do_lock, _counted("vault.lock"), _taken),
)
