"""An organisation's own key as people keep it: on paper and in a file, with check characters.

Made at random (160 bits), so that no list of words finds it; the letters are those of base 32,
without 0, 1, 8 and 9, which are read for O, I and B. Four more letters tell a slip of the pen.
"""

import re
import secrets
from base64 import b32encode
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext_noop

from suar.knowledge.refusal import Refusal

_BYTES: Final = 20
#: Nine groups of four letters; the last one checks.
_KEY: Final = re.compile(r"SUAR((?:[\s-]*[A-Z2-7]{4}){9})(?![A-Z2-7])")
#: The most that a file with a key in it may weigh.
LARGEST: Final = 20_000

WORDS: Final = {
    "en": (
        "This is a key of your organisation's own: {who}",
        "Made on {day}",
        "",
        "    {key}",
        "",
        "While it is not in Suar, nothing sealed of your organisation opens, for nobody: not for",
        "your people, not for whoever runs the machine.",
        "If every copy of it is lost, what was sealed is lost for good. Nobody can help then.",
        "Print this page twice. Keep the papers in two locked places, apart from each other.",
        "Send it by no message. Keep no copy on the machine that Suar runs on.",
    ),
    "id": (
        "Ini kunci milik lembaga Anda sendiri: {who}",
        "Dibuat pada {day}",
        "",
        "    {key}",
        "",
        "Selama kunci ini tidak ada di Suar, isi tersegel lembaga Anda tidak terbuka bagi siapa",
        "pun: bagi orang Anda tidak, bagi pengelola mesin pun tidak.",
        "Jika semua salinannya hilang, yang tersegel hilang untuk selamanya. Tidak ada yang dapat",
        "menolong. Cetak halaman ini dua kali. Simpan di dua tempat terkunci yang terpisah.",
        "Jangan kirim lewat pesan apa pun. Jangan simpan di mesin tempat Suar berjalan.",
    ),
}


def new_key() -> str:
    """Make a key as people read it: SUAR and nine groups of four letters."""
    letters = b32encode(secrets.token_bytes(_BYTES)).decode()
    return _shown(letters + _check(letters))


def read_key(text: str) -> str:
    """Find the one key in what somebody typed, or in a whole file; give it as `new_key` writes it.

    Raises
    ------
    Refusal
        If there is none, or one that was miswritten.
    """
    if len(text) > LARGEST:
        raise Refusal(
            gettext_noop("is too long for a key"),
            remedy=gettext_noop("Give the key's file, or type the key."),
        )
    alike = {re.sub(r"[\s-]", "", each) for each in _KEY.findall(text.upper())}
    found = [letters for letters in alike if _check(letters[:-4]) == letters[-4:]]
    if len(found) == 1:
        return _shown(found[0])
    if found:
        raise Refusal(
            gettext_noop("holds more than one key"),
            remedy=gettext_noop("Give the one that is in use."),
        )
    if alike:
        raise Refusal(
            gettext_noop("is miswritten: its last four letters do not fit the others"),
            remedy=gettext_noop("Compare it with the paper, letter by letter."),
        )
    raise Refusal(
        gettext_noop("holds no key of an organisation"),
        remedy=gettext_noop("It begins with SUAR, and nine groups of four letters follow."),
    )


def key_file(key: str, *, who: str, day: str, language: str) -> str:
    """Give the text of the file to print and to keep."""
    return "\n".join(WORDS[language]).format(key=key, who=who, day=day) + "\n"


def _check(letters: str) -> str:
    return b32encode(sha256(f"suar own key {letters}".encode()).digest()).decode()[:4]


def _shown(letters: str) -> str:
    return "-".join(["SUAR", *(letters[i : i + 4] for i in range(0, len(letters), 4))])
