"""PostgreSQL refuses to run as root: then it gets a user of its own, who may pass and no more."""

import ctypes
import os
import pwd
import shutil
import signal
import struct
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from suar.knowledge.refusal import Refusal

NAME = "suar-db"
_ACL = "system.posix_acl_access"
_USER_OBJ, _USER, _GROUP_OBJ, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_PDEATHSIG = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


@dataclass(frozen=True)
class Account:
    """Who the database server runs as; ``uid`` is None when it is simply ourselves."""

    uid: int | None = None
    gid: int | None = None

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """Give the account that PostgreSQL may run as, making the user when we are root."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _made()
    return Account(entry.pw_uid, entry.pw_gid)


def _made() -> pwd.struct_passwd:
    command = shutil.which("useradd")
    if command is None:
        raise Refusal(
            "PostgreSQL will not run as root, and no user can be made here",
            remedy="Start suar as an ordinary user, or give a server with SUAR_DATABASE_URL.",
        )
    shell = "/usr/sbin/nologin"
    arguments = [command, "--system", "--no-create-home", "--shell", shell, "--user-group", NAME]
    subprocess.run(arguments, check=True, capture_output=True)  # noqa: S603 a fixed command
    return pwd.getpwnam(NAME)


def let_through(path: Path, account: Account) -> None:
    """Let the account pass through the folders above ``path``: it alone, and it may not list them.

    A folder that everybody may pass stays as it is. Elsewhere one entry for this one user is added
    to the folder's access list; opening a home folder to all users is not ours to do.

    Raises
    ------
    Refusal
        If the file system keeps no access lists.
    """
    if account.uid is None:
        return
    for folder in reversed(path.resolve().parents):
        status = folder.stat()
        if status.st_mode & 0o001 or status.st_uid == account.uid:
            continue
        try:
            os.setxattr(folder, _ACL, _with_passage(folder, status.st_mode, account.uid))
        except OSError as error:
            raise Refusal(
                "cannot be reached by the database's own user",
                file=str(folder),
                remedy="Choose a folder under /var/lib with --data, or start as an ordinary user.",
            ) from error


def _with_passage(folder: Path, mode: int, uid: int) -> bytes:
    """Give the folder's access list with one more entry: this user may pass (x)."""
    try:
        entries = _entries(os.getxattr(folder, _ACL))
    except OSError:  # no list yet: the three ordinary entries are the list
        entries = [
            (_USER_OBJ, mode >> 6 & 7, _NO_ID),
            (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
            (_OTHER, mode & 7, _NO_ID),
        ]
    kept = [e for e in entries if e[0] != _MASK and not (e[0] == _USER and e[2] == uid)]
    kept.append((_USER, 1, uid))
    mask = 0
    for tag, permission, _ in kept:
        if tag in (_USER, _GROUP_OBJ, _GROUP):
            mask |= permission
    kept.append((_MASK, mask, _NO_ID))
    packed = b"".join(struct.pack("<HHI", *entry) for entry in sorted(kept, key=_order))
    return struct.pack("<I", 2) + packed


def _order(entry: tuple[int, int, int]) -> tuple[int, int]:
    return entry[0], entry[2]


def _entries(packed: bytes) -> list[tuple[int, int, int]]:
    return [struct.unpack_from("<HHI", packed, at) for at in range(4, len(packed), 8)]


def die_with_parent(number: int = signal.SIGINT) -> Callable[[], None]:
    """Give what a child runs before it becomes its program: it gets a signal when we end.

    SIGINT is PostgreSQL's fast shutdown. Linux only; elsewhere the next start finds the orphan and
    stops it.
    """
    parent, libc = os.getpid(), _libc()

    def tie() -> None:
        if libc is None:
            return
        libc.prctl(_PDEATHSIG, number)
        if os.getppid() != parent:  # we ended between the fork and this line
            os.kill(os.getpid(), signal.SIGKILL)

    return tie


@cache
def _libc() -> ctypes.CDLL | None:
    """Load it here: a child between fork and exec may not."""
    try:
        return ctypes.CDLL("libc.so.6", use_errno=True)
    except OSError:
        return None
