"""Who falls between desks: known to police or mission and to no service, and the reverse."""

from functools import cache
from importlib import resources

import yaml

from suar.analytics.disclosure.ledger import Key
from suar.analytics.picture.bridge import Cells
from suar.analytics.picture.draft import Draft, Ref
from suar.analytics.picture.gather import Gathered
from suar.analytics.registers.register import Register


@cache
def _by_name() -> dict[str, str]:
    text = resources.files("suar.analytics.picture").joinpath("data/desks.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def kind_of(register: Register) -> str | None:
    """Give ``authority`` or ``service``, or nothing where neither profile nor name says."""
    return register.profile.kind or _by_name().get(register.name)


def desks(draft: Draft, cells: Cells, gathered: Gathered) -> dict[str, object] | None:
    """Count persons known to authorities only, to services only, to both."""
    kinds = [kind_of(gathered.registers[index]) for index in gathered.linked]
    masks = {
        kind: sum(1 << bit for bit, of in enumerate(kinds) if of == kind)
        for kind in ("authority", "service")
    }
    if not all(masks.values()):
        return None
    names = gathered.names

    def part(what: str, authority: bool, service: bool) -> Ref:
        sets = {
            mask
            for mask in cells.masks
            if bool(mask & masks["authority"]) == authority
            and bool(mask & masks["service"]) == service
        }
        keys: list[Key] = [("set", mask) for mask in sorted(sets)]
        ref = draft.count(("desks", what), cells.sum(lambda mask: mask in sets), "part")
        draft.ledger.total(ref.key, keys)
        return ref

    return {
        "authority_only": part("authority_only", True, False),
        "both": part("both", True, True),
        "service_only": part("service_only", False, True),
        "authorities": [
            name for name, kind in zip(names, kinds, strict=True) if kind == "authority"
        ],
        "services": [name for name, kind in zip(names, kinds, strict=True) if kind == "service"],
    }
