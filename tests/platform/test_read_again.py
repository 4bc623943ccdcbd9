"""Whatever is typed into a form and taken can be read again by whoever wrote it.

Sealing is tested elsewhere; this asks the other half: words that go in and show on no page are lost
to the person they were to help. Each form is sent as in `test_forms_in_clear.py`; from where it
leads, links are followed two steps, as its writer.
"""

import html
import random
import re
from collections import deque
from itertools import product
from typing import Final
from urllib.parse import urldefrag, urljoin

import pytest
from addresses import every_address
from cast import make_cast
from django.test import Client
from seeded_rooms import Seeds
from test_addresses import Visitor, Walk
from test_forms_in_clear import _named, _told
from test_fuzz_forms import forms_of, pages_of, who_may

#: What its writer reads only after an opening with a reason, or what is for somebody else.
ELSEWHERE: Final[dict[str, str]] = {
    "victims:new name": "identity: opened with a reason",
    "victims:child name": "identity: opened with a reason",
    "victims:ask words": "story: opened with a reason",
    "reports:sheet p": "identity: opened with a reason",
    "reports:told words": "what was told: opened with a reason",
    "reports:pass_on words": "what was told: opened with a reason",
    "reports:conclude words": "what was told: opened with a reason",
    "cases:prepare_return ": "safety: opened with a reason",
    "cases:add_health words": "notes on HIV or pregnancy show once, with a reason each time",
    "cases:new_shelter address": "shown once, on record",
    "cases:open_group words": "why somebody looked: the auditor's",
    "victims:open words": "why somebody looked: the auditor's",
    "reports:open words": "why somebody looked: the auditor's",
    "cases:make_paper reason_words": "why it was printed: the auditor's",
    "cases:paper reason_words": "why it was printed: the auditor's",
}
_PAGES: Final = 60  # at most, after one form
_STEPS: Final = 2
_FRAME: Final = ("/static", "/account", "/language", "/theme", "/zone", "/post")


@pytest.mark.long
def test_what_was_typed_can_be_read_again(database: str) -> None:
    seeds, chance = Seeds(), random.Random(7391)
    walk, typed, lost = Walk(make_cast(), ("get",)), 0, set()
    for address in (each for each in every_address() if each.ours):
        visitor = Visitor(who_may(address, walk))
        for url, page in pages_of(address, visitor, walk):
            written = [each for each in forms_of(page) if each.method == "post" and each.words]
            for form, last in product(written, (False, True)):
                before, to = len(seeds.given), urljoin(url, form.action)
                told = _told(form, seeds, chance, last=last)
                answer = visitor.client.post(to, told)
                if answer.status_code != 302:
                    continue
                text = _reachable(visitor.client, urljoin(to, answer["Location"]))
                fields = [name for name in form.words if name in told]
                typed += len(fields)
                for name, seed in zip(fields, seeds.given[before:], strict=True):
                    if seed not in text:
                        lost.add(f"{_named(to)} {name}")
    assert typed > 60, "words in forms that were taken"
    assert sorted(each for each in lost if not each.startswith(tuple(ELSEWHERE))) == []


def _reachable(client: Client, start: str) -> str:
    """Give the text of a page and of those that its own part leads to."""
    seen: set[str] = set()
    todo, text = deque([(start, 0)]), []
    while todo and len(seen) < _PAGES:
        url, steps = todo.popleft()
        url = urldefrag(url).url
        if url in seen:
            continue
        seen.add(url)
        answer = client.get(url, follow=True)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        page = answer.content.decode()
        text.append(page)
        if steps < _STEPS:
            links = re.findall(r'href="(/[^"]*)"', page.partition("<main")[2])
            todo += [(html.unescape(e), steps + 1) for e in links if not e.startswith(_FRAME)]
    return html.unescape("".join(text))
