"""Invented persons for the rooms: the same at every loading, drawn as the registers' people are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from suar.analytics.synthetic.identity import draw_identity, nik_text, phone_text
from suar.analytics.synthetic.names import draw_names
from suar.analytics.synthetic.people import draw_people

SEED: Final = 20260313  # beside the registers' own: nobody is in both

#: What is told in one sentence. Invented, without a name or a place.
STORIES: Final = {
    "en": (
        "She was promised work in a restaurant; her phone and passport were taken on the first"
        " day.",
        "He signed for a fishing boat and was paid nothing for eleven months.",
        "The agency keeps her certificate until a debt is paid that she never agreed to.",
        "They have to write to strangers all night; who misses the quota is beaten.",
        "She cleans a house and may not go out; her pay goes to the recruiter.",
    ),
    "id": (
        "Ia dijanjikan kerja di restoran; telepon dan paspornya diambil pada hari pertama.",
        "Ia menandatangani kontrak kapal ikan dan sebelas bulan tidak dibayar.",
        "Agen menahan ijazahnya sampai utang lunas yang tidak pernah ia setujui.",
        "Mereka harus mengirim pesan kepada orang asing sepanjang malam; yang tidak memenuhi"
        " target dipukul.",
        "Ia membersihkan rumah dan tidak boleh keluar; upahnya masuk ke perekrut.",
    ),
}
PURPOSES: Final = ("online_scam", "forced_labour", "sexual", "forced_labour", "online_scam")
COUNTRIES: Final = ("KHM", "MMR", "MYS", "IDN", "KHM", "ARE")


@dataclass(frozen=True)
class Somebody:
    """An invented person, as a report or a file tells her."""

    at: int
    name: str
    nik: str
    phone: str
    female: bool
    age: int
    story: str
    purpose: str
    country: str

    @property
    def sex(self) -> str:
        """The vocabulary's code."""
        return "female" if self.female else "male"


def invent(count: int, *, language: str) -> Iterator[Somebody]:
    """Invent so many persons; the same ones in the same order at every call."""
    chance = np.random.default_rng(SEED)
    people = draw_people(count, chance)
    chosen = np.arange(count)
    names = draw_names(people, chosen, chance)
    identity = draw_identity(people, chosen, chance)
    niks, phones = nik_text(identity.nik).to_list(), phone_text(identity.phones[:, 0]).to_list()
    stories = STORIES[language]
    for at in range(count):
        yield Somebody(
            at,
            " ".join(names.tokens[at]).title(),
            niks[at],
            phones[at],
            bool(people.female[at]),
            int(people.age[at]),
            stories[at % len(stories)],
            PURPOSES[at % len(PURPOSES)],
            COUNTRIES[at % len(COUNTRIES)],
        )
