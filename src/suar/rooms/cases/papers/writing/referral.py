"""The referral letter: what she agreed to show to that recipient; without her word, nothing."""

from typing import Any

from django.utils.translation import gettext as _

from suar.base.ui.words import day
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording
from suar.rooms.cases.papers.about import About
from suar.rooms.cases.papers.blocks import (
    Block,
    Party,
    boxes,
    facts,
    heading,
    line,
    listed,
    signatures,
    slip,
    text,
)
from suar.rooms.cases.papers.wording import LETTER_FOR
from suar.rooms.cases.papers.writing.parts import (
    health,
    plan_and_services,
    proceeding,
    signer,
    story,
    who_she_is,
)
from suar.rooms.victims import wording as words_of_victims
from suar.rooms.victims.models import Consent


def referral(about: About, told: dict[str, Any], agreed: Consent | None) -> list[Block]:
    """Write the letter. ``agreed`` is her yes to this recipient; None: she was not asked yet."""
    if agreed is None:
        return [
            text(_("We would like to talk with you about help for one person.")),
            text(
                _("Our reference is %(ref)s. Our office will call you; quote the reference then."
                  " This letter says nothing of the person, for she has not agreed to that yet.")
                % {"ref": about.reference}
            ),
            text(_("We thank you for your help.")),
            signatures([signer(told)]),
        ]  # fmt: skip
    asked = services_asked(told, health_named=FieldGroup.HEALTH in about.groups)
    blocks = [
        text(_("We refer a person to you, and ask you to receive her or him.")),
        facts([(_("For what"), _(LETTER_FOR[agreed.purpose])), *who_she_is(about)]),
    ]
    if asked:
        blocks += [heading(_("What we ask of you")), *asked]
    if str(told.get("words_asked", "")).strip():
        blocks.append(text(told["words_asked"]))
    blocks += _carried(about)
    blocks += [
        heading(_("What she agreed to")),
        text(
            _("She agreed on %(day)s that you see this: %(groups)s. It is for this purpose alone"
              " and is not to be passed on. She may take it back on any day; then we tell you,"
              " and you stop within 3 x 24 hours. What is not here, ask her, and only if you need"
              " it.")
            % {
                "day": day(agreed.asked_at),
                "groups": words_of_victims.groups_in_words(agreed.field_groups),
            }
        ),
        text(_("We thank you for your help.")),
        signatures([signer(told)]),
        reply(about, told),
    ]  # fmt: skip
    return blocks


def services_asked(told: dict[str, Any], *, health_named: bool) -> list[Block]:
    """Give the services asked for under the six headings; health's own names only where agreed."""
    chosen = list(told.get("services", []))
    blocks = []
    for number, top in enumerate(
        (code for code in code_list("standard_service") if code.parent is None), start=1
    ):
        inside = [c for c in code_list("standard_service").children(top.code) if c in chosen]
        if not inside:
            continue
        title = f"{number}. {wording.label('standard_service', top.code)}"
        if top.code == "health" and not health_named:
            told_there = [_("A service of health; she will tell you which")]
            blocks.append(listed(told_there, title=title, numbered=False))
        else:
            labels = [wording.label("standard_service", code) for code in inside]
            blocks.append(listed(labels, title=title, numbered=False))
    return blocks


def _carried(about: About) -> list[Block]:
    blocks: list[Block | None] = []
    contact = about.opened(FieldGroup.CONTACT)
    if contact:
        rows = [
            (str(words_of_victims.FIELDS[name]), words_of_victims.sealed_value(name, value))
            for name, value in contact.items()
            if name in ("ask_for", "code_word", "way", "number", "times", "messages")
        ]
        blocks += [heading(_("How she may be reached")), facts(rows)]
    given = plan_and_services(about, [])
    if given:
        blocks += [heading(_("What was given so far")), *given]
    blocks += [*story(about), health(about), proceeding(about)]
    return [each for each in blocks if each]


def reply(about: About, told: dict[str, Any]) -> Block:
    """Give the slip that the recipient sends back; it names nobody."""
    return slip(
        _("Reply to our referral"),
        [
            facts([(_("Our reference"), about.reference)]),
            text(_("Send it back to us. Write no name of the person on it.")),
            line(_("From (your office)")),
            boxes(
                _("Your answer"),
                (
                    _("We take it on"),
                    _("In part"),
                    _("We cannot; see below"),
                    _("She did not come"),
                ),
            ),
            line(_("From which day")),
            line(_("Which service, or why not"), lines=3),
            line(_("Whom we may call at your office, and the number")),
            signatures([Party(_("For the recipient"))]),
        ],
    )
