"""Whether a person must prove more before anything sealed may open."""

from django.http import HttpRequest

from suar.knowledge.rules.permissions import ROLES

#: Roles without this may work with a password alone; all others need a passkey or a one-time code.
PASSWORD_ALONE: frozenset[str] = frozenset()


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
