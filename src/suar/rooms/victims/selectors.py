"""Reads of files, always for an actor: ours by our index, others' by the grants that name us."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When
from django.http import Http404
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.access.models import OtherNumber
from suar.base.access.reading import asked_once, read
from suar.base.access.selectors import granted_subjects, grants_reaching, groups_granted
from suar.base.identifiers.others import other_numbers_of
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup, Relation, Sight, sight
from suar.rooms.victims.models import (
    Assignment,
    Consent,
    Death,
    Episode,
    Facts,
    Guardian,
    Kin,
    Leg,
    LegStory,
    RightsRequest,
    SamePair,
    StatusDecision,
    Victim,
)
from suar.rooms.victims.sealed import SUBJECT


def victims_visible_to(actor: Actor) -> QuerySet[Victim]:
    """Give the organisation's own files, newest change first; merged ones stand in the kept file.

    Others' files are the second query (`files_granted_to`): no grant shows a row of this table.
    """
    if actor.organisation is None or not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return Victim.objects.none()
    return Victim.objects.filter(organisation_id=actor.organisation, merged_into_id=None).order_by(
        "-changed_at", "-id"
    )


def hers(actor: Actor, *, now: datetime) -> Q:
    """Give the condition for files that are assigned to the actor or a team of hers."""
    ids = Assignment.objects.filter(
        Q(until_at=None) | Q(until_at__gt=now),
        Q(person_id=actor.person) | Q(team_id__in=actor.teams),
        organisation_id=actor.organisation,
        from_at__lte=now,
    ).values("victim_id")
    return Q(id__in=ids)


def files_granted_to(actor: Actor, *, now: datetime) -> QuerySet[Facts]:
    """Give the coded facts of others' persons that a running grant shows: the second query."""
    if not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return Facts.objects.none()
    subjects = granted_subjects(actor, kind=SUBJECT, group=FieldGroup.FACTS, now=now)
    return (
        Facts.objects.filter(victim_id__in=subjects)
        .exclude(organisation_id=actor.organisation)
        .order_by("-changed_at")
    )


def get_victim_for(actor: Actor, victim_id: UUID, *, now: datetime | None = None) -> Victim:
    """Give a file, or 404: ours, or another's under a grant.

    Another's file comes without its status, its alias and its people: an unsaved row that carries
    the reference, the owner and the id. It is read-only.
    """
    if actor.organisation is None or not may(actor.holder, Permission.READ_VICTIMS).allowed:
        raise Http404
    own = Victim.objects.filter(organisation_id=actor.organisation, id=victim_id).first()
    if own is not None:
        return own
    now = now or timezone.now()
    if not granted_of(victim_id, actor, now):
        raise Http404
    facts = Facts.objects.filter(victim_id=victim_id).first()
    owner = facts.organisation_id if facts else _owner_by_grant(actor, victim_id, now)
    return Victim(
        id=victim_id,
        organisation_id=owner,
        reference=facts.reference if facts else "",
        status="",
        paper_safe="",
    )


def granted_of(victim_id: UUID, actor: Actor, now: datetime) -> frozenset[FieldGroup]:
    """Give the groups of another organisation's person that running grants show to the actor."""
    subject = (SUBJECT, victim_id)
    return asked_once(
        ("granted", victim_id, actor, now), lambda: groups_granted(actor, subject=subject, now=now)
    )


def _owner_by_grant(actor: Actor, victim_id: UUID, now: datetime) -> UUID:
    found = grants_reaching(actor, now=now).filter(subject_kind=SUBJECT, subject_id=victim_id)
    owner: UUID = found.values_list("organisation_id", flat=True)[0]
    return owner


def by_reference(actor: Actor, reference: str) -> Victim | None:
    """Give our own file with this reference, or nothing."""
    if actor.organisation is None:
        return None
    return Victim.objects.filter(organisation_id=actor.organisation, reference=reference).first()


def family_of(victim: Victim) -> list[UUID]:
    """Give the ids of a file and of every file merged into it, its own first.

    A room that keeps rows by `victim_id` reads those of the whole family.
    """
    return list(asked_once(("family", victim.id), lambda: _family(victim)))


_FAMILY = """
    WITH RECURSIVE family (id, step) AS (
        SELECT %(victim)s::uuid, 0
        UNION ALL
        SELECT file.id, family.step + 1 FROM victims_victim file
        JOIN family ON file.merged_into_id = family.id WHERE file.organisation_id = %(owner)s
    ) SELECT id FROM family ORDER BY step, id
"""


def _family(victim: Victim) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, {"victim": victim.id, "owner": victim.organisation_id})
        return [each for (each,) in cursor.fetchall()]


def kept_of(victim: Victim) -> Victim:
    """Give the file in which this one is read now: itself unless it was merged."""
    found = victim
    while found.merged_into_id is not None:
        found = Victim.objects.get(organisation_id=victim.organisation_id, id=found.merged_into_id)
    return found


def assignments_of(victim: Victim, *, now: datetime) -> QuerySet[Assignment]:
    """Give who walks beside her now."""
    return Assignment.objects.filter(
        Q(until_at=None) | Q(until_at__gt=now),
        organisation_id=victim.organisation_id,
        victim_id__in=family_of(victim),
        from_at__lte=now,
    ).order_by("from_at", "id")


def walking_beside(victim: Victim, now: datetime) -> list[Assignment]:
    """Give the rows of `assignments_of`: a page asks them once."""
    return read(assignments_of(victim, now=now))


def relation_to(victim: Victim, actor: Actor, now: datetime) -> Relation:
    """Give how the actor stands to a person's file."""
    if actor.organisation is None:
        return Relation.ANONYMOUS
    if actor.organisation != victim.organisation_id:
        return Relation.GRANTED if granted_of(victim.id, actor, now) else Relation.OTHER
    beside = [(row.person_id, row.team_id) for row in walking_beside(victim, now)]
    if any(person is not None and person == actor.person for person, _team in beside):
        return Relation.OWN
    team = any(team is not None and team in actor.teams for _person, team in beside)
    return Relation.TEAM if team else Relation.COLLEAGUE


def sights_of(victim: Victim, actor: Actor, now: datetime) -> dict[FieldGroup, Sight]:
    """Give how each field group of a person shows to the actor, and why not more."""
    return asked_once(("sights", victim.id, actor, now), lambda: _sights(victim, actor, now))


def _sights(victim: Victim, actor: Actor, now: datetime) -> dict[FieldGroup, Sight]:
    relation = relation_to(victim, actor, now)
    granted: Iterable[FieldGroup] = ()
    if relation is Relation.GRANTED:
        granted = granted_of(victim.id, actor, now)
    return {group: sight(actor.role, group, relation, granted=granted) for group in FieldGroup}


def facts_of(victim: Victim) -> Facts | None:
    """Give a person's coded facts, where the database shows them."""
    return next(iter(read(facts_asked(victim))), None)


def facts_asked(victim: Victim) -> QuerySet[Facts]:
    """Give the row of `facts_of`, unread."""
    return Facts.objects.filter(organisation_id=victim.organisation_id, victim_id=victim.id)


def episodes_of(victim: Victim) -> QuerySet[Episode]:
    """Give what happened to her, earliest known first; merged files' episodes too."""
    return Episode.objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    ).order_by("from_on", "id")


def legs_of(victim: Victim) -> QuerySet[Leg]:
    """Give the legs of all her episodes in their order."""
    return Leg.objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    ).order_by("episode_id", "number")


def leg_stories_of(victim: Victim) -> QuerySet[LegStory]:
    """Give the sealed part of her legs, where the database shows it."""
    return LegStory.objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    )


def consents_of(victim: Victim) -> QuerySet[Consent]:
    """Give what she said to each recipient, newest first."""
    return Consent.objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    ).order_by("-asked_at", "-id")


def status_decisions_of(victim: Victim) -> QuerySet[StatusDecision]:
    """Give the decisions on her status, newest first."""
    return StatusDecision.objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    ).order_by("-decided_at", "-id")


def numbers_of(victim: Victim) -> QuerySet[OtherNumber]:
    """Give the numbers that other systems gave her, of merged files too."""
    return other_numbers_of(victim.organisation_id, family_of(victim))


def kin_of(victim: Victim) -> QuerySet[Kin]:
    """Give who belongs to her, from either side."""
    ids = family_of(victim)
    return Kin.objects.filter(
        Q(victim_id__in=ids) | Q(other_id__in=ids), organisation_id=victim.organisation_id
    ).order_by("noted_at")


def kin_files_of(victim: Victim) -> QuerySet[Victim]:
    """Give the files of who belongs to her, and her own."""
    ties = kin_of(victim)
    return Victim.objects.filter(
        Q(id__in=ties.values("other_id")) | Q(id__in=ties.values("victim_id")),
        organisation_id=victim.organisation_id,
    )


def death_of(victim: Victim) -> QuerySet[Death]:
    """Give what is written down of her death."""
    return Death.objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    ).order_by("id")


def guardians_of(victim: Victim, *, now: datetime) -> QuerySet[Guardian]:
    """Give who may speak for a child now, as far as noted; whether they may is the rule's."""
    return Guardian.objects.filter(
        Q(until_at=None) | Q(until_at__gt=now),
        organisation_id=victim.organisation_id,
        victim_id__in=family_of(victim),
    ).order_by("from_at", "id")


def pairs_visible_to(actor: Actor) -> QuerySet[SamePair]:
    """Give pairs of our own files that may be one person's: waiting ones first, best weighed first.

    What was judged follows, newest first.
    """
    if not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return SamePair.objects.none()
    waits = Q(state=SamePair.State.POSSIBLE)
    return SamePair.objects.filter(organisation_id=actor.organisation).order_by(
        Case(When(waits, then=0), default=1),
        Case(When(waits, then=F("weight"))).desc(nulls_last=True),
        F("decided_at").desc(nulls_last=True),
        "-noticed_at",
        "-id",
    )


def pairs_of(victim: Victim, actor: Actor) -> QuerySet[SamePair]:
    """Give the pairs in which a file stands."""
    ids = family_of(victim)
    return pairs_visible_to(actor).filter(Q(first_id__in=ids) | Q(second_id__in=ids))


def waiting_pairs_of(victim: Victim, actor: Actor) -> QuerySet[SamePair]:
    """Give the pairs with her file that wait for somebody to compare them."""
    return pairs_of(victim, actor).filter(state=SamePair.State.POSSIBLE)


def waiting_requests_of(victim: Victim) -> QuerySet[RightsRequest]:
    """Give what she asked about her data and has no answer to yet, earliest due first."""
    return RightsRequest.objects.filter(
        organisation_id=victim.organisation_id,
        victim_id__in=family_of(victim),
        state=RightsRequest.State.OPEN,
    ).order_by("due_at")


def requests_visible_to(actor: Actor) -> QuerySet[RightsRequest]:
    """Give what persons asked about their data, to whoever answers for it; earliest due first."""
    if not may(actor.holder, Permission.ANSWER_RIGHTS).allowed:
        return RightsRequest.objects.none()
    return RightsRequest.objects.filter(organisation_id=actor.organisation).order_by("due_at", "id")
