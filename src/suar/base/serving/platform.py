"""Bring an instance up, keep it up, take it down: what `suar serve` does."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from suar.base.cluster import Instance, Server
from suar.base.cluster.borrowed import answering
from suar.base.cluster.given import given
from suar.base.cluster.instance import Served
from suar.base.serving.children import Child, Helper, run
from suar.base.serving.port import address, need_port
from suar.base.serving.surroundings import Surroundings
from suar.base.vault import brought
from suar.knowledge.refusal import Refusal

Say = Callable[[str], None]
MANAGE = ["-m", "suar", "manage", "--inside"]


@dataclass
class Platform:
    """One instance, served.

    Parameters
    ----------
    folder
        The instance's folder.
    host, port
        Where pages are served; ``localhost`` is printed, for passkeys want a name.
    mode
        ``production`` or ``demo``; `SUAR_MODE` outranks it, save in a folder marked as invented.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    mode: str = "production"
    say: Say = lambda _: None
    children: list[Child] = field(default_factory=list)
    gathering: Helper | None = None
    memory: int | None = None
    stopping: bool = False
    reading: bool = False
    readings: int = 0

    @property
    def url(self) -> str:
        """The address to print."""
        return given("SUAR_BASE_URL") or address(self.host, self.port)

    def open(self, *, serving: bool = True) -> None:
        """Take the folder, start the database, bring its tables up to date.

        Parameters
        ----------
        serving
            Whether pages are to follow: a taken port is then refused before the work.
        """
        self.instance = Instance.at(self.folder)
        self.lock = self.instance.lock()
        if serving:
            need_port(self.host, self.port)
        self._tell()
        if self.instance.invented and self.mode != "demo":
            self.say("This is a demonstration: all in it is invented, and every page says so.")
        self.server = None if given("SUAR_DATABASE_URL") else Server(self.instance)
        self.memory = (
            brought.make_memory()
        )  # empty: after a start no organisation's own key is here
        self.surroundings = Surroundings(self.instance, self.server, self.mode, self.url)
        self.gathering = self.begin(["collectstatic", "--noinput", "--verbosity", "0"])
        if self.server is not None:
            self.say("Starting the database")
            self.server.start()
        else:
            answering("SUAR_DATABASE_URL")
            answering("SUAR_OWNER_DATABASE_URL")
        self.say("Bringing the tables up to date")
        if run([*MANAGE, "prepare", "--no-static"], self.surroundings.for_owner()):
            raise Refusal(
                "the database could not be brought up to date",
                remedy="The lines above say why; nothing was changed.",
            )
        self.gathering.told()  # the pages' own files, gathered while the database came up

    def begin(self, arguments: list[str], **more: str) -> Helper:
        """Begin one of the operator's commands beside us, as the application's own role.

        ``more`` joins what it is given in its environment.
        """
        return Helper([*MANAGE, *arguments], {**self.surroundings.for_work(), **more})

    def serve(self) -> None:
        """Serve pages and do jobs until asked to stop."""
        # again: it may have been taken meanwhile, and granian would share it with the other
        need_port(self.host, self.port)
        signal.signal(signal.SIGTERM, self._asked)
        signal.signal(signal.SIGINT, self._asked)
        signal.signal(signal.SIGHUP, self._asked_to_read)
        work = self._for_work()
        self.children = [
            Child("pages", self._pages(), work),
            Child("jobs", [*MANAGE, "work"], work, last=signal.SIGKILL),
        ]
        for child in self.children:
            child.start()
        self._wait_for_pages()
        self.say(f"Serving {self.url}  (Ctrl-C stops)")
        while not self.stopping:
            time.sleep(0.2)
            if self.reading:
                self._read_anew()
            if self.memory is not None:
                brought.forget_expired(self.memory)
            self._watch()

    def _read_anew(self) -> None:
        """Give pages and jobs their surroundings anew: the instance's keys have changed."""
        self.reading = False
        self.surroundings = Surroundings(self.instance, self.server, self.mode, self.url)
        work = self._for_work()
        for child in self.children:
            child.environment = work
            child.ask_to_stop()
            child.wait(time.monotonic() + 6)
            child.start()
        self._wait_for_pages()
        self.readings += 1
        self._tell()

    def _for_work(self) -> dict[str, str]:
        return {**self.surroundings.for_work(), **brought.told_of(self.memory)}

    def _tell(self) -> None:
        self.instance.tell(self.lock, Served(self.url, os.getpid(), self.readings))

    def close(self) -> None:
        """Stop pages, jobs, then the database: within ten seconds in all."""
        until = time.monotonic() + 5
        if self.gathering is not None:
            self.gathering.stop()
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait(until)
        server: Server | None = getattr(self, "server", None)  # closed before it was opened: none
        if server is not None:
            server.stop(patience=3)
        if hasattr(self, "lock"):
            self.instance.tell(self.lock, Served())
            self.lock.close()

    def _pages(self) -> list[str]:
        options = ["--interface", "wsgi", "--host", self.host, "--port", str(self.port)]
        options += ["--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "error"]
        # a request that waits for a database that has ended would keep its worker for ever
        options += ["--workers-kill-timeout", "3"]
        return ["-m", "granian", *options, "suar.config.wsgi:application"]

    def _wait_for_pages(self) -> None:
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        asked = Request(
            f"http://{host}:{self.port}/health/", headers={"Host": urlsplit(self.url).netloc}
        )
        until = time.monotonic() + 60
        while time.monotonic() < until and not self.stopping:
            if not self.children[0].alive():
                raise Refusal("the pages ended at once", remedy="The lines above say why.")
            try:
                with urlopen(asked, timeout=2) as answer:  # noqa: S310 our own address
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                self._watch_database()
                time.sleep(0.1)
        if not self.stopping:
            self.say("The pages have not answered for a minute; they are watched on")

    def _watch(self) -> None:
        self._watch_database()
        for child in self.children:
            if not self.stopping and child.revive():
                self.say(f"The {child.name} ended: started again")

    def _watch_database(self) -> None:
        if self.server is not None and not self.server.alive():
            self.say("The database ended: starting it again")
            self.server.start()
            self.children[-1].ask_to_stop()  # the worker begins anew, and takes up its jobs

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _asked_to_read(self, number: int, frame: FrameType | None) -> None:
        self.reading = True
