"""What a reader must know before trusting a number, in sentences, both languages."""

from functools import cache
from importlib import resources

import polars as pl
import yaml

from suar.analytics.linkage.links import Links
from suar.analytics.picture.desks import kind_of
from suar.analytics.picture.document import Label
from suar.analytics.picture.gather import Gathered
from suar.analytics.registers.register import Register


@cache
def _texts() -> dict[str, dict[str, str]]:
    file = resources.files("suar.analytics.picture").joinpath("data/doubts.yaml")
    return dict(yaml.safe_load(file.read_text("utf-8")))


def doubt(name: str, register: Register | None = None) -> Label:
    """Give one sentence; ``register`` fills its name in."""
    text = _texts()[name]
    if register is None:
        return {"en": text["en"], "id": text["id"]}
    profile = register.profile
    return {
        "en": text["en"].replace("{register}", profile.named("en")),
        "id": text["id"].replace("{register}", profile.named("id")),
    }


def doubts(gathered: Gathered, links: Links | None) -> list[Label]:
    """Say what is uncertain in these registers and these links."""
    found: list[Label] = []
    if any(register.invented for register in gathered.registers):
        found.append(doubt("invented"))
    for index, register in enumerate(gathered.registers):
        names = _of_register(register, index in gathered.linked)
        found += [doubt(name, register) for name in names]
    if gathered.linked:
        found += [doubt(name) for name in _of_persons(gathered)]
    if links is not None and links.private:
        found.append(doubt("keys"))
    return found


def _of_register(register: Register, linked: bool) -> list[str]:
    if register.kind == "totals":
        names = ["totals"]
    elif not linked:
        names = ["alone"]
    else:
        names = []
    if register.kind == "records":
        frame = register.frame
        asked = {
            "cases_only": linked and not bool(frame["names_person"].all()),
            "leaks": bool((~frame["in_scope"]).any()),
            "window": bool((~frame["in_window"]).any()),
        }
        names += [name for name, true in asked.items() if true]
    return [*names, "rejected"] if register.rejections else names


def _of_persons(gathered: Gathered) -> list[str]:
    persons, records = gathered.persons, gathered.records
    torn = [name for name in persons.columns if name.startswith("torn_")]
    desks = {kind_of(gathered.registers[index]) for index in gathered.linked}
    asked = {
        "torn": bool(torn) and bool(persons.select(pl.any_horizontal(torn).any()).item()),
        "undated": persons["event_date"].null_count() > 0,
        "citizenship": bool(records["origin_from_citizenship"].any()),
        "linking": len(gathered.linked) > 1,
        "one_kind": not {"authority", "service"} <= desks,
    }
    return [name for name, true in asked.items() if true]
