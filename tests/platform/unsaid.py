"""Hear which words pages ask to be said in the reader's language, and that Indonesian lacks.

`docs/messages.py` reads words out of the code; this hears what is asked while pages are made, by
whatever way it came there: a table, a rule's reason, a name that a module gave to gettext.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.utils.translation.trans_real import DjangoTranslation, translation


@contextmanager
def heard() -> Iterator[set[str]]:
    """Give the words, as English has them, that were asked for and have no Indonesian."""
    lacking: set[str] = set()
    plain, counted = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def gettext(self: Any, message: str) -> str:
        if message not in translation("id")._catalog:
            lacking.add(message)
        return plain(self, message)

    def ngettext(self: Any, one: str, many: str, n: int) -> str:
        if (one, 0) not in translation("id")._catalog:
            lacking.add(one)
        return counted(self, one, many, n)

    with patch.multiple(DjangoTranslation, gettext=gettext, ngettext=ngettext):
        yield lacking
