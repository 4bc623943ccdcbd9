"""Inside the door, and nowhere else: pooled connections, answers that stream, commands."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from cast import Cast, make_cast
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse

from suar.base.access.acting import NobodyActs, acting
from suar.base.access.guard import signed_in
from suar.base.access.middleware import Door
from suar.base.accounts.models import Team
from suar.base.cluster import Server
from suar.base.cluster.roles import APP

#: Eight threads, two organisations, two pooled connections; faults and inner actors mixed in.
HAMMER = """
import random, sys
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID
import django
django.setup()
from django.db import connection, transaction
from django.db.utils import DatabaseError
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.accounts.models import Team

ours, others = (Actor(organisation=UUID(each), person=UUID(each)) for each in sys.argv[1:3])

def seen():
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, name FROM accounts_team")
        rows = cursor.fetchall()
    return {row[0] for row in rows} | {t.organisation_id for t in Team.objects.all()}

def work(seed):
    chance, wrong, looks = random.Random(seed), 0, 0
    for _ in range(60):
        actor, another = chance.sample([ours, others], 2)
        try:
            with acting(actor):
                wrong += seen() != {actor.organisation}
                deed = chance.randrange(4)
                if deed == 0:
                    with acting(another):
                        wrong += seen() != {another.organisation}
                    wrong += seen() != {actor.organisation}
                if deed == 1:
                    connection.cursor().execute("SELECT 1/0")
                if deed == 2:
                    raise KeyError
        except (KeyError, DatabaseError):
            pass
        with at_the_door(), connection.cursor() as cursor:  # no transaction, no context
            cursor.execute("SELECT count(*) FROM accounts_team")
            wrong += cursor.fetchone() != (0,)
        connection.close()
        looks += 1
    return wrong, looks

with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(work, range(8)))
print(sum(w for w, _ in found), sum(n for _, n in found), connection.pool.max_size)
"""


@pytest.fixture
def cast(database: str) -> Cast:
    made = make_cast()
    for actor in (made.analyst, made.partner):
        with acting(actor):
            Team.objects.create(organisation_id=actor.organisation, name="x")
    return made


def test_two_organisations_on_two_pooled_connections_never_meet(
    cast: Cast, server: Server, database: str
) -> None:
    connections.close_all()
    environment = {
        **os.environ,
        "SUAR_POOL": "2",
        "SUAR_DATABASE_URL": server.url(APP).rsplit("/", 1)[0] + f"/{database}",
    }
    names = [str(cast.analyst.organisation), str(cast.partner.organisation)]
    command = [sys.executable, "-c", HAMMER, *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["0", "480", "2"], done.stderr[-2000:]


@pytest.fixture(autouse=True)
def _second_factor_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("suar.base.accounts.factors.second_factor_missing", lambda _: False)


def _ask(cast: Cast, stream: Iterator[bytes]) -> StreamingHttpResponse:
    from suar.base.accounts.models import Person

    request = HttpRequest()
    request.actor = cast.analyst
    request.user = Person(id=cast.analyst.person)

    @signed_in
    def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(stream)

    return Door(view)(request)


def _names() -> Iterator[bytes]:
    for team in Team.objects.all():
        yield team.name.encode()


def test_a_stream_that_asks_the_database_late_breaks_and_shows_nothing(cast: Cast) -> None:
    answer = _ask(cast, _names())
    with pytest.raises(NobodyActs):
        b"".join(answer.streaming_content)


def test_a_stream_from_a_sealed_file_is_opened_inside_the_door(cast: Cast) -> None:
    from suar.base.identifiers import uuid7
    from suar.base.vault.files import place_of_file, read_sealed, write_sealed

    place = place_of_file(
        organisation=cast.analyst.organisation, kind="work", subject=uuid7(), record=uuid7()
    )
    with acting(cast.analyst):
        write_sealed(iter([b"rekaan"]), place=place)
        parts = read_sealed(place=place)
    assert b"".join(_ask(cast, parts).streaming_content) == b"rekaan"


def test_a_command_sees_nothing_of_any_organisation(
    cast: Cast, server: Server, database: str
) -> None:
    connections.close_all()
    environment = {
        **os.environ,
        "SUAR_DATABASE_URL": server.url(APP).rsplit("/", 1)[0] + f"/{database}",
    }
    code = "from suar.base.accounts.models import Team; print(Team.objects.count())"
    command = [sys.executable, "-m", "suar", "manage", "--inside", "shell", "-v0", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("0"), done.stderr[-2000:]
