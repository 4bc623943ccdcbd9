"""The consent as a paper: what she was told and said, one recipient at a time, and who signs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from suar.base.ui.words import day, language
from suar.knowledge.rules.consent import EVIDENCE, PURPOSES
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.papers.about import About, name_of_office, name_of_staff
from suar.rooms.cases.papers.blocks import Block, Party, facts, heading, signatures, text
from suar.rooms.victims import selectors as victims
from suar.rooms.victims import wording
from suar.rooms.victims.models import Consent
from suar.rooms.victims.sealed import open_values
from suar.rooms.victims.services.consents import state_of_consent


def consent(about: About, told: dict[str, Any]) -> list[Block]:
    """Write the consents that were chosen, oldest first; a no is written as a yes is."""
    chosen = {UUID(str(each)) for each in told.get("consents", [])}
    rows = [row for row in victims.consents_of(about.person) if row.id in chosen][::-1]
    blocks = [
        text(
            _("It was explained to me who wants to see something about me, what it is for, and what"
              " they would see. I could ask, and I had time. I said this:")
        )
    ]  # fmt: skip
    if about.identity.get("name"):
        blocks.append(facts([(_("Name"), about.identity["name"])]))
    for number, row in enumerate(rows, start=1):
        blocks += _one(row, number, about)
    blocks += [
        text(
            _("I may change my mind on any day, without a reason. Whoever walks beside me stops it"
              " in the same moment; others who were told must stop within 3 x 24 hours.")
        ),
        text(_("If I say no, I get the same help.")),
    ]  # fmt: skip
    return [*blocks, signatures(_signers(about, rows))]


def recipient_of(row: Consent) -> str:
    """Give whom a consent is about, by the whole name where it uses Suar."""
    if row.to_organisation_id:
        return name_of_office(row.to_organisation_id)
    told = open_values(row, group=FieldGroup.SERVICES, field="consent")
    kind = wording.code("organisation_kind", row.to_kind)
    return str(told.get("recipient", "")) or kind


def _one(row: Consent, number: int, about: About) -> list[Block]:
    purpose = PURPOSES.get(row.purpose)
    chosen = language()
    said = {
        "given": _("Yes, I agree"),
        "refused": _("No, I do not agree"),
        "withdrawn": _("I agreed, and took it back"),
        "ended": _("I agreed; the time is over"),
    }[state_of_consent(row, now=about.now)]
    until = ""
    if row.until_at and row.state == Consent.State.GIVEN:
        until = day(row.until_at - timedelta(seconds=1))  # through the end of its last day
    conditions = open_values(row, group=FieldGroup.SERVICES, field="consent").get("words", "")
    return [
        heading(f"{number}. {recipient_of(row)}"),
        facts(
            [
                (_("For what"), purpose["label"][chosen] if purpose else ""),
                (_("What they may see"), wording.groups_in_words(row.field_groups)),
                (_("If I say no"), purpose["no"][chosen] if purpose else ""),
                (_("What I said"), said),
                (_("My conditions"), conditions),
                (_("Said on"), day(row.asked_at)),
                (
                    _("Until which day"),
                    until,
                ),
                (_("How it is kept"), EVIDENCE.get(row.evidence, {}).get(chosen, "")),
                (_("Who explained it"), name_of_staff(row.asked_by)),
                (_("In which language"), wording.code("language", row.language)),
                (_("Interpreter"), _("Yes") if row.interpreter else _("No")),
                (_("Said by"), _GIVEN(row.given_by)),
                (_("The child’s own answer"), str(wording.ANSWERS.get(row.assent, ""))),
                (_("Text version"), row.text_version),
            ]
        ),
    ]


def _GIVEN(given: str) -> str:  # noqa: N802 a table whose words follow the language
    return {
        "herself": _("myself"),
        "with_guardian": _("me, with a guardian beside me"),
        "guardian": _("my guardian"),
    }.get(given, "")


def _signers(about: About, rows: list[Consent]) -> list[Party]:
    explained = {name_of_staff(row.asked_by) for row in rows} - {""}
    told = [Party(_("My sign or thumb print"), about.identity.get("name", ""))]
    told += [Party(_("Explained by"), name) for name in sorted(explained)]
    if any(row.interpreter for row in rows):
        told.append(Party(_("Interpreter")))
    if any(row.given_by != "herself" for row in rows):
        told.append(Party(_("Guardian")))
    if any(row.evidence == "witnessed" for row in rows):
        told.append(Party(_("Witness")))
    return told
