"""From a path to a register: look, find the profile, read, code."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from suar.analytics.progress import Progress, silent
from suar.analytics.registers import builtin, keyfile, standard, totals
from suar.analytics.registers.delimited import read_delimited
from suar.analytics.registers.profile import Profile
from suar.analytics.registers.profile_yaml import load_profile
from suar.analytics.registers.raw import Raw, Witness
from suar.analytics.registers.register import Register
from suar.analytics.registers.source import Source, look
from suar.analytics.registers.workbook import read_parquet, read_xlsx
from suar.knowledge.refusal import Refusal

Given = Profile | Path | None


def read(path: Path, *, profile: Given = None, progress: Progress = silent) -> Register:
    """Read a register, a table of totals or a key file.

    Parameters
    ----------
    profile
        A profile, the path of one, or a built-in one's name. None: the `NAME.profile.yaml` beside
        the file, then the one built-in whose required columns are all in the header.

    Raises
    ------
    Refusal
        If the file cannot be read, no profile fits, or no row was accepted.

    Examples
    --------
    >>> read(Path("absent.csv"))
    Traceback (most recent call last):
    suar.knowledge.refusal.Refusal: absent.csv: does not exist. Check the path and your right to it.
    """
    register = examine(path, profile=profile, progress=progress)
    if not register.accepted:
        raise no_row(register)
    return register


def no_row(register: Register) -> Refusal:
    """Say that nothing of a register could be read."""
    first = register.rejections[0] if register.rejections else None
    return Refusal(
        f"has no row that can be read ({register.rows} rows, all rejected)"
        if register.rows
        else "has a header and no rows",
        file=register.path,
        row=first.row if first else None,
        remedy=f"The first was rejected because: {first.reason}." if first else "Export it again.",
    )


def examine(
    path: Path,
    *,
    profile: Given = None,
    witness: Witness | None = None,
    progress: Progress = silent,
) -> Register:
    """Read as `read` does, but give a register without accepted rows too.

    ``witness`` is told of each rejected row and what stood in it: for the owner's eyes alone.
    """
    path = Path(path)
    progress(f"Reading {path.name}")
    if keyfile.is_key_file(path):
        return keyfile.read_key_file(path)
    told = settle(path, profile)
    source = look(path, encoding=told.encoding if told else None)
    if told is None or not told.columns:
        header = peek(source, told).header
        if totals.is_totals(header):
            return totals.read_totals(cells(source, None, None, witness), told, stem(path))
        told = told or builtin.the_one(header, str(path))
    raw = cells(source, told, told.sources, witness, progress=progress)
    check_header(raw.header, told, str(path))
    progress(f"Coding {path.name}")
    frame, warnings = standard.build(raw, told)
    return Register(
        name=told.register,
        path=str(path),
        kind="records",
        profile=told,
        frame=frame,
        rows=raw.rows,
        rejections=tuple(raw.rejections),
        warnings=warnings,
        sha256=source.sha256,
        invented=told.invented or _beside_invented(path),
    )


def settle(path: Path, profile: Given) -> Profile | None:
    """Give the profile told, or the one beside the file; None where there is neither."""
    if isinstance(profile, Profile):
        return profile
    if profile is not None:
        known = builtin.builtin_profiles().get(str(profile))
        return known if known and not Path(profile).exists() else load_profile(Path(profile))
    beside = path.with_name(f"{stem(path)}.profile.yaml")
    return load_profile(beside) if beside.is_file() else None


def stem(path: Path) -> str:
    """Give a file's name without its endings: `police` of `police.csv.gz`."""
    name = path.name
    for ending in (".gz", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".keys"):
        if name.lower().endswith(ending) and len(name) > len(ending):
            name = name[: -len(ending)]
    return name


def peek(source: Source, profile: Profile | None) -> Raw:
    """Read the header, and a block of rows at most."""
    if source.form == "text":
        return read_delimited(
            source,
            delimiter=profile.delimiter if profile else None,
            skip=profile.skip if profile else 0,
            columns=(),
            limit=1,
        )
    return cells(source, profile, ())


def cells(
    source: Source,
    profile: Profile | None,
    columns: Sequence[str] | None,
    witness: Witness | None = None,
    *,
    progress: Progress = silent,
) -> Raw:
    """Read a table's cells as text."""
    skip = profile.skip if profile else 0
    if source.form == "xlsx":
        sheet = profile.sheet if profile else None
        return read_xlsx(source, sheet=sheet, skip=skip, columns=columns, witness=witness)
    if source.form == "parquet":
        return read_parquet(source, columns=columns, witness=witness)
    return read_delimited(
        source,
        delimiter=profile.delimiter if profile else None,
        skip=skip,
        columns=columns,
        witness=witness,
        progress=progress,
    )


def check_header(header: Sequence[str], profile: Profile, file: str) -> None:
    """Refuse a file that lacks columns which its profile needs."""
    lacking = [name for name in profile.required or profile.sources if name not in header]
    if lacking:
        named = ", ".join(lacking[:5]) + (", ..." if len(lacking) > 5 else "")
        raise Refusal(
            f"lacks the columns {named} of the profile {profile.register}",
            file=file,
            column=lacking[0],
            remedy=(
                f"The file has {len(header)} columns. Mend the profile, its `delimiter`, `skip` or "
                "`sheet`, or choose another with --profile."
            ),
        )


def _beside_invented(path: Path) -> bool:
    """Tell whether a simulation's own account lies beside the file."""
    account = path.with_name("population.json")
    try:
        told = json.loads(account.read_bytes()) if account.is_file() else {}
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("invented") is True


@dataclass(frozen=True)
class _Choice:
    name: str | None
    path: Path


def read_all(
    paths: Sequence[Path],
    profiles: Sequence[str] = (),
    *,
    blind: Callable[[Register], Register] | None = None,
    progress: Progress = silent,
) -> list[Register]:
    """Read registers, each with the profile chosen for it, under names that are unique.

    Parameters
    ----------
    profiles
        ``NAME=PATH`` for the file `NAME.csv`, or ``PATH`` when there is one register.
    blind
        Replaces record numbers by random ones (`BlindMap.blinded`).

    Raises
    ------
    Refusal
        If a profile is chosen for no file, or a file is given twice.
    """
    if not paths:
        raise Refusal("no register was given", remedy="Name one or more files.")
    by_name = chosen_profiles([Path(path) for path in paths], profiles)
    read_so_far: list[Register] = []
    taken: set[str] = set()
    for path in (Path(path) for path in paths):
        register = read(path, profile=by_name.get(stem(path)), progress=progress)
        name, nth = register.name, 2
        while name in taken:
            name, nth = f"{register.name}_{nth}", nth + 1
        taken.add(name)
        named = register if name == register.name else replace(register, name=name)
        read_so_far.append(blind(named) if blind else named)
    return read_so_far


def chosen_profiles(paths: Sequence[Path], profiles: Sequence[str]) -> dict[str, Path]:
    """Give the profile told for each file, by the file's stem.

    Raises
    ------
    Refusal
        If a file is given twice, or a profile is for none or for nobody knows which.
    """
    stems = [stem(path) for path in paths]
    if len({path.resolve() for path in paths}) < len(paths):
        raise Refusal("a register is given twice", remedy="Name each file once.")
    chosen: dict[str, Path] = {}
    for told in profiles:
        choice = _choice(told)
        if choice.name is None and len(paths) != 1:
            raise Refusal(
                f"--profile {told} does not say for which register it is",
                remedy="With several registers write --profile NAME=PATH.",
            )
        name = choice.name or stems[0]
        if name not in stems:
            raise Refusal(
                f"--profile {told} is for a register that is not among the files",
                remedy=f"NAME must be one of: {', '.join(stems)}.",
            )
        chosen[name] = choice.path
    return chosen


def _choice(told: str) -> _Choice:
    name, mark, path = told.partition("=")
    if mark and name and path and not Path(told).exists():
        return _Choice(name, Path(path))
    return _Choice(None, Path(told))
