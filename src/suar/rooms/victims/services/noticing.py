"""Noticing that two files may be one person's, from tokens and coded facts; never deciding it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.vault.search import Found, alike
from suar.knowledge.rules.same_person import Likeness, reasons_for
from suar.rooms.victims.models import Facts, SamePair, Victim
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.selectors import family_of

_MOST = 200  # files that are compared with one


def notice_pairs(*, victim: Victim, now: datetime, by: Actor) -> list[SamePair]:
    """Note the files that may be this person's too, with their reasons; known pairs are left.

    A pair that people set apart stays apart; one that is only possible gets its reasons anew, and
    is withdrawn where nothing speaks for it any more.
    """
    found = _likely(victim)
    ids = set(family_of(victim))
    known = {
        ({row.first_id, row.second_id} - {victim.id}).pop(): row
        for row in SamePair.objects.filter(
            Q(first_id=victim.id) | Q(second_id=victim.id),
            organisation_id=victim.organisation_id,
        )
    }
    made = []
    for other, reasons in found.items():
        if other in ids:
            continue
        if other in known:
            _renew(known[other], reasons)
            continue
        first, second = sorted((victim.id, other))
        made.append(
            SamePair.objects.create(
                organisation_id=victim.organisation_id,
                first_id=first,
                second_id=second,
                reasons=list(reasons),
                noticed_at=now,
            )
        )
    _forget(known, found)
    for pair in made:
        record(
            action="victim.same.notice",
            subject=(SUBJECT, victim.id),
            detail={"pair": str(pair.id), "reasons": pair.reasons},
            by=by,
        )
    return made


def _renew(pair: SamePair, reasons: tuple[str, ...]) -> None:
    if pair.state == SamePair.State.POSSIBLE and pair.reasons != list(reasons):
        pair.reasons = list(reasons)
        pair.save(update_fields=["reasons"])


def _forget(known: dict[UUID, SamePair], found: dict[UUID, tuple[str, ...]]) -> None:
    for other, pair in known.items():
        machine = pair.state == SamePair.State.POSSIBLE and "said_by_worker" not in pair.reasons
        if machine and other not in found:
            pair.delete()


def _likely(victim: Victim) -> dict[UUID, tuple[str, ...]]:
    own, others = alike(organisation=victim.organisation_id, subject=(SUBJECT, victim.id))
    near = sorted(others, key=lambda each: -each.weight)[:_MOST]
    facts = {
        row.victim_id: row
        for row in Facts.objects.filter(
            organisation_id=victim.organisation_id,
            victim_id__in=[victim.id, *[each.subject for each in near]],
        )
    }
    sizes = _sizes(victim, near)
    told = {}
    for each in near:
        likeness = _likeness(own, each, sizes, facts.get(victim.id), facts.get(each.subject))
        reasons = reasons_for(likeness)
        if reasons:
            told[each.subject] = reasons
    return told


def _sizes(victim: Victim, near: list[Found]) -> dict[UUID, dict[str, int]]:
    from django.db.models import Count

    from suar.base.vault.models import SearchToken

    rows = (
        SearchToken.objects.filter(
            organisation_id=victim.organisation_id,
            subject_kind=SUBJECT,
            subject_id__in=[each.subject for each in near],
        )
        .values("subject_id", "kind")
        .annotate(n=Count("id"))
    )
    sizes: dict[UUID, dict[str, int]] = {}
    for row in rows:
        sizes.setdefault(row["subject_id"], {})[row["kind"]] = row["n"]
    return sizes


def _likeness(
    own: Found,
    other: Found,
    sizes: dict[UUID, dict[str, int]],
    mine: Facts | None,
    theirs: Facts | None,
) -> Likeness:
    size = sizes.get(other.subject, {})
    return Likeness(
        shared_words=other.words,
        shared_sounds=other.sounds,
        shared_numbers=other.numbers,
        least_words=min(own.words, size.get("word", 0)),
        least_sounds=min(own.sounds, size.get("sound", 0)),
        years_apart=_apart(mine, theirs),
        same_sex=_same(mine, theirs, "sex"),
        same_home=_same(mine, theirs, "home_province"),
    )


def _apart(mine: Facts | None, theirs: Facts | None) -> int | None:
    if not mine or not theirs or mine.birth_year is None or theirs.birth_year is None:
        return None
    return abs(mine.birth_year - theirs.birth_year)


def _same(mine: Facts | None, theirs: Facts | None, field: str) -> bool | None:
    one, two = getattr(mine, field, ""), getattr(theirs, field, "")
    return None if not one or not two else bool(one == two)
