"""The profiles that Suar ships: the five Indonesian registers, CTDC's generations, HTCDS."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from suar.analytics.registers.profile import Profile
from suar.analytics.registers.profile_yaml import parse_profile
from suar.knowledge.refusal import Refusal

_FOLDER = Path(__file__).parent / "profiles"


@cache
def builtin_profiles() -> dict[str, Profile]:
    """Give every profile that ships with Suar, by the name of its file."""
    return {
        path.stem: parse_profile(path.read_text(encoding="utf-8"), origin=f"built-in {path.stem}")
        for path in sorted(_FOLDER.glob("*.yaml"))
    }


def matching(header: Sequence[str]) -> list[Profile]:
    """Give the built-in profiles whose required columns are all in a header."""
    there = set(header)
    return [
        profile
        for profile in builtin_profiles().values()
        if there.issuperset(profile.required or profile.sources)
    ]


def the_one(header: Sequence[str], file: str) -> Profile:
    """Give the one built-in profile that fits a header.

    Raises
    ------
    Refusal
        If none fits, or more than one.
    """
    found = matching(header)
    if len(found) == 1:
        return found[0]
    if found:
        fitting = ", ".join(profile.register for profile in found)
        raise Refusal(
            f"fits more than one built-in profile ({fitting})",
            file=file,
            remedy="Say which with --profile, or put a NAME.profile.yaml beside it.",
        )
    raise Refusal(
        "has no profile and fits no built-in one",
        file=file,
        remedy=(
            "Run `suar register check` on it for a proposal, mend it, save it beside the file as "
            "NAME.profile.yaml or name it with --profile."
        ),
    )
