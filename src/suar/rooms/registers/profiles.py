"""The text from which a profile is mended: the own one, the one that was proposed, the built-in."""

from importlib.resources import files

import yaml

from suar.rooms.registers.models import Upload


def starting_text(upload: Upload) -> str:
    """Give the profile to begin with, as YAML; empty where nothing is known of the file."""
    if upload.profile:
        return upload.profile
    proposal = (upload.checked or {}).get("proposal")
    if proposal:
        return str(yaml.safe_dump(proposal, allow_unicode=True, sort_keys=False))
    if upload.register:
        built_in = files("suar.analytics.registers") / "profiles" / f"{upload.register}.yaml"
        if built_in.is_file():
            return built_in.read_text(encoding="utf-8")
    return ""
