"""Reading two files as one person's, and taking that back exactly.

A merging moves no sealed row and widens no grant. What it changes in the kept file's clear columns
is kept field by field, before and after; taking it back puts each field back that nobody has
changed since, and says which somebody has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Model, Q, QuerySet

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.access.versions import StaleWrite
from suar.base.audit.services import record
from suar.base.vault.keyring import VaultClosed
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import NOTHING, SAME_PERSON, may_move
from suar.knowledge.rules.same_person import FileFacts, MergingFacts, may_merge, may_unmerge
from suar.knowledge.rules.status import stronger
from suar.rooms.victims.models import Facts, Merging, MergingChange, SamePair, Victim
from suar.rooms.victims.sealed import MODELS, SUBJECT
from suar.rooms.victims.services.ground import NOTHING_HERE, own, who
from suar.rooms.victims.services.noticing import SAID, rounded, weigh_against

#: Clear columns that a merging may change, by table.
FACTS = (
    "birth_year",
    "age_band",
    "sex",
    "gender",
    "nationalities",
    "home_province",
    "marital_status",
    "education",
    "languages",
    "interpreter",
    "signs",
)
HEAD = ("status", "child", "deceased", "not_yet_free", "paper_safe")
_TABLES: Mapping[str, type[Model]] = {"victim": Victim, "facts": Facts, "pair": SamePair}


@dataclass(frozen=True)
class Choice:
    """What the merging page says: whose value stays where the two differ, "kept" or "other".

    ``versions`` are of (kept file, its facts, other file, its facts), as the page showed them.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    speaks: Mapping[str, str] = field(default_factory=dict)
    versions: tuple[int, int, int, int] | None = None


@dataclass
class _Journal:
    merging: Merging | None = None
    rows: list[tuple[str, UUID, str, Any, Any]] = field(default_factory=list)

    def set(self, table: str, row: Any, name: str, value: Any) -> None:
        before = getattr(row, name)
        if before == value:
            return
        setattr(row, name, value)
        self.rows.append((table, row.id, name, _plain(before), _plain(value)))


def may_be_merged(kept: Victim, other: Victim, pair: SamePair, by: Actor) -> Decision:
    """Whether two files may be read as one person's now."""
    allowed = may_move(SAME_PERSON, "merge", state=pair.state, holder=by.holder)
    return allowed if not allowed.allowed else may_merge(_facts(kept), _facts(other))


def may_be_unmerged(merging: Merging, by: Actor) -> Decision:
    """Whether a merging may be taken back now."""
    pairs, later = unmerging_asked(merging)
    (pair,) = read(pairs)
    allowed = may_move(SAME_PERSON, "unmerge", state=pair.state, holder=by.holder)
    if not allowed.allowed:
        return allowed
    return may_unmerge(_of(merging), [_of(each) for each in read(later)])


def unmerging_asked(merging: Merging) -> tuple[QuerySet[SamePair], QuerySet[Merging]]:
    """Give the pair of a merging and the later mergings of its files; both unread."""
    files = (merging.kept_id, merging.other_id)
    ours = merging.organisation_id
    return (
        SamePair.objects.filter(organisation_id=ours, id=merging.pair_id),
        Merging.objects.filter(
            Q(kept_id__in=files) | Q(other_id__in=files),
            organisation_id=ours,
            undone_at=None,
            number__gte=merging.number,
        ),
    )


@transaction.atomic
def propose_pair(*, first: Victim, second: Victim, now: datetime, by: Actor) -> SamePair:
    """Say that two files may be one person's, where no machine noticed it.

    What speaks for and against it is weighed all the same, as far as both have an identity.
    """
    may_move(SAME_PERSON, "propose", state=NOTHING, holder=by.holder).require()
    one, two = sorted((first.id, second.id))
    here = Victim.objects.filter(organisation_id=own(by), id__in=(one, two)).count()
    if here != 2:
        raise Denied(NOTHING_HERE)
    pair, made = SamePair.objects.get_or_create(
        organisation_id=own(by),
        first_id=one,
        second_id=two,
        defaults={"reasons": [SAID], "noticed_at": now},
    )
    if made:
        _weigh_anew(pair, first, second)
    if made:
        _record("propose", pair, by)
    return pair


@transaction.atomic
def merge(
    *, pair: SamePair, kept: Victim, other: Victim, choice: Choice, now: datetime, by: Actor
) -> Merging:
    """Read the other file with the kept one from now on.

    Blank fields of the kept file take the other's value; where both say something, ``choice`` says
    whose stays. A stronger status stands; *deceased* and *not yet free* stand if either says so;
    paper is safe only if neither says no.

    Raises
    ------
    Denied
        If the post may not, or the rule does not allow it (`rules/same_person.may_merge`).
    StaleWrite
        If one of the two changed since the page was shown.
    """
    _one_at_a_time(by)
    pair = _locked_pair(pair, by)
    if {kept.id, other.id} != {pair.first_id, pair.second_id}:
        raise Denied(NOTHING_HERE)
    kept, other = _locked_files(kept, other, by)
    may_be_merged(kept, other, pair, by).require()
    mine, theirs = _locked_facts(kept, other)
    shown = choice.versions
    if shown is not None and shown != _versions(kept, mine, other, theirs):
        raise StaleWrite(kept)
    journal = _Journal()
    _join(journal, kept, other, mine, theirs, choice.values)
    journal.set("victim", other, "merged_into_id", kept.id)
    journal.set("pair", pair, "state", SamePair.State.MERGED)
    merging = Merging.objects.create(
        organisation_id=own(by),
        number=_next_number(by),
        pair_id=pair.id,
        kept_id=kept.id,
        other_id=other.id,
        speaks={group.value: choice.speaks.get(group.value, "kept") for group in MODELS},
        at=now,
        by=who(by),
    )
    _keep(journal, merging)
    _save((kept, other, mine), now=now, by=by)
    _decided(pair, now=now, by=by)
    _record("merge", pair, by, merging=str(merging.id), fields=[r[2] for r in journal.rows])
    return merging


@transaction.atomic
def unmerge(*, merging: Merging, now: datetime, by: Actor) -> list[str]:
    """Take a merging back: every field it changed is as it was before, both files stand alone.

    Returns
    -------
    Fields that somebody changed since the merging; they stay as they are, with the kept file.

    Raises
    ------
    Denied
        If the post may not, or a later merging of these files stands.
    """
    _one_at_a_time(by)
    found = (
        Merging.objects.select_for_update().filter(organisation_id=own(by), id=merging.id).first()
    )
    if found is None:
        raise Denied(NOTHING_HERE)
    may_be_unmerged(found, by).require()
    stayed = []
    rows: dict[UUID, Any] = {}
    changes = MergingChange.objects.filter(organisation_id=own(by), merging_id=found.id).order_by(
        "-number"
    )
    for change in changes:
        row = rows.get(change.row_id) or _row_of(change)
        rows[change.row_id] = row
        if _plain(getattr(row, change.field)) != change.after:
            stayed.append(change.field)
            continue
        setattr(row, change.field, _typed(change, change.before))
    pair = next(row for row in rows.values() if isinstance(row, SamePair))
    pair.state = SamePair.State.PARTED
    _save([row for row in rows.values() if not isinstance(row, SamePair)], now=now, by=by)
    _decided(pair, now=now, by=by)
    found.undone_at, found.undone_by = now, who(by)
    found.save(update_fields=["undone_at", "undone_by"])
    _record("unmerge", pair, by, merging=str(found.id), stayed=stayed)
    return stayed


@transaction.atomic
def set_apart(*, pair: SamePair, now: datetime, by: Actor) -> SamePair:
    """Say that the two are different persons: nobody asks again."""
    return _move(pair, "set_apart", SamePair.State.DIFFERENT, now=now, by=by)


@transaction.atomic
def reconsider(*, pair: SamePair, now: datetime, by: Actor) -> SamePair:
    """Open the question of a pair again; what speaks for and against it is weighed as of now."""
    found = _move(pair, "reconsider", SamePair.State.POSSIBLE, now=now, by=by)
    files = {
        file.id: file
        for file in Victim.objects.filter(
            organisation_id=own(by), id__in=(found.first_id, found.second_id)
        )
    }
    if SAID not in found.reasons:
        found.reasons = [SAID, *found.reasons]
    _weigh_anew(found, files[found.first_id], files[found.second_id])
    return found


def _weigh_anew(pair: SamePair, first: Victim, second: Victim) -> None:
    try:
        weighed = weigh_against(first, [second.id]).get(second.id)
    except VaultClosed:
        weighed = None
    if weighed is not None:
        pair.reasons, pair.weight = [SAID, *weighed.reasons], rounded(weighed)
    pair.save(update_fields=["reasons", "weight"])


def _join(
    journal: _Journal,
    kept: Victim,
    other: Victim,
    mine: Facts,
    theirs: Facts,
    values: Mapping[str, str],
) -> None:
    for name in FACTS:
        theirs_says = getattr(theirs, name)
        blank = getattr(mine, name) in ("", None, [])
        if theirs_says not in ("", None, []) and (blank or values.get(name) == "other"):
            journal.set("facts", mine, name, theirs_says)
    chosen = values.get("status")
    status = {"kept": kept.status, "other": other.status}.get(chosen or "")
    journal.set("victim", kept, "status", status or stronger(kept.status, other.status))
    if other.child and (not kept.child or values.get("child") == "other"):
        journal.set("victim", kept, "child", other.child)
    for name in ("deceased", "not_yet_free"):
        journal.set("victim", kept, name, getattr(kept, name) or getattr(other, name))
    if other.paper_safe == "no" or kept.paper_safe == "not_asked":
        journal.set("victim", kept, "paper_safe", other.paper_safe)


def _keep(journal: _Journal, merging: Merging) -> None:
    MergingChange.objects.bulk_create(
        MergingChange(
            organisation_id=merging.organisation_id,
            merging_id=merging.id,
            number=number,
            table=table,
            row_id=row,
            field=name,
            before=before,
            after=after,
        )
        for number, (table, row, name, before, after) in enumerate(journal.rows, 1)
    )


def _save(rows: Iterable[Any], *, now: datetime, by: Actor) -> None:
    for row in rows:
        row.version += 1
        row.changed_at, row.changed_by = now, who(by)
        row.save()


def _decided(pair: SamePair, *, now: datetime, by: Actor) -> None:
    pair.decided_at, pair.decided_by = now, who(by)
    pair.version += 1
    pair.save()


def _move(pair: SamePair, name: str, state: str, *, now: datetime, by: Actor) -> SamePair:
    pair = _locked_pair(pair, by)
    may_move(SAME_PERSON, name, state=pair.state, holder=by.holder).require()
    pair.state = state
    _decided(pair, now=now, by=by)
    _record(name, pair, by)
    return pair


def _one_at_a_time(by: Actor) -> None:
    """Let one merging of an organisation run at a time: their order is what unmerging goes by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"merging {own(by)}"])


def _next_number(by: Actor) -> int:
    last = Merging.objects.filter(organisation_id=own(by)).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _locked_pair(pair: SamePair, by: Actor) -> SamePair:
    found = SamePair.objects.select_for_update().filter(organisation_id=own(by), id=pair.id).first()
    if found is None:
        raise Denied(NOTHING_HERE)
    return found


def _locked_files(kept: Victim, other: Victim, by: Actor) -> tuple[Victim, Victim]:
    rows = {
        row.id: row
        for row in Victim.objects.select_for_update()
        .filter(organisation_id=own(by), id__in=(kept.id, other.id))
        .order_by("id")
    }
    if len(rows) != 2:
        raise Denied(NOTHING_HERE)
    return rows[kept.id], rows[other.id]


def _locked_facts(kept: Victim, other: Victim) -> tuple[Facts, Facts]:
    rows = {
        row.victim_id: row
        for row in Facts.objects.select_for_update()
        .filter(organisation_id=kept.organisation_id, victim_id__in=(kept.id, other.id))
        .order_by("id")
    }
    return rows[kept.id], rows[other.id]


def _versions(kept: Victim, mine: Facts, other: Victim, theirs: Facts) -> tuple[int, int, int, int]:
    return kept.version, mine.version, other.version, theirs.version


def _row_of(change: MergingChange) -> Any:
    model = _TABLES[change.table]
    return model._default_manager.select_for_update().get(
        organisation_id=change.organisation_id, id=change.row_id
    )


def _typed(change: MergingChange, value: Any) -> Any:
    return UUID(value) if change.field.endswith("_id") and value else value


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _facts(victim: Victim) -> FileFacts:
    return FileFacts(
        str(victim.id),
        merged=victim.merged_into_id is not None,
        erased=victim.erased_at is not None,
        deceased=victim.deceased,
    )


def _of(merging: Merging) -> MergingFacts:
    return MergingFacts(
        merging.number,
        str(merging.kept_id),
        str(merging.other_id),
        merging.undone_at is not None,
    )


def _record(name: str, pair: SamePair, by: Actor, **more: Any) -> None:
    for victim in (pair.first_id, pair.second_id):
        record(
            action=f"victim.same.{name}",
            subject=(SUBJECT, victim),
            detail={"pair": str(pair.id), **more},
            by=by,
        )
