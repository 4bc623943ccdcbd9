"""The commands by name; each imports what it needs when it runs, so help is instant."""

import typer

from suar import __version__

app = typer.Typer(
    name="suar",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Count every victim of trafficking once, without giving up a name or a say.",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"suar {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and end."
    ),
) -> None:
    """Count every victim of trafficking once, without giving up a name or a say."""


def _commands() -> None:
    from suar.cli.audit import audit
    from suar.cli.backup import backup, restore
    from suar.cli.demo import demo
    from suar.cli.estimate import estimate
    from suar.cli.key import key
    from suar.cli.keys import keys
    from suar.cli.law import law_app
    from suar.cli.link import link
    from suar.cli.link_new import link_new
    from suar.cli.manage import manage
    from suar.cli.picture import picture
    from suar.cli.register import register
    from suar.cli.review import review
    from suar.cli.serve import serve
    from suar.cli.simulate import simulate
    from suar.cli.vocab import vocab

    app.add_typer(register, name="register")
    app.command()(link)
    app.command(name="link-new")(link_new)
    app.add_typer(key, name="key")
    app.command()(review)
    app.command()(picture)
    app.command()(estimate)
    app.command()(simulate)
    app.add_typer(law_app, name="law")
    app.command()(vocab)
    app.command()(demo)
    app.command()(serve)
    app.add_typer(audit, name="audit")
    app.add_typer(keys, name="keys")
    app.command()(backup)
    app.command()(restore)
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        add_help_option=False,
    )(manage)


_commands()
