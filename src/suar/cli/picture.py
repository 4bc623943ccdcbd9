"""`suar picture`: registers in, the joint picture out."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from suar.analytics.picture.document import PictureDocument


class AudienceName(StrEnum):
    """For whom the picture is made."""

    public = "public"
    taskforce = "taskforce"
    holder = "holder"


class LanguageName(StrEnum):
    """The language of the report."""

    en = "en"
    id = "id"


class EngineName(StrEnum):
    """Where the linking runs."""

    duckdb = "duckdb"
    spark = "spark"


def picture(  # noqa: PLR0913 - one argument a flag of the contract
    registers: Annotated[
        list[Path], typer.Argument(help="Registers, tables of totals or key files.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write; it appears whole or not at all.")],
    profile: Annotated[
        list[str] | None,
        typer.Option(help="NAME=PATH, repeatable; PATH alone where there is one register."),
    ] = None,
    title: Annotated[str, typer.Option(help="Title of the report.")] = "",
    language: Annotated[
        LanguageName, typer.Option(help="Language of the report.")
    ] = LanguageName.en,
    audience: Annotated[
        AudienceName,
        typer.Option(help="public: nothing under 11, rounded. taskforce: nothing under 5."),
    ] = AudienceName.taskforce,
    previous: Annotated[
        Path | None, typer.Option(help="The folder of the last picture, to tell what changed.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="register,record,person: where it is known who is who.")
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="Where the linking runs.")] = EngineName.duckdb,
    threshold: Annotated[
        str, typer.Option(help="auto, or the probability from which two records are one person's.")
    ] = "auto",
    seed: Annotated[int, typer.Option(help="The same seed gives the same picture.json.")] = 1,
    blind: Annotated[
        Path | None, typer.Option(help="Replace record numbers by random ones; the map stays here.")
    ] = None,
    whole_map: Annotated[
        bool, typer.Option("--map", help="Write who stands in which register; needs both below.")
    ] = False,
    holder: Annotated[str, typer.Option(help="Who holds the whole map.")] = "",
    ground: Annotated[str, typer.Option(help="On what ground the map may be held.")] = "",
    keys: Annotated[
        bool, typer.Option("--keys", help="Accepted; key files are known by their content.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Count persons once over several registers and write the picture of them."""
    from datetime import UTC, datetime

    from suar.analytics.picture.files import Holder
    from suar.analytics.picture.pipeline import Order, make_picture
    from suar.cli.console import progress, show, show_json
    from suar.knowledge.rules.disclosure import Audience

    held = _holder(whole_map, holder, ground)
    order = Order(
        registers,
        out,
        profiles=profile or [],
        title=title,
        language="id" if language is LanguageName.id else "en",
        audience=Audience(audience.value),
        seed=seed,
        threshold="auto" if threshold == "auto" else _threshold(threshold),
        engine=engine.value,
        truth=truth,
        previous=previous,
        blind=blind,
        holder=Holder(*held) if held else None,
    )
    with progress(quiet=as_json) as listener:
        outcome = make_picture(order, now=datetime.now(UTC), progress=listener)
    if as_json:
        show_json(outcome.summary)
        return
    for line in headline(outcome.document, outcome.summary):
        show(line)


def _holder(whole_map: bool, holder: str, ground: str) -> tuple[str, str] | None:
    if not whole_map:
        if holder or ground:
            raise typer.BadParameter("--holder and --ground go with --map")
        return None
    if not holder.strip() or not ground.strip():
        raise typer.BadParameter("--map needs --holder NAME and --ground TEXT")
    return holder.strip(), ground.strip()


def _threshold(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise typer.BadParameter("--threshold is auto or a number between 0 and 1") from error
    if not 0 < value < 1:
        raise typer.BadParameter("--threshold is auto or a number between 0 and 1")
    return value


def headline(document: "PictureDocument", summary: dict[str, Any]) -> list[str]:
    """Say in a few lines what was found, in the language of the report."""
    english = document["language"] != "id"
    lines = ["INVENTED DATA / DATA REKAAN"] if document["invented"] else []
    lines.append(document["title"])
    persons = document["units"].get("persons")
    if persons is None:
        rows = _number(summary["records"], english)
        lines.append(
            f"No register says who a person is: {rows} rows, counted alone and never linked."
            if english
            else f"Tidak ada register yang menyebut siapa orangnya: {rows} baris, dihitung sendiri."
        )
    else:
        lines.append(_persons(persons["count"], persons["low"], persons["high"], english))
    if summary["estimate"] is not None:
        lines.append(_estimate(summary["estimate"], english))
    out = summary["out"]
    lines.append(f"Report: {out}/picture.html" if english else f"Laporan: {out}/picture.html")
    return lines


def _persons(count: int | None, low: int | None, high: int | None, english: bool) -> str:
    if count is None:
        return (
            "Persons: withheld, too few."
            if english
            else "Orang: tidak ditampilkan, terlalu sedikit."
        )
    told = [_number(n or 0, english) for n in (count, low, high)]
    if english:
        return f"{told[0]} persons, counted once ({told[1]} to {told[2]})."
    return f"{told[0]} orang, dihitung sekali ({told[1]} sampai {told[2]})."


def _estimate(found: dict[str, Any], english: bool) -> str:
    kind = found.get("kind")
    if kind == "refused":
        reasons = ", ".join(found.get("reasons", []))
        said = (
            "No estimate of those not known to any register" if english else "Tidak ada perkiraan"
        )
        return f"{said}: {reasons}."
    low, high = (_number(round(found[key] or 0), english) for key in ("low", "high"))
    if english:
        return f"In all, known to a register or to none: {low} to {high} (estimate, not a count)."
    return f"Seluruhnya, tercatat atau belum: {low} sampai {high} (perkiraan, bukan hitungan)."


def _number(value: int, english: bool) -> str:
    text = f"{value:,}"
    return text if english else text.replace(",", ".")
