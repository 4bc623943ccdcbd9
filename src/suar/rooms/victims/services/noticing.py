"""Noticing that two files may be one person's, by the linkage's weights; never deciding it.

The files that share a word, a sound or a number are opened in this process and weighed
(`rooms/victims/likeness.py`). What is kept of it are codes and rounded bits.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.vault.keyring import VaultClosed
from suar.base.vault.search import alike
from suar.knowledge.rules.same_person import Weighed, worth_asking
from suar.rooms.victims.keys import told_of_many
from suar.rooms.victims.likeness import alike_by
from suar.rooms.victims.models import Facts, SamePair, Victim
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.selectors import family_of

_MOST = 200  # files that are compared with one
SAID = "said_by_worker"


def notice_pairs(*, victim: Victim, now: datetime, by: Actor) -> list[SamePair]:
    """Note the files that may be this person's too, with their reasons; judged pairs are left.

    A pair that people set apart stays apart; one that is only possible gets its reasons anew, and
    is withdrawn where too little speaks for it any more. Where the organisation alone holds its
    key and has not brought it, nothing can be compared, and everything stays as it is.
    """
    try:
        weighed = weigh_against(victim, _near(victim))
    except VaultClosed:
        return []
    found = {other: each for other, each in weighed.items() if worth_asking(each)}
    known = {
        ({row.first_id, row.second_id} - {victim.id}).pop(): row
        for row in SamePair.objects.filter(
            Q(first_id=victim.id) | Q(second_id=victim.id),
            organisation_id=victim.organisation_id,
        )
    }
    made = []
    for other, each in found.items():
        if other not in known:
            made.append(_note(victim, other, each, now=now))
    _renew(known, weighed, found)
    for pair in made:
        record(
            action="victim.same.notice",
            subject=(SUBJECT, victim.id),
            detail={"pair": str(pair.id), "reasons": pair.reasons, "weight": pair.weight},
            by=by,
        )
    return made


def weigh_against(victim: Victim, others: Iterable[UUID]) -> dict[UUID, Weighed]:
    """Weigh a person's files against others' files, by the file in which the other is read.

    Of several files of one person the most telling speaks. Files without an identity say nothing.

    Raises
    ------
    VaultClosed
        If the organisation alone holds its key, and has not brought it.
    """
    mine = family_of(victim)
    kept = _kept(victim, others)
    told = told_of_many(victim.organisation_id, [*mine, *kept])
    homes = dict(
        Facts.objects.filter(
            organisation_id=victim.organisation_id, victim_id__in=list(told)
        ).values_list("victim_id", "home_province")
    )
    best: dict[UUID, Weighed] = {}
    for own in mine:
        if own not in told:
            continue
        against = {each: told[each] for each in kept if each in told}
        for file, weighed in alike_by(
            told[own],
            against,
            organisation=victim.organisation_id,
            homes=(homes.get(own, ""), homes),
        ).items():
            whose = kept[file]
            if whose not in best or weighed.odds > best[whose].odds:
                best[whose] = weighed
    return best


def rounded(weighed: Weighed) -> int:
    """Give the odds as they are kept: whole bits say enough to put pairs in order."""
    return max(-99, min(99, round(weighed.odds)))


def _near(victim: Victim) -> set[UUID]:
    found: set[UUID] = set()
    for own in family_of(victim):
        rows = alike(organisation=victim.organisation_id, subject=(SUBJECT, own), most=_MOST)
        found |= {each.subject for each in rows}
    return found


def _kept(victim: Victim, others: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give each other file with the one in which it is read now; the person's own are left out."""
    own = set(family_of(victim))
    at = {each: each for each in others if each not in own}
    edge = set(at)
    while edge:
        into = dict(
            Victim.objects.filter(
                organisation_id=victim.organisation_id, id__in=edge, merged_into_id__isnull=False
            ).values_list("id", "merged_into_id")
        )
        at = {file: into.get(kept, kept) for file, kept in at.items()}
        edge = set(into.values())
    erased = set(
        Victim.objects.filter(organisation_id=victim.organisation_id, id__in=set(at.values()))
        .exclude(erased_at=None)
        .values_list("id", flat=True)
    )
    return {file: kept for file, kept in at.items() if kept not in erased | own}


def _note(victim: Victim, other: UUID, weighed: Weighed, *, now: datetime) -> SamePair:
    first, second = sorted((victim.id, other))
    return SamePair.objects.create(
        organisation_id=victim.organisation_id,
        first_id=first,
        second_id=second,
        reasons=list(weighed.reasons),
        weight=rounded(weighed),
        noticed_at=now,
    )


def _renew(
    known: Mapping[UUID, SamePair],
    weighed: Mapping[UUID, Weighed],
    found: Mapping[UUID, Weighed],
) -> None:
    for other, pair in known.items():
        if pair.state != SamePair.State.POSSIBLE:
            continue
        said = [SAID] if SAID in pair.reasons else []
        if other not in found and not said:
            pair.delete()
            continue
        each = weighed.get(other)
        pair.reasons = [*said, *(each.reasons if each else ())]
        pair.weight = rounded(each) if each else None
        pair.save(update_fields=["reasons", "weight"])
