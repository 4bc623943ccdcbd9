"""What a key file holds and does not hold; what cannot be compared is refused with a sentence."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from linkage_sets import register_of
from suar.analytics.linkage import link
from suar.analytics.linkage.keys import make_keys, write_keys
from suar.analytics.registers import is_key_file, read
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

SECRET = "a secret of an invented project, 2024"
PEOPLE: list[dict[str, object]] = [
    {
        "name": f"{first} {last}", "birth_date": f"19{70 + i}-0{1 + i % 9}-1{i % 10}",
        "nik": f"32710{i % 9 + 1}{10 + i}0{1 + i % 9}{70 + i}000{1 + i % 9}",
        "passport": f"B12345{10 + i}", "phone": f"08123456{100 + i}", "district": "3271",
        "sex": "female" if i % 2 else "male",
        "minor": False, "event_date": "2021-05-17", "year": 2021, "purpose": ["sexual", "labour"],
        "case_id": f"LP/{i // 2}", "in_scope": True, "in_window": True, "record": f"R-{i:03d}",
    }
    for i, (first, last) in enumerate(
        (f, s)
        for f in ("Siti", "Rahmat", "Wayan", "Dewi")
        for s in ("Nurhaliza", "Hidayat", "Sukarno")
    )
]  # fmt: skip


def key_file(
    folder: Path, name: str, rows: Sequence[dict[str, object]] = PEOPLE, **choices: object
) -> Path:
    text = str(choices.pop("secret", SECRET))
    keys = make_keys(register_of(name, rows), text, **choices)  # type: ignore[arg-type]
    path = folder / f"{name}.keys"
    write_keys(keys, path)
    return path


def keyed(folder: Path, name: str, **choices: object) -> Register:
    return read(key_file(folder, name, **choices))


def test_nothing_of_identity_is_in_the_file(tmp_path: Path) -> None:
    path = key_file(tmp_path, "police")
    assert is_key_file(path)
    text = path.read_text().lower()
    for row in PEOPLE:
        for field in ("name", "birth_date", "nik", "passport", "phone", "case_id"):
            assert str(row[field]).lower() not in text
    words = {word.lower() for row in PEOPLE for word in str(row["name"]).split()}
    assert not words & set(re.findall(r"[a-z]+", text))
    assert "3271" not in {cell for line in text.splitlines()[2:] for cell in line.split(",")}


def test_facts_are_those_chosen_and_dates_as_coarse_as_chosen(tmp_path: Path) -> None:
    usual = keyed(tmp_path, "police").frame
    assert set(usual["event_date"]) == {"2021"}
    assert usual["purpose"].null_count() == usual.height
    chosen = keyed(tmp_path, "ministry", facts=("month", "purpose")).frame
    assert set(chosen["event_date"]) == {"2021-05"}
    assert chosen["purpose"].to_list()[0] == ["sexual", "labour"]
    assert chosen["sex"].null_count() == chosen.height
    none = keyed(tmp_path, "shelter", facts=("none",)).frame
    assert none["event_date"].null_count() == none.height


@pytest.mark.parametrize("fact", ["name", "nik", "birth_date", "phone", "address", "record"])
def test_identity_is_never_a_fact(fact: str) -> None:
    with pytest.raises(Refusal, match="never goes into a key file"):
        make_keys(register_of("police", PEOPLE), SECRET, facts=("sex", fact))


def test_the_order_of_rows_leaves_no_trace(tmp_path: Path) -> None:
    one = key_file(tmp_path, "police").read_bytes()
    two = key_file(tmp_path, "police", PEOPLE[::-1]).read_bytes()
    assert one == two
    records = read(tmp_path / "police.keys").frame["record"].to_list()
    assert records not in (sorted(records), sorted(records, reverse=True))


def test_cases_stay_together_and_lose_their_number(tmp_path: Path) -> None:
    frame = keyed(tmp_path, "police").frame
    assert frame["case_id"].n_unique() == 6
    other = keyed(tmp_path, "ministry").frame
    assert not set(frame["case_id"]) & set(other["case_id"])


def test_blank_is_told_from_different(tmp_path: Path) -> None:
    bare = [
        {"record": "1", "name": "Umi"},
        {"record": "2", "name": "Umi", "nik": "3271014507850001"},
    ]
    frame = keyed(tmp_path, "police", rows=bare).frame.sort("record")
    assert frame["k_nik"].to_list()[0] is None
    assert frame["k_year"].to_list()[0] is None
    assert frame["k_birth"].to_list() == [None, "full f"] or frame["k_birth"].to_list()[0] is None


def test_two_projects_cannot_be_compared(tmp_path: Path) -> None:
    pair = [keyed(tmp_path, "police"), keyed(tmp_path, "ministry", secret="another project's")]
    with pytest.raises(Refusal, match="another secret"):
        link(pair)


def test_persons_concerned_and_persons_named_cannot_be_compared(tmp_path: Path) -> None:
    pair = [keyed(tmp_path, "police"), keyed(tmp_path, "ministry", kind="person_named")]
    with pytest.raises(Refusal, match="never compared"):
        link(pair)
    # nor by somebody who rewrites the first line: the keys have nothing in common
    columns = [c for c in pair[0].frame.columns if c.startswith(("f_", "k_")) and c != "k_birth"]
    for column in columns:
        cells = [
            {token for cell in r.frame[column].drop_nulls() for token in cell.split(" ")}
            for r in pair
        ]
        assert not cells[0] & cells[1]


def test_names_beside_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="holds names beside key files"):
        link([keyed(tmp_path, "police"), register_of("ministry", PEOPLE)])


def test_another_version_is_refused(tmp_path: Path) -> None:
    path = key_file(tmp_path, "police")
    path.write_text(path.read_text().replace("suar-names-2", "suar-names-0", 1))
    with pytest.raises(Refusal, match="another version"):
        link([read(path)])


def test_the_same_people_meet_again(tmp_path: Path) -> None:
    links = link([keyed(tmp_path, "police"), keyed(tmp_path, "ministry")])
    assert links.private
    people = links.members.group_by("record").agg(persons="person")
    assert (people["persons"].list.n_unique() == 1).all()
    assert links.clusters == len(PEOPLE)


def test_what_a_picture_needs_of_a_profile_travels_along(tmp_path: Path) -> None:
    from dataclasses import replace

    from suar.analytics.registers.profile_yaml import parse_profile

    profile = parse_profile(
        "{register: shelter, label: {en: Shelter, id: Rumah aman}, counts: case,"
        " scope: {any: [{sex: [female]}, {minor: ['true']}]},"
        " window: {from: '2020-01-01', to: '2023-12-31'},"
        " published: {count: 9, unit: case, as_of: '2023', source: invented},"
        " columns: {NAMA: name}}"
    )
    register = replace(register_of("shelter", PEOPLE), profile=profile)
    write_keys(make_keys(register, SECRET), tmp_path / "shelter.keys")
    told = read(tmp_path / "shelter.keys").profile
    for name in ("label", "counts", "scope", "published"):
        assert getattr(told, name) == getattr(profile, name)
    assert told.window is not None
    assert (told.window.start, told.window.end) == ("2020-01-01", "2023-12-31")
