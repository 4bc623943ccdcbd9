"""Sample sign-ins of the invented country: one secret by e-mail, the same at every loading.

They are no secret: `suar demo` prints them. Outside a demonstration nothing here answers.
"""

import base64
import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest

PASSWORD = "contoh-rekaan-2026"  # noqa: S105 a sample, printed on purpose
_HALF_MINUTE = 30


@dataclass(frozen=True)
class SampleCode:
    """Six digits, and for how many seconds more they hold."""

    digits: str
    seconds: int


def sample_secret(email: str) -> str:
    """Give the authenticator secret of a sample e-mail."""
    digest = sha256(f"suar demo {email}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()


def sample_code(request: HttpRequest) -> SampleCode | None:
    """Give the code of this moment to whoever is proving herself in a demonstration.

    Nobody but a sample has this secret: for anyone else who was invited into a demonstration the
    digits open nothing.
    """
    from allauth.account.internal.stagekit import get_pending_stage
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    if settings.MODE != "demo":
        return None
    if request.user.is_authenticated:
        email = request.user.email
    else:
        stage = get_pending_stage(request)
        if stage is None or stage.login.user is None:
            return None
        email = stage.login.user.email
    if not email.endswith(".example.org"):
        return None
    now = int(time.time())
    digits = format_hotp_value(hotp_value(sample_secret(email), now // _HALF_MINUTE))
    return SampleCode(str(digits), _HALF_MINUTE - now % _HALF_MINUTE)
