"""A project's secret: made, split, joined; one key a field, one kind of persons."""

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.linkage.keys import secret
from suar.knowledge.refusal import Refusal


def written(folder: Path, texts: list[str]) -> list[Path]:
    paths = [folder / f"part{at}" for at in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text + "\n")
    return paths


def test_a_secret_is_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    secret.write_private(tmp_path / "s", secret.make())
    assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o600
    with pytest.raises(Refusal, match="exists already"):
        secret.write_private(tmp_path / "s", "another")


def test_white_space_at_the_end_does_not_count(tmp_path: Path) -> None:
    for at, text in enumerate(("rahasia proyek", "rahasia proyek\n", "rahasia proyek \r\n\n")):
        (tmp_path / str(at)).write_bytes(text.encode())
    assert {secret.read_secret(tmp_path / str(at)) for at in range(3)} == {"rahasia proyek"}


@settings(max_examples=10, deadline=None)
@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=1000), min_size=1, max_size=60),
    st.integers(2, 5),
)
def test_all_shares_together_give_the_secret(text: str, shares: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        paths = written(Path(folder), secret.split(text, shares))
        assert secret.join(paths[::-1]) == text


def test_a_missing_doubled_or_foreign_share_is_refused(tmp_path: Path) -> None:
    one, two = secret.split(secret.make(), 3), secret.split(secret.make(), 3)
    for wrong in (one[:2], [one[0], one[0], one[1]], [*one[:2], two[2]]):
        with pytest.raises(Refusal, match="not the 3 shares"):
            secret.join(written(tmp_path, wrong))


def test_a_share_alone_is_no_secret(tmp_path: Path) -> None:
    path = written(tmp_path, secret.split(secret.make(), 2))[0]
    with pytest.raises(Refusal, match="one share"):
        secret.read_secret(path)


def test_parties_contributions_make_a_secret_that_none_of_them_had(tmp_path: Path) -> None:
    own = [secret.make(), secret.make()]
    joined = secret.join(written(tmp_path, own))
    assert joined not in own
    assert joined == secret.join(written(tmp_path, own[::-1]))


def test_each_field_kind_and_project_has_a_key_of_its_own() -> None:
    keys = [
        secret.ring(text, kind).key(field)
        for text in ("one project", "another")
        for kind in ("victim", "person_named")
        for field in ("name", "nik")
    ]
    assert len(set(keys)) == len(keys)
