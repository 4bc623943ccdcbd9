"""What the demonstration says beside the truth is Suar's own, never borrowed from the truth."""

from suar.cli.demo_country import _not_known


def test_those_not_known_are_the_estimate_less_what_the_picture_counted() -> None:
    headline = {"kind": "range", "low": 6000.0, "high": 9000.0, "reasons": []}
    (line,) = _not_known(headline, 5000, {"seen": 1, "unseen": 2345})
    assert "1,000 to 4,000" in line
    assert "2,345" in line


def test_a_refusal_names_its_reasons() -> None:
    headline = {"kind": "refused", "low": None, "high": None, "reasons": ["few-lists"]}
    (line,) = _not_known(headline, 5000, {"seen": 1, "unseen": 2345})
    assert "refused" in line
    assert "few-lists" in line
