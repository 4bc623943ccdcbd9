"""A house as it stands: beds and who lies in them, visits, what happened, places left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases import wording
from suar.rooms.cases.models import Bed, BedUse, Case, Shelter, Stay
from suar.rooms.cases.selectors.listing import aliases_of
from suar.rooms.cases.services.shelters import closed_on, places_left
from suar.rooms.victims.models import Victim


@dataclass(frozen=True)
class Place:
    """A bed, and whose it is now: an alias and a case, never a name."""

    bed: Bed
    kept_for: str
    stay: Stay | None = None
    case: Case | None = None
    alias: str = ""
    since: datetime | None = None


def shelters_visible_to(actor: Actor) -> QuerySet[Shelter]:
    """Give the organisation's houses, to whoever keeps them."""
    if actor.organisation is None or not may(actor.holder, Permission.KEEP_SHELTER).allowed:
        return Shelter.objects.none()
    return Shelter.objects.filter(organisation_id=actor.organisation).order_by("name")


def get_shelter_for(actor: Actor, shelter_id: UUID) -> Shelter:
    """Give one house, or 404."""
    found = shelters_visible_to(actor).filter(id=shelter_id).first()
    if found is None:
        raise Http404
    return found


def get_stay_for(actor: Actor, stay_id: UUID) -> Stay:
    """Give one stay to whoever keeps the shelters, or 404."""
    found = None
    if may(actor.holder, Permission.KEEP_SHELTER).allowed:
        found = Stay.objects.filter(organisation_id=actor.organisation, id=stay_id).first()
    if found is None:
        raise Http404
    return found


def places_of(shelter: Shelter, actor: Actor) -> list[Place]:
    """Give every bed of a house: five queries, however many beds."""
    ours = {"organisation_id": actor.organisation}
    beds = list(Bed.objects.filter(**ours, shelter_id=shelter.id).order_by("name"))
    uses = {
        use.bed_id: use
        for use in BedUse.objects.filter(**ours, bed_id__in=[bed.id for bed in beds], until_at=None)
    }
    stays = {
        row.id: row
        for row in Stay.objects.filter(**ours, id__in=[u.stay_id for u in uses.values()])
    }
    cases = {
        row.id: row
        for row in Case.objects.filter(**ours, id__in=[s.case_id for s in stays.values()])
    }
    people = Victim.objects.filter(**ours, id__in=[s.victim_id for s in stays.values()])
    aliases = aliases_of(people)
    found = []
    for bed in beds:
        kept = wording.say(wording.KEPT_FOR[bed.kept_for])
        use = uses.get(bed.id)
        stay = stays.get(use.stay_id) if use else None
        if stay is None or use is None:
            found.append(Place(bed, kept))
        else:
            alias = aliases.get(stay.victim_id, "")
            found.append(Place(bed, kept, stay, cases.get(stay.case_id), alias, use.from_at))
    return found


def beds_to_choose(actor: Actor, *, shelter: Shelter | None = None) -> list[tuple[str, str]]:
    """Give the beds that are free and in use, with the house where there are several."""
    beds = Bed.objects.filter(organisation_id=actor.organisation, out_of_use=False)
    if shelter is not None:
        beds = beds.filter(shelter_id=shelter.id)
    taken = BedUse.objects.filter(organisation_id=actor.organisation, until_at=None)
    houses = dict(shelters_visible_to(actor).values_list("id", "name"))
    return [
        (
            str(bed.id),
            f"{houses.get(bed.shelter_id, '')} · {bed.name}"
            f" · {wording.say(wording.KEPT_FOR[bed.kept_for])}",
        )
        for bed in beds.exclude(id__in=taken.values("bed_id")).order_by("shelter_id", "name")
    ]


def standing_of(shelter: Shelter) -> tuple[bool, int, int]:
    """Give whether the house takes nobody today, how many beds are closed, how many are left."""
    day = timezone.localdate()
    whole, closed = closed_on(shelter, day)
    return whole, closed, places_left(shelter, day=day)
