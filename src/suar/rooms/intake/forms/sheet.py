"""The sheet of a group in parts of twenty, triage of one person, and the screening's forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.stale import VersionedForm
from suar.rooms.intake.forms.call import age_in, words
from suar.rooms.intake.forms.triage import add_questions, answers_in
from suar.rooms.intake.models import PersonConcerned
from suar.rooms.intake.services.grouping import SheetRow
from suar.rooms.intake.wording import (
    CONCLUSIONS,
    INTERPRETERS,
    PERSON_STATES,
    STOPPED,
    choices,
    codes,
)

ROWS = 20


class SheetForm(VersionedForm):
    """Twenty persons: what is seen of each, and ten things."""

    def __init__(self, *args: Any, persons: Sequence[PersonConcerned], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = persons
        for each in persons:
            key = f"p{each.number}_"
            self.fields[f"{key}name"] = forms.CharField(max_length=120, required=False)
            self.fields[f"{key}age"] = forms.CharField(max_length=20, required=False)
            self.fields[f"{key}sex"] = forms.ChoiceField(
                choices=codes("sex", blank=""), required=False
            )
            self.fields[f"{key}state"] = forms.ChoiceField(
                choices=choices(PERSON_STATES), required=False
            )
            self.fields[f"{key}seen"] = forms.BooleanField(required=False)
            add_questions(self, "triage", prefix=f"{key}t_")

    def rows(self) -> list[SheetRow]:
        """Give what was written of each."""
        told = self.cleaned_data
        return [
            SheetRow(
                person=each.id,
                name=told[f"p{each.number}_name"],
                age=age_in(told[f"p{each.number}_age"]),
                sex=told[f"p{each.number}_sex"],
                state=told[f"p{each.number}_state"],
                seen=told[f"p{each.number}_seen"],
                answers=answers_in(self, "triage", prefix=f"p{each.number}_t_"),
            )
            for each in self.persons
        ]


class TriageForm(VersionedForm):
    """Ten things of every person of a report that has few."""

    def __init__(self, *args: Any, persons: Sequence[PersonConcerned], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = persons
        for each in persons:
            add_questions(self, "triage", prefix=f"p{each.number}_t_")


class BeginForm(OnceForm):
    """What has to be so before a screening begins."""

    agreed = forms.BooleanField(
        label=_("She or he was told what it is for, may stop and skip, and agreed"), required=False
    )
    rested = forms.BooleanField(label=_("Rested, fed, in a safe place"), required=False)
    face_to_face = forms.BooleanField(label=_("Face to face"), required=False, initial=True)
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=choices(INTERPRETERS), initial="not_needed"
    )
    spoken = forms.CharField(label=_("Language spoken"), max_length=10, required=False)

    def clean_agreed(self) -> bool:
        """Nobody is screened who did not agree."""
        if not self.cleaned_data["agreed"]:
            raise forms.ValidationError(
                _("Not yet: tell her what it is for, and ask whether she agrees.")
            )
        return True


class QuestionsForm(OnceForm):
    """The questions of one tool."""

    def __init__(self, *args: Any, tool_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_questions(self, tool_name, prefix="q_")


class StopForm(OnceForm):
    """Why it stops here."""

    because = forms.ChoiceField(
        label=_("Stop here"), choices=choices(STOPPED), widget=forms.RadioSelect
    )


class ConcludeForm(VersionedForm):
    """What a person concludes, and why."""

    conclusion = forms.ChoiceField(
        label=_("What do you conclude?"), choices=choices(CONCLUSIONS), widget=forms.RadioSelect
    )
    words = words(
        _("Why, in your words"),
        hint=_("Sealed with her file. Nothing that could be turned against her."),
        most=1000,
    )
