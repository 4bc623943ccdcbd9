"""How sign-in bends to Suar: nobody signs up alone, second factors lie encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render

from suar.base.accounts.signing_in import (
    note_change,
    note_failure,
    note_sign_in,
    note_sign_out,
)
from suar.base.vault.keyring import SECOND_FACTOR, host_cipher


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation; every sign-in and every failure is in the audit."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Keep the sign-in, once every proof was given."""
        note_sign_in(request, user)
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        """Keep the sign-out."""
        note_sign_out(request)
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep that a door was locked because of too many failures."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_failure("locked out", email=credentials.get("email", ""))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep that a password was wrong, or an address unknown."""
        note_failure("password", email=credentials.get("email", ""))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: Any = None
    ) -> None:
        """Keep that a passkey, a code, recovery codes or the password changed; send nothing."""
        note_change(user, template_prefix.rsplit("/", 1)[-1])

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address for rate limits; a proxy's header counts only where one is declared."""
        if settings.SECURE_PROXY_SSL_HEADER:
            forwarded = request.headers.get("X-Forwarded-For", "")
            if forwarded:
                return forwarded.rsplit(",", 1)[-1].strip()
        return str(request.META.get("REMOTE_ADDR", "0.0.0.0"))  # noqa: S104 not a binding


class MFAAdapter(DefaultMFAAdapter):
    """Second factors are sealed before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret of a second factor."""
        return host_cipher(SECOND_FACTOR).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret of a second factor."""
        return host_cipher(SECOND_FACTOR).decrypt(encrypted_text.encode()).decode()


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """A ministry's directory signs in people whom we already know, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes an account by a directory alone."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie the directory's account to the person with that e-mail, if the directory vouches."""
        if sociallogin.is_existing:
            return
        from suar.base.accounts.models import Person

        vouched = [a.email.lower() for a in sociallogin.email_addresses if a.verified]
        person = Person.objects.filter(email__in=vouched, is_active=True).first()
        if person is None:
            note_failure("directory, not invited")
            raise ImmediateHttpResponse(render(request, "ui/not_invited.html", status=403))
        sociallogin.connect(request, person)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Keep that a directory did not vouch for somebody."""
        note_failure("directory")
        super().on_authentication_error(request, provider, **kwargs)
