"""Everything that `suar picture` writes, whole or not at all."""

import hashlib
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path

from suar import __version__
from suar.analytics.linkage.links import Links
from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.handing import write_links, write_map
from suar.analytics.picture.tables import write_rejected, write_tables
from suar.analytics.picture.workbook import write_workbook
from suar.analytics.progress import Progress, silent
from suar.analytics.registers.register import Register
from suar.analytics.writing import whole_folder, write_json
from suar.knowledge.rules.disclosure import POLICIES, Audience

_LIBRARIES = ("polars", "numpy", "scipy", "duckdb", "splink", "altair", "openpyxl", "python-docx")


@dataclass(frozen=True)
class Holder:
    """Who holds the whole map of who is in whose register, and on what ground."""

    name: str
    ground: str


@dataclass(frozen=True)
class Made:
    """How a picture was made, for its manifest."""

    time: datetime
    settings: Mapping[str, object] = field(default_factory=dict)
    holder: Holder | None = None


def write_picture(
    out: Path,
    document: PictureDocument,
    *,
    registers: Sequence[Register],
    links: Links | None,
    made: Made,
    progress: Progress = silent,
) -> None:
    """Write the picture into a folder, which appears when all of it is written.

    ``links/`` is left out for an audience that may not see records; the whole map is written only
    for a named holder.

    Raises
    ------
    Refusal
        If the folder cannot be written; nothing is left half-written then.
    """
    with whole_folder(out) as folder:
        progress("Writing tables")
        write_json(folder / "picture.json", document)
        write_tables(folder, document)
        write_rejected(folder / "rejected.csv", registers)
        write_workbook(folder / "picture.xlsx", document)
        if links is not None and links.members.height:
            _write_links(folder, links, document, made)
        progress("Drawing the report")
        _write_report(folder, document)
        write_json(folder / "manifest.json", _manifest(folder, document, registers, made))
    _remove_stale(out, document, made)


def _write_report(folder: Path, document: PictureDocument) -> None:
    from suar.analytics.picture.report import render_html, write_nota

    html = render_html(document, document["language"])
    (folder / "picture.html").write_text(html, encoding="utf-8")
    write_nota(document, document["language"], folder / "nota.docx")


def _write_links(folder: Path, links: Links, document: PictureDocument, made: Made) -> None:
    if POLICIES[Audience(document["audience"])].record_files:
        write_links(folder / "links", links)
    if made.holder is not None:
        write_map(folder, links)


def _remove_stale(out: Path, document: PictureDocument, made: Made) -> None:
    """A folder that is written anew keeps its other files: not the records of a wider audience."""
    stale = [] if made.holder is not None else ["persons.csv", "pairs.csv"]
    for name in stale:
        (out / name).unlink(missing_ok=True)
    if not POLICIES[Audience(document["audience"])].record_files:
        shutil.rmtree(out / "links", ignore_errors=True)


def _manifest(
    folder: Path, document: PictureDocument, registers: Sequence[Register], made: Made
) -> dict[str, object]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "time": made.time.isoformat(timespec="seconds"),
        "versions": {"suar": __version__, "python": platform.python_version()} | _versions(),
        "inputs": [
            {
                "name": register.name,
                "file": Path(register.path).name,
                "profile": _profile_of(register),
                "sha256": register.sha256,
                "rows": register.rows,
            }
            for register in registers
        ],
        "settings": {"audience": document["audience"], "seed": document["seed"], **made.settings},
        "map": made.holder is not None,
        "holder": made.holder.name if made.holder else None,
        "ground": made.holder.ground if made.holder else None,
        "files": {str(path.relative_to(folder)): _sha256(path) for path in files},
    }


def _profile_of(register: Register) -> str:
    """Give where the profile came from; of a path only its last part."""
    origin = register.profile.origin
    return origin if origin.startswith("built-in") else Path(origin).name


def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
