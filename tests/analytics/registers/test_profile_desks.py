"""A profile may say at which desk a register stands, and when borders were closed."""

import pytest

from suar.analytics.registers import parse_profile
from suar.knowledge.refusal import Refusal

BASE = "register: police\ncolumns: {NAMA: name}\n"


def test_kind_and_closures_are_read() -> None:
    profile = parse_profile(
        BASE + "kind: authority\nclosures: [{from: 2020-04-01, to: 2021-06-30, note: closed}]\n"
    )
    assert profile.kind == "authority"
    assert (profile.closures[0].start, profile.closures[0].end) == ("2020-04-01", "2021-06-30")
    assert profile.closures[0].note == {"en": "closed", "id": "closed"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("kind: police\n", "authority or service"),
        ("closures: [{from: 2021-06-30, to: 2020-04-01, note: x}]\n", "ends before it begins"),
        ("closures: [{from: soon, to: 2020-04-01, note: x}]\n", "YYYY-MM-DD"),
    ],
)
def test_what_is_neither_is_refused(line: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        parse_profile(BASE + line)
