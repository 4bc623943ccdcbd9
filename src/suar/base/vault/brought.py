"""Organisations' own keys that were brought: in memory, for a while, for pages and jobs alike.

`suar serve` holds one anonymous memory file (it has no name and lies on no disk) and tells its
children where (no setting: nobody else gives it). When it ends, the memory goes: after a restart
nothing is open. Where there is none (a command, a test, no Linux) a process keeps what was brought
to it alone.
"""

import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID

Held = dict[str, tuple[str, float]]  # organisation: the key in hexadecimal digits, until when

_alone: Held = {}
_lock = Lock()
_WHERE = "KEYS_BROUGHT_TO_SUAR"


def make_memory() -> int | None:
    """Make the memory file, empty; give its descriptor, or nothing where the system has none."""
    if sys.platform != "linux":
        return None
    return os.memfd_create("suar-opened", os.MFD_CLOEXEC)


def told_of(descriptor: int | None) -> dict[str, str]:
    """Give what a child is told of the memory that this process holds."""
    return {} if descriptor is None else {_WHERE: f"/proc/{os.getpid()}/fd/{descriptor}"}


def now() -> float:
    """Give the seconds since the machine started, those asleep counted: no clock turns it back."""
    clock = time.CLOCK_BOOTTIME if sys.platform == "linux" else time.CLOCK_MONOTONIC
    return time.clock_gettime(clock)


def hold(organisation: UUID, key: bytes, *, seconds: float) -> None:
    """Hold a key until then."""
    with _changing() as held:
        held[organisation.hex] = (key.hex(), now() + seconds)


def forget(organisation: UUID) -> None:
    """Forget a key at once."""
    with _changing() as held:
        held.pop(organisation.hex, None)


def held_key(organisation: UUID) -> bytes | None:
    """Give a key that was brought and whose time is not over."""
    key, until = _read().get(organisation.hex, ("", 0.0))
    return bytes.fromhex(key) if key and until > now() else None


def seconds_left(organisation: UUID) -> float:
    """Give for how long a key is still there; 0 where it is not."""
    _, until = _read().get(organisation.hex, ("", 0.0))
    return max(0.0, until - now())


def forget_expired(descriptor: int) -> None:
    """Drop keys whose time is over. Called now and then by the process that holds the memory."""
    if os.fstat(descriptor).st_size:
        with _locked(f"/proc/self/fd/{descriptor}", fcntl.LOCK_EX) as file:
            _write(file, _parsed(file))


@contextmanager
def _changing() -> Iterator[Held]:
    where = os.environ.get(_WHERE, "")
    with _lock:
        if not where:
            yield _alone
            _drop_expired(_alone)
            return
        with _locked(where, fcntl.LOCK_EX) as file:
            held = _parsed(file)
            yield held
            _write(file, held)


def _read() -> Held:
    where = os.environ.get(_WHERE, "")
    if not where:
        return dict(_alone)
    with _locked(where, fcntl.LOCK_SH) as file:
        return _parsed(file)


@contextmanager
def _locked(where: str, how: int) -> Iterator[int]:
    file = os.open(where, os.O_RDWR | os.O_CLOEXEC)  # opened anew: the lock is this opening's own
    try:
        fcntl.flock(file, how)
        yield file
    finally:
        os.close(file)


def _parsed(file: int) -> Held:
    size = os.fstat(file).st_size
    told = json.loads(os.pread(file, size, 0)) if size else {}
    return {organisation: (key, until) for organisation, (key, until) in told.items()}


def _write(file: int, held: Held) -> None:
    _drop_expired(held)
    size = os.fstat(file).st_size
    os.pwrite(file, bytes(size), 0)  # what stood there is overwritten before it is let go
    os.ftruncate(file, 0)
    if held:
        os.pwrite(file, json.dumps(held).encode(), 0)


def _drop_expired(held: Held) -> None:
    for organisation in [each for each, (_, until) in held.items() if until <= now()]:
        del held[organisation]


#: What begins when an organisation's key was brought: rooms put their waiting jobs in.
_then: list[Callable[[UUID], None]] = []


def when_brought(begin: Callable[[UUID], None]) -> None:
    """Let a room begin what waited for an organisation's key; called from its app's `ready()`.

    It runs inside the door of whoever brought the key.
    """
    if begin not in _then:
        _then.append(begin)


def begin_what_waited(organisation: UUID) -> None:
    """Begin whatever waited."""
    for begin in _then:
        begin(organisation)
