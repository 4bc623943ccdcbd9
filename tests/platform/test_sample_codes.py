"""A demonstration shows its samples' codes; nothing else ever shows one."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory

from suar.base.accounts import samples
from suar.cli.demo_platform import code_at


def _request(email: str) -> Any:
    request = RequestFactory().get("/account/reauthenticate/")
    request.user = SimpleNamespace(is_authenticated=True, email=email)
    return request


@pytest.mark.parametrize("mode", ["production", "test"])
def test_no_code_is_shown_outside_a_demonstration(
    monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(settings, "MODE", mode)
    assert samples.sample_code(_request("analyst@gtr.example.org")) is None


def test_a_demonstration_shows_the_code_of_this_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MODE", "demo")
    monkeypatch.setattr(samples.time, "time", lambda: 1_795_000_007.0)
    found = samples.sample_code(_request("analyst@gtr.example.org"))
    assert found is not None
    secret = samples.sample_secret("analyst@gtr.example.org")
    assert found.digits == code_at(secret, 1_795_000_007.0)
    assert 0 < found.seconds <= 30
    assert samples.sample_code(_request("somebody@ministry.example")) is None
