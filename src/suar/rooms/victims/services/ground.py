"""What every verb of the room asks first: the own file, locked, as the page showed it."""

from uuid import UUID

from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.base.accounts.models import Organisation
from suar.base.identifiers import new_reference
from suar.knowledge.rules.decision import Denied
from suar.rooms.victims.models import Victim

#: The sentence for what is not there, not ours, or erased.
NOTHING_HERE = "There is no such record here."


def own(by: Actor) -> UUID:
    """Give the actor's organisation; the guard let nobody in without one.

    Raises
    ------
    Denied
        If she acts for none.
    """
    if by.organisation is None or by.person is None:
        raise Denied("No post with a known role.")
    return by.organisation


def who(by: Actor) -> UUID:
    """Give the person who acts."""
    own(by)
    assert by.person is not None  # noqa: S101 asked above
    return by.person


def locked(victim: Victim, by: Actor, *, version: int | None = None) -> Victim:
    """Give our own file, locked until the transaction ends.

    Raises
    ------
    Denied
        If it is another organisation's, was merged into another file, or was erased.
    StaleWrite
        If somebody changed it since the page was shown.
    """
    found = Victim.objects.select_for_update().filter(id=victim.id, organisation_id=own(by)).first()
    if found is None:
        raise Denied(NOTHING_HERE)
    if found.merged_into_id is not None:
        raise Denied("Not any more: merged. Work in the file that was kept.")
    if found.erased_at is not None:
        raise Denied("This person's data were erased.")
    if version is not None:
        same_version(found, version)
    return found


def reference_for(by: Actor) -> str:
    """Give a new reference of the actor's organisation."""
    prefix = Organisation.objects.values_list("prefix", flat=True).get(pk=own(by))
    return new_reference(prefix)
