"""One reviewer at a terminal: two records beside each other, one key a judgement."""

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from suar.cli.console import say, show

if TYPE_CHECKING:
    import polars as pl

    from suar.analytics.linkage import Links
    from suar.analytics.registers.register import Register

_KEYS = {"s": "same", "d": "different", "u": "unsure"}
_EXPLAINED = (
    "One person?  s same  d different  u unsure  b back  q stop, go on later",
    "Marks: = the same, * different, none: one side says nothing. Answers are kept.",
)
_SHOWN = (
    "name", "given_name", "family_name", "other_names", "birth_date", "birth_year", "age", "sex",
    "nik", "passport", "other_id", "phone", "district", "birth_place", "address", "event_date",
    "destination", "exploitation_country",
)  # fmt: skip
#: Columns of a terminal that the mark and the name of a field take.
_FIELD = 21
_NARROWEST, _WIDEST = 18, 60
#: Judgements after which the intervals are looked at again.
_LOOK = 10


class Desk:
    """The pairs drawn, what was judged of them, and the file that keeps it."""

    def __init__(
        self, registers: "list[Register]", links: "Links", drawn: "pl.DataFrame",
        told: "pl.DataFrame", *, reviewer: str, width: float, path: Path,
    ) -> None:  # fmt: skip
        from suar.analytics.linkage.review.judgements import PAIR, either_side

        self.frames = {r.name: r.frame for r in registers if r.kind == "records"}
        self.links, self.told, self.reviewer = links, told, reviewer
        self.width, self.path = width, path
        judged = either_side(told)
        self.left = drawn.join(judged, on=PAIR, how="anti", maintain_order="left").to_dicts()
        self.drawn = drawn.height

    def sides(self, pair: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give the two records of a pair."""
        return self._row(pair, "left"), self._row(pair, "right")

    def _row(self, pair: dict[str, Any], side: str) -> dict[str, Any]:
        import polars as pl

        frame = self.frames[pair[f"{side}_register"]]
        found: dict[str, Any] = frame.filter(pl.col("row") == pair[f"{side}_row"]).row(
            0, named=True
        )
        return found

    def note(self, pair: dict[str, Any], word: str) -> None:
        """Keep a judgement in the file, in place of an earlier one."""
        import polars as pl

        from suar.analytics.linkage.review import write_judgements
        from suar.analytics.linkage.review.judgements import COLUMNS, PAIR

        line = {name: pair[name] for name in PAIR} | {"judgement": word, "reviewer": self.reviewer}
        added = pl.DataFrame([line], schema=dict.fromkeys(COLUMNS, pl.String()))
        self.told = pl.concat([self.told, added]).unique(PAIR, keep="last", maintain_order=True)
        write_judgements(self.told, self.path)

    def enough(self) -> bool:
        """Tell whether the intervals are as narrow as asked."""
        from suar.analytics.linkage.review import measure

        return measure(self.links, self.told).enough(self.width)

    def others(self) -> list[str]:
        """Name the reviewers whose judgements the file holds already, but for this one."""
        return sorted(set(self.told["reviewer"].drop_nulls()) - {self.reviewer})


def ask(desk: Desk) -> "pl.DataFrame":
    """Show pairs until all are judged, the intervals are narrow, or the reviewer leaves.

    Whatever ends it, Ctrl-C too, what was judged is in the file.
    """
    if desk.others():
        say(
            f"{desk.path} holds judgements by {', '.join(desk.others())} too. To see how far two"
            " reviewers agree, each keeps a file of her own: --judgements OWN --with OTHER."
        )
    for line in _EXPLAINED:
        show(line)
    try:
        with _keyboard() as read:
            _sitting(desk, read)
    except (KeyboardInterrupt, EOFError):
        _leave(desk)
    return desk.told


def _sitting(desk: Desk, read: Callable[[], str]) -> None:
    at, before = 0, desk.drawn - len(desk.left)
    while at < len(desk.left):
        if at % _LOOK == 0 and desk.enough():
            say("The intervals are as narrow as asked: no more need be judged.")
            return
        pair = desk.left[at]
        show(f"\npair {before + at + 1} of {desk.drawn}")
        for line in _headed(pair, *desk.sides(pair)):
            show(line)
        key = _asked(read)
        if key == "q":
            _leave(desk)
            return
        if key == "b":
            at = max(0, at - 1)
        else:
            show(_KEYS[key])
            desk.note(pair, _KEYS[key])
            at += 1
    say("All pairs that were drawn are judged; --most draws more.")


def _leave(desk: Desk) -> None:
    say(f"\n{desk.told.height:,} judgements are kept in {desk.path}; the same command goes on.")


def _asked(read: Callable[[], str]) -> str:
    """Wait for a key that means something."""
    while True:
        sys.stdout.write("s d u b q ? ")
        sys.stdout.flush()
        typed = read()
        if typed in ("", "\x04"):
            raise EOFError
        key = typed.strip().lower()[:1]
        if key in {*_KEYS, "b", "q"}:
            return key
        show("no such key")


@contextmanager
def _keyboard() -> Iterator[Callable[[], str]]:
    """Give what waits for one key; where no terminal is, for a line."""
    if not sys.stdin.isatty():
        yield sys.stdin.readline
    elif os.name != "posix":
        import click

        yield click.getchar
    else:
        import termios
        import tty

        screen = sys.stdin.fileno()
        before = termios.tcgetattr(screen)
        tty.setcbreak(screen, termios.TCSADRAIN)
        waiting: list[str] = []

        def read() -> str:
            while not waiting:
                typed = os.read(screen, 64).decode("utf-8", "replace")
                # an arrow comes as an escape and letters, which are no answer
                waiting.extend("?" if typed.startswith("\x1b") else typed or "\x04")
            return waiting.pop(0)

        try:
            yield read
        finally:
            termios.tcsetattr(screen, termios.TCSADRAIN, before)


def _headed(pair: dict[str, Any], left: dict[str, Any], right: dict[str, Any]) -> list[str]:
    who = [f"{pair[f'{side}_register']} {pair[f'{side}_record']}" for side in ("left", "right")]
    width = _cell_width()
    return [*_line(" ", "", who, width), *side_by_side(left, right, width)]


def _cell_width() -> int:
    room = (shutil.get_terminal_size((100, 24)).columns - _FIELD - 5) // 2
    return max(_NARROWEST, min(_WIDEST, room))


def side_by_side(left: dict[str, Any], right: dict[str, Any], width: int = 32) -> list[str]:
    """Set two records beside each other: ``=`` the same, ``*`` different, blank not asked.

    Capitals and spaces, which offices write as they like, make no difference.
    """
    lines = []
    for field in _SHOWN:
        one, two = left.get(field), right.get(field)
        if one is None and two is None:
            continue
        mark = " " if one is None or two is None else "=" if _same(one, two) else "*"
        lines += _line(mark, field.replace("_", " "), (one, two), width)
    return lines


def _same(one: object, two: object) -> bool:
    first, second = (str(cell).casefold().split() for cell in (one, two))
    return first == second


def _line(mark: str, field: str, cells: Any, width: int) -> list[str]:
    """Give one field, on more lines where a cell is long: nothing that differs is cut off."""
    one, two = (textwrap.wrap(_plain(cell), width) or [""] for cell in cells)
    lines = []
    for at in range(max(len(one), len(two))):
        a, b = (side[at] if at < len(side) else "" for side in (one, two))
        head = f"  {mark} {field:<{_FIELD}}" if at == 0 else " " * (_FIELD + 4)
        lines.append(f"{head}{a:<{width + 1}}{b}".rstrip())
    return lines


def _plain(value: object) -> str:
    """Give a cell for a terminal, without characters that would command it."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() else "?" for c in text)
