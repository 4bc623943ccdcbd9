"""The forms of the second proof: a wrong code or passkey is in the audit."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from suar.base.accounts.signing_in import note_failure


class CodeForm(AuthenticateForm):
    """The second proof at sign-in."""

    def clean_code(self) -> str:
        """Ask for the code."""
        return _kept("code", self, super().clean_code)


class CodeAgainForm(ReauthenticateForm):
    """The second proof once more, after a lock."""

    def clean_code(self) -> str:
        """Ask for the code."""
        return _kept("code", self, super().clean_code)


class PasskeyForm(AuthenticateWebAuthnForm):
    """A passkey as the second proof at sign-in."""

    def clean_credential(self) -> Any:
        """Ask for the passkey."""
        return _kept("passkey", self, super().clean_credential)


class PasskeyAgainForm(ReauthenticateWebAuthnForm):
    """A passkey once more, after a lock or before something opens."""

    def clean_credential(self) -> Any:
        """Ask for the passkey."""
        return _kept("passkey", self, super().clean_credential)


class PasskeyAloneForm(LoginWebAuthnForm):
    """A passkey alone at sign-in; whose it is said to be is not believed, so nobody is named."""

    def clean_credential(self) -> Any:
        """Ask for the passkey."""
        return _kept("passkey", self, super().clean_credential)


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: it opens the door alone, unless she wishes it beside the password."""

    field_order = ("name", "passwordless", "credential")
    name = forms.CharField(
        label=_("What to call it"),
        help_text=_("For example “office phone”; you will know it again in the list."),
        max_length=60,
        required=False,
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone, without password"),
        initial=True,
        required=False,
    )


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("What to call it"), max_length=60)


def _kept(what: str, form: Any, clean: Callable[[], Any]) -> Any:
    try:
        return clean()
    except ValidationError:
        note_failure(what, person=form.user.pk if form.user is not None else None)
        raise
