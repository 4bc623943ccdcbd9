"""A live platform for browsers: pages served by threads, people who sign in as people do."""

import time
from threading import Thread
from types import TracebackType
from typing import Any
from uuid import UUID

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from suar.base.access.acting import at_the_door

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class's name
        """Say nothing of each request."""


class Live:
    """The platform on a port of its own, as `http://localhost:PORT`."""

    def __enter__(self) -> "Live":
        self.server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, connections_override={})
        self.server.daemon_threads = True
        self.server.set_app(StaticFilesHandler(get_wsgi_application()))
        self.url = f"http://localhost:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


def give_codes(person: UUID) -> None:
    """Give a person an authenticator app whose secret the test knows."""
    from allauth.mfa.totp.internal.auth import TOTP

    from suar.base.accounts.models import Person

    with at_the_door():
        TOTP.activate(Person.objects.get(pk=person), SECRET)


def code() -> str:
    """Give the six digits of this moment; near the end of their half minute, those of the next."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    left = 30 - time.time() % 30
    if left < 2:  # they would be over before the answer is read
        time.sleep(left)
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def sign_in(page: Any, live: Live, *, email: str, password: str) -> None:
    """Sign in through the pages, password first and then the code, as she would."""
    page.goto(f"{live.url}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("form button[type=submit][data-main]")
    for _each in range(2):  # once more, if the half minute of a code ended on its way
        page.fill("input[name=code]", code())
        with page.expect_navigation():
            page.click("form button[type=submit][data-main]")
        if page.url == f"{live.url}/day/":
            return
    raise AssertionError(page.content())
