"""Every form of every page, filled with what nobody expects: an answer each time, never a 500.

A page is opened by somebody who may, its forms are read as a browser reads them, and each is sent
several times with a mixture of what it offers and of what breaks programs. Long texts, letters that
databases refuse, dates that do not exist, numbers out of range, choices that were not offered,
files that are not what they say. The same goes for the queries of lists.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from addresses import Address, Made, Want, every_address, rows
from cast import Cast, make_cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from test_addresses import Visitor, Walk

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.knowledge.rules.permissions import Permission, roles_that_may

NASTY: Final = (
    "",
    " ",
    "0",
    "-1",
    "1e309",
    "999999999999999999999999",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "2026-13",
    "not-a-uuid",
    "00000000-0000-0000-0000-000000000000",
    "\x00",
    "\u202etxt\u0000.exe",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "%s %(x)s %",
    "../../etc/passwd",
    "ကုန်ကူးမှု 👩‍👧 ﷽",
    "x" * 20_000,
    "[]",
    "null",
    "true",
)


@dataclass
class Form:
    """A form as a browser reads it: names with what stands in them or is offered."""

    action: str = ""
    method: str = "get"
    offered: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)  # fields in which somebody writes freely
    files: list[str] = field(default_factory=list)

    def told(self, chance: random.Random) -> dict[str, Any]:
        """Fill it: half as it is meant, half as nobody means it."""
        sent: dict[str, Any] = {}
        for name, values in self.offered.items():
            if name in ("csrfmiddlewaretoken", "once"):
                continue
            meant = chance.choice(values) if values else ""
            sent[name] = meant if chance.random() < 0.5 else chance.choice(NASTY)
            if chance.random() < 0.1:
                del sent[name]
        if "once" in self.offered:
            sent["once"] = str(uuid7()) if chance.random() < 0.9 else chance.choice(NASTY)
        for name in self.files:
            content = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 900))))
            ending = chance.choice(("jpg", "pdf", "csv", "exe", ""))
            sent[name] = SimpleUploadedFile(f"x.{ending}", content or b" ")
        return sent


_WRITTEN = ("text", "search", "tel")


class Forms(HTMLParser):
    """Read a page's forms."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(told.get("action", ""), told.get("method", "get").lower()))
        elif self.found and tag in ("input", "textarea", "select", "button") and told.get("name"):
            self._field(tag, told)
        elif tag == "option" and self._select and self.found:
            self.found[-1].offered[self._select].append(told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _field(self, tag: str, told: dict[str, str]) -> None:
        if told.get("type") == "file":
            self.found[-1].files.append(told["name"])
            return
        written = tag == "textarea" or (tag == "input" and told.get("type", "text") in _WRITTEN)
        if written and told["name"] not in self.found[-1].words:
            self.found[-1].words.append(told["name"])
        values = self.found[-1].offered.setdefault(told["name"], [])
        if tag == "select":
            self._select = told["name"]
        elif tag != "textarea":
            values.append(told.get("value", ""))


def forms_of(page: str) -> list[Form]:
    """Give the forms of a page but those of the frame, which every page has."""
    reader = Forms()
    reader.feed(page)
    frame = ("/account/logout/", "/language/", "/post/", "/theme/", "/zone/", "/search/")
    return [each for each in reader.found if not each.action.startswith(frame)]


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_form_is_read_as_a_browser_reads_it() -> None:
    (form,) = forms_of(
        '<form method="post" action="/x/"><input name="a" value="1"><select name="b">'
        '<option value="u"><option value="v"></select><textarea name="c"></textarea>'
        '<input type="file" name="d"></form>'
    )
    assert form == Form("/x/", "post", {"a": ["1"], "b": ["u", "v"], "c": []}, ["a", "c"], ["d"])


def test_no_form_breaks_the_platform(cast: Cast) -> None:
    _send_everything(cast, rounds=2, seed=20261122)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_no_form_breaks_the_platform_whatever_is_sent(cast: Cast, seed: int) -> None:
    _send_everything(cast, rounds=6, seed=seed)


def _send_everything(cast: Cast, *, rounds: int, seed: int) -> None:
    walk, chance = Walk(cast, ("get",)), random.Random(seed)
    sent, broken = 0, []
    for address in (each for each in every_address() if each.ours):
        visitor = Visitor(who_may(address, walk))
        for url, page in pages_of(address, visitor, walk):
            for form in forms_of(page):
                for _each in range(rounds):
                    answer = _send(visitor, form, url, chance)
                    sent += 1
                    if answer.status_code >= 500:
                        broken.append(f"{form.method} {form.action or address.name}")
    assert sorted(set(broken)) == []
    assert sent > 50 * rounds


def who_may(address: Address, walk: Walk) -> Actor | None:
    """Give somebody of Shelter A who may, in a role that does."""
    if address.access == "public":
        return None
    if not isinstance(address.access, Permission):
        return walk.person_for("case_supervisor")
    roles = roles_that_may(address.access)
    best = "case_supervisor" if "case_supervisor" in roles else roles[0]
    return walk.person_for(best)


def pages_of(address: Address, visitor: Visitor, walk: Walk) -> Iterator[tuple[str, str]]:
    """Give the page of an address with a record of her own, where it has one and answers GET."""
    row = rows()[address.name]
    kwargs: Any = {}
    if row.make is not None:
        owner = visitor.actor or walk.colleague
        want = Want(
            owner=owner,
            relation="own",
            person=visitor.actor.person if visitor.actor else None,
        )
        with acting(owner):
            made = row.make(want)
        kwargs = made.kwargs if isinstance(made, Made) else made
    url = reverse(address.name, kwargs=kwargs)
    answer = visitor.ask("get", url)
    assert answer.status_code < 500, f"GET {address.name}"
    if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
        yield url, answer.content.decode()


def _send(visitor: Visitor, form: Form, url: str, chance: random.Random) -> Any:
    to = form.action or url
    told = form.told(chance)
    if form.method == "post":
        return visitor.client.post(to, told)
    return visitor.client.get(to, told)
