"""A house as it stands: beds and who lies in them, visits, what happened, places left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.stays import room_left
from suar.rooms.cases import wording
from suar.rooms.cases.models import Bed, BedClosure, BedUse, Case, Shelter, Stay
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import called_of_many


@dataclass(frozen=True)
class Place:
    """A bed, and whose it is now: an alias and a case, never a name."""

    bed: Bed
    kept_for: str
    stay: Stay | None = None
    reference: str = ""
    alias: str = ""
    since: datetime | None = None


def shelters_visible_to(actor: Actor) -> QuerySet[Shelter]:
    """Give the organisation's houses, to whoever keeps them."""
    if actor.organisation is None or not may(actor.holder, Permission.KEEP_SHELTER).allowed:
        return Shelter.objects.none()
    return Shelter.objects.filter(organisation_id=actor.organisation).order_by("name")


def with_places(houses: QuerySet[Shelter]) -> QuerySet[Shelter]:
    """Let each house carry what `standing_of` says of today, in the same query."""
    here = {"organisation_id": OuterRef("organisation_id"), "shelter_id": OuterRef("id")}
    beds = Bed.objects.filter(**here, out_of_use=False).order_by()
    in_use = BedUse.objects.filter(
        organisation_id=OuterRef("organisation_id"), bed_id=OuterRef("id"), until_at=None
    )
    today = timezone.localdate()
    closures = BedClosure.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), **here, from_on__lte=today
    ).order_by()
    return houses.annotate(
        beds=_of_house(beds, Count("id")),
        taken=_of_house(beds.filter(Exists(in_use)), Count("id")),
        closed=_of_house(closures, Sum("beds")),
        whole=Exists(closures.filter(beds=None)),
    )


def _of_house(rows: QuerySet[Any], what: Aggregate) -> Coalesce:
    told = rows.values("shelter_id").annotate(told=what).values("told")
    return Coalesce(Subquery(told, output_field=IntegerField()), 0)


def standing_of(house: Any) -> tuple[bool, int, int]:
    """Give whether the house takes nobody today, how many beds are closed, how many are left."""
    left = room_left(beds=house.beds, closed=house.closed, taken=house.taken)
    return house.whole, house.closed, 0 if house.whole else left


def get_shelter_for(actor: Actor, shelter_id: UUID, *, standing: bool = False) -> Shelter:
    """Give one house, or 404; with its ``standing`` where the page shows it."""
    ours = shelters_visible_to(actor)
    found = (with_places(ours) if standing else ours).filter(id=shelter_id).first()
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
    """Give every bed of a house: four queries, however many beds."""
    ours = {"organisation_id": actor.organisation}
    uses = BedUse.objects.filter(
        organisation_id=OuterRef("organisation_id"), bed_id=OuterRef("id"), until_at=None
    ).values(told=JSONObject(stay="stay_id", since="from_at"))
    beds = list(
        Bed.objects.filter(**ours, shelter_id=shelter.id)
        .annotate(use=Subquery(uses[:1]))
        .order_by("name")
    )
    reference = Case.objects.filter(
        organisation_id=OuterRef("organisation_id"), id=OuterRef("case_id")
    ).values("reference")
    stays = {
        str(row.id): row
        for row in Stay.objects.filter(
            **ours, id__in=[b.use["stay"] for b in beds if b.use]
        ).annotate(reference=Subquery(reference))
    }
    people = Victim.objects.filter(**ours, id__in={s.victim_id for s in stays.values()})
    aliases = called_of_many(people)
    found = []
    for bed in beds:
        kept = wording.say(wording.KEPT_FOR[bed.kept_for])
        stay = stays.get(bed.use["stay"]) if bed.use else None
        if stay is None:
            found.append(Place(bed, kept))
        else:
            alias = aliases.get(stay.victim_id, "")
            since = datetime.fromisoformat(bed.use["since"])
            found.append(Place(bed, kept, stay, stay.reference, alias, since))
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
