"""The forms of the second proof: a wrong code is in the audit."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError

from suar.base.accounts.signing_in import note_failure


class CodeForm(AuthenticateForm):
    """The second proof at sign-in."""

    def clean_code(self) -> str:
        """Ask for the code."""
        return _code(self, super().clean_code)


class CodeAgainForm(ReauthenticateForm):
    """The second proof once more, after a lock."""

    def clean_code(self) -> str:
        """Ask for the code."""
        return _code(self, super().clean_code)


def _code(form: Any, clean: Callable[[], str]) -> str:
    try:
        return clean()
    except ValidationError:
        note_failure("code", person=form.user.pk)
        raise
