"""The kinds of trafficking of the invented country. Every number here is made up.

They give the shapes that the picture must cope with (a closure, a new form that arrives late, a
form seen by one register only); they are no finding about any real country.
"""

from dataclasses import dataclass
from typing import Final

#: Order in which the registers come to know people; a later one may hear from an earlier one.
REGISTERS: Final = ("migrant_union", "migrant_agency", "foreign_ministry", "police", "women_child")

_ONLINE: Final = {"online_social_network": 0.5, "online_advertisement": 0.3, "friends": 0.2}
_VILLAGE: Final = {
    "family": 0.25,
    "friends": 0.25,
    "place_of_business": 0.25,
    "online_social_network": 0.15,
    "other": 0.1,
}
_AGENCY: Final = {"place_of_business": 0.6, "online_advertisement": 0.2, "friends": 0.2}


@dataclass(frozen=True)
class Segment:
    """One kind of trafficking: who, where, when, how, and how visible it is to each register.

    ``years`` weigh 2020 to 2023. ``minors`` is the share under 18, between ``youngest`` and 17.
    ``visible`` adds to the log weight with which a register comes to know the person, in the order
    of `REGISTERS`.
    """

    name: str
    share: float
    years: tuple[float, float, float, float]
    female: float
    minors: float
    youngest: int
    mean_age: float
    purposes: dict[str, float]
    second: float
    sector: str
    countries: dict[str, float]
    channels: dict[str, float]
    nonprocedural: float
    visible: tuple[float, float, float, float, float]

    @property
    def abroad(self) -> bool:
        """Whether the person is exploited outside Indonesia."""
        return "IDN" not in self.countries


SEGMENTS: Final = (
    Segment(
        "fraud compounds",
        0.21,
        (0.02, 0.14, 0.42, 0.42),
        0.27,
        0.03,
        15,
        26,
        {"online_scam": 0.9, "criminality": 0.1},
        0.4,
        "other",
        {"KHM": 0.5, "MMR": 0.25, "LAO": 0.1, "PHL": 0.1, "THA": 0.05},
        _ONLINE,
        0.95,
        (-0.2, 0.0, 0.9, 0.3, -0.3),
    ),
    Segment(
        "private homes abroad",
        0.19,
        (0.17, 0.21, 0.29, 0.33),
        0.95,
        0.06,
        14,
        31,
        {"servitude": 0.55, "forced_labour": 0.45},
        0.2,
        "domestic_work",
        {"MYS": 0.3, "SAU": 0.2, "ARE": 0.14, "SGP": 0.12, "HKG": 0.1, "TWN": 0.07, "SYR": 0.07},
        _VILLAGE,
        0.7,
        (0.6, 0.4, 0.3, 0.0, 0.3),
    ),
    Segment(
        "plantations",
        0.07,
        (0.15, 0.2, 0.3, 0.35),
        0.3,
        0.1,
        12,
        31,
        {"forced_labour": 0.95, "child_labour": 0.05},
        0.05,
        "palm_oil",
        {"MYS": 1.0},
        _VILLAGE,
        0.9,
        (-0.3, 0.0, -0.3, -0.2, 0.0),
    ),
    Segment(
        "fishing vessels",
        0.08,
        (0.3, 0.25, 0.22, 0.23),
        0.0,
        0.03,
        16,
        26,
        {"forced_labour": 1.0},
        0.0,
        "sea_fishing",
        {"CHN": 0.4, "TWN": 0.3, "FJI": 0.15, "SEN": 0.15},
        _AGENCY,
        0.5,
        (0.8, 0.1, 0.1, -0.1, 0.0),
    ),
    Segment(
        "factories and building sites abroad",
        0.06,
        (0.12, 0.18, 0.32, 0.38),
        0.4,
        0.02,
        16,
        28,
        {"forced_labour": 1.0},
        0.0,
        "manufacturing",
        {"MYS": 0.5, "TWN": 0.3, "SAU": 0.1, "ARE": 0.1},
        _AGENCY,
        0.55,
        (0.3, 0.5, -0.1, 0.0, 0.0),
    ),
    Segment(
        "sexual exploitation abroad",
        0.06,
        (0.12, 0.2, 0.32, 0.36),
        0.95,
        0.18,
        14,
        24,
        {"sexual": 1.0},
        0.15,
        "hospitality",
        {"MYS": 0.45, "SGP": 0.2, "ARE": 0.2, "TUR": 0.15},
        _ONLINE,
        0.95,
        (-0.8, -0.6, -0.1, 0.5, 0.5),
    ),
    Segment(
        "marriages abroad",
        0.02,
        (0.25, 0.25, 0.25, 0.25),
        1.0,
        0.2,
        15,
        22,
        {"forced_marriage": 1.0},
        0.4,
        "other",
        {"CHN": 1.0},
        _VILLAGE,
        0.95,
        (-0.6, -0.8, 0.2, 0.3, 0.4),
    ),
    Segment(
        "organs",
        0.01,
        (0.0, 0.1, 0.4, 0.5),
        0.15,
        0.0,
        18,
        30,
        {"organ_removal": 1.0},
        0.0,
        "other",
        {"KHM": 1.0},
        _ONLINE,
        0.95,
        (-1.2, -1.5, -0.6, 0.5, -0.5),
    ),
    Segment(
        "sexual exploitation at home",
        0.16,
        (0.2, 0.24, 0.27, 0.29),
        0.95,
        0.5,
        12,
        22,
        {"sexual": 1.0},
        0.05,
        "hospitality",
        {"IDN": 1.0},
        _ONLINE,
        0.0,
        (0.0, 0.0, 0.0, 0.9, 0.4),
    ),
    Segment(
        "children at work and begging",
        0.06,
        (0.2, 0.24, 0.27, 0.29),
        0.45,
        0.93,
        6,
        19,
        {"begging": 0.5, "child_labour": 0.5},
        0.1,
        "other",
        {"IDN": 1.0},
        _VILLAGE,
        0.0,
        (0.0, 0.0, 0.0, 0.2, 0.2),
    ),
    Segment(
        "labour at home",
        0.08,
        (0.22, 0.25, 0.26, 0.27),
        0.45,
        0.15,
        13,
        29,
        {"forced_labour": 0.6, "servitude": 0.4},
        0.05,
        "domestic_work",
        {"IDN": 1.0},
        _VILLAGE,
        0.0,
        (0.0, 0.0, 0.0, 0.5, -0.4),
    ),
)
