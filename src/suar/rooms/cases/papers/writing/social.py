"""The social report (laporan sosial): what its writer saw, thinks and asks for."""

from typing import Any

from django.utils.translation import gettext as _

from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.models import Goal
from suar.rooms.cases.papers.about import About
from suar.rooms.cases.papers.blocks import Block, Party, facts, heading, signatures, text
from suar.rooms.cases.papers.writing.parts import (
    health,
    needs,
    plan_and_services,
    proceeding,
    signer,
    story,
    what_happened,
    who_she_is,
    why_helped,
)
from suar.rooms.cases.sealing import words_of_many
from suar.rooms.cases.selectors.cases import rows_of

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def social_report(about: About, told: dict[str, Any]) -> list[Block]:
    """Write the report; a part with nothing in it is left out, and the numbers close up."""
    parts: list[tuple[str, list[Block | None]]] = [
        (_("Who it is about"), [facts(who_she_is(about))]),
        (_("Why she is helped"), [facts(why_helped(about)), _typed(told, "why")]),
        (
            _("History"),
            [_typed(told, "history"), *story(about), what_happened(about)],
        ),
        (_("Assessment"), [_typed(told, "assessed"), *needs(about), health(about)]),
        (_("Plan and services"), list(plan_and_services(about, goals(about)))),
        (_("Proceeding"), [proceeding(about)]),
        (_("Opinion of the writer"), [_typed(told, "opinion")]),
        (_("Recommendation"), [_typed(told, "recommendation")]),
    ]
    blocks: list[Block] = []
    number = 0
    for title, inside in parts:
        kept = [each for each in inside if each]
        if kept:
            blocks += [heading(f"{_ROMAN[number]}. {title}"), *kept]
            number += 1
    blocks.append(
        text(_("Written from what the person told and what was seen, for the purpose named above."))
    )
    known = Party(_("Known by"), told.get("known_by", ""), (told.get("known_number", ""),))
    return [*blocks, signatures([known, signer(told, _("Written by"))])]


def goals(about: About) -> list[tuple[str, str, str]]:
    """Give her goals in her words, with how each stands."""
    if not about.carries(FieldGroup.SERVICES):
        return []
    rows = list(rows_of(Goal, about.by, about.case).order_by("at"))
    words = words_of_many(rows)
    return [
        (
            wording.label("need_domain", row.domain),
            str(words.get(row.id, {}).get("words", "")),
            wording.chip_of(wording.GOAL, row.state)[1],
        )
        for row in rows
    ]


def _typed(told: dict[str, Any], name: str) -> Block | None:
    words = str(told.get(name, "")).strip()
    return text(words) if words else None
