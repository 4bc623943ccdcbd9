"""The whole demonstration, small: made, served, and a sample person signs in and works.

As a newcomer does it: `suar demo`, a password, the code that `suar demo --code` prints.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

#: Of the country's rows: enough for every register, person and case of the cast to be there.
SCALE = "0.05"


def _surroundings(folder: Path) -> dict[str, str]:
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
    return {**bare, "SUAR_KIT": str(folder / "kit")}


def _suar(*words: str) -> list[str]:
    return [sys.executable, "-m", "suar", "demo", *words]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Give the one line that a program reads, while the platform is served."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    asked = ("--scale", SCALE, "--data", str(folder / "d"), "--port", port, "--json")
    with (folder / "said").open("wb") as said:
        running = subprocess.Popen(
            _suar(*asked), stdout=subprocess.PIPE, stderr=said, env=_surroundings(folder)
        )
    try:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert line, (folder / "said").read_text()
        yield json.loads(line)
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0, (folder / "said").read_text()


class Reader:
    """A browser without a browser: cookies, forms, and where each answer led."""

    def __init__(self, url: str) -> None:
        self.url, self.cookies = url, CookieJar()
        self.open = build_opener(HTTPCookieProcessor(self.cookies)).open

    def get(self, address: str) -> str:
        asked = Request(f"{self.url}{address}", headers={"Accept-Language": "en"})  # noqa: S310 ours
        with self.open(asked) as page:
            self.at = page.url
            return str(page.read().decode())

    def send(self, address: str, **fields: str) -> str:
        token = next(each.value for each in self.cookies if each.name == "csrftoken")
        body = urlencode({"csrfmiddlewaretoken": token or "", **fields}).encode()
        ours = {"Origin": self.url}
        asked = Request(f"{self.url}{address}", data=body, headers=ours)  # noqa: S310 ours
        with self.open(asked) as page:
            self.at = page.url
            return str(page.read().decode())


def _signed_in(served: dict[str, Any], email: str) -> Reader:
    account = next(each for each in served["accounts"] if each["email"] == email)
    reader = Reader(served["url"])
    for _ in range(600):  # the line is printed before the pages answer
        try:
            reader.get("/account/login/")
            break
        except OSError:
            subprocess.run(["sleep", "0.1"], check=True)
    reader.send("/account/login/", login=email, password=account["password"])
    command = _suar("--code", email, "--data", served["data"])
    for _ in range(2):  # once more, if the half minute of a code ended on its way
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        reader.send("/account/2fa/authenticate/", code=told.split()[0])
        if reader.at.endswith("/day/"):
            return reader
    raise AssertionError(reader.at)


def test_the_analyst_reads_the_joint_picture(served: dict[str, Any]) -> None:
    reader = _signed_in(served, "analyst@gtr.example.org")
    assert "INVENTED DATA" in reader.get("/picture/")
    picture = reader.get("/picture/document/")
    assert "never added together" in picture
    kept = json.loads((Path(served["data"]) / "picture" / "picture.json").read_text())
    assert f"{kept['units']['persons']['count']:,}" in picture  # it was made once, and is this one


def test_the_case_worker_opens_a_case_and_no_other_does(served: dict[str, Any]) -> None:
    reader = _signed_in(served, "case.worker@raa.example.org")
    found = re.search(r'href="(/cases/[0-9a-f-]{36}/)"', reader.get("/cases/"))
    assert found
    assert "Sealed" in reader.get(found[1])
    stranger = _signed_in(served, "administrator@raa.example.org")
    with pytest.raises(HTTPError) as refused:
        stranger.get(found[1])
    assert refused.value.code in (403, 404)
