"""Forms of notes, files, supervision and threats."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.fields import answer
from suar.base.ui.stale import VersionedForm
from suar.rooms.cases import wording
from suar.rooms.cases.forms.fields import (
    day_field,
    line_field,
    of_list,
    words_field,
)


class NoteForm(OnceForm):
    """A note."""

    on = day_field(_("On which day"))
    words = words_field(
        _("The note"),
        required=True,
        help_text=_("A fact that helps to help. No statement, no word for word."),
    )


class HealthForm(OnceForm):
    """A note on health."""

    topic = of_list("health_topic", _("About what"))
    on = day_field(_("On which day"))
    words = words_field(_("The note"), required=True)


class LegalForm(OnceForm):
    """What is told of a proceeding."""

    state = of_list("proceeding_state", _("How far it is"))
    on = day_field(_("Told on which day"))
    words = words_field(_("In words"))


class SupervisionForm(OnceForm):
    """A talk about the work."""

    worker = forms.ChoiceField(label=_("With whom"))
    on = day_field(_("On which day"))
    words = words_field(_("What was agreed"), required=True)
    next_on = day_field(_("The next one"), required=False)

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [("", _now("Choose")), *workers]


class DocumentForm(OnceForm):
    """A file."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("Picture, PDF or sound, up to 20 MB. Its name is not kept."),
    )
    kind = of_list("document_kind", _("What it is"))
    shown_with = forms.ChoiceField(
        label=_("Who may open it"),
        help_text=_("Whoever may see this group may open the file, in the same way."),
        choices=lambda: [
            (g, _now(words)) for g, words in wording.GROUPS.items()
            if g in ("services", "health", "legal", "story", "identity")
        ],
    )  # fmt: skip
    title = line_field(_("A title"), help_text=_("Sealed. No name is needed."))
    offered = forms.BooleanField(
        label=_("She offered it herself"),
        required=False,
        help_text=_("Needed for sound: nobody records her."),
    )


class ThreatForm(OnceForm):
    """A threat against staff."""

    kind = of_list("staff_threat", _("What happened"))
    on = day_field(_("On which day"))
    words = words_field(_("In words"), required=True)


class SettleForm(VersionedForm):
    """That a threat was dealt with."""

    told_police = answer(_("The police were told, as the colleague wished"))
