"""A handful of rows: everything small is withheld, and the picture is made all the same."""

from datetime import UTC, datetime
from pathlib import Path

from suar.analytics.picture.pipeline import Order, make_picture

PROFILE = "register: {name}\ncolumns: {{nama: name, lahir: birth_date}}\ndates: ['%Y-%m-%d']\n"


def _register(folder: Path, name: str, rows: list[str]) -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join(["nama,lahir", *rows]) + "\n")
    path.with_name(f"{name}.profile.yaml").write_text(PROFILE.format(name=name))
    return path


def test_three_rows_a_register_give_a_picture_with_words_for_numbers(tmp_path: Path) -> None:
    one = _register(
        tmp_path, "one", ["Siti Rekaan,1990-02-03", "Budi Contoh,1988-05-06", "Ani,2001"]
    )
    two = _register(tmp_path, "two", ["Siti Rekaan,1990-02-03", "=Rudi Rekaan,1979-11-12"])
    now = datetime(2026, 1, 2, tzinfo=UTC)
    made = make_picture(Order([one, two], tmp_path / "out"), now=now)
    assert made.document["units"]["persons"]["count"] is None
    assert all(row["persons"] is None for row in made.document["registers"])
    assert "withheld" in (tmp_path / "out" / "picture.html").read_text()
