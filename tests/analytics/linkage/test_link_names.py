"""Names as offices write them, made comparable."""

import re
from importlib import resources

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from suar.analytics.linkage.namerules import TRADITIONS, rules_of, tradition_of
from suar.analytics.linkage.names import normalise, sound_key


def words(text, tradition="indonesian"):
    return set(normalise(text, tradition).tokens)


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("Hj. Siti Aminah, S.Pd.", "SITI AMINAH"),
        ("St. Aminah", "Sitti Aminah"),
        ("Drs. H. Budi Santoso, M.Si", "Budi Santoso"),
        ("Budi Santoso S.T.", "Budi Santoso"),
        ("Moh. Yusuf", "Muhammad Jusuf"),
        ("Mochamad Yusup", "Muh Yusuf"),
        ("Soekarno", "Sukarno"),
        ("Djoko Soetanto", "Joko Sutanto"),
        ("Tjahjo", "Cahyo"),
        ("Abd. Rahman", "Abdul Rahman"),
        ("Siti Nurhaliza", "Nurhaliza Siti"),
        ("Annisa", "Anisa"),
        ("Rahmat   Hidayat", "rahmat-hidayat"),
    ],
)
def test_two_ways_of_writing_give_one_name(written, same_as):
    assert words(written) == words(same_as)


def test_joko_does_not_become_yoko():
    assert normalise("Joko").tokens == ("joko",)
    assert normalise("Djoko").tokens == ("joko",)


def test_the_father_is_a_field_of_his_own():
    name = normalise("SITI AMINAH BINTI MOH. DJOKO")
    assert name.tokens == ("siti", "aminah")
    assert name.father == ("muhammad", "joko")
    assert normalise("Siti bt Karim").father == ("karim",)
    assert normalise("Kumar a/l Raju", "malay").father == ("raju",)


def test_a_name_of_one_word_stays_even_if_it_is_a_title():
    assert normalise("Haji").tokens == ("haji",)
    assert normalise("Sukarni").tokens == ("sukarni",)


def test_initials_stay_apart():
    assert normalise("M. R. Hakim").tokens == ("m", "r", "hakim")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fatimah", "patimah"),
        ("rachmad", "rakhmat"),
        ("syaiful", "saipul"),
        ("zubaidah", "jubaidah"),
        ("rizky", "rizqi"),
        ("luthfi", "lutfi"),
        ("yuliana", "juliana"),
    ],
)
def test_sounds_that_offices_confuse_have_one_key(one, other):
    assert sound_key(one) == sound_key(other)


def test_different_names_keep_different_keys():
    assert len({sound_key(n) for n in ("budi", "siti", "agus", "wayan", "dewi", "joko")}) == 6


@pytest.mark.parametrize(
    ("country", "written", "expected"),
    [
        ("PHL", "Ma. Santos Jr.", {"maria", "santos"}),
        ("VNM", "Nguyễn Thị Đào", {"nguyen", "thi", "dao"}),
        ("MMR", "Daw Aung Htet", {"aung", "htet"}),
        ("THA", "Nang Somchai", {"somchai"}),
        ("KHM", "Lok Dara Sok", {"dara", "sok"}),
        ("MYS", "Mohd Ali bin Abu", {"muhammad", "ali"}),
    ],
)
def test_other_traditions_have_first_rules(country, written, expected):
    assert words(written, tradition_of(country)) == expected


@pytest.mark.parametrize("tradition", TRADITIONS)
def test_every_file_of_rules_names_its_source(tradition):
    path = resources.files("suar.analytics.linkage.rules") / f"{tradition}.yaml"
    told = yaml.safe_load(path.read_text("utf-8"))
    assert told["source"]
    assert told["version"]
    assert rules_of(tradition).name == tradition


WRITTEN = [
    "Hj.",
    "S.Pd",
    "bin",
    "BINTI",
    "M.",
    "Muh",
    "Djoko",
    "Oemar",
    "tjokro",
    "al",
    "anak",
    "St.",
    "siti",
    "Noer",
    "a/l",
    "dr",
    "rrr",
    "Ma.",
    "de",
    "la",
    "Nguyễn",
    "bt",
    "x",
    "ng",
    "Sjjam",
]
NAMES = st.lists(st.sampled_from(WRITTEN), max_size=7).map(" ".join) | st.text(max_size=40)


@given(text=NAMES, tradition=st.sampled_from(TRADITIONS))
def test_normalising_twice_is_normalising_once(text, tradition):
    once = normalise(text, tradition)
    assert normalise(str(once), tradition) == once


@given(text=NAMES)
def test_a_normal_name_is_small_letters_and_figures(text):
    name = normalise(text)
    assert all(re.fullmatch("[a-z0-9]+", word) for word in (*name.tokens, *name.father))
