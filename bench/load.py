"""Fifty people at once on localhost: sign in, read their day, lists and pages, and think between.

Run `python bench/load.py [SECONDS] [PEOPLE]` (20 s and 50 people; 120 for the two minutes that are
promised). Prints requests a second and how long answers take; any error ends it with 1.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP

PASSWORD = "hujan-di-bulan-juni"  # noqa: S105 of invented people
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 of invented people
PAGES = ("/day/", "/roles/", "/", "/day/", "/health/", "/registers/")
THINK = 0.5


class Person:
    """One browser: cookies, forms with their token, a page after another."""

    def __init__(self, number, port) -> None:
        self.number, self.port = number, port
        self.cookies, self.times, self.errors = {}, [], []

    def ask(self, method, path, form=None):
        headers = {"Host": f"localhost:{self.port}", "Accept-Language": "id"}
        headers["X-Forwarded-For"] = f"10.0.{self.number // 250}.{self.number % 250 + 1}"
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Referer"] = f"http://localhost:{self.port}{path}"
            body = urlencode(form | {"csrfmiddlewaretoken": self.token})
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        self.times.append(time.perf_counter() - start)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        self.token = token[1] if token else getattr(self, "token", "")
        return answer.status

    def sign_in(self) -> None:
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

        self.ask("GET", "/account/login/")
        self.ask("POST", "/account/login/", {"login": email(self.number), "password": PASSWORD})
        self.ask("GET", "/account/2fa/authenticate/")
        code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
        status = self.ask("POST", "/account/2fa/authenticate/", {"code": code})
        if status != 302:
            self.errors.append(f"sign-in answered {status}")

    def work(self, until) -> None:
        try:
            step = self.number
            while time.perf_counter() < until:
                path = PAGES[step % len(PAGES)]
                status = self.ask("GET", path)
                if status != 200:
                    self.errors.append(f"{path} answered {status}")
                step += 1
                time.sleep(THINK)
        except OSError as error:
            self.errors.append(type(error).__name__)


def email(number) -> str:
    return f"person{number}@example.org"


def people(server, folder, number) -> None:
    """Make organisations and people with second factors, invented all."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="suar.config.settings",
        SUAR_MODE="demo",
        SUAR_DATA=str(folder),
        SUAR_SECRET_KEY=server.instance.secret("secret_key"),
        SUAR_MASTER_KEY=server.instance.secret("master_key"),
        SUAR_DATABASE_URL=server.url(APP),
    )
    import django

    django.setup()
    from allauth.mfa.totp.internal.auth import TOTP
    from django.utils import timezone

    from suar.base.access.acting import acting, at_the_door
    from suar.base.access.actor import Actor
    from suar.base.accounts.models import Organisation, OrganisationName, Person, Post

    now, organisations = timezone.now(), []
    for prefix in ("AA", "BB", "CC", "DD", "EE"):
        one = Organisation(kind="ngo", level="national", prefix=prefix, created_at=now)
        with acting(Actor(organisation=one.id, name="bench")):
            one.save(force_insert=True)
            names = {"name_en": prefix, "name_id": prefix, "short": prefix}
            OrganisationName.objects.create(organisation=one, **names)
        organisations.append(one)
    for each in range(number):
        owner = organisations[each % len(organisations)]
        person = Person(email=email(each), name=f"Person {each} (invented)", created_at=now)
        person.set_password(PASSWORD)
        with acting(Actor(organisation=owner.id, name="bench")):
            person.save(force_insert=True)
            Post.objects.create(
                person=person, organisation=owner, role="analyst", from_on=date(2026, 1, 1)
            )
        with at_the_door():
            TOTP.activate(person, SECRET)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="suar-bench-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o711)
        folder = Path(made) / "instance"
        bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
        command = [sys.executable, "-m", "suar", "serve", "--data", str(folder)]
        begun = time.perf_counter()
        serving = subprocess.Popen(
            [*command, "--port", str(port)],
            env={**bare, "SUAR_MODE": "demo", "SUAR_BEHIND_PROXY": "yes"},  # fifty addresses
            stderr=subprocess.DEVNULL,
        )
        try:
            first = wait(port)
            print(f"suar serve on a fresh folder to its first page: {first - begun:.1f} s")
            people(Server(Instance.at(folder)), folder, number)
            measure(port, seconds, number)
        finally:
            serving.terminate()
            serving.wait(15)


def wait(port) -> float:
    visitor = Person(-1, port)
    for _ in range(600):
        try:
            if visitor.ask("GET", "/health/") == 200:
                return time.perf_counter()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("it does not serve")


def measure(port, seconds, number) -> None:
    crowd = [Person(each, port) for each in range(number)]
    begun = time.perf_counter()
    together(crowd, lambda one: one.sign_in())
    print(f"{number} people signed in, all at once, in {time.perf_counter() - begun:.1f} s")
    refused = [e for one in crowd for e in one.errors]
    for one in crowd:
        one.times.clear()
    until = time.perf_counter() + seconds
    together(crowd, lambda one: one.work(until))
    times = sorted(t * 1000 for one in crowd for t in one.times)
    errors = refused + [e for one in crowd for e in one.errors]
    cuts = statistics.quantiles(times, n=100)
    print(f"{len(times)} pages in {seconds:.0f} s: {len(times) / seconds:.0f}/s")
    print(f"median {cuts[49]:.0f} ms, 95 % {cuts[94]:.0f} ms, slowest {times[-1]:.0f} ms")
    print(f"errors {len(errors)}")
    if errors:
        raise SystemExit("; ".join(sorted(set(errors))[:5]))


def together(crowd, deed) -> None:
    threads = [threading.Thread(target=deed, args=(one,)) for one in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
