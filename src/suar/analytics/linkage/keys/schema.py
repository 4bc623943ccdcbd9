"""What a key file holds: columns, sizes and versions. A change here makes old keys incomparable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

#: Version of the key schema, and of the normaliser in `linkage.names` as far as keys depend on it.
SCHEMA: Final = "suar-keys-3"
NORMALISER: Final = "suar-names-2"

#: Persons concerned, or persons named in reports: two kinds that can never be compared.
Kind = Literal["victim", "person_named"]
KINDS: Final[tuple[Kind, ...]] = ("victim", "person_named")


@dataclass(frozen=True)
class FilterForm:
    """How one field becomes a Bloom filter.

    ``bits`` before folding; ``hashes`` a feature by the feature's first character; every filter is
    XOR-folded to half, permuted under the secret and, with ``rule90``, each bit is replaced by the
    exclusive or of its neighbours.
    """

    bits: int
    hashes: Mapping[str, int]
    rule90: bool = True


#: First characters of features: ``g`` bigrams of words; ``s`` how a word sounds; ``o u`` day and
#: month in their order and in either order, never alone, or a calendar could be read off; ``n``
#: figures by place, bound to the last four.
FILTERS: Final[dict[str, FilterForm]] = {
    "name": FilterForm(2048, {"g": 10, "s": 15}),
    "father": FilterForm(2048, {"g": 10}),
    "birth_day": FilterForm(1024, {"o": 30, "u": 20}, rule90=False),
    "nik": FilterForm(1024, {"n": 10}),
}
#: Numbers that one person holds: keyed whole, and with each figure left out.
NUMBERS: Final = ("nik", "passport", "other_id", "phone")
#: What few records share is told only together with what else agrees: district, province, country
#: of destination, and the month of the event in windows of three widths.
TOLD: Final = ("place", "area", "land", "near", "while", "long")
BESIDE: Final = ("year", "day", "words")
#: Months of the windows.
WINDOWS: Final = {"near": 3, "while": 9, "long": 26}
#: Every key column, in the order of the file: ``f_`` filters, ``k_`` tokens. Facts stand before.
KEY_COLUMNS: Final = (
    *(f"f_{name}" for name in FILTERS),
    "k_birth",  # what is known of the birth: full, year, day, about; f: filled from the NIK
    "k_year",  # equal or not, never near: likeness of years would put them all in order
    *(f"k_{name}" for name in NUMBERS),
    *(f"k_{name}_near" for name in NUMBERS),
    "k_nik_stem",
    *(f"k_{what}_{with_}" for what in TOLD for with_ in BESIDE),
    "k_tokens",
)

#: Facts that a key file keeps unless its owner says otherwise: what scopes and a picture ask for.
USUAL_FACTS: Final = ("sex", "minor", "abroad", "year", "status")
