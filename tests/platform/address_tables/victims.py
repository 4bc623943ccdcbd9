"""Persons: an organisation's own, sealed by group; coded facts and groups by grant."""

from addresses import Made, Row, Want
from cast import NOW

from suar.base.identifiers import uuid7
from suar.base.identifiers.others import keep_other_number
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.victims.models import (
    Assignment,
    Breach,
    Consent,
    Episode,
    Facts,
    Guardian,
    Kin,
    Leg,
    Merging,
    RightsRequest,
    SamePair,
    Victim,
)
from suar.rooms.victims.sealed import FIELDS, MODELS, seal_called, seal_values

#: What the walk grants; the status and the alias are no part of it.
GRANTED = ("facts", "identity", "contact", "story", "safety")
_FIRST = {"identity": "name", "contact": "ask_for", "safety": "stays", "story": "told"}


def _new(want: Want) -> Victim:
    owner = want.owner
    victim = Victim(
        organisation_id=owner.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        opened_at=NOW,
        opened_by=owner.person,
        changed_at=NOW,
        changed_by=owner.person,
    )
    victim.called = seal_called(victim, want.mark())
    victim.save(force_insert=True)
    which = {"organisation_id": owner.organisation, "victim_id": victim.id}
    whose = {"team_id": want.team} if want.team else {"person_id": want.person}
    if want.relation != "colleague" and (want.team or want.person):
        Assignment.objects.create(**which, **whose, from_at=NOW, by=owner.person)
    when = {"changed_at": NOW, "changed_by": owner.person}
    Facts.objects.create(**which, **when, reference=victim.reference)
    for group in FIELDS:
        row = MODELS[group](id=uuid7(), **which, **when)
        row.sealed = seal_values(
            {_FIRST[group.value]: want.mark(group.value)},
            organisation=victim.organisation_id,
            victim=victim.id,
            record=row.id,
            group=FieldGroup(group),
        )
        row.save(force_insert=True)
    return victim


def _made(victim: Victim, **kwargs: object) -> Made:
    return Made({"victim_id": victim.id, **kwargs}, subject=("victim", victim.id), groups=GRANTED)


def _file(want: Want) -> Made:
    return _made(_new(want))


def _group(want: Want) -> Made:
    return _made(_new(want), group="identity")


def _status(want: Want) -> Made:
    return _made(_new(want), move="presume")


def _leg(want: Want) -> Made:
    victim = _new(want)
    row = Episode.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        changed_at=NOW,
        changed_by=victim.opened_by,
    )
    return _made(victim, episode_id=row.id)


def _one_leg(want: Want) -> Made:
    made = _leg(want)
    episode = Episode.objects.get(id=made.kwargs["episode_id"])
    row = Leg.objects.create(
        organisation_id=episode.organisation_id,
        victim_id=episode.victim_id,
        episode_id=episode.id,
        number=1,
    )
    victim = Victim.objects.get(id=episode.victim_id)
    return _made(victim, leg_id=row.id)


def _kin(want: Want) -> Made:
    victim, other = _new(want), _new(want)
    row = Kin.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        other_id=other.id,
        kind="travelled",
        noted_at=NOW,
        noted_by=victim.opened_by,
    )
    return _made(victim, kin_id=row.id)


def _number(want: Want) -> Made:
    victim = _new(want)
    row = keep_other_number(
        organisation=victim.organisation_id,
        subject=("victim", victim.id),
        system="police_report",
        number=want.mark(),
    )
    return _made(victim, number_id=row.id)


def _guardian(want: Want) -> Made:
    victim = _new(want)
    row = Guardian.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        kind="parent",
        from_at=NOW,
        noted_by=victim.opened_by,
    )
    return _made(victim, guardian_id=row.id)


def _unborn(want: Want) -> Made:
    victim = _new(want)
    Victim.objects.filter(id=victim.id).update(unborn=True, child="yes")
    return _made(victim)


def _judged(want: Want) -> Made:
    pair = _new_pair(want)
    SamePair.objects.filter(id=pair.id).update(state="different")
    return Made({"pair_id": pair.id})


def _assignment(want: Want) -> Made:
    victim = _new(want)
    row = Assignment.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        person_id=uuid7(),
        from_at=NOW,
        by=victim.opened_by,
    )
    return _made(victim, assignment_id=row.id)


def _consent(want: Want) -> Made:
    victim = _new(want)
    row = Consent.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        state="refused",
        purpose="care",
        text_version="2026-11",
        language="id",
        given_by="herself",
        asked_at=NOW,
        asked_by=victim.opened_by,
    )
    return _made(victim, consent_id=row.id)


def _new_pair(want: Want) -> SamePair:
    first, second = sorted((_new(want).id, _new(want).id))
    return SamePair.objects.create(
        organisation_id=want.owner.organisation,
        first_id=first,
        second_id=second,
        reasons=["same_words"],
        noticed_at=NOW,
    )


def _pair(want: Want) -> Made:
    return Made({"pair_id": _new_pair(want).id})


def _merging(want: Want) -> Made:
    pair = _new_pair(want)
    row = Merging.objects.create(
        organisation_id=want.owner.organisation,
        number=uuid7().int % 2_000_000_000,
        pair_id=pair.id,
        kept_id=pair.first_id,
        other_id=pair.second_id,
        at=NOW,
        by=want.owner.person,
    )
    return Made({"merging_id": row.id})


def _report(want: Want) -> Made:
    row = Report.objects.create(
        organisation_id=want.owner.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        channel="phone",
        about="not_free",
        state="triaged",
        received_at=NOW,
        triaged_at=NOW,
        triaged_by=want.owner.person,
        person_id=want.person,
        team_id=want.team,
        changed_at=NOW,
    )
    PersonConcerned.objects.create(
        organisation_id=want.owner.organisation, report_id=row.id, number=1, state="held"
    )
    return Made({"report_id": row.id})


def _request(want: Want) -> Made:
    victim = _new(want)
    row = RightsRequest.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        kind="erase",
        asked_by_whom="herself",
        asked_at=NOW,
        taken_by=victim.opened_by,
        due_at=NOW,
    )
    return Made({"request_id": row.id})


def _breach(want: Want) -> Made:
    row = Breach.objects.create(
        organisation_id=want.owner.organisation,
        kind="stolen",
        found_at=NOW,
        notice_by=NOW,
        noted_by=want.owner.person,
    )
    return Made({"breach_id": row.id})


ROWS = {
    **{
        name: Row()
        for name in (
            *("victims:index", "victims:search", "victims:new", "victims:pairs"),
            *("rights:index", "rights:breach", "rights:secret"),
        )
    },
    **{
        f"victims:{name}": Row(_file)
        for name in (
            *("file", "looked", "close", "facts", "head", "episode", "beside", "child"),
            *("kin", "number", "guardian", "death", "consent", "propose", "held", "ask"),
        )
    },
    "victims:open": Row(_group),
    "victims:write": Row(_group),
    "victims:leg": Row(_leg),
    "victims:correct_episode": Row(_leg),
    "victims:correct_leg": Row(_one_leg),
    "victims:birth": Row(_unborn),
    "victims:unkin": Row(_kin),
    "victims:no_number": Row(_number),
    "victims:no_guardian": Row(_guardian),
    "victims:again": Row(_judged),
    "victims:leave": Row(_assignment),
    "victims:status": Row(_status),
    "victims:withdraw": Row(_consent),
    "victims:stopped": Row(_consent),
    "victims:compare": Row(_pair),
    "victims:apart": Row(_pair),
    "victims:undo": Row(_merging),
    "victims:accept_report": Row(_report),
    "rights:answer": Row(_request),
    "rights:erase": Row(_request),
    "rights:told": Row(_breach),
}
