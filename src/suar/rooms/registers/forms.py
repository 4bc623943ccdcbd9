"""The room's forms. Each carries a key that is good for one deed."""

from collections.abc import Sequence
from typing import Any

import yaml
from django import forms
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.forms import OnceForm
from suar.base.ui.refusals import refusal_in_words
from suar.knowledge.refusal import Refusal
from suar.rooms.registers.models import Upload
from suar.rooms.registers.services import SUFFIXES


class UploadForm(OnceForm):
    """A register's file and what to call it."""

    title = forms.CharField(
        label=_("What to call it"),
        help_text=_("For example the years it covers. Never the name of a person."),
        max_length=120,
        required=False,
    )
    file = forms.FileField(
        label=_("The register’s file"),
        help_text=_(
            "CSV, TSV, XLSX or Parquet (CSV and TSV also as .gz), or a key file; up to 200 MB."
            " It is encrypted while it arrives."
        ),
        allow_empty_file=True,  # the service says so, with the remedy
        widget=forms.FileInput(attrs={"accept": ",".join((*SUFFIXES, ".gz"))}),
    )


class ProfileForm(OnceForm):
    """A profile as text; what is wrong is told with its line and its remedy."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    choose_profile = forms.ChoiceField(
        choices=[("mine", ""), ("theirs", "")], required=False, widget=forms.HiddenInput
    )
    profile = forms.CharField(
        label=_("The profile"),
        help_text=_(
            "Which column holds what, and how its dates and codes are written. Only the form of"
            " your file; no cell of it."
        ),
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "code", "spellcheck": "false", "wrap": "off"}
        ),
    )

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at the field, with the line where the wrong key stands."""
        key = refusal.column or ""
        told = {"key": key, "problem": refusal_in_words(refusal.problem)}
        if line := _line(self.cleaned_data["profile"], key):
            said = _("Line %(line)s, %(key)s: %(problem)s. Put it right there and save again.")
            told["line"] = str(line)
        elif key:
            said = _("%(key)s: %(problem)s. Put it right and save again.")
        else:
            said = _("The text %(problem)s. Put it right and save again.")
        self.add_error("profile", forms.ValidationError(said, params=told))


class PictureForm(OnceForm):
    """Which uploads the picture is made of."""

    uploads = forms.MultipleChoiceField(
        label=_("Registers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each register once, in its newest version."),
        error_messages={"required": _("Choose at least one register.")},
    )

    def __init__(self, *args: Any, offered: Sequence[Upload], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(upload.id): upload for upload in offered}
        field = self.fields["uploads"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 declared above
        field.choices = [
            (key, f"{upload.title} · {upload.reference}") for key, upload in self.offered.items()
        ]

    def chosen(self) -> list[Upload]:
        """Give the uploads that were ticked."""
        return [self.offered[key] for key in self.cleaned_data["uploads"]]


def _line(text: str, key: str) -> int:
    """Give the line (from 1) of a dotted key in YAML text, or 0."""
    try:
        node: Any = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return 0
    line = 0
    for part in key.split(".") if key else []:
        if not isinstance(node, yaml.MappingNode):
            break
        for name, value in node.value:
            if name.value == part:
                line, node = name.start_mark.line + 1, value
                break
        else:
            break
    return line
