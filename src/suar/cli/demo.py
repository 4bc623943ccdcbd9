"""`suar demo`: an invented country, its joint picture beside the truth, and the platform on it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suar.cli.console import progress, say, show, show_json

if TYPE_CHECKING:
    from suar.cli.demo_country import Country, Wish
    from suar.cli.demo_platform import SignIns


def demo(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of the pages.")] = 8000,
    data: Annotated[Path, typer.Option(help="Folder of the demonstration.")] = Path("demo"),
    language: Annotated[str, typer.Option(help="Of its people's pages: en or id.")] = "en",
    scale: Annotated[
        float, typer.Option(help="Multiplies its rows: 0.05 is a small country, sooner made.")
    ] = 1.0,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after loading.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line on stdout before serving.")
    ] = False,
    code: Annotated[
        str, typer.Option(help="Only print the code of this moment, for a sample e-mail or secret.")
    ] = "",
) -> None:
    """Invent a country, make its joint picture, show it beside the truth and serve the platform.

    A second start finds what the first one made. Remove the folder for a fresh country.
    """
    from suar.cli.demo_country import Wish
    from suar.cli.demo_platform import installed, show_code

    wish = Wish(language, scale)
    if code:
        show_code(code, data)
    elif installed():
        _on_the_platform(host, port, data, wish, no_serve=no_serve, as_json=as_json)
    else:
        _without_platform(host, port, data, wish, no_serve=no_serve, as_json=as_json)


def _on_the_platform(
    host: str, port: int, data: Path, wish: "Wish", *, no_serve: bool, as_json: bool
) -> None:
    from suar.base.serving.platform import Platform
    from suar.cli.demo_country import make_country
    from suar.cli.demo_platform import begun, loaded

    platform = Platform(data, host=host, port=port, mode="demo", say=_hush if as_json else say)
    try:
        begun(platform, serving=not no_serve)
        with progress(quiet=as_json) as listener, loaded(platform, wish) as loading:
            country = make_country(data, listener, wish=wish, meanwhile=loading.begin)
            listener("Filling the platform")
            sign_ins = loading.sign_ins(listener)
        _tell(country, sign_ins, as_json=as_json)
        if not no_serve:
            platform.serve()
    finally:
        platform.close()


def _tell(country: "Country", sign_ins: "SignIns", *, as_json: bool) -> None:
    if as_json:
        show_json(sign_ins.document())
        return
    for line in [*country.beside_truth(), "", f"Report: {country.report}", *sign_ins.lines()]:
        show(line)


def _without_platform(
    host: str, port: int, data: Path, wish: "Wish", *, no_serve: bool, as_json: bool
) -> None:
    from suar.base.serving.port import address, need_port
    from suar.cli.demo_country import make_country
    from suar.cli.pages import serve_folder

    if not no_serve:
        need_port(host, port)
    with progress(quiet=as_json) as listener:
        country = make_country(data, listener, wish=wish)
    url = f"{address(host, port)}/picture.html"
    if as_json:
        show_json({"url": url, "data": str(data), "accounts": []})
    else:
        for line in [*country.beside_truth(), "", f"Report: {country.report}"]:
            show(line)
    say("The platform is not installed (pip install 'suar[platform]'): this is its picture alone.")
    if no_serve:
        return
    say(f"Serving {url}  (Ctrl-C stops)")
    serve_folder(country.report.parent, host, port)


def _hush(text: str) -> None:
    """Say nothing: a program reads, and only the one line counts."""
