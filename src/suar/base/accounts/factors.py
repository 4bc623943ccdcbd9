"""Whether a person must prove more before anything sealed may open."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.http import HttpRequest

from suar.knowledge.rules.permissions import ROLES

#: Roles without this may work with a password alone; all others need a passkey or a one-time code.
PASSWORD_ALONE: frozenset[str] = frozenset()
#: How old a second proof may be when something sealed is opened.
PROOF_MINUTES: Final = 15


def second_factor_missing(request: HttpRequest) -> bool:
    """Whether the post asks for a second factor and this session has shown none.

    Every role asks for one today: each of them sees something that is not public.
    """
    from allauth.account.authentication import get_authentication_records

    if request.actor.role not in ROLES or request.actor.role in PASSWORD_ALONE:
        return False
    return not any(
        method["method"] == "mfa" for method in get_authentication_records(request, request.user)
    )


def last_proof(request: HttpRequest) -> datetime | None:
    """Give when this session last showed a second factor, or None."""
    from allauth.account.authentication import get_authentication_records

    proofs = [
        method["at"]
        for method in get_authentication_records(request, request.user)
        if method["method"] == "mfa"
    ]
    return datetime.fromtimestamp(max(proofs), UTC) if proofs else None


def proof_needed(request: HttpRequest, now: datetime) -> bool:
    """Whether an opening has to ask for the second factor first: none shown, or too long ago."""
    shown = last_proof(request)
    return shown is None or now - shown > timedelta(minutes=PROOF_MINUTES)
