"""What looked odd while coding: how often, and in which rows at first."""

from typing import Final

import polars as pl

from suar.analytics.registers.register import Warned

_FIRST_ROWS: Final = 5

#: What a warning's code says, in both languages.
MEANINGS: Final = {
    "age-birth-mismatch": {
        "en": "age and birth date contradict each other",
        "id": "umur dan tanggal lahir saling bertentangan",
    },
    "blank-id": {
        "en": "no number of the register's own; the row's number stands for it",
        "id": "tanpa nomor register; dipakai nomor barisnya",
    },
    "formula-text": {
        "en": "text that a spreadsheet would run",
        "id": "teks yang akan dijalankan oleh lembar kerja",
    },
    "impossible-age": {"en": "no possible age", "id": "umur yang tidak mungkin"},
    "impossible-date": {
        "en": "no possible date, or in no format of the profile",
        "id": "tanggal yang tidak mungkin, atau tidak sesuai format pada profil",
    },
    "nik-birth": {
        "en": "the NIK tells another birth date",
        "id": "NIK menunjukkan tanggal lahir yang lain",
    },
    "nik-malformed": {"en": "not a possible NIK", "id": "bukan NIK yang mungkin"},
    "nik-sex": {"en": "the NIK tells another sex", "id": "NIK menunjukkan jenis kelamin yang lain"},
    "not-a-number": {"en": "no whole number", "id": "bukan bilangan bulat"},
    "outside-scope": {
        "en": "a person whom this register should not hold",
        "id": "orang di luar cakupan register ini",
    },
    "outside-window": {
        "en": "a date outside the register's window",
        "id": "tanggal di luar kurun waktu register",
    },
    "repeated-id": {
        "en": "a number that stands in an earlier row too",
        "id": "nomor yang sudah ada pada baris sebelumnya",
    },
    "several-codes": {
        "en": "several codes where the field takes one; left blank",
        "id": "beberapa kode untuk isian yang hanya menerima satu; dikosongkan",
    },
    "unknown-code": {
        "en": "a value that the vocabulary does not know",
        "id": "nilai yang tidak dikenal oleh kosakata",
    },
}


class Notes:
    """Collects warnings; a cell's text never enters them."""

    def __init__(self, rows: pl.Series) -> None:
        self._rows = rows
        self._found: dict[tuple[str, str | None], tuple[int, list[int]]] = {}

    def add(self, code: str, column: str | None, where: pl.Series) -> None:
        """Note the rows where a Boolean series is true; null is not true."""
        hits = self._rows.filter(where.fill_null(value=False))
        if hits.len():
            count, rows = self._found.get((code, column), (0, []))
            first = sorted({*rows, *hits.head(_FIRST_ROWS).to_list()})[:_FIRST_ROWS]
            self._found[code, column] = (count + hits.len(), first)

    def warnings(self) -> tuple[Warned, ...]:
        """Give the warnings in a fixed order: by code, then column."""
        ordered = sorted(self._found.items(), key=lambda item: (item[0][0], item[0][1] or ""))
        return tuple(
            Warned(code, column, count, tuple(rows)) for (code, column), (count, rows) in ordered
        )
