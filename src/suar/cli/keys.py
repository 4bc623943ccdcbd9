"""`suar keys`: the keys that wrap what is sealed, and their rotation while people work."""

import os
import secrets
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suar.cli.console import say
from suar.cli.instance import HERE, Data
from suar.knowledge.refusal import Refusal

if TYPE_CHECKING:
    from suar.base.cluster import Instance

keys = typer.Typer(no_args_is_help=True, help="The keys that wrap what is sealed.")

#: Seconds within which pages and jobs have to come back with the keys they were given.
_PATIENCE = 90


@keys.callback()
def keys_root() -> None:
    """The keys that wrap what is sealed."""


@keys.command()
def rotate(
    data: Data = HERE,
    organisation: Annotated[
        str, typer.Option(help="Rotate this organisation's key (name or prefix), not the host's.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Put a new master key in the place of the host's; pages go on, save for some seconds.

    Cut off anywhere, the same command goes on where it stopped. Sealed values stay as they are.
    """
    from suar.base.cluster.given import given

    arguments = ["rotate_keys", *(["--json"] if as_json else [])]
    if organisation:
        _inside(data, [*arguments, "--organisation", organisation])
    elif given("SUAR_MASTER_KEY"):
        _with_given_keys(data, arguments)
    else:
        _with_own_keys(data, arguments)


@keys.command()
def own(
    file: Annotated[Path, typer.Argument(help="The file to write, to be printed.")],
    who: Annotated[str, typer.Option(help="Whose key it is, as it shall stand on the paper.")] = "",
    language: Annotated[str, typer.Option(help="Of the paper: en or id.")] = "id",
) -> None:
    """Make a key of an organisation's own on a machine of its own, away from the host.

    Nothing changes by it: its data-protection officer takes it into use under Keys and erasure.
    """
    from datetime import UTC, datetime

    from suar.base.vault.keytext import key_file, new_key

    if language not in ("en", "id"):
        raise Refusal("is no language of the paper", column="--language", remedy="en or id.")
    day = datetime.now(UTC).date().isoformat()
    text = key_file(new_key(), who=who or "-", day=day, language=language)
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        problem = "is there already" if isinstance(error, FileExistsError) else "cannot be written"
        raise Refusal(problem, file=str(file), remedy="Name another file.") from error
    with os.fdopen(made, "w", encoding="utf-8") as stream:
        stream.write(text)
    say(f"{file}: print it twice, put the papers in two locked places, then delete the file.")


def _with_given_keys(data: Path, arguments: list[str]) -> None:
    from suar.base.cluster.given import given

    former, lookup = "SUAR_FORMER_MASTER_KEY", "SUAR_LOOKUP_KEY"
    for name, remedy in (
        (former, "Give the new key as SUAR_MASTER_KEY and the one before it by this name."),
        (lookup, "Set it to the master key's first value, once: reporters' codes hang on it."),
    ):
        if not given(name):
            raise Refusal(f"{name} is missing", remedy=f"{remedy} Start suar serve anew with it.")
    _inside(data, arguments)
    say(f"Done. Remove {former} and start suar serve anew; then destroy the former key.")


def _with_own_keys(data: Path, arguments: list[str]) -> None:
    from suar.base.cluster import Instance
    from suar.base.cluster.instance import FORMER

    if not (data / "postgres").is_dir():
        raise Refusal("holds no instance", file=str(data), remedy="Name its folder with --data.")
    instance = Instance.at(data)
    if instance.has_secret(FORMER):
        say("Going on with a rotation that was cut off")
    else:
        instance.secret("lookup_key")  # before the master key changes: it stays
        instance.replace_secret(FORMER, instance.secret("master_key"))
    if instance.secret(FORMER) == instance.secret("master_key"):
        instance.replace_secret("master_key", secrets.token_urlsafe(48))
    _read_anew(instance)
    _inside(data, arguments)
    instance.forget_secret(FORMER)
    _read_anew(instance)
    say("The former master key is gone. Make a backup now: older ones hold it still.")


def _inside(data: Path, arguments: list[str]) -> None:
    from suar.base.cluster import Instance
    from suar.base.cluster.borrowed import borrowed
    from suar.base.serving.children import run
    from suar.base.serving.platform import MANAGE
    from suar.base.serving.surroundings import Surroundings

    instance = Instance.at(data)
    with borrowed(instance) as (server, served_at):
        around = Surroundings(instance, server, "production", served_at or "http://localhost:8000")
        sys.stdout.flush()
        if run([*MANAGE, *arguments], around.for_work(), quiet=False):
            raise Refusal(
                "the keys were not all wrapped anew",
                remedy="The line above says why. The same command goes on where it stopped.",
            )


def _read_anew(instance: "Instance") -> None:
    """Let pages and jobs that run take up the keys as they are now, and wait for it."""
    try:
        instance.lock().close()
    except Refusal:
        served = instance.served()
    else:
        return  # nobody serves it; the next start reads them
    os.kill(served.process, signal.SIGHUP)
    until = time.monotonic() + _PATIENCE
    while instance.served().readings <= served.readings:
        if time.monotonic() > until or not instance.served().process:
            raise Refusal(
                "the pages did not take up the keys",
                remedy="Start suar serve anew, then give this command again.",
            )
        time.sleep(0.2)
