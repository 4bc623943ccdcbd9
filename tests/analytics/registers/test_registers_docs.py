"""The reference of profiles names every key, field, warning and reason that the code knows."""

import dataclasses
import re
from pathlib import Path

import suar.analytics.registers as package
from suar.analytics.registers import Profile, careful, parse_profile
from suar.analytics.registers.notes import MEANINGS
from suar.analytics.registers.profile import FIELDS

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = (ROOT / "docs/reference/profile.md").read_text(encoding="utf-8")
HOW_TO = (ROOT / "docs/how-to/bring-your-own-register.md").read_text(encoding="utf-8")


def test_every_key_and_field_is_in_the_reference() -> None:
    keys = {field.name for field in dataclasses.fields(Profile)} - {"origin"}
    missing = [name for name in sorted(keys | FIELDS) if f"`{name}`" not in REFERENCE]
    assert missing == []


def test_every_warning_and_reason_is_in_the_reference() -> None:
    codes = {*MEANINGS, careful.WRONG_COUNT, careful.UNDECODABLE, careful.TOO_LARGE}
    assert [code for code in sorted(codes) if f"`{code}`" not in REFERENCE] == []


def test_every_warning_given_has_a_meaning_in_both_languages() -> None:
    folder = Path(package.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    given = set(re.findall(r"notes\.add\(\s*\"([a-z-]+)\"", text))
    assert given == set(MEANINGS)
    assert all(set(meaning) == {"en", "id"} for meaning in MEANINGS.values())


def test_the_example_of_the_how_to_is_a_profile() -> None:
    example = re.search(r"```yaml\n(.*?)```", HOW_TO, re.S)
    assert example is not None
    assert parse_profile(example.group(1)).register == "polda"
