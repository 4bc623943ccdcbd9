"""Minutes (berita acara): of a handover between two parties, and of a case conference."""

from typing import Any

from django.utils.translation import gettext as _

from suar.rooms.cases.papers.about import About
from suar.rooms.cases.papers.blocks import Block, Party, facts, signatures, table, text
from suar.rooms.cases.papers.days import spelled
from suar.rooms.cases.papers.wording import HANDED
from suar.rooms.cases.papers.writing.parts import agreed_list, lines_of, signer

#: Where nothing was typed, it is written by hand.
_DOTS = "." * 60


def handover(about: About, told: dict[str, Any]) -> list[Block]:
    """Write what one party handed to the other, for both to sign."""
    matter = told["matter"]
    blocks = [
        text(_("%(day)s, the two parties below met:") % {"day": _today(about, told)}),
        _party(_("FIRST PARTY"), told, "first"),
        _party(_("SECOND PARTY"), told, "second"),
    ]
    name = about.identity.get("name", "")
    if name or matter in ("shelter_in", "shelter_out", "case"):
        blocks.append(
            facts(
                [(_("About whom"), name or _("the person of %(ref)s") % {"ref": about.reference})]
            )
        )
    blocks.append(text(_(HANDED[matter])))
    things = [
        (number, *_split(each, 3)) for number, each in enumerate(lines_of(told["things"]), start=1)
    ]
    if things:
        head = (_("No."), _("What"), _("How many"), _("State"))
        blocks.append(table(head, things, title=_("What was handed over")))
    if matter == "shelter_in" and told.get("told_free"):
        blocks.append(
            text(_("The person was told that she or he is free to leave on any day, and to come"
                   " back; and stays here by own wish."))
        )  # fmt: skip
    if str(told.get("words", "")).strip():
        blocks.append(text(told["words"]))
    blocks.append(text(_("These minutes were made in two copies, one for each party.")))
    parties = [
        Party(_("FIRST PARTY"), told["first_name"], (told["first_post"],)),
        Party(_("SECOND PARTY"), told["second_name"], (told["second_post"],)),
    ]
    if str(told.get("witness", "")).strip():
        parties.append(Party(_("Witness"), told["witness"]))
    return [*blocks, signatures(parties)]


def conference(about: About, told: dict[str, Any]) -> list[Block]:
    """Write who met, what was said in short, what was agreed and by when."""
    name = about.identity.get("name", "")
    blocks = [
        text(_("%(day)s, a conference was held on one case.") % {"day": _today(about, told)}),
        facts(
            [
                (_("About whom"), name or _("the person of %(ref)s") % {"ref": about.reference}),
                (_("Matter"), told["matter_words"]),
            ]
        ),
    ]
    there = [
        (number, *_split(each, 2), "") for number, each in enumerate(lines_of(told["present"]), 1)
    ]
    head = (_("No."), _("Name"), _("Post and office"), _("Sign"))
    blocks.append(table(head, there, title=_("Present")))
    if str(told.get("her_say", "")).strip():
        blocks.append(facts([(_("What she wishes"), told["her_say"])]))
    blocks += agreed_list(_("What was said, in short"), str(told.get("said", "")))
    agreed = [
        (number, *_split(each, 3)) for number, each in enumerate(lines_of(told["agreed"]), start=1)
    ]
    head4 = (_("No."), _("What was agreed"), _("Who"), _("Until when"))
    blocks.append(table(head4, agreed, title=_("What was agreed")))
    if told.get("next_on"):
        blocks.append(facts([(_("The next one"), spelled(told["next_on"]))]))
    blocks.append(text(_("Help goes on meanwhile, whatever was or was not agreed.")))
    chair = Party(_("Chair"), told["chair"], (told.get("chair_post", ""),))
    return [*blocks, signatures([chair, signer(told, _("Minutes taken by"))])]


def _party(title: str, told: dict[str, Any], which: str) -> Block:
    return facts(
        [
            (_("Name"), told[f"{which}_name"] or _DOTS),
            (_("Post"), told[f"{which}_post"] or _DOTS),
            (_("Office"), told[f"{which}_office"] or _DOTS),
        ],
        title=title,
    )


def _today(about: About, told: dict[str, Any]) -> str:
    when = _("On this day, %(day)s") % {"day": spelled(about.office.today)}
    where = str(told.get("place", "")).strip()
    return _("%(when)s, at %(place)s") % {"when": when, "place": where} if where else when


def _split(told: str, number: int) -> tuple[str, ...]:
    """Give the parts of a line that semicolons part; what was not written stays empty."""
    found = [each.strip() for each in told.split(";", number - 1)]
    return (*found, *("" for _each in range(number - len(found))))
