"""`suar key`: a register turned into keys without names, and the project's secret."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from suar.cli.console import progress, say, show, show_json

if TYPE_CHECKING:
    from suar.analytics.linkage.keys import Keys

_VERBS = ("secret", "make")


class _Key(TyperGroup):
    """Lets `suar key REGISTER ...` stand beside `suar key secret ...`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*_VERBS, "--help"):  # options may stand first
            args = ["make", *args]
        rest: list[str] = super().parse_args(ctx, args)
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the options of a register's keys below: they are what is asked for most."""
        super().format_help(ctx, formatter)
        making = self.commands["make"]
        formatter.write_paragraph()
        formatter.write_text("suar key REGISTER:")
        making.format_options(typer.Context(making, info_name="suar key"), formatter)


class KindName(StrEnum):
    """Whose register it is."""

    victim = "victim"
    person_named = "person_named"


key = typer.Typer(
    cls=_Key,
    no_args_is_help=True,
    help="Turn a register into keys without names: suar key REGISTER --secret-file F --out FILE.",
)


@key.callback()
def key_root() -> None:
    """Turn a register into keys without names: suar key REGISTER --secret-file F --out FILE."""


@key.command()
def make(
    register: Annotated[Path, typer.Argument(help="A register with names; it stays where it is.")],
    secret_file: Annotated[Path, typer.Option(help="The project's secret.")],
    out: Annotated[Path, typer.Option(help="Key file to write.")],
    facts: Annotated[
        str | None,
        typer.Option(help="Facts kept beside the keys, by comma; none for none. See the how-to."),
    ] = None,
    blind: Annotated[
        Path | None,
        typer.Option(help="Replace record numbers by random ones; the map stays with you."),
    ] = None,
    profile: Annotated[str | None, typer.Option(help="NAME=PATH, or PATH.")] = None,
    kind: Annotated[
        KindName,
        typer.Option(help="Persons concerned or persons named: never compared with each other."),
    ] = KindName.victim,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Turn a register into keys without names: suar key REGISTER --secret-file F --out FILE."""
    from suar.analytics.linkage.keys import make_keys, write_keys
    from suar.analytics.linkage.keys.schema import USUAL_FACTS
    from suar.analytics.linkage.keys.secret import is_short, read_secret
    from suar.analytics.registers import BlindMap, read_all

    secret = read_secret(secret_file)
    if is_short(secret):
        say("The secret is short enough to be guessed: make one with `suar key secret`.")
    chosen = USUAL_FACTS if facts is None else facts.split(",")
    shroud = BlindMap(blind) if blind else None
    with progress(quiet=as_json) as listener:
        told = [profile] if profile else []
        hide = shroud.blinded if shroud else None
        read = read_all([register], told, blind=hide, progress=listener)[0]
        keys = make_keys(read, secret, facts=chosen, kind=kind.value, progress=listener)
        write_keys(keys, out)
        if shroud:
            shroud.save()
    _tell(keys, out, blind is not None, as_json=as_json)


def _tell(keys: "Keys", out: Path, blinded: bool, *, as_json: bool) -> None:
    from suar.analytics.linkage.keys.writing import alone_with_facts

    document = {
        "register": keys.info["register"],
        "records": keys.frame.height,
        "keyed": keys.keyed,
        "facts": keys.info["facts"],
        "alone_with_facts": alone_with_facts(keys),
        "kind": keys.info["kind"],
        "fingerprint": keys.info["fingerprint"],
        "blinded": blinded,
        "out": str(out),
    }
    if as_json:
        show_json(document)
        return
    show(f"records   {document['records']:>9,}")
    show(f"keyed     {document['keyed']:>9,}  records that name a person")
    show(f"facts     {', '.join(keys.info['facts']) or 'none'}")
    show(f"alone     {document['alone_with_facts']:>9,}  records no other has the same facts as")
    show(f"secret    {document['fingerprint']}  (its fingerprint)")
    show(f"written to {out}")
    say("Keys are pseudonymised personal data: the law protects them like the names.")
    if not blinded:
        say("Record numbers are the register's own; --blind MAP replaces them by random ones.")


@key.command()
def secret(
    out: Annotated[Path, typer.Option(help="File to write, for your eyes alone (mode 0600).")],
    split: Annotated[
        int | None,
        typer.Option(help="Write so many shares OUT.1, OUT.2 ... instead; all are needed to join."),
    ] = None,
    join: Annotated[
        list[Path] | None,
        typer.Option(help="A share, or one party's contribution; repeat for each."),
    ] = None,
    secret_file: Annotated[
        Path | None, typer.Option("--secret-file", help="Split this secret, not a new one.")
    ] = None,
) -> None:
    """Make a project's secret, split it into shares, or join shares and contributions."""
    from suar.analytics.linkage.keys import secret as secrets

    if join and (split or secret_file):
        raise typer.BadParameter("goes alone", param_hint="--join")
    if secret_file and not split:
        raise typer.BadParameter("goes with --split", param_hint="--secret-file")
    if join:
        text = secrets.join(join)
    else:
        text = secrets.read_secret(secret_file) if secret_file else secrets.make()
    if split:
        for at, share in enumerate(secrets.split(text, split), 1):
            secrets.write_private(out.with_name(f"{out.name}.{at}"), share)
        show(f"{split} shares written to {out}.1 to {out}.{split}")
    else:
        secrets.write_private(out, text)
        show(f"written to {out}")
    show(f"fingerprint {secrets.ring(text).fingerprint}")
