"""What every template knows: who acts, in which language and theme, which rooms are there."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's facts; nothing here asks the database."""
    return {
        "actor": getattr(request, "actor", None),
        "mode": settings.MODE,
        "invented": settings.MODE == "demo",
    }
