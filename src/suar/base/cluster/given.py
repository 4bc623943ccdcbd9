"""What the environment says: a setting, or the file that holds it. Left empty is not said."""

import os
from collections.abc import Mapping
from pathlib import Path

from suar.knowledge.refusal import Refusal


def given(name: str, source: Mapping[str, str] | None = None) -> str:
    """Give a setting (``NAME``, else what the file ``NAME_FILE`` holds); empty where neither says.

    A line of `.env.example` that nobody filled in is empty: it must count as absent, or an empty
    key would be taken for a key.

    Raises
    ------
    Refusal
        If the file cannot be read.
    """
    said = os.environ if source is None else source
    if value := said.get(name, ""):
        return value
    file = said.get(f"{name}_FILE", "")
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            "cannot be read",
            file=file,
            remedy=f"{name}_FILE names it: mend its path or its rights.",
        ) from error
