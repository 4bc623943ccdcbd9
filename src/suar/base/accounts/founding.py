"""What only the operator does, from the command line: an organisation and its first administrator.

Founding is done once: the same name again changes nothing. Her invitation's link is shown once,
when it is made; while one is open another is made only if asked for, and closes the former.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts import services as people
from suar.base.accounts.models import Invitation, Organisation, OrganisationName, Post
from suar.base.accounts.organisations import found_organisation
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.knowledge.refusal import Refusal
from suar.knowledge.vocab import code_list, province_code, regency_code

OPERATOR = "operator"


@dataclass(frozen=True)
class Wish:
    """What an organisation shall be, as the operator typed it."""

    name: str
    kind: str
    level: str
    region: str = ""
    name_en: str = ""
    short: str = ""
    prefix: str = ""
    zone: str = "Asia/Jakarta"
    parent: str = ""  # the name or prefix of the organisation above it


def find_organisation(*, prefix: str = "", name: str = "") -> Organisation | None:
    """Give the organisation of a prefix, or the one that bears or bore a name, in any case."""
    with acting(Actor(organisation=uuid7(), name=OPERATOR)):  # the directory shows to all inside
        if prefix:
            return Organisation.objects.filter(prefix=prefix.upper()).first()
        borne = Q(name_en__iexact=name) | Q(name_id__iexact=name) | Q(short__iexact=name)
        found = OrganisationName.objects.select_related("organisation").filter(borne).first()
        return found.organisation if found else None


def found_once(wish: Wish, *, now: datetime) -> tuple[Organisation, bool]:
    """Found an organisation, or give the one of that name; and whether it is new.

    Raises
    ------
    Refusal
        If the one that is there is of another kind or level, or what was typed does not fit.
    """
    present = find_organisation(name=wish.name)
    if present is not None:
        if (present.kind, present.level) != (wish.kind, wish.level):
            raise Refusal(
                f"an organisation of this name is there already: {present.kind}, {present.level}",
                remedy="Give it another name, or leave kind and level as they are.",
            )
        return present, False
    facts = {"region": _region(wish), "zone": wish.zone, "parent": _parent(wish.parent)}
    organisation = found_organisation(
        kind=wish.kind,
        level=wish.level,
        prefix=_prefix(wish),
        name_en=wish.name_en or wish.name,
        name_id=wish.name,
        short=(wish.short or wish.name)[:40],
        now=now,
        by=Actor(name=OPERATOR),
        **facts,
    )
    return organisation, True


def invite_first(
    *, organisation: UUID, email: str, name: str, now: datetime, again: bool = False
) -> tuple[str, str]:
    """Invite an organisation's first administrator, unless she is there or invited already.

    Parameters
    ----------
    again
        Make a new link though one is open; the former then opens nothing any more.

    Returns
    -------
    How it stands now, as a sentence, and the path of the invitation's page: empty where no new
    link was made.
    """
    with acting(Actor(organisation=organisation, name=OPERATOR)) as operator:
        if has_administrator(organisation, now=now):
            return "It has an administrator already, who invites others.", ""
        former = _open_invitations(organisation, now)
        if former and not again:
            until = in_words(former[0].until_at)
            return f"An invitation is open until {until}. Was its link lost? Add --new-link.", ""
        for each in former:
            each.withdrawn_at = now
            each.save(update_fields=["withdrawn_at"])
            subject = ("invitation", each.id)
            record(action="person.withdraw_invitation", subject=subject, by=operator)
        invitation, secret = people.invite_administrator(
            email=email, name=name, now=now, by=operator
        )
    told = f"It is good once, until {in_words(invitation.until_at)}, and is not shown again."
    return told, reverse("invitation", args=[organisation, secret])


def has_administrator(organisation: UUID, *, now: datetime) -> bool:
    """Whether somebody administers it today. Ask as a part of the organisation."""
    day = people.today(now)
    return Post.objects.filter(
        Q(until_on=None) | Q(until_on__gt=day), organisation_id=organisation, role="administrator"
    ).exists()


def in_words(instant: datetime) -> str:
    """Give an instant for the operator's terminal, zone included."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _open_invitations(organisation: UUID, now: datetime) -> list[Invitation]:
    return list(
        Invitation.objects.select_for_update().filter(
            organisation_id=organisation,
            role="administrator",
            accepted_at=None,
            withdrawn_at=None,
            until_at__gt=now,
        )
    )


def _parent(asked: str) -> Organisation | None:
    if not asked:
        return None
    found = find_organisation(name=asked)
    if found is None and asked.isalpha() and len(asked) <= 4:
        found = find_organisation(prefix=asked)
    if found is None:
        raise Refusal("no organisation bears the parent's name", remedy="Found that one first.")
    return found


def _region(wish: Wish) -> str:
    """Give the region's code for the level, from a code or a name."""
    if not wish.region:
        return ""
    level = Organisation.Level
    if wish.level == level.PROVINCE:
        found = province_code(wish.region)
    elif wish.level == level.REGENCY:
        found = regency_code(wish.region)
    elif wish.level == level.ABROAD:
        found = code_list("country").resolve(wish.region)
    elif wish.level == level.VILLAGE:
        found = wish.region if re.fullmatch(r"\d{2}\.\d{2}\.\d{2}\.\d{4}", wish.region) else None
    else:
        raise Refusal("a national organisation has no region", remedy="Leave --region away.")
    if found is None:
        raise Refusal(
            f"no {wish.level} is known by this region",
            remedy="Give its name, or its Kemendagri code (abroad: the country).",
        )
    return found


def _prefix(wish: Wish) -> str:
    """Give the prefix of its references: the one asked for, else a free one from its name."""
    asked = wish.prefix.upper()
    if asked:
        if not re.fullmatch(r"[A-Z]{2,4}", asked):
            raise Refusal("a prefix is two to four letters", remedy="Choose another --prefix.")
        if find_organisation(prefix=asked) is not None:
            raise Refusal("another organisation has this prefix", remedy="Choose another.")
        return asked
    for proposed in _proposals(wish.short or wish.name):
        if find_organisation(prefix=proposed) is None:
            return proposed
    raise Refusal("no prefix of this name is free", remedy="Choose one with --prefix.")


def _proposals(name: str) -> list[str]:
    """Give possible prefixes, best first: the words' initials, then letters of the name in order.

    >>> _proposals("Rumah Aman Melati")[:3]
    ['RAM', 'RUM', 'RUA']
    """
    words = re.findall(r"[A-Z]+", name.upper())
    initials = "".join(word[0] for word in words)[:4]
    letters = "".join(words)[:12]
    picked = ["".join(each) for size in (3, 4, 2) for each in combinations(letters, size)]
    own = [each for each in picked if each[0] == letters[0]]
    return [initials, *own] if len(initials) >= 2 else own
