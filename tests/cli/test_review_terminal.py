"""`suar review` at a terminal, as two reviewers use it: keys, leaving, going on, agreement."""

import fcntl
import os
import pty
import struct
import sys
import termios
import time
from pathlib import Path

import pytest

PEOPLE = ["Siti Aminah", "Rahmat Hidayat", "Dewi Lestari", "Wayan Sukarno", "Maria Nggili"]
ASKED = "s d u b q ? "


class Terminal:
    """A command with a terminal of 80 columns around it."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execv(sys.executable, [sys.executable, "-m", "suar", "review", *words])  # noqa: S606
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.shown, self.read_to = "", 0

    def until(self, text: str) -> str:
        """Read until this stands on the screen after what was read before; give what came."""
        end = time.monotonic() + 60
        while (at := self.shown.find(text, self.read_to)) < 0:
            assert time.monotonic() < end, self.shown
            try:
                self.shown += os.read(self.screen, 4096).decode().replace("\r", "")
            except OSError:  # the command has ended
                raise AssertionError(self.shown) from None
        came = self.shown[self.read_to : at + len(text)]
        self.read_to = at + len(text)
        return came

    def press(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def end(self) -> tuple[int, str]:
        """Read to the end; give the exit code and what came."""
        while True:
            try:
                more = os.read(self.screen, 4096)
            except OSError:
                break
            if not more:
                break
            self.shown += more.decode().replace("\r", "")
        os.close(self.screen)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), self.shown[self.read_to :]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, year in (("shelter", 1985), ("police", 1986)):
        rows = [f"{name}-{i},{p},{year + i},0812345678{i}" for i, p in enumerate(PEOPLE)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["ID,NAMA,LAHIR,HP", *rows]))
        (tmp_path / f"{name}.profile.yaml").write_text(
            f"register: {name}\nid: ID\ncolumns: {{NAMA: name, LAHIR: birth_date, HP: phone}}\n"
        )
    return tmp_path


def judged(path: Path) -> list[str]:
    return [line.split(",")[4] for line in path.read_text().splitlines()[1:]]


def review(folder: Path, own: str, *more: str) -> Terminal:
    return Terminal(folder, "shelter.csv", "police.csv", "--judgements", own, "--width", "0", *more)


def test_leaving_in_the_middle_and_going_on(folder: Path) -> None:
    first = review(folder, "ab.csv", "--reviewer", "AB")
    screen = first.until(ASKED)
    assert "s same  d different  u unsure  b back  q stop" in screen
    assert "= the same, * different" in screen
    assert "* birth date" in screen
    assert "= phone" in screen
    pair = screen[screen.index("One person?") :]
    assert max(len(line) for line in pair.splitlines()) <= 80
    first.press("s")
    assert "same" in first.until(ASKED)
    first.press("\x1b[D")  # an arrow: its last letter is no answer
    assert "no such key" in first.until(ASKED)
    first.press("b")
    assert "pair 1 of" in first.until(ASKED)
    first.press("d")
    first.until(ASKED)
    first.press("\x03")  # Ctrl-C
    code, said = first.end()
    assert code == 0, said
    assert "1 judgements are kept in ab.csv" in said
    assert judged(folder / "ab.csv") == ["different"]

    again = review(folder, "ab.csv", "--reviewer", "AB")
    pairs = int(again.until(ASKED).split("pair 2 of ")[1].split()[0])
    again.press("s" * (pairs - 1))
    code, said = again.end()
    assert code == 0, said
    assert "All pairs that were drawn are judged" in said
    assert judged(folder / "ab.csv") == ["different"] + ["same"] * (pairs - 1)

    second = review(folder, "cd.csv", "--reviewer", "CD", "--with", "ab.csv")
    second.until(ASKED)
    second.press("s" * pairs)
    code, said = second.end()
    assert code == 0, said
    assert f"on {pairs} pairs, {pairs - 1} alike" in said
    assert "here same, there different" in said
    assert not [name for name in PEOPLE if name in (folder / "cd.csv").read_text()]


def test_it_stops_where_the_intervals_are_narrow_enough(folder: Path) -> None:
    asked = ("shelter.csv", "police.csv", "--judgements", "ab.csv", "--width", "1")
    code, said = Terminal(folder, *asked).end()
    assert code == 0, said
    assert "as narrow as asked" in said
    assert ASKED not in said


def test_two_in_one_file_are_told_how_agreement_is_seen(folder: Path) -> None:
    first = review(folder, "j.csv", "--reviewer", "AB")
    first.until(ASKED)
    first.press("uq")
    assert first.end()[0] == 0
    second = review(folder, "j.csv", "--reviewer", "CD")
    assert "holds judgements by AB too" in second.until(ASKED)
    second.press("q")
    assert second.end()[0] == 0
