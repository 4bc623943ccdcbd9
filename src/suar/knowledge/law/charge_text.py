"""The charging page as text: warnings first, then each offence, its elements and two regimes."""

from collections.abc import Iterable

from suar.knowledge.law import figures
from suar.knowledge.law.charging import Examination, Examined, ask_text, because, warning_text
from suar.knowledge.law.elements import Element
from suar.knowledge.law.known import Known
from suar.knowledge.law.layout import bullet, heading, paragraph
from suar.knowledge.law.model import REGIMES, Aggravation, Penalty
from suar.knowledge.law.pages_charging import cited
from suar.knowledge.law.penalties import against_other, uplifted
from suar.knowledge.law.wording import Wording

#: How many ids stand behind a question before the rest is only counted.
_SETTLED = 6
_MARK = {Known.MET: "[x]", Known.NOT_MET: "[-]", Known.NOT_KNOWN: "[?]"}


def charge_text(examination: Examination, *, language: str, width: int) -> str:
    """Write an examination for people; the same facts as the document, in the order of the page."""
    page = _Page(examination, Wording(language), width)
    return "\n".join(page.lines())


class _Page:
    """One page being written."""

    def __init__(self, examination: Examination, wording: Wording, width: int) -> None:
        self.examination, self.wording, self.width = examination, wording, width
        self.book, self.regime = examination.book, examination.regime

    def lines(self) -> Iterable[str]:
        """Give the whole page."""
        say, book = self.wording.say, self.book
        yield from heading(say("title_charge"))
        yield from paragraph(say("not_advice"), self.width)
        yield say("newest_source", date=book.newest_source)
        name = say(f"regime_{self.regime}") if self.regime else say("regime_unknown")
        yield from paragraph(say("regime_line", regime=name), self.width)
        yield from self._warnings()
        yield from self._checks()
        yield from self._ask()
        for status in ("fits", "possible"):
            for one in self.examination.offences:
                if one.status == status:
                    yield from self._offence(one)
        yield from self._rest()
        yield ""
        yield from paragraph(say("source_nature"), self.width)

    def _warnings(self) -> Iterable[str]:
        yield from heading(self.wording.say("look_first"), below="-")
        if not self.examination.warnings:
            yield self.wording.say("no_warnings")
        for warning in self.examination.warnings:
            title = self.wording.label("warnings", warning.id)
            severity = self.wording.label("severity", warning.severity)
            chip = self.wording.chip(warning.standing)
            yield from bullet(f"{title}. {warning_text(warning, self.wording)}", self.width)
            yield f"  {warning.id} · {severity} · [{chip}]"

    def _checks(self) -> Iterable[str]:
        if self.examination.checks:
            yield from heading(self.wording.say("check_facts"), below="-")
        for one in self.examination.checks:
            yield from bullet(self.wording.say(f"check_{one}"), self.width)

    def _ask(self) -> Iterable[str]:
        if self.examination.questions:
            yield from heading(self.wording.say("ask_next"), below="-")
        for number, question in enumerate(self.examination.questions, 1):
            text = f"{number}. {ask_text(question.fact, self.wording)}"
            if question.settles:
                settles = ", ".join(question.settles[:_SETTLED])
                more = len(question.settles) - _SETTLED
                settles = f"{settles} + {more}" if more > 0 else settles
                text = f"{text} ({self.wording.say('settles', what=settles)})"
            yield from paragraph(text, self.width)

    def _offence(self, one: Examined) -> Iterable[str]:
        say, offence = self.wording.say, one.offence
        where = cited(self.book, offence.statute, offence.article, self.wording)
        yield from heading(f"{self.wording.ours(offence.name)} · {offence.id}", below="-")
        yield where
        state = say(f"status_{one.status}")
        if one.status == "possible":
            unknown = sum(element.state is Known.NOT_KNOWN for element in one.elements)
            state = say("not_known_count", open=unknown, all=len(one.elements))
        charged = f" · {say('charged_now')}" if offence.id in self.examination.facts.charged else ""
        yield f"{state}{charged} · [{self.wording.chip(offence.standing)}]"
        for element in one.elements:
            label = self.wording.label("elements", element.name)
            text = f"{_MARK[element.state]} {label}: {say(str(element.state))}: "
            chip = self._element_chip(element, one)
            text = f"{text}{because(element, offence, self.wording)} [{chip}]"
            yield from paragraph(text, self.width, "  ", hang="    ")
        yield from self._penalties(one)
        particulars = self.book.raw("implications")["particulars"].get(offence.id)
        if particulars:
            text = say("also_holds", text=self.wording.ours(particulars))
            yield from paragraph(text, self.width, "  ")
        for note in offence.notes:
            yield from bullet(self.wording.fact(note), self.width, "  ")
        yield f"  {say('sources', keys=', '.join(offence.standing.src) or '-')}"

    def _element_chip(self, element: Element, one: Examined) -> str:
        if element.own_reading:
            return self.wording.say("chip_derived")
        found = one.offence.elements_confidence
        short = found == "confirmed"
        return self.wording.say("chip_confirmed_short" if short else f"chip_{found}")

    def _penalties(self, one: Examined) -> Iterable[str]:
        say, offence = self.wording.say, one.offence
        yield f"  {say('penalty_two')}"
        if self.regime is None:
            for regime in REGIMES:
                yield from self._range(regime, offence.penalties.get(regime), "")
            return
        yield from self._range(self.regime, offence.penalties.get(self.regime), say("at_act"))
        compared = against_other(offence, self.regime, self.book)
        through = say("the_other")
        if compared.offence and compared.offence != offence.id:
            through = f"{through}, {say('through', offence=compared.offence)}"
        other = next(regime for regime in REGIMES if regime != self.regime)
        yield from self._range(other, compared.penalty, through)
        if compared.penalty and offence.penalties.get(self.regime):
            yield from paragraph(say(f"favour_{compared.more_favourable}"), self.width, "    ")
        yield from self._uplifts(one)

    def _range(self, regime: str, penalty: Penalty | None, where: str) -> Iterable[str]:
        name = self.wording.say(f"regime_{regime}")
        head = f"{name} ({where}): " if where else f"{name}: "
        if penalty is None:
            yield f"    {head}{self.wording.say('no_penalty')}"
            return
        text = (
            f"{head}{figures.words(penalty, self.wording)} [{self.wording.chip(penalty.standing)}]"
        )
        yield from paragraph(text, self.width, "    ")
        if penalty.standing.note:
            yield from paragraph(self.wording.fact(penalty.standing.note), self.width, "      ")

    def _uplifts(self, one: Examined) -> Iterable[str]:
        say = self.wording.say
        this = one.offence.penalties.get(self.regime or "")
        if one.uplifts.applying and this and self.regime:
            yield f"  {say('uplifts')}"
            found = uplifted(this, one.uplifts.applying, self.regime, self.book)
            steps = dict(found.steps) if found else {}
            for aggravation in one.uplifts.applying:
                yield from self._uplift(aggravation, steps.get(aggravation.id, ""))
            if found:
                text = say("uplift_sum", penalty=figures.words(found.penalty, self.wording))
                cap = figures.months(found.cap_months, self.wording)
                cut = f"; {say('uplift_capped', cap=cap)}" if found.capped else ""
                yield from paragraph(f"{text}{cut}.", self.width, "    ")
                yield from paragraph(say("uplift_open_point"), self.width, "    ")
        if one.uplifts.open:
            named = "; ".join(
                f"{self.wording.fact(aggravation.when)} ({aggravation.id})"
                for aggravation in one.uplifts.open
            )
            yield from paragraph(say("uplifts_open", what=named), self.width, "  ")

    def _uplift(self, aggravation: Aggravation, effect: str) -> Iterable[str]:
        kind, _, fraction = effect.partition(" ")
        added = self.wording.say(f"uplift_{kind}", fraction=fraction) if kind else ""
        text = f"{aggravation.id}: {self.wording.fact(aggravation.when)}: {added}"
        if aggravation.added_penalty:
            more = self.wording.fact(aggravation.added_penalty)
            text = f"{text}; {self.wording.say('added_penalty', what=more)}"
        text = f"{text} [{self.wording.chip(aggravation.standing)}]"
        yield from bullet(text, self.width, "    ")
        if aggravation.standing.note:
            yield from paragraph(self.wording.fact(aggravation.standing.note), self.width, "      ")

    def _rest(self) -> Iterable[str]:
        yield from heading(self.wording.say("also_examined"), below="-")
        for one in self.examination.offences:
            if one.status != "no":
                continue
            against = next(e for e in one.elements if e.state is Known.NOT_MET)
            why = because(against, one.offence, self.wording)
            name = self.wording.ours(one.offence.name)
            state = self.wording.say("status_no")
            label = self.wording.label("elements", against.name)
            yield from bullet(f"{one.offence.id} {name}: {state}: {label}: {why}", self.width)
