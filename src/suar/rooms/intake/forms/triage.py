"""Triage in a form: for each question an answer and who saw it; drawn from the tool, not here."""

from collections.abc import Mapping
from typing import Any

from django import forms

from suar.base.ui.fields import ANSWERS
from suar.base.ui.words import language
from suar.knowledge.screening import Standing, tool
from suar.rooms.intake.facts import Told
from suar.rooms.intake.models import Answer
from suar.rooms.intake.wording import SEEN_BY, choices, question_in_words


def add_questions(form: forms.Form, name: str, *, prefix: str) -> None:
    """Give a form two fields for each question of a tool: the answer, and who saw it."""
    for each in tool(name):
        form.fields[f"{prefix}{each.code}"] = forms.ChoiceField(
            choices=ANSWERS, required=False, label=each.label[language()]
        )
        form.fields[f"{prefix}{each.code}_source"] = forms.ChoiceField(
            choices=[("", ""), *choices(SEEN_BY)], required=False
        )


def answers_in(form: forms.Form, name: str, *, prefix: str) -> dict[str, Told]:
    """Give the answers of a clean form; a question that was not sent was not asked."""
    told = form.cleaned_data
    found = {}
    for each in tool(name):
        said = told.get(f"{prefix}{each.code}") or "not_asked"
        seen_by = told.get(f"{prefix}{each.code}_source") or ""
        asked = said != "not_asked"
        found[each.code] = Told(said, (seen_by or "told") if asked else "")
    return found


def rows_of(
    form: forms.Form | None,
    name: str,
    *,
    prefix: str,
    known: Mapping[str, Answer] | None = None,
    stands: Mapping[str, Standing] | None = None,
    dimension: str = "",
) -> list[dict[str, Any]]:
    """Give what the page draws for each question: words, answer, source, and what was carried."""
    rows = []
    questions = [each for each in tool(name) if not dimension or each.dimension == dimension]
    for number, each in enumerate(questions, start=1):
        key = f"{prefix}{each.code}"
        before = (known or {}).get(each.code)
        said, seen_by = (before.answer, before.seen_by) if before else ("not_asked", "")
        if form is not None and form.is_bound:
            said = form.data.get(key, "not_asked")
            seen_by = form.data.get(f"{key}_source", "")
        standing = (stands or {}).get(each.code)
        carried = standing if standing is not None and standing.carried else None
        rows.append(
            {
                "name": key,
                "label": each.label[language()],
                "number": str(number),
                "value": said,
                "sources": choices(SEEN_BY),
                "source": seen_by,
                "at": before.at if before and before.answer != "not_asked" else None,
                "carried": carried,
                "from_tool": tool(carried.source[0]).label[language()]
                if carried and carried.source
                else "",
                "from_question": question_in_words(*carried.source)
                if carried and carried.source
                else "",
                "recheck": each.recheck,
            }
        )
    return rows
