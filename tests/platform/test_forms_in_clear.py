"""Whatever is typed into any form of any page: it lies sealed, or this file says why it need not.

Each form is sent twice with words that stand nowhere else, by somebody who may; the whole database
and our own log are then searched for them. A new form joins by being there.
"""

import io
import random
import subprocess
from itertools import product
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from addresses import every_address
from cast import make_cast
from django.db import connections
from django.urls import resolve
from seeded_rooms import Seeds
from test_addresses import Visitor, Walk
from test_fuzz_forms import Form, forms_of, pages_of, who_may
from test_nothing_in_clear import log

from suar.base.cluster import Server
from suar.base.cluster.server import SUPERUSER, binaries
from suar.base.identifiers import uuid7

__all__ = ["log"]

#: What may be read in the database: of staff and the office itself, never of a person helped.
CLEAR: Final[dict[str, str]] = {
    "people:": "who works here, and what the organisation calls itself",
    "invitation": "a name that somebody gives herself who works here",
    "account_": "staff's own sign-in",
    "registers:": "what an upload is called; its rows are sealed",
    "reports:gateways name": "what a gateway is called",
    "reports:act number": "the number of an investigator's letter, as a register of letters has it",
    "cases:new_shelter name": "a name that gives nothing away, as the page asks",
    "cases:add_beds names": "what beds are called",
    "cases:keep_view name": "what somebody calls a filter of codes and dates",
}


def test_what_is_typed_into_a_form_is_sealed(
    server: Server, database: str, log: io.StringIO
) -> None:
    seeds, where, taken = Seeds(), {}, 0
    walk, chance = Walk(make_cast(), ("get",)), random.Random(7391)
    for address in (each for each in every_address() if each.ours):
        visitor = Visitor(who_may(address, walk))
        for url, page in pages_of(address, visitor, walk):
            for form, last in product(forms_of(page), (False, True)):
                before, to = len(seeds.given), urljoin(url, form.action)
                told = _told(form, seeds, chance, last=last)
                fields = [name for name in form.words if name in told]
                for name, seed in zip(fields, seeds.given[before:], strict=True):
                    where[seed] = f"{_named(to)} {name}"
                send = visitor.client.post if form.method == "post" else visitor.client.get
                taken += send(to, told).status_code == 302
    assert len(where) > 300
    assert taken > 60, "forms that were taken"
    found = seeds.found_in(_dump(server, database)) | seeds.found_in(log.getvalue().encode())
    open_ = {where[seed] for seed in found}
    assert sorted(each for each in open_ if not each.startswith(tuple(CLEAR))) == []


def _named(action: str) -> str:
    """Give the name of the address that a form is sent to."""
    return str(resolve(urlsplit(action).path).view_name)


def _told(form: Form, seeds: Seeds, chance: random.Random, *, last: bool) -> dict[str, Any]:
    """Fill it: words of its own wherever somebody writes, and elsewhere what is offered.

    The ``last`` that is offered is often *another one, in words*.
    """
    told: dict[str, Any] = {}
    for name, values in form.offered.items():
        if name in form.words:
            continue
        offered = [each for each in values if each]
        told[name] = str(uuid7()) if name == "once" else _chosen(offered, chance, last)
    return told | {name: seeds.text() for name in form.words}


def _chosen(offered: list[str], chance: random.Random, last: bool) -> str:
    if not offered:
        return ""
    return offered[-1] if last else chance.choice(offered)


def _dump(server: Server, database: str) -> bytes:
    connections.close_all()
    url = server.url(SUPERUSER).rsplit("/", 1)[0] + f"/{database}"
    command = [str(binaries() / "pg_dump"), "--inserts", url]
    return subprocess.run(command, capture_output=True, check=True).stdout
